import { expect } from 'chai';
import { Ajv } from 'ajv';
import { Type } from 'typebox';
import { BootError } from '../../../core/errors/boot-error.js';
import type { Catalog } from '../../../core/schema/catalog.js';
import { mirrorDefaults, mirrorOptions, type MirrorOptions } from '../../../core/schema/mirror-options.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import { bookshop, catalog, column, reference, table } from './catalogs.js';

const build = (of: Catalog, options: Partial<MirrorOptions>) => buildSchema(of, { ...mirrorDefaults, ...options });

const names = (of: Catalog, options: Partial<MirrorOptions>): string[] => [...build(of, options).schema.collections.keys()];

function refusal(options: Partial<MirrorOptions>, of: Catalog = bookshop): string {
  try {
    build(of, options);
  } catch (error) {
    if (error instanceof BootError) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}

function relation(of: Catalog, options: Partial<MirrorOptions>, collection: string, name: string) {
  return build(of, options).schema.collections.get(collection)?.relations.get(name);
}

/** Orders and customers whose keys the database does not know, and a view. */
const legacy = catalog(
  table('customers', ['id', column('number'), column('name')], { uniques: [['number']] }),
  table('orders', ['id', column('customer_no', { type: 'string', sqlType: 'varchar(9)' })]),
  table('order_lines', ['order_id', 'part'], { primaryKey: ['order_id', 'part'] }),
  table('returns', ['id', 'order_id', 'part']),
  table('order_totals', ['order_id', column('total', { type: 'decimal' })], { kind: 'view' }),
);

describe('The mirror options', () => {
  it('have defaults for everything', () => {
    const validate = new Ajv({ useDefaults: true, allowUnionTypes: true }).compile(Type.Object({ mirror: mirrorOptions }));
    const options = {};
    expect(validate(options)).to.equal(true);
    expect(options).to.deep.equal({ mirror: mirrorDefaults });
  });

  describe('include and exclude', () => {
    it('choose tables by name, schema and pattern', () => {
      expect(names(bookshop, { include: ['book*', 'tags'] })).to.deep.equal(['book_tags', 'books', 'tags']);
      expect(names(bookshop, { exclude: ['*s'] })).to.deep.equal([]);
      expect(names(bookshop, { include: ['b*'], exclude: ['books'] })).to.deep.equal(['book_tags']);
      const schemas = catalog(table('a', ['id'], { schema: 'x' }), table('b', ['id'], { schema: 'x' }), table('c', ['id'], { schema: 'y' }));
      expect(names(schemas, { include: ['x.*'], exclude: ['x.b'] })).to.deep.equal(['a']);
    });

    it('take every other character as it is', () => {
      const of = catalog(table('a.b', ['id']), table('aXb', ['id']), table('(a|b)+', ['id']));
      expect(names(of, { include: ['a.b'] })).to.deep.equal(['a.b']);
      expect(names(of, { exclude: ['(a|b)+'] })).to.deep.equal(['a.b', 'aXb']);
    });

    it('tell what they leave out, and what matches nothing', () => {
      const { notices } = build(bookshop, { include: ['book*', 'zz*'] });
      expect(notices).to.deep.include({ subject: 'mirror.include', reason: 'Does not hold authors, settings, tags.' });
      expect(notices).to.deep.include({ subject: 'mirror.include[1]', reason: '"zz*" matches no table or view.' });
    });

    it('refuse a name that no table has', () => {
      expect(refusal({ exclude: ['tags', 'setings'] })).to.equal('`mirror.exclude[1]`: the database has no table or view "setings". Did you mean "settings"?');
    });
  });

  describe('names', () => {
    it('rename collections, fields and relations', () => {
      const { schema } = build(bookshop, {
        names: { books: 'titles', 'books.author_id': 'author', 'authors.titles_by_editor_id': 'edited' },
      });
      const authors = schema.collections.get('authors');
      expect([...authors?.relations.keys() ?? []]).to.deep.equal(['mentor_id', 'authors', 'edited', 'titles_by_author']);
      const titles = schema.collections.get('titles');
      expect(titles?.table.name).to.equal('books');
      expect(titles?.fields.get('author')?.column).to.equal('author_id');
      expect(titles?.relations.get('author')).to.deep.include({ fields: ['author'], inverse: 'titles_by_author', inWildcard: true });
      expect(titles?.relations.get('editor_id')?.inverse).to.equal('edited');
    });

    it('can swap two names', () => {
      const { schema } = build(bookshop, { names: { books: 'tags', tags: 'books', 'books.author_id': 'editor_id', 'books.editor_id': 'author_id' } });
      expect(schema.collections.get('tags')?.table.name).to.equal('books');
      expect(schema.collections.get('tags')?.fields.get('editor_id')?.column).to.equal('author_id');
    });

    it('reach tables whose names hold dots', () => {
      const { schema } = build(catalog(table('a', ['id', 'b']), table('a.b', ['id', 'c.d'])), { names: { 'a.b': 'x', 'a.b.c.d': 'y' } });
      expect([...schema.collections.keys()]).to.deep.equal(['a', 'x']);
      expect([...schema.collections.get('x')?.fields.keys() ?? []]).to.deep.equal(['id', 'y']);
    });

    it('refuse what is not there, and a name given twice', () => {
      expect(refusal({ names: { boks: 'x' } })).to.equal('`mirror.names["boks"]`: there is no collection "boks". Did you mean "books"?');
      expect(refusal({ names: { 'boks.title': 'x' } })).to.match(/no collection "boks".*"books"/);
      expect(refusal({ names: { 'books.titel': 'x' } })).to.equal('`mirror.names["books.titel"]`: "books" has no field or relation "titel". Did you mean "title"?');
      expect(refusal({ names: { books: 'tags' } })).to.match(/two collections would be named "tags"/);
      expect(refusal({ names: { 'books.title': 'id' } })).to.match(/two fields of "books" would be named "id"/);
      expect(refusal({ names: { 'tags.book_tags': 'name' } })).to.match(/has a field or relation "name" already/);
    });
  });

  describe('keys', () => {
    it('give a view a key', () => {
      expect(build(legacy, { keys: { order_totals: ['order_id'] } }).schema.collections.get('order_totals')?.key).to.deep.equal(['order_id']);
    });

    it('keep a primary key that they replace as a unique set', () => {
      expect(build(legacy, { keys: { customers: ['number'] } }).schema.collections.get('customers')).to.deep.include({ key: ['number'], uniques: [['id']] });
    });

    it('refuse what is not there', () => {
      expect(refusal({ keys: { order_total: ['id'] } }, legacy)).to.match(/`mirror.keys\["order_total"\]`: there is no collection "order_total". Did you mean "order_totals"\?/);
      expect(refusal({ keys: { order_totals: ['oder_id'] } }, legacy)).to.match(/"order_totals" has no field "oder_id". Did you mean "order_id"\?/);
      expect(refusal({ keys: { order_totals: ['total', 'total'] } }, legacy)).to.match(/twice/);
    });
  });

  describe('singletons', () => {
    it('mark collections of one row', () => {
      const { collections } = build(bookshop, { singletons: ['settings'] }).schema;
      expect([...collections.values()].filter(({ singleton }) => singleton).map(({ name }) => name)).to.deep.equal(['settings']);
    });

    it('refuse what is not there', () => {
      expect(refusal({ singletons: ['setting'] })).to.equal('`mirror.singletons[0]`: there is no collection "setting". Did you mean "settings"?');
    });
  });

  describe('relations', () => {
    it('name a way back, so that a wildcard holds it, and no other is called otherwise for it', () => {
      const options = { relations: { 'authors.books': 'books.author_id' } };
      expect(relation(bookshop, options, 'authors', 'books')).to.deep.include({ relatedFields: ['author_id'], inverse: 'author_id', inWildcard: true });
      expect(relation(bookshop, options, 'authors', 'books_by_editor_id')).to.deep.include({ inWildcard: false });
      expect(relation(bookshop, options, 'authors', 'books_by_author_id')).to.equal(undefined);
    });

    it('name a way back as another would be named, which then holds its field', () => {
      const of = catalog(
        table('a', ['id']), table('b', ['a_id'], { foreignKeys: [reference('a_id', 'a')] }), table('c', ['a_id'], { foreignKeys: [reference('a_id', 'a')] }),
      );
      const options = { relations: { 'a.b': 'c.a_id' } };
      expect(relation(of, options, 'a', 'b')?.relatedCollection).to.equal('c');
      expect(relation(of, options, 'a', 'b_by_a_id')?.relatedCollection).to.equal('b');
    });

    it('name the way back of a composite foreign key', () => {
      const of = catalog(
        table('lines', ['order', 'part'], { primaryKey: ['order', 'part'] }),
        table('returns', ['o', 'p'], { foreignKeys: [reference(['o', 'p'], 'lines', ['order', 'part'])] }),
      );
      for (const fields of ['(o,p)', '(p, o)']) {
        expect(relation(of, { relations: { 'lines.back': `returns.${fields}` } }, 'lines', 'back'))
          .to.deep.include({ fields: ['order', 'part'], relatedFields: ['o', 'p'], inWildcard: true });
      }
    });

    it('stand in the order of the config, after the fields and before those that it does not name', () => {
      const of = catalog(
        table('parents', ['id']), ...['a', 'b', 'c'].map((name) => table(name, ['id', 'parent_id'], { foreignKeys: [reference('parent_id', 'parents')] })),
      );
      const inOrder = (relations: Record<string, string>) => [...build(of, { relations }).schema.collections.get('parents')!.relations.keys()];
      expect(inOrder({ 'parents.c': 'c.parent_id', 'parents.b': 'b.parent_id' })).to.deep.equal(['c', 'b', 'a']);
      expect(inOrder({ 'parents.b': 'b.parent_id', 'parents.c': 'c.parent_id' })).to.deep.equal(['b', 'c', 'a']);
    });

    it('make a relation that the database does not declare, in both directions', () => {
      const options = { relations: { 'orders.totals': 'order_totals.order_id' } };
      expect(relation(legacy, options, 'order_totals', 'order_id')).to.deep.equal({
        name: 'order_id', kind: 'm2o', collection: 'order_totals', relatedCollection: 'orders', fields: ['order_id'], relatedFields: ['id'],
        inverse: 'totals', isUnique: false, isEnforced: false, isOwner: false, inWildcard: true,
      });
      expect(relation(legacy, options, 'orders', 'totals')).to.deep.include({ kind: 'o2m', inverse: 'order_id', inWildcard: true });
    });

    it('make a composite one', () => {
      const options = { relations: { 'order_lines.returns': 'returns.(order_id,part)' } };
      expect(relation(legacy, options, 'returns', 'order_lines')).to.deep.include({ fields: ['order_id', 'part'], relatedFields: ['order_id', 'part'], inWildcard: false });
    });

    it('make one under a name of its own, to a unique field, with or without a name for the way back', () => {
      const to = { fields: ['customer_no'], references: 'customers.number' };
      expect(relation(legacy, { relations: { 'orders.customer': to } }, 'orders', 'customer')).to.deep.equal({
        name: 'customer', kind: 'm2o', collection: 'orders', relatedCollection: 'customers', fields: ['customer_no'], relatedFields: ['number'],
        inverse: 'orders', isUnique: false, isEnforced: false, isOwner: false, inWildcard: false,
      });
      expect(relation(legacy, { relations: { 'orders.customer': to } }, 'customers', 'orders')?.inWildcard).to.equal(false);
      expect(relation(legacy, { relations: { 'orders.customer': { ...to, wayBack: 'bought' } } }, 'customers', 'bought')?.inWildcard).to.equal(true);
      expect(relation(legacy, { relations: { 'orders.customer_no': to } }, 'orders', 'customer_no')?.inWildcard).to.equal(true);
    });

    it('make one from a column without a declared type, as views in SQLite have', () => {
      const of = catalog(table('a', ['id']), table('v', [column('max', { type: 'unknown', sqlType: '' })], { kind: 'view' }));
      expect(relation(of, { relations: { 'a.v': 'v.max' } }, 'v', 'max')?.inverse).to.equal('v');
    });

    it('name a relation to one that the database declares', () => {
      const options = { relations: { 'books.writer': { fields: ['author_id'], references: 'authors' } } };
      const books = build(bookshop, options).schema.collections.get('books');
      expect([...books?.relations.keys() ?? []]).to.deep.equal(['editor_id', 'writer', 'book_tags']);
      expect(relation(bookshop, options, 'authors', 'books_by_author_id')?.inverse).to.equal('writer');
    });

    it('lead to a view that was given a key', () => {
      const options = { keys: { order_totals: ['order_id'] }, relations: { 'orders.totals': { fields: ['id'], references: 'order_totals' } } };
      expect(relation(legacy, options, 'orders', 'totals')).to.deep.include({ kind: 'm2o', relatedFields: ['order_id'] });
    });

    const refusals: readonly (readonly [string, MirrorOptions['relations'], RegExp])[] = [
      ['a collection that is not there', { 'author.books': 'books.author_id' }, /^`mirror.relations\["author.books"\]`: there is no collection "author". Did you mean "authors"\?$/],
      ['a child that is not there', { 'authors.books': 'boks.author_id' }, /no collection "boks". Did you mean "books"\?/],
      ['a field that is not there', { 'authors.books': 'books.autor_id' }, /"books" has no field "autor_id". Did you mean "author_id"\?/],
      ['one of several fields that is not there', { 'authors.books': 'books.(author_id,editor)' }, /"books" has no field "editor"/],
      ['a child without a field', { 'authors.books': 'books' }, /must name the fields/],
      ['an entry without a name', { authors: 'books.author_id' }, /must be a collection and a name/],
      ['a name that a field has', { 'authors.name': 'books.author_id' }, /^`mirror.relations\["authors.name"\]`: "authors" has a field or relation "name" already.$/],
      ['one name for two', { 'authors.x': 'books.author_id', 'books.x': { fields: ['author_id'], references: 'authors', wayBack: 'y' } }, /already named "x"/],
      ['a field that refers to another collection', { 'tags.books': 'books.author_id' }, /\(author_id\) of "books" refers to "authors.id", not to "tags.id"/],
      ['as many fields as the key has not', { 'authors.x': 'books.(author_id,editor_id)' }, /must be as many fields as "authors.id"/],
      ['a field twice', { 'book_tags.x': 'books.(author_id,author_id)' }, /twice/],
      ['fields that cannot be compared', { 'tags.books': 'books.title' }, /"books.title" \(string\) cannot be compared with "tags.id" \(integer\)/],
      ['a field that is not unique', { 'books.x': { fields: ['title'], references: 'authors.name' } }, /"authors.name" must be unique/],
      ['fields of its own that are not there', { 'books.x': { fields: ['titel'], references: 'authors' } }, /`mirror.relations\["books.x"\].fields`: "books" has no field "titel". Did you mean "title"\?/],
      ['a reference that is not there', { 'books.x': { fields: ['title'], references: 'autors' } }, /`mirror.relations\["books.x"\].references`: there is no collection "autors"/],
    ];
    for (const [what, relations, message] of refusals) {
      it(`refuse ${what}`, () => {
        expect(refusal({ relations })).to.match(message);
      });
    }

    it('refuse a parent without a key', () => {
      expect(refusal({ relations: { 'order_totals.x': 'returns.order_id' } }, legacy)).to.match(/"order_totals" has no key to refer to. `mirror.keys` can give it one./);
    });
  });
});

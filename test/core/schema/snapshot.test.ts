import { expect } from 'chai';
import type { Catalog, CatalogTable } from '../../../core/schema/catalog.js';
import { mirrorDefaults, type MirrorOptions } from '../../../core/schema/mirror-options.js';
import type { Collection } from '../../../core/schema/schema.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import { bookshop, catalog, column, reference, table } from './catalogs.js';
import { startEffort } from '../../support/effort.js';

/** The collection of a catalog. */
function collection(of: Catalog, name: string, options: Partial<MirrorOptions> = {}): Collection {
  const found = buildSchema(of, { ...mirrorDefaults, ...options }).schema.collections.get(name);
  if (found === undefined) throw new Error(`There is no collection ${name}.`);
  return found;
}

/** A collection's relations in short: `author_id > authors` to one, `books < books` to many, with `*` where a wildcard holds it. */
function relations(of: Catalog, name: string, options: Partial<MirrorOptions> = {}): string[] {
  return [...collection(of, name, options).relations.values()].map(({ name, kind, relatedCollection, inWildcard }) =>
    `${name} ${kind === 'm2o' ? '>' : '<'} ${relatedCollection}${inWildcard ? ' *' : ''}`);
}

function version(of: Catalog, options: Partial<MirrorOptions> = {}): string {
  return buildSchema(of, { ...mirrorDefaults, ...options }).schema.version;
}

/** Tables of one schema. */
function inSchema(schema: string, ...names: readonly string[]): CatalogTable[] {
  return names.map((name) => table(name, ['id'], { schema }));
}

/** The name of each table's collection. */
function named(defaultSchema: string | null, tables: readonly CatalogTable[]): Record<string, string> {
  const { schema } = buildSchema({ defaultSchema, tables, notices: [] }, mirrorDefaults);
  return Object.fromEntries([...schema.collections.values()].map(({ name, table }) => [`${table.schema}.${table.name}`, name]));
}

function reasons(of: Catalog, options: Partial<MirrorOptions> = {}): Record<string, string> {
  return Object.fromEntries(buildSchema(of, { ...mirrorDefaults, ...options }).notices.map(({ subject, reason }) => [subject, reason]));
}

describe('The schema of a catalog', () => {
  describe('collections', () => {
    it('are the tables under their own names, sorted', () => {
      expect([...buildSchema(bookshop, mirrorDefaults).schema.collections.keys()]).to.deep.equal(['authors', 'book_tags', 'books', 'settings', 'tags']);
    });

    it('have the columns as fields, in their order, whatever they are called', () => {
      const names = ['id', 'a.b', 'a as b', 'really?', '*', 'x:y', '__proto__', 'constructor', 'Größe', '1st', '"'];
      const odd = collection(catalog(table('__proto__', names)), '__proto__');
      expect([...odd.fields.keys()]).to.deep.equal(names);
      expect(odd.fields.get('__proto__')).to.deep.include({ name: '__proto__', column: '__proto__', type: 'integer' });
    });

    it('keep what the catalog tells of a column', () => {
      const told = column('state', {
        type: 'string', sqlType: 'varchar(9)', nullable: false, default: '\'new\'', generated: 'identity', values: ['new', 'old'], length: 9,
        precision: 1, scale: 2, comment: 'How it is.', elementType: 'text',
      });
      expect(collection(catalog(table('t', [told])), 't').fields.get('state')).to.deep.equal({ ...told, column: 'state', concealed: false, filled: false });
    });

    it('have a composite key in its own order, unique sets, or neither', () => {
      const of = catalog(
        table('a', ['x', 'y', 'z'], { primaryKey: ['y', 'x'], uniques: [['z'], ['x', 'z']] }),
        table('b', ['x']),
      );
      expect(collection(of, 'a')).to.deep.include({ key: ['y', 'x'], uniques: [['x', 'z'], ['z']] });
      expect(collection(of, 'b')).to.deep.include({ key: [], uniques: [] });
    });

    it('have no key where a column of it is missing', () => {
      const of = catalog(table('a', ['x'], { primaryKey: ['x', 'gone'], uniques: [['gone']] }));
      expect(collection(of, 'a')).to.deep.include({ key: [], uniques: [] });
      expect(reasons(of)['a']).to.match(/not all columns of its primary key/);
    });

    it('leave out what has no name, and Jackfield\'s own tables', () => {
      const of = catalog(table('', ['id']), table('a', ['id', '']), table('jackfield_users', ['id']), table('JACKFIELD_roles', ['id']));
      expect([...buildSchema(of, mirrorDefaults).schema.collections.keys()]).to.deep.equal(['a']);
      expect(collection(of, 'a').fields.has('')).to.equal(false);
      expect(reasons(of)).to.have.all.keys('', 'a.', 'jackfield_*');
    });
  });

  describe('names of collections in several schemas', () => {
    it('are the tables\' own in the default schema, and elsewhere where no other table has it', () => {
      expect(named('public', [...inSchema('sales', 'orders', 'leads'), ...inSchema('public', 'orders')])).to.deep.equal({
        'public.orders': 'orders', 'sales.orders': 'sales_orders', 'sales.leads': 'leads',
      });
    });

    it('all hold the schema where none of the clashing is the default one', () => {
      expect(named('public', [...inSchema('b', 'orders'), ...inSchema('a', 'orders')])).to.deep.equal({
        'a.orders': 'a_orders', 'b.orders': 'b_orders',
      });
    });

    it('get a number where that is taken too, with a notice', () => {
      const tables = [...inSchema('sales', 'orders'), ...inSchema('public', 'orders', 'sales_orders')];
      expect(named('public', tables)).to.deep.equal({
        'public.orders': 'orders', 'public.sales_orders': 'sales_orders', 'sales.orders': 'sales_orders_2',
      });
      expect(reasons({ defaultSchema: 'public', tables, notices: [] })['sales.orders']).to.match(/"sales_orders_2"/);
    });

    it('do not depend on the order of tables', () => {
      const tables = [...inSchema('a_b', 'c'), ...inSchema('a', 'b_c', 'c'), ...inSchema('d', 'b_c'), ...inSchema('public', 'd_b_c')];
      expect(named('public', tables.toReversed())).to.deep.equal(named('public', tables));
    });

    it('lead foreign keys to the right one', () => {
      const of: Catalog = {
        defaultSchema: 'public',
        notices: [],
        tables: [
          ...inSchema('public', 'orders'), ...inSchema('sales', 'orders'),
          table('lines', ['id', 'order_id'], { schema: 'sales', foreignKeys: [reference('order_id', 'sales.orders')] }),
        ],
      };
      expect(relations(of, 'lines')).to.deep.equal(['order_id > sales_orders *']);
    });
  });

  describe('relations', () => {
    it('to one are the foreign key\'s own field, the ways back are named after the child', () => {
      expect(relations(bookshop, 'book_tags')).to.deep.equal(['book_id > books *', 'tag_id > tags *']);
      expect(relations(bookshop, 'tags')).to.deep.equal(['book_tags < book_tags']);
    });

    it('from several foreign keys of one child have the field in their names', () => {
      expect(relations(bookshop, 'authors')).to.deep.equal([
        'mentor_id > authors *', 'authors < authors', 'books_by_author_id < books', 'books_by_editor_id < books',
      ]);
    });

    it('have the field in their names where the child\'s is taken by a field', () => {
      const of = catalog(table('a', ['id', 'b']), table('b', ['id', 'a_id'], { foreignKeys: [reference('a_id', 'a')] }));
      expect(relations(of, 'a')).to.deep.equal(['b_by_a_id < b']);
    });

    it('get a number where that is taken too', () => {
      const of = catalog(table('a', ['id', 'b', 'b_by_a_id']), table('b', ['id', 'a_id'], { foreignKeys: [reference('a_id', 'a')] }));
      expect(relations(of, 'a')).to.deep.equal(['b_by_a_id_2 < b']);
    });

    it('join composite foreign keys field by field, in both directions', () => {
      const of = catalog(
        table('lines', ['order', 'part'], { primaryKey: ['order', 'part'] }),
        table('returns', ['id', 'part_no', 'order_no'], { foreignKeys: [reference(['order_no', 'part_no'], 'lines', ['order', 'part'])] }),
      );
      expect(collection(of, 'returns').relations.get('lines')).to.deep.equal({
        name: 'lines', kind: 'm2o', collection: 'returns', relatedCollection: 'lines', fields: ['order_no', 'part_no'],
        relatedFields: ['order', 'part'], inverse: 'returns', isUnique: false, isEnforced: false, isOwner: false, inWildcard: false,
      });
      expect(collection(of, 'lines').relations.get('returns')).to.deep.equal({
        name: 'returns', kind: 'o2m', collection: 'lines', relatedCollection: 'returns', fields: ['order', 'part'],
        relatedFields: ['order_no', 'part_no'], inverse: 'lines', isUnique: false, isEnforced: false, isOwner: false, inWildcard: false,
      });
    });

    it('of composite foreign keys hold the fields where the parent\'s name is taken', () => {
      const parent = table('lines', ['order', 'part'], { primaryKey: ['order', 'part'] });
      const key = reference(['o', 'p'], 'lines', ['order', 'part']);
      expect(relations(catalog(parent, table('r', ['o', 'p', 'lines'], { foreignKeys: [key] })), 'r')).to.deep.equal(['lines_by_o_p > lines']);
      const two = catalog(parent, table('r', ['o', 'p', 'q'], { foreignKeys: [key, reference(['o', 'q'], 'lines', ['order', 'part'])] }));
      expect(relations(two, 'r')).to.deep.equal(['lines_by_o_p > lines', 'lines_by_o_q > lines']);
      expect(relations(two, 'lines')).to.deep.equal(['r_by_o_p < r', 'r_by_o_q < r']);
    });

    it('of a second foreign key on a column are named after the parent', () => {
      const of = catalog(
        table('people', ['id']), table('users', ['id']),
        table('notes', ['id', 'owner'], { foreignKeys: [reference('owner', 'users'), reference('owner', 'people')] }),
      );
      expect(relations(of, 'notes')).to.deep.equal(['owner > people *', 'users > users']);
    });

    it('may refer to unique columns that are no key', () => {
      const of = catalog(
        table('countries', ['id', column('code')], { uniques: [['code']] }),
        table('cities', ['id', column('country')], { foreignKeys: [reference('country', 'countries', 'code')] }),
      );
      expect(collection(of, 'cities').relations.get('country')).to.deep.include({ fields: ['country'], relatedFields: ['code'] });
    });

    it('know where a child has at most one row for each parent', () => {
      const foreignKeys = [reference('a_id', 'a')];
      const unique = (given: object): boolean | undefined =>
        collection(catalog(table('a', ['id']), table('b', ['a_id', 'x'], { foreignKeys, ...given })), 'a').relations.get('b')?.isUnique;
      expect(unique({})).to.equal(false);
      expect(unique({ primaryKey: ['a_id'] })).to.equal(true);
      expect(unique({ uniques: [['a_id']] })).to.equal(true);
      expect(unique({ primaryKey: ['a_id', 'x'] })).to.equal(false);
    });

    it('are left out with the reason where an end is missing', () => {
      const of = catalog(
        table('a', ['id', 'code']),
        table('b', ['id', 'p', 'q', 'r', 's'], {
          foreignKeys: [reference('p', 'gone'), reference('q', 'a', 'gone'), reference('r', 'a', 'code'), reference(['s', 'gone'], 'a', ['id', 'code'])],
        }),
      );
      expect(relations(of, 'b')).to.deep.equal([]);
      const told = reasons(of);
      expect(told['b.p']).to.equal('The foreign key (p) to "gone" is left out: the table it refers to is not mirrored.');
      expect(told['b.q']).to.match(/not all of the columns it refers to are mirrored/);
      expect(told['b.r']).to.match(/not unique/);
      expect(told['b']).to.match(/not all of its columns are mirrored/);
    });

    it('count equal foreign keys once', () => {
      const of = catalog(table('a', ['id']), table('b', ['a_id'], { foreignKeys: [reference('a_id', 'a'), reference('a_id', 'a')] }));
      expect(relations(of, 'b')).to.deep.equal(['a_id > a *']);
    });
  });

  it('is frozen through and through', () => {
    const { schema, notices } = buildSchema(bookshop, mirrorDefaults);
    const books = collection(bookshop, 'books');
    expect(() => (schema.collections as Map<string, unknown>).delete('books')).to.throw(TypeError);
    expect(() => (books.fields as Map<string, unknown>).set('x', null)).to.throw(TypeError);
    expect([schema, notices, books, books.key, books.fields.get('id'), books.relations.get('author_id')?.fields].every(Object.isFrozen)).to.equal(true);
    expect(Object.isFrozen(bookshop.tables[0]?.columns)).to.equal(false);
  });

  it('has another version when anything in it is another', () => {
    const versions = [
      version(bookshop),
      version(bookshop, { singletons: ['settings'] }),
      version(bookshop, { relations: { 'authors.books': 'books.author_id' } }),
      version(catalog(...bookshop.tables.slice(1))),
      version(catalog(...bookshop.tables.map((item) => ({ ...item, comment: 'x' })))),
      version(catalog(...bookshop.tables.map((item) => ({ ...item, kind: 'view' as const })))),
    ];
    expect(new Set(versions).size).to.equal(versions.length);
    expect(version(bookshop)).to.equal(versions[0]);
  });

  it('of a thousand tables takes little', function () {
    this.timeout(5000);
    const names = Array.from({ length: 19 }, (_, index) => `c${index}`);
    const tables = Array.from({ length: 1000 }, (_, index) => table(`t${index}`, ['id', ...names], {
      foreignKeys: [reference('c1', `t${(index * 7) % 1000}`), reference('c2', `t${(index * 3) % 1000}`), reference('c3', `t${(index * 3) % 1000}`)],
    }));
    const effort = startEffort();
    expect(buildSchema(catalog(...tables), mirrorDefaults).schema.collections.size).to.equal(1000);
    expect(effort()).to.be.below(2000);
  });
});

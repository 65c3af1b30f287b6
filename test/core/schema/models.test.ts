import { expect } from 'chai';
import createKnex, { type Knex } from 'knex';
import type { Model, ValidationError } from 'objection';
import { mirrorDefaults } from '../../../core/schema/mirror-options.js';
import { modelNames } from '../../../core/schema/model-names.js';
import { createModels } from '../../../core/schema/models.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import type { CatalogTable } from '../../../core/schema/catalog.js';
import { catalog, column, reference, table } from './catalogs.js';

/** A SQLite database with the given tables, made by knex-free SQL, and the models of them. */
async function open(sql: string, tables: readonly CatalogTable[], names: Record<string, string> = {}): Promise<{
  knex: Knex; model(name: string): typeof Model;
}> {
  const knex = createKnex({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true, pool: { min: 1, max: 1 } });
  const connection = await knex.client.acquireConnection() as { exec(sql: string): void };
  connection.exec(sql);
  await knex.client.releaseConnection(connection);
  const { schema } = buildSchema(catalog(...tables), { ...mirrorDefaults, names });
  const models = createModels(schema, knex);
  return {
    knex,
    model(name) {
      const model = models.get(name);
      if (model === undefined) throw new Error(`No model ${name}.`);
      return model;
    },
  };
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function refusedProperties(model: typeof Model, value: object): string[] {
  try {
    model.fromJson(value);
    return [];
  } catch (error) {
    return Object.keys((error as ValidationError).data as object);
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('Models', () => {
  describe('of a bookshop', () => {
    let shop: Awaited<ReturnType<typeof open>>;

    before(async () => {
      shop = await open(`
        create table authors (id integer primary key, name varchar(10) not null, mentor_id integer references authors);
        create table books (id integer primary key, title text not null, author_id integer references authors, details json);
        create table shelves (room integer, number integer, primary key (room, number));
        create table places (book_id integer references books, room integer, number integer, foreign key (room, number) references shelves);
        insert into authors values (1, 'Ada', null), (2, 'Bob', 1);
        insert into books values (1, 'One', 1, '{"a":1}'), (2, 'Two', 2, null), (3, 'Three', 2, '[1]');
        insert into shelves values (1, 1), (1, 2);
        insert into places values (1, 1, 2), (2, 1, 2);
      `, [
        table('authors', ['id', column('name', { type: 'string', length: 10, nullable: false }), 'mentor_id'], { foreignKeys: [reference('mentor_id', 'authors')] }),
        table('books', ['id', column('title', { nullable: false }), 'author_id', column('details', { type: 'json' })], {
          foreignKeys: [reference('author_id', 'authors')],
        }),
        table('shelves', ['room', 'number'], { primaryKey: ['room', 'number'] }),
        table('places', ['book_id', 'room', 'number'], {
          foreignKeys: [reference('book_id', 'books'), reference(['room', 'number'], 'shelves', ['room', 'number'])],
        }),
      ]);
    });

    after(() => shop.knex.destroy());

    it('have the table, the key and no key where there is none', () => {
      expect(shop.model('authors').tableName).to.equal('authors');
      expect(shop.model('authors').idColumn).to.equal('id');
      expect(shop.model('shelves').idColumn).to.deep.equal(['room', 'number']);
      expect(shop.model('places').idColumn).to.equal(null);
    });

    it('fetch graphs along relations in both directions', async () => {
      const authors = await shop.model('authors').query().orderBy('id').withGraphFetched('[books, authors.books, mentor_id_item]').modifyGraph('books', (books) => void books.orderBy('id'));
      expect(plain(authors)).to.deep.equal([
        {
          id: 1, name: 'Ada', mentor_id: null, mentor_id_item: null,
          books: [{ id: 1, title: 'One', author_id: 1, details: { a: 1 } }],
          authors: [{ id: 2, name: 'Bob', mentor_id: 1, books: [{ id: 2, title: 'Two', author_id: 2, details: null }, { id: 3, title: 'Three', author_id: 2, details: [1] }] }],
        },
        {
          id: 2, name: 'Bob', mentor_id: 1, mentor_id_item: { id: 1, name: 'Ada', mentor_id: null },
          books: [{ id: 2, title: 'Two', author_id: 2, details: null }, { id: 3, title: 'Three', author_id: 2, details: [1] }], authors: [],
        },
      ]);
    });

    it('fetch and join graphs along composite foreign keys', async () => {
      const [book] = await shop.model('books').query().findByIds([1]).withGraphFetched('places.shelves');
      expect(plain(book)).to.deep.include({ places: [{ book_id: 1, room: 1, number: 2, shelves: { room: 1, number: 2 } }] });
      const shelves = await shop.model('shelves').query().withGraphJoined('places.book_id_item').where('places:book_id_item.title', 'Two');
      expect(plain(shelves)).to.deep.equal([
        { room: 1, number: 2, places: [{ book_id: 2, room: 1, number: 2, book_id_item: { id: 2, title: 'Two', author_id: 2, details: null } }] },
      ]);
    });

    it('insert graphs in one transaction', async () => {
      await shop.model('authors').transaction(async (transaction) => {
        const author = await shop.model('authors').query(transaction).insertGraph({ name: 'Cy', books: [{ title: 'Four', details: { b: [2] } }] } as object);
        const [book] = await shop.model('books').query(transaction).where('author_id', author.$id() as number);
        expect(plain(book)).to.deep.include({ title: 'Four', details: { b: [2] } });
        await transaction.rollback();
      }).catch(() => undefined);
      expect(await shop.model('authors').query().resultSize()).to.equal(2);
    });

    it('refuse values that the fields do not take', () => {
      const authors = shop.model('authors');
      expect(refusedProperties(authors, {})).to.deep.equal(['name']);
      expect(refusedProperties(authors, { name: null })).to.deep.equal(['name']);
      expect(refusedProperties(authors, { name: 'x'.repeat(11) })).to.deep.equal(['name']);
      expect(refusedProperties(authors, { name: 5, mentor_id: 'first' })).to.have.members(['name', 'mentor_id']);
      expect(refusedProperties(authors, { name: 'x'.repeat(10), mentor_id: '1' })).to.deep.equal([]);
    });
  });

  describe('of tables with odd names', () => {
    const odd = [
      'a.b', 'a as b', 'really?', '*', 'x:y', '__proto__', 'constructor', 'q"q', 'tick`', '$x', '#id', 'a[0]', ' lead', 'toString', 'a_b', '"',
      'Größe', '1st', 'two words', '日本',
    ];
    let database: Awaited<ReturnType<typeof open>>;
    let words: string[];

    before(async () => {
      database = await open(
        `create table "o.d?" (id integer primary key, ${odd.map((name) => `${quote(name)} text`).join(', ')});
         create table "of * it" (id integer primary key, "parent?" integer)`,
        [
          table('o.d?', ['id', ...odd.map((name) => column(name))]),
          table('of * it', ['id', column('parent?', { type: 'integer' })], {
            foreignKeys: [{ columns: ['parent?'], referencedSchema: null, referencedTable: 'o.d?', referencedColumns: ['id'] }],
          }),
        ],
        { 'of * it.id': 'number' },
      );
      words = Object.keys(database.model('o.d?').jsonSchema.properties ?? {}).filter((word) => word !== 'id');
    });

    after(() => database.knex.destroy());

    it('have a plain property for each column, its own name where that is plain', () => {
      expect(words).to.have.length(odd.length);
      expect(new Set(words).size).to.equal(odd.length);
      expect(words).to.include.members(['a_b', 'Größe', '1st', 'two words', '日本']);
      expect(words[odd.indexOf('a.b')]).to.equal('a_b_2');
      for (const word of words) expect(word in Object.prototype, word).to.equal(false);
    });

    it('write and read every column', async () => {
      const item = Object.fromEntries(words.map((word, index) => [word, `value ${index}`]));
      const { id } = await database.model('o.d?').query().insert(item) as Model & { id: number };
      const connection = await database.knex.client.acquireConnection() as { prepare(sql: string): { raw(): { get(): unknown } } };
      const stored = connection.prepare('select * from "o.d?"').raw().get();
      await database.knex.client.releaseConnection(connection);
      expect(stored).to.deep.equal([id, ...odd.map((_, index) => `value ${index}`)]);
      expect(plain(await database.model('o.d?').query().findById(id))).to.deep.equal({ ...item, id });
      await database.model('o.d?').query().findById(id).patch({ x_y: 'changed' } as object);
      expect(plain(await database.model('o.d?').query().where('x_y', 'changed').first())).to.deep.equal({ ...item, id, x_y: 'changed' });
    });

    it('follow relations between them', async () => {
      await database.model('of * it').query().insert({ number: 7, parent: 1 } as object);
      const [child] = await database.model('of * it').query().withGraphFetched('parent_item.of_it');
      const { parent_item: parent, ...own } = plain(child) as { parent_item: { id: number; of_it: unknown } };
      expect(own).to.deep.equal({ number: 7, parent: 1 });
      expect(parent).to.deep.include({ id: 1, of_it: [{ number: 7, parent: 1 }] });
    });
  });

  it('are made when they are first asked for, and then stay the same', async () => {
    const { schema } = buildSchema(catalog(table('a', ['id']), table('b', ['id'])), mirrorDefaults);
    const knex = createKnex({ client: 'better-sqlite3', useNullAsDefault: true });
    const models = createModels(schema, knex);
    expect([...models.keys()]).to.deep.equal(['a', 'b']);
    expect(models.size).to.equal(2);
    expect(models.has('constructor')).to.equal(false);
    expect(models.get('c')).to.equal(undefined);
    expect(models.get('a')).to.equal(models.get('a'));
    expect([...models].map(([name, model]) => [name, model.name])).to.deep.equal([['a', 'a'], ['b', 'b']]);
    await knex.destroy();
  });

  it('name a relation beside the field whose name it bears', () => {
    const { schema } = buildSchema(catalog(
      table('authors', ['id']), table('books', ['id', 'author_id', 'author_id_item'], { foreignKeys: [reference('author_id', 'authors')] }),
    ), mirrorDefaults);
    const books = schema.collections.get('books');
    if (books === undefined) throw new Error('No books.');
    expect([...modelNames(books).relations]).to.deep.equal([['author_id', 'author_id_item_2']]);
  });

  it('qualify tables with their schema', () => {
    const { schema } = buildSchema(catalog(table('a', ['id'], { schema: 'public' }), table('b.c', ['id'], { schema: 'my schema' })), mirrorDefaults);
    const models = createModels(schema, createKnex({ client: 'pg' }));
    expect(models.get('a')?.tableName).to.equal('public.a');
    expect(models.get('b.c')?.query().where('id', 1).toKnexQuery().toSQL().toNative().sql)
      .to.equal('select "my schema"."b.c".* from "my schema"."b.c" where "id" = $1');
  });

  it('quote question marks whole where the dialect numbers placeholders', () => {
    const { schema } = buildSchema(catalog(table('t', ['id', column('really?'), column('*')])), mirrorDefaults);
    const sql = createModels(schema, createKnex({ client: 'pg' })).get('t')?.query().where('really', 'x').where('column', 'y').toKnexQuery().toSQL().toNative();
    expect(sql).to.deep.include({ sql: 'select "t".* from "t" where "really?" = $1 and "*" = $2', bindings: ['x', 'y'] });
  });
});

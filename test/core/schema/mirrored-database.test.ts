import { expect } from 'chai';
import type { Model } from 'objection';
import type { Database } from '../../../core/dialect/dialect.js';
import { mirrorDefaults } from '../../../core/schema/mirror-options.js';
import { createModels } from '../../../core/schema/models.js';
import type { Schema } from '../../../core/schema/schema.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import { createDatabase, forEachDatabase, type TestDatabase } from '../../support/databases.js';
import { openDatabase } from '../../support/open-database.js';

const script = `
  create table authors (id integer primary key, name varchar(10) not null, mentor_id integer references authors (id));
  create table books (id integer primary key, title text not null, author_id integer not null references authors (id), editor_id integer references authors (id));
  create table passports (author_id integer primary key references authors (id), number text);
  create table shelves (room integer, slot integer, primary key (room, slot));
  create table places (book_id integer references books (id), room integer, slot integer, foreign key (room, slot) references shelves (room, slot));
  create table "o.d?" ("a.b" integer primary key, "a as b" text, "really?" text, "*" text, "x:y" text, "__proto__" text, "constructor" text, "q""q" text);
  create table "kids * of" (id integer primary key, "the?" integer references "o.d?" ("a.b"));
  create view stats as select author_id, count(*) as books from books group by author_id;
  insert into authors values (1, 'Ada', null), (2, 'Bob', 1);
  insert into books values (1, 'One', 1, 2), (2, 'Two', 2, null);
  insert into shelves values (1, 1), (1, 2);
  insert into places values (1, 1, 2);
  insert into "o.d?" values (1, 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  insert into "kids * of" values (7, 1);
`;

/** Relations in short: `author_id > authors.id`. */
function shown(schema: Schema): Record<string, string[]> {
  return Object.fromEntries([...schema.collections].map(([name, { relations }]) => [
    name, [...relations.values()].map((relation) =>
      `${relation.name} ${relation.kind === 'm2o' ? '>' : '<'} ${relation.relatedCollection}.${relation.relatedFields.join('+')}${relation.isUnique ? ' (one)' : ''}`),
  ]));
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

forEachDatabase('a mirrored database', (test) => {
  let database: Database;
  let schema: Schema;
  const model = (name: string): typeof Model => {
    const found = createModels(schema, database.knex).get(name);
    if (found === undefined) throw new Error(`No model ${name}.`);
    return found;
  };

  before(async () => {
    database = await openDatabase(test.url);
    schema = buildSchema(await database.introspect(), { ...mirrorDefaults, relations: { 'authors.stats': 'stats.author_id' } }).schema;
  });

  after(() => database.close());

  it('has the same collections, keys and relations, whatever the database', () => {
    expect(shown(schema)).to.deep.equal({
      authors: [
        'mentor_id > authors.id', 'stats < stats.author_id', 'authors < authors.mentor_id', 'books_by_author_id < books.author_id',
        'books_by_editor_id < books.editor_id', 'passports < passports.author_id (one)',
      ],
      books: ['author_id > authors.id', 'editor_id > authors.id', 'places < places.book_id'],
      'kids * of': ['the? > o.d?.a.b'],
      'o.d?': ['kids * of < kids * of.the?'],
      passports: ['author_id > authors.id'],
      places: ['book_id > books.id', 'shelves > shelves.room+slot'],
      shelves: ['places < places.room+slot'],
      stats: ['author_id > authors.id'],
    });
    expect(Object.fromEntries([...schema.collections].map(([name, { key }]) => [name, key.join()]))).to.deep.equal({
      authors: 'id', books: 'id', 'kids * of': 'id', 'o.d?': 'a.b', passports: 'author_id', places: '', shelves: 'room,slot', stats: '',
    });
  });

  it('is the same when it is read again', async () => {
    const again = buildSchema(await database.introspect(), { ...mirrorDefaults, relations: { 'authors.stats': 'stats.author_id' } });
    expect(again.schema.version).to.equal(schema.version);
  });

  it('is read through models along every kind of relation', async () => {
    const authors = await model('authors').query().orderBy('id')
      .withGraphFetched('[mentor_id_item, books_by_author_id.places.shelves, passports]');
    expect(plain(authors)).to.deep.equal([
      {
        id: 1, name: 'Ada', mentor_id: null, mentor_id_item: null, passports: [],
        books_by_author_id: [{ id: 1, title: 'One', author_id: 1, editor_id: 2, places: [{ book_id: 1, room: 1, slot: 2, shelves: { room: 1, slot: 2 } }] }],
      },
      {
        id: 2, name: 'Bob', mentor_id: 1, mentor_id_item: { id: 1, name: 'Ada', mentor_id: null }, passports: [],
        books_by_author_id: [{ id: 2, title: 'Two', author_id: 2, editor_id: null, places: [] }],
      },
    ]);
  });

  it('is read and written through models where names are odd', async () => {
    const item = { a_b: 1, a_as_b: 'b', really: 'c', column: 'd', x_y: 'e', proto: 'f', _constructor: 'g', q_q: 'h' };
    expect(plain(await model('o.d?').query().where('really', 'c').withGraphFetched('kids_of.the_item')))
      .to.deep.equal([{ ...item, kids_of: [{ id: 7, the: 1, the_item: item }] }]);
    await model('o.d?').query().insert({ ...item, a_b: 2, really: 'new?' });
    await model('o.d?').query().findById(2).patch({ column: 'changed' } as object);
    expect(plain(await model('o.d?').query().findById(2))).to.deep.equal({ ...item, a_b: 2, really: 'new?', column: 'changed' });
    expect(await model('o.d?').query().deleteById(2)).to.equal(1);
  });

  it('is written through models in transactions, which roll back whole', async () => {
    const failed = await model('authors').transaction(async (transaction) => {
      await model('authors').query(transaction).insertGraph({ id: 9, name: 'Cy', books_by_author_id: [{ id: 9, title: 'Nine' }] } as object);
      expect(await model('books').query(transaction).where('author_id', 9).resultSize()).to.equal(1);
      throw new Error('Changed my mind.');
    }).catch((error: unknown) => (error as Error).message);
    expect(failed).to.equal('Changed my mind.');
    expect(await model('authors').query().where('id', 9).resultSize()).to.equal(0);
  });
}, script);

describe('a mirrored database of several schemas', () => {
  let test: TestDatabase;

  before(async function () {
    this.timeout(60_000);
    test = await createDatabase('postgres', `
      create schema sales;
      create schema "My Sales";
      create table orders (id integer primary key);
      create table sales.orders (id integer primary key, origin integer references public.orders);
      create table sales.leads (id integer primary key, order_id integer references sales.orders);
      create table "My Sales".leads (id integer primary key);
      insert into orders values (1);
      insert into sales.orders values (2, 1);
      insert into sales.leads values (3, 2);
    `);
  });

  after(() => test.drop());

  const mirror = async (schemas: readonly string[]): Promise<{ database: Database; schema: Schema; notices: readonly string[] }> => {
    const database = await openDatabase(test.url, { schemas });
    const { schema, notices } = buildSchema(await database.introspect(), mirrorDefaults);
    return { database, schema, notices: notices.map(({ subject }) => subject) };
  };

  it('gives the names of tables to those in public, and says which are called otherwise', async () => {
    const { database, schema, notices } = await mirror([]);
    expect(shown(schema)).to.deep.equal({
      'My Sales_leads': [],
      orders: ['sales_orders < sales_orders.origin'],
      sales_leads: ['order_id > sales_orders.id'],
      sales_orders: ['origin > orders.id', 'sales_leads < sales_leads.order_id'],
    });
    expect(notices).to.have.members(['sales.orders', 'sales.leads', 'My Sales.leads']);
    await database.close();
  });

  it('gives them to those in the first schema that is listed', async () => {
    const { database, schema } = await mirror(['sales', 'public', 'My Sales']);
    expect([...schema.collections.keys()]).to.deep.equal(['My Sales_leads', 'leads', 'orders', 'public_orders']);
    const leads = await createModels(schema, database.knex).get('leads')?.query().withGraphFetched('order_id_item.origin_item');
    expect(plain(leads)).to.deep.equal([{ id: 3, order_id: 2, order_id_item: { id: 2, origin: 1, origin_item: { id: 1 } } }]);
    await database.close();
  });

  it('leaves out foreign keys to schemas that are not listed, with the reason', async () => {
    const { database, schema, notices } = await mirror(['sales']);
    expect(shown(schema)).to.deep.equal({ leads: ['order_id > orders.id'], orders: ['leads < leads.order_id'] });
    expect(notices).to.deep.equal(['sales.orders.origin']);
    await database.close();
  });
});

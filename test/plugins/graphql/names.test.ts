import { expect } from 'chai';
import { definePlugin } from '../../../core/index.js';
import { startServer, type TestServer } from '../../../core/testing/testing.js';
import { dataOf } from '../../http/graphql-server.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';

/** Makes a type of the name that a table has, and uses one of a collection while it does so. */
const plugin = definePlugin({
  name: 'shelves',
  setup({ on }) {
    on('graphql.extend', ({ scope, composer, type }) => {
      if (scope !== 'items') return;
      composer.createObjectTC({ name: 'shelf', fields: { room: 'String' } });
      composer.Query.addFields({ first_shelf: { type: 'shelf', resolve: () => ({ room: 'A' }) } });
      type('books')?.addFields({ room: { type: 'shelf', resolve: () => ({ room: 'B' }) } });
    });
  },
});

describe('A collection with the name of a type that a plugin makes', () => {
  let database: TestDatabase;
  let server: TestServer;
  before(async () => {
    database = await createDatabase('sqlite', `
      create table shelf (id integer primary key, label varchar(20));
      create table books (id integer primary key, shelf_id integer references shelf (id));
      insert into shelf values (1, 'top');
      insert into books values (1, 1);
    `);
    server = await startServer({ database: { url: database.url } }, { plugins: [plugin] });
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });

  it('gets another, and both can be asked for in one operation', async () => {
    expect(await dataOf(server.client, `{
      first_shelf { __typename room }
      books { room { room } shelf_id { __typename label } }
      shelf_2 { label books { id } }
      __type(name: "shelf_2") { fields { name } }
    }`)).to.deep.equal({
      first_shelf: { __typename: 'shelf', room: 'A' },
      books: [{ room: { room: 'B' }, shelf_id: { __typename: 'shelf_2', label: 'top' } }],
      shelf_2: [{ label: 'top', books: [{ id: '1' }] }],
      __type: { fields: ['id', 'label', 'books', 'books_func'].map((name) => ({ name })) },
    });
  });

  it('leaves the schema with one type of each name', async () => {
    const { __schema: { types } } = await dataOf(server.client, '{ __schema { types { name } } books { id } }') as { __schema: { types: { name: string }[] } };
    const names = types.map(({ name }) => name);
    expect(names).to.include.members(['shelf', 'shelf_2']);
    expect([...new Set(names)]).to.deep.equal(names);
    expect((await server.client.get('/server/specs/graphql')).text).to.match(/^type shelf \{\n  room: String\n\}$/m);
  });
});

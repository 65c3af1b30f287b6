import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { dataOf } from '../http/graphql-server.js';
import { libraryMirror, library } from '../fixtures/library.js';
import { createDatabase, type TestDatabase } from '../support/databases.js';

describe('the example of a plugin that extends GraphQL', () => {
  let server: TestServer;
  let database: TestDatabase;

  before(async () => {
    database = await createDatabase('sqlite', library);
    server = await startServer({
      database: { url: database.url }, mirror: libraryMirror, plugins: { './examples/reading-time/index.ts': { pagesPerHour: 30 } },
    });
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });
  const data = (query: string) => dataOf(server.client, query);

  it('adds a field of Query with a type of its own', async () => {
    expect(await data('{ shelves { name __typename } books(limit: 1) { id } }'))
      .to.deep.equal({ shelves: [{ name: 'A', __typename: 'shelf' }, { name: 'B', __typename: 'shelf' }], books: [{ id: '1' }] });
  });

  it('computes a field of mirrored items from fields that nobody selected', async () => {
    expect(await data('{ books(sort: ["id"]) { title reading_minutes } }')).to.deep.equal({ books: [
      { title: 'The Dispossessed', reading_minutes: 774 }, { title: 'Too Like, the Lightning', reading_minutes: 864 },
      { title: 'Untitled', reading_minutes: null },
    ] });
  });

  it('gives it what it needs where a client has given the name to something else, and nested too', async () => {
    expect(await data('{ authors(sort: ["id"]) { books { pages: title reading_minutes } } }')).to.deep.equal({ authors: [
      { books: [{ pages: 'The Dispossessed', reading_minutes: 774 }] }, { books: [{ pages: 'Too Like, the Lightning', reading_minutes: 864 }] },
    ] });
  });

  it('asks once for all items of an answer', async () => {
    expect(await data('{ books(sort: ["id"]) { id shelf { name books } } }')).to.deep.equal({ books: [
      { id: '1', shelf: { name: 'A', books: 2 } }, { id: '2', shelf: { name: 'B', books: 1 } }, { id: '3', shelf: { name: 'A', books: 2 } },
    ] });
  });

  it('is in what a mutation reads back', async () => {
    expect(await data('mutation { update_books_item(id: 3, data: { pages: 15 }) { id reading_minutes } }'))
      .to.deep.equal({ update_books_item: { id: '3', reading_minutes: 30 } });
  });

  it('is not there for those who may not see the items', async () => {
    const { body } = await server.anonymous.post('/graphql', { query: '{ shelves { name } __type(name: "books") { name } }' });
    expect(body).to.deep.equal({ data: { shelves: [{ name: 'A' }, { name: 'B' }], __type: null } });
  });
});

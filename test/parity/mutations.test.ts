import { expect } from 'chai';
import { startServer, type Client, type TestServer } from '../../core/testing/testing.js';
import { library, libraryMirror } from '../fixtures/library.js';
import { availableDialects, createDatabase, type TestDatabase } from '../support/databases.js';

/** A mutation of each kind: as a REST request, and as a field of `Mutation`. */
const mutations: readonly (readonly [kind: string, method: string, path: string, body: unknown, field: string])[] = [
  ['create one', 'POST', '/items/tags', { name: 'new', weight: 9 }, 'create_tags_item(data: { name: "new", weight: 9 }) { name }'],
  ['create several', 'POST', '/items/tags', [{ name: 'n1' }, { name: 'n2', weight: 2 }],
    'create_tags_items(data: [{ name: "n1" }, { name: "n2", weight: 2 }]) { name }'],
  ['create with related items', 'POST', '/items/authors', { id: 10, name: 'N', books: [{ id: 10, title: 'a', details: { x: [1] } }, { id: 11, title: 'b' }] },
    'create_authors_item(data: { id: 10, name: "N", books: [{ id: 10, title: "a", details: { x: [1] } }, { id: 11, title: "b" }] }) { id }'],
  ['create with an item that it refers to', 'POST', '/items/books', { id: 12, title: 'c', author_id: { id: 11, name: 'M' } },
    'create_books_item(data: { id: 12, title: "c", author_id: { id: 11, name: "M" } }) { id }'],
  ['change one', 'PATCH', '/items/books/1', { pages: 5, in_print: false }, 'update_books_item(id: 1, data: { pages: 5, in_print: false }) { id }'],
  ['change one of a composite key', 'PATCH', '/items/shelf_slots/A,1', { label: 'z' }, 'update_shelf_slots_item(shelf: "A", slot: 1, data: { label: "z" }) { label }'],
  ['change several alike', 'PATCH', '/items/books', { keys: [2, 3], data: { subtitle: 's' } }, 'update_books_items(ids: [2, 3], data: { subtitle: "s" }) { id }'],
  ['change several each in its way', 'PATCH', '/items/books', [{ id: 2, pages: 1 }, { id: 3, pages: null }],
    'update_books_batch(data: [{ id: 2, pages: 1 }, { id: 3, pages: null }]) { id }'],
  ['change a singleton', 'PATCH', '/items/settings', { shop: 'S', open: false }, 'update_settings(data: { shop: "S", open: false }) { shop }'],
  ['link and unlink', 'PATCH', '/items/authors/10', { books: [{ id: 11, title: 'moved' }, { id: 12 }] },
    'update_authors_item(id: 10, data: { books: [{ id: 11, title: "moved" }, { id: 12 }] }) { id }'],
  ['delete one', 'DELETE', '/items/books/10', undefined, 'delete_books_item(id: 10) { id }'],
  ['delete several', 'DELETE', '/items/tags', ['n1', 'n2'], 'delete_tags_items(ids: ["n1", "n2"]) { ids }'],
  ['a write that is refused', 'POST', '/items/tags', [{ name: 'kept out' }, { name: 'sf' }], 'create_tags_items(data: [{ name: "kept out" }, { name: "sf" }]) { name }'],
];

async function everything(client: Client): Promise<unknown> {
  const answers = await Promise.all(['authors', 'books', 'shelf_slots', 'tags', 'settings'].map((name) => client.get(`/items/${name}`, { limit: -1 })));
  return answers.map(({ body }) => body.data as unknown);
}

for (const dialect of availableDialects) {
  describe(`mutations over GraphQL beside REST (${dialect})`, () => {
    const databases: TestDatabase[] = [];
    const servers: TestServer[] = [];
    before(async function () {
      this.timeout(120_000);
      for (let each = 0; each < 2; each += 1) {
        const database = await createDatabase(dialect, library);
        databases.push(database);
        servers.push(await startServer({ database: { url: database.url }, mirror: libraryMirror }));
      }
    });
    after(async () => {
      for (const server of servers) await server.stop();
      for (const database of databases) await database.drop();
    });

    for (const [kind, method, path, body, field] of mutations) {
      it(`leave the same database behind: ${kind}`, async () => {
        const [rest, graphql] = [servers[0]!.client, servers[1]!.client];
        const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
        const written = await rest.send(method, path, init);
        const answer = await graphql.post('/graphql', { query: `mutation { ${field} }` });
        const code = written.body?.errors?.[0]?.extensions?.code as unknown;
        expect(answer.body.errors?.[0]?.extensions?.code, answer.text).to.equal(code);
        expect(await everything(graphql)).to.deep.equal(await everything(rest));
      });
    }
  });
}

import { expect } from 'chai';
import { getIntrospectionQuery } from 'graphql';
import type { Answer, Client } from '../../core/testing/testing.js';
import { forEachBookshop } from '../http/permissions-server.js';

const access = {
  policies: {
    reader: {
      permissions: [
        { collection: 'books', action: 'read' as const, fields: ['id', 'title'], permissions: { status: { _eq: 'published' } } },
        { collection: 'books', action: 'update' as const, fields: ['title'], permissions: { status: { _eq: 'published' } } },
        { collection: 'books', action: 'create' as const, fields: ['title'] },
        { collection: 'books', action: 'delete' as const, fields: [], permissions: { status: { _eq: 'published' } } },
      ],
    },
  },
};

/** Of a hidden row, field or collection, and of one that is not there. */
const pairs: readonly (readonly [hidden: string, missing: string])[] = [['2', '99'], ['status', 'nothing'], ['notes', 'nothing']];

/** Requests about what one of a pair names. Item 2 is hidden, as are the field `status` and the collection `notes`. */
const requests: Readonly<Record<string, readonly [about: number, ask: (client: Client, name: string) => Promise<Answer>]>> = {
  'an item': [0, (client, key) => client.get(`/items/books/${key}`)],
  'a change of an item': [0, (client, key) => client.patch(`/items/books/${key}`, { title: 'x' })],
  'a deletion': [0, (client, key) => client.delete(`/items/books/${key}`)],
  'a deletion of several': [0, (client, key) => client.delete('/items/books', [1, Number(key)])],
  'a change of several': [0, (client, key) => client.patch('/items/books', { keys: [1, Number(key)], data: { title: 'x' } })],
  'a change by a query': [0, (client, key) => client.patch('/items/books', { query: { filter: { id: { _eq: Number(key) } } }, data: { title: 'x' } })],
  'a filter by the key': [0, (client, key) => client.get('/items/books', { filter: { id: { _eq: key } }, meta: '*' })],
  'items by keys': [0, (client, key) => client.search('/items/books', { keys: [Number(key)] })],
  'a precondition': [0, (client, key) => client.patch(`/items/books/${key}`, { title: 'x' }, { 'If-Match': '"x"' })],
  'a field': [1, (client, name) => client.get('/items/books', { fields: [name] })],
  'a filter': [1, (client, name) => client.get('/items/books', { filter: { [name]: { _eq: 'draft' } } })],
  'a filter that does not fit': [1, (client, name) => client.get('/items/books', { filter: { [name]: { _between: [1, 2] } } })],
  'a sort': [1, (client, name) => client.get('/items/books', { sort: [name] })],
  'an aggregate': [1, (client, name) => client.get('/items/books', { aggregate: { sum: name } })],
  'a group': [1, (client, name) => client.get('/items/books', { groupBy: [name] })],
  'an alias': [1, (client, name) => client.get('/items/books', { fields: ['x'], alias: { x: name } })],
  'a function': [1, (client, name) => client.get('/items/books', { fields: [`year(${name})`] })],
  'a path': [1, (client, name) => client.get('/items/books', { fields: [`${name}.id`] })],
  'a value of a new item': [1, (client, name) => client.post('/items/books', { title: 'x', [name]: 'draft' })],
  'a value of a change': [1, (client, name) => client.patch('/items/books/1', { [name]: 7 })],
  'a collection': [2, (client, name) => client.get(`/items/${name}`)],
  'an item of a collection': [2, (client, name) => client.get(`/items/${name}/1`)],
  'a new item of a collection': [2, (client, name) => client.post(`/items/${name}`, { title: 'x' })],
  'a search of a collection': [2, (client, name) => client.search(`/items/${name}`, { query: { fields: ['id'] } })],
  'an export of a collection': [2, (client, name) => client.get(`/items/${name}`, { export: 'csv' })],
  'a deletion in a collection': [2, (client, name) => client.delete(`/items/${name}/1`)],
};

/** The same of GraphQL, whose errors say what was asked for: names are equally long, and read as the same. */
const graphqlPairs: readonly (readonly [hidden: string, missing: string])[] = [['2', '9'], ['status', 'absent'], ['notes', 'ghost']];

const documents: Readonly<Record<string, readonly [about: number, write: (name: string) => string]>> = {
  'an item': [0, (key) => `{ books_by_id(id: ${key}) { id title } }`],
  'an item in a filter': [0, (key) => `{ books(filter: { id: { _eq: ${key} } }) { id } books_aggregated(filter: { id: { _eq: ${key} } }) { countAll } }`],
  'a change of an item': [0, (key) => `mutation { update_books_item(id: ${key}, data: { title: "x" }) { id } }`],
  'a change of several': [0, (key) => `mutation { update_books_items(ids: [1, ${key}], data: { title: "x" }) { id } }`],
  'changes of several': [0, (key) => `mutation { update_books_batch(data: [{ id: ${key}, title: "x" }]) { id } }`],
  'a deletion': [0, (key) => `mutation { delete_books_item(id: ${key}) { id } }`],
  'a deletion of several': [0, (key) => `mutation { delete_books_items(ids: [1, ${key}]) { ids } }`],
  'a field': [1, (name) => `{ books { ${name} } }`],
  'a field of an item': [1, (name) => `{ books_by_id(id: 1) { ${name} } }`],
  'a filter': [1, (name) => `{ books(filter: { ${name}: { _eq: "draft" } }) { id } }`],
  'a sort': [1, (name) => `{ books(sort: ["${name}"]) { id } }`],
  'an aggregate': [1, (name) => `{ books_aggregated { count { ${name} } } }`],
  'a group': [1, (name) => `{ books_aggregated(groupBy: ["${name}"]) { group } }`],
  'functions': [1, (name) => `{ books { ${name}_func { count } } }`],
  'a type': [1, (name) => `{ __type(name: "${name}") { name } }`],
  'a value of a new item': [1, (name) => `mutation { create_books_item(data: { title: "x", ${name}: "draft" }) { id } }`],
  'a link of a new item': [1, (name) => `mutation { create_books_item(data: { title: "x" }, links: { ${name}: 1 }) { id } }`],
  'a value of a change': [1, (name) => `mutation { update_books_item(id: 1, data: { ${name}: "x" }) { id } }`],
  'a collection': [2, (name) => `{ ${name} { id } }`],
  'the type of a collection': [2, (name) => `{ __type(name: "${name}") { name } filter: __type(name: "${name}_filter") { name } }`],
  'an item of a collection': [2, (name) => `{ ${name}_by_id(id: 1) { id } }`],
  'aggregates of a collection': [2, (name) => `{ ${name}_aggregated { countAll } }`],
  'a fragment on a collection': [2, (name) => `{ books { ... on ${name} { id } } }`],
  'a variable of a collection': [2, (name) => `query ($filter: ${name}_filter) { books { id } }`],
  'a new item of a collection': [2, (name) => `mutation { create_${name}_item(data: { title: "x" }) { id } }`],
  'a deletion in a collection': [2, (name) => `mutation { delete_${name}_item(id: 1) { id } }`],
  'what happens in a collection': [2, (name) => `subscription { ${name}_mutated { key } }`],
};

/** What differs between any two answers. */
const ofTheMoment: ReadonlySet<string> = new Set(['date', 'x-request-id', 'x-response-time']);

function told({ status, text, headers }: Answer): Pick<Answer, 'status' | 'text'> & { readonly headers: Readonly<Record<string, string>> } {
  const kept = [...headers].filter(([name]) => !ofTheMoment.has(name) && !name.startsWith('ratelimit'));
  return { status, text, headers: Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

forEachBookshop('what is hidden', access, (shop) => {
  for (const [title, [about, ask]] of Object.entries(requests)) {
    it(`answers as what is not there: ${title}`, async () => {
      const [hidden, missing] = pairs[about]!;
      const [first, second] = [await ask(shop.reader, hidden), await ask(shop.reader, missing)];
      expect(told(first)).to.deep.equal(told(second));
    });
  }

  for (const [title, [about, write]] of Object.entries(documents)) {
    for (const path of ['/graphql', '/graphql/system']) {
      it(`answers as what is not there, at ${path}: ${title}`, async () => {
        const [first, second] = await Promise.all(graphqlPairs[about]!.map(async (name) => {
          const answer = await shop.reader.post(path, { query: write(name) });
          const { status, headers } = told(answer);
          // What is near to a name among those that the caller may see depends on the name, and the length of the answer on that.
          const { 'content-length': _, ...others } = headers;
          const text = about === 0 ? answer.text : answer.text.replaceAll(name, 'x').replaceAll(/ Did you mean [^?]*\?/g, '');
          return { status, text, headers: others };
        }));
        expect(first).to.deep.equal(second);
      });
    }
  }

  it('is in no list of what there is, nor in a file of the schema', async () => {
    const whole = await shop.reader.post('/graphql', { query: getIntrospectionQuery() });
    const files = await Promise.all(['', '/system'].map((path) => shop.reader.get(`/server/specs/graphql${path}`)));
    for (const { status, text } of [whole, ...files]) {
      expect(status).to.equal(200);
      expect(/.{0,60}(?:\bnotes|status|author_id|publishers).{0,60}/.exec(text)?.[0]).to.equal(undefined);
    }
    expect(whole.text).to.contain('update_books_item');
  });
});

import { expect } from 'chai';
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

/** What differs between any two answers. */
const ofTheMoment: ReadonlySet<string> = new Set(['date', 'x-request-id', 'x-response-time']);

function told({ status, text, headers }: Answer): unknown {
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
});

import { expect } from 'chai';
import { startServer } from '../../core/testing/testing.js';
import { createDatabase } from '../support/databases.js';
import { library, libraryMirror } from '../fixtures/library.js';
import { forEachLibrary } from './library-server.js';

const modern = { Accept: 'application/graphql-response+json' };

forEachLibrary('GraphQL over HTTP', (server) => {
  const post = (body: unknown, headers = {}) => server.client.post('/graphql', body, headers);

  it('answers GET, with variables as JSON text', async () => {
    const { status, body } = await server.client.get('/graphql', { query: 'query ($n: Int) { books(limit: $n) { id } }', variables: { n: 1 } });
    expect({ status, body }).to.deep.equal({ status: 200, body: { data: { books: [{ id: '1' }] } } });
  });

  it('changes nothing by GET, and takes no other method', async () => {
    const mutation = await server.client.get('/graphql', { query: 'mutation { delete_books_item(id: 1) { id } }' });
    expect([mutation.status, mutation.body.errors[0].extensions.code, mutation.headers.get('allow')]).to.deep.equal([405, 'METHOD_NOT_ALLOWED', 'POST, OPTIONS']);
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const { status, body } = await server.client.send(method, '/graphql');
      expect([status, body.errors[0].extensions.code], method).to.deep.equal([405, 'METHOD_NOT_ALLOWED']);
    }
    expect((await server.client.get('/items/books/1')).status).to.equal(200);
  });

  it('tells clients that ask for it partial answers and invalid documents apart', async () => {
    const asked: readonly (readonly [body: unknown, modern: number, legacy: number])[] = [
      [{ query: '{ books_by_id(id: 1) { id } }' }, 200, 200],
      [{ query: '{ books_by_id(id: 99) { id } }' }, 294, 200],
      [{ query: '{ books(filter: { pages: { _eq: "x" } }) { id } }' }, 294, 200],
      [{ query: '{ nope }' }, 422, 400],
      [{ query: 'query ($n: Int!) { books(limit: $n) { id } }' }, 422, 400],
      [{ query: '{' }, 400, 400],
    ];
    for (const [body, status, legacy] of asked) {
      const answer = await post(body, modern);
      expect([answer.status, answer.headers.get('content-type')], JSON.stringify(body)).to.deep.equal([status, 'application/graphql-response+json; charset=utf-8']);
      const other = await post(body, { Accept: 'application/json' });
      expect([other.status, other.headers.get('content-type')], JSON.stringify(body)).to.deep.equal([legacy, 'application/json; charset=utf-8']);
    }
  });

  it('refuses what is no request', async () => {
    for (const body of [{}, { query: '' }, { query: 1 }, { query: '{ books { id } }', variables: [] }, { query: '{ books { id } }', operationName: 1 }, [], [{ query: '{ __typename }' }]]) {
      const { status, body: answer } = await post(body);
      expect([status, answer.errors[0].extensions.code], JSON.stringify(body)).to.deep.equal([400, 'INVALID_PAYLOAD']);
    }
    const text = await server.client.send('POST', '/graphql', { body: '{ books { id } }', headers: { 'Content-Type': 'application/graphql' } });
    expect([text.status, text.body.errors[0].extensions.code]).to.deep.equal([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const unacceptable = await post({ query: '{ __typename }' }, { Accept: 'image/png' });
    expect([unacceptable.status, unacceptable.body.errors[0].extensions.code]).to.deep.equal([406, 'NOT_ACCEPTABLE']);
  });

  it('takes the media types that clients name, and answers in the one they like best', async () => {
    const asked: readonly (readonly [accept: string, type: string])[] = [
      // As urql, Apollo and the specification have it.
      ['application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed', 'application/graphql-response+json'],
      ['application/graphql-response+json,application/json;q=0.9', 'application/graphql-response+json'],
      ['application/graphql-response+json; charset=utf-8, application/json; charset=utf-8', 'application/graphql-response+json'],
      ['application/json; charset=UTF-8', 'application/json'],
      ['application/json, text/event-stream', 'application/json'],
      ['text/event-stream;q=0, */*', 'application/json'],
      ['text/event-stream, multipart/mixed', 'text/event-stream'],
      ['text/event-stream, application/json;q=0.5', 'text/event-stream'],
    ];
    for (const [accept, type] of asked) {
      const { status, headers, text } = await post({ query: '{ books_by_id(id: 1) { id } }' }, { Accept: accept });
      expect([status, headers.get('content-type')], accept).to.deep.equal([200, `${type}; charset=utf-8`]);
      expect(text).to.include('{"data":{"books_by_id":{"id":"1"}}}');
    }
  });

  it('says what it takes, and that a QUERY is not among it', async () => {
    const { status, headers } = await server.client.options('/graphql');
    expect([status, headers.get('allow'), headers.get('accept-query')]).to.deep.equal([204, 'GET, HEAD, POST, OPTIONS', null]);
    expect((await server.client.get('/graphql', { query: '{ __typename }' })).headers.get('accept-query')).to.equal(null);
  });

  it('refuses variables as deep as no stack', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { status, body } = await server.client.send('POST', '/graphql', {
      body: `{"query":"{ __typename }","variables":{"deep":${deep}}}`, headers: { 'Content-Type': 'application/json' },
    });
    expect([status, body.errors[0].extensions.code]).to.deep.equal([400, 'INVALID_PAYLOAD']);
  });

  it('gives the schema of the caller as a file', async () => {
    const { status, text, headers } = await server.client.get('/server/specs/graphql');
    expect([status, headers.get('content-type')]).to.deep.equal([200, 'application/octet-stream']);
    expect(text).to.include('type books {\n  id: ID!\n  title: String!');
    expect((await server.anonymous.get('/server/specs/graphql')).text).not.to.include('books');
  });
});

describe('GraphQL with other options', () => {
  it('takes lists of requests, and refuses introspection', async () => {
    const database = await createDatabase('sqlite', library);
    const server = await startServer({ database: { url: database.url }, mirror: libraryMirror, plugins: { graphql: { batching: true, maxBatch: 2, introspection: false } } });
    try {
      const { body } = await server.client.post('/graphql', [{ query: '{ books(limit: -1) { id } }' }, { query: '{ nope }' }]);
      expect(body[0]).to.deep.equal({ data: { books: [{ id: '1' }, { id: '2' }, { id: '3' }] } });
      expect(body[1].errors[0].extensions.code).to.equal('GRAPHQL_VALIDATION');
      const mixed = await server.client.post('/graphql', [
        { query: 'mutation { create_tags_item(data: { name: "batched" }) { name } }' }, { query: 'subscription { tags_mutated { key } }' },
      ]);
      expect(mixed.body[0]).to.deep.equal({ data: { create_tags_item: { name: 'batched' } } });
      expect(mixed.body[1].errors[0].extensions.code).to.equal('INVALID_PAYLOAD');
      const many = await server.client.post('/graphql', [1, 2, 3].map(() => ({ query: '{ __typename }' })));
      expect(many.body.errors[0].extensions.code).to.equal('INVALID_PAYLOAD');
      const introspected = await server.client.post('/graphql', { query: '{ __schema { queryType { name } } }' });
      expect(introspected.body.errors[0].extensions.code).to.equal('GRAPHQL_VALIDATION');
      for (const path of ['', '/system']) expect((await server.client.get(`/server/specs/graphql${path}`)).status).to.equal(404);
      expect((await server.client.post('/graphql', { query: '{ __typename }' })).status).to.equal(200);
    } finally {
      await server.stop();
      await database.drop();
    }
  });
});

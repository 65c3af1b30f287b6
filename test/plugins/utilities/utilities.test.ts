import { expect } from 'chai';
import { startServer, type Answer, type Client, type TestServer } from '../../../core/testing/testing.js';
import { library } from '../../fixtures/library.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { startEffort } from '../../support/effort.js';

describe('the utilities plugin', () => {
  let database: TestDatabase;
  let server: TestServer;
  before(async () => {
    database = await createDatabase('sqlite', library);
    server = await startServer({ database: { url: database.url }, plugins: { utilities: { maxHashedLength: 200 } } });
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });

  const random = async (length?: number | string): Promise<Answer> => server.client.get('/utils/random/string', { length });

  it('makes texts of a wanted length that differ', async () => {
    expect((await random()).body.data).to.match(/^[\w-]{32}$/);
    expect((await random(500)).body.data).to.match(/^[\w-]{500}$/);
    expect((await random(1)).body.data).to.match(/^[\w-]$/);
    expect((await random(32)).body.data).not.to.equal((await random(32)).body.data);
  });

  it('refuses lengths that are none or too long', async () => {
    for (const length of [0, 501, -1, 'x', '1.5', '99999', '1e2']) expect(codeOf(await random(length)), String(length)).to.equal('400 INVALID_QUERY');
  });

  it('makes hashes that it knows again', async () => {
    const { body } = await server.client.post('/utils/hash/generate', { string: 'hello' });
    expect(body.data).to.match(/^\$argon2id\$/);
    const verify = async (string: string, hash: unknown): Promise<unknown> =>
      (await server.client.post('/utils/hash/verify', { string, hash })).body.data;
    expect(await verify('hello', body.data)).to.equal(true);
    expect(await verify('other', body.data)).to.equal(false);
    expect(await verify('hello', 'no hash')).to.equal(false);
    expect(await verify('hello', body.data.slice(0, -1))).to.equal(false);
  });

  it('does not spend more on a hash than one of its own takes', async () => {
    const { body: { data } } = await server.client.post('/utils/hash/generate', { string: 'hello' });
    const costly = data.replace(/m=\d+,t=\d+/, 'm=4194304,t=99');
    expect(costly).not.to.equal(data);
    const effort = startEffort();
    expect((await server.client.post('/utils/hash/verify', { string: 'hello', hash: costly })).body).to.deep.equal({ data: false });
    expect(effort()).to.be.below(1000);
  });

  it('refuses bodies of another shape, and texts that are too long', async () => {
    for (const body of [undefined, {}, [], null, { string: 5 }, { string: 'x'.repeat(201) }, { __proto__: { string: 'x' } }]) {
      expect(codeOf(await server.client.post('/utils/hash/generate', body)), JSON.stringify(body)).to.equal('400 INVALID_PAYLOAD');
    }
    expect(codeOf(await server.client.post('/utils/hash/verify', { string: 'x' }))).to.equal('400 INVALID_PAYLOAD');
  });

  it('does nothing for the anonymous', async () => {
    expect(codeOf(await server.anonymous.get('/utils/random/string'))).to.equal('403 FORBIDDEN');
    expect(codeOf(await server.anonymous.post('/utils/hash/generate', { string: 'x' }))).to.equal('403 FORBIDDEN');
    expect(codeOf(await server.anonymous.post('/utils/hash/verify', { string: 'x', hash: 'x' }))).to.equal('403 FORBIDDEN');
  });

  it('does the same by GraphQL', async () => {
    expect(await done(server.client, 'utils_random_string')).to.match(/^[\w-]{32}$/);
    expect(await done(server.client, 'utils_random_string(length: 500)')).to.match(/^[\w-]{500}$/);
    for (const length of [0, -1, 501]) expect(await done(server.client, `utils_random_string(length: ${length})`)).to.equal('INVALID_PAYLOAD');
    const hash = await done(server.client, 'utils_hash_generate(string: "hello")');
    expect(hash).to.match(/^\$argon2id\$/);
    expect(await done(server.client, `utils_hash_verify(string: "hello", hash: "${hash as string}")`)).to.equal(true);
    expect(await done(server.client, `utils_hash_verify(string: "other", hash: "${hash as string}")`)).to.equal(false);
    expect(await done(server.client, `utils_hash_generate(string: "${'x'.repeat(201)}")`)).to.equal('INVALID_PAYLOAD');
    for (const mutation of ['utils_random_string', 'utils_hash_generate(string: "x")', 'utils_hash_verify(string: "x", hash: "x")']) {
      expect(await done(server.anonymous, mutation), mutation).to.equal('FORBIDDEN');
    }
  });
});

/** What a mutation answers, or the code of its error. */
async function done(client: Client, mutation: string): Promise<unknown> {
  const { body } = await client.post('/graphql/system', { query: `mutation { done: ${mutation} }` });
  return body.errors?.[0].extensions.code ?? body.data.done;
}

function codeOf({ status, body }: Answer): string {
  return `${status} ${body.errors?.[0].extensions.code as string}`;
}

import { expect } from 'chai';
import { startServer, testToken, type TestServer } from '../../../core/testing/testing.js';
import { library } from '../../fixtures/library.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';

describe('the admin token', () => {
  let database: TestDatabase;
  let server: TestServer;
  before(async () => {
    database = await createDatabase('sqlite', library);
    server = await startServer({ database: { url: database.url } });
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });

  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const { status, body } = await server.anonymous.get(path, {}, headers);
    return status === 200 ? 200 : `${status} ${body.errors[0].extensions.code}`;
  };

  it('sees everything, sent as a header or in the URL', async () => {
    expect(await ask('/items/books', { Authorization: `Bearer ${testToken}` })).to.equal(200);
    expect(await ask('/items/books', { Authorization: `bearer ${testToken}` })).to.equal(200);
    expect(await ask(`/items/books?access_token=${testToken}`)).to.equal(200);
  });

  it('is needed: without it nothing is seen', async () => {
    expect(await ask('/items/books')).to.equal('403 FORBIDDEN');
    expect(await ask('/items/books', { Authorization: `Basic ${testToken}` })).to.equal('403 FORBIDDEN');
  });

  it('is refused where it is wrong, or sent twice', async () => {
    for (const token of [testToken.slice(0, -1), `${testToken}x`, testToken.toUpperCase(), 'x', 'eyJhbGciOiJIUzI1NiJ9.e30.x']) {
      expect(await ask('/items/books', { Authorization: `Bearer ${token}` })).to.equal('401 INVALID_CREDENTIALS');
      expect(await ask(`/items/books?access_token=${token}`)).to.equal('401 INVALID_CREDENTIALS');
    }
    expect(await ask(`/items/books?access_token=${testToken}`, { Authorization: `Bearer ${testToken}` })).to.equal('400 INVALID_PAYLOAD');
  });

  it('is known to nobody where the plugin is off', async () => {
    const without = await startServer({ database: { url: database.url }, plugins: { 'auth-token': false } });
    expect((await without.client.get('/items/books')).body.errors[0].extensions.code).to.equal('INVALID_CREDENTIALS');
    await without.stop();
  });
});

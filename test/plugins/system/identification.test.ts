import { expect } from 'chai';
import { availableDialects, createDatabase, type TestDatabase } from '../../support/databases.js';
import { statementsOf } from '../../support/count-statements.js';
import { bearer, cookieOf, password, startAuthServer, type AuthServer } from '../auth/auth-server.js';

const token = 'a static token of a user';

for (const dialect of availableDialects) {
  describe(`finding out who asks (${dialect})`, () => {
    let database: TestDatabase;
    let server: AuthServer;
    let credentials: readonly (readonly [string, Record<string, string>])[];
    before(async function () {
      this.timeout(120_000);
      database = await createDatabase(dialect);
      // Changes of the directory are looked for by another statement, at most once a second, where instances cannot tell each other.
      server = await startAuthServer(database.url, { auth: { cacheSeconds: 0 } });
      const role = '0b6e2c1e-3c5a-4c39-9f0e-5d4f6a1b2c3d';
      await server.client.post('/roles', { id: role, name: 'Readers', policies: [{ policy: {
        name: 'Reading', permissions: [{ collection: 'directus_users', action: 'read', fields: ['id'], permissions: { role: '$CURRENT_USER.role.id' } }],
      } }] });
      await server.addUser('ada@example.com', { role, token });
      const { body } = await server.signIn('ada@example.com');
      const session = await server.signIn('ada@example.com', password, { mode: 'session' });
      credentials = [
        ['an access token', bearer(body.data.access_token)],
        ['the cookie of a session', { Cookie: `directus_session_token=${cookieOf(session, 'directus_session_token')}` }],
        ['a static token', bearer(token)],
      ];
    });
    after(async function () {
      this.timeout(120_000);
      await server.stop();
      await database.drop();
    });

    /** Without the small one that asks whether anything has changed. */
    const countedFor = async (headers: Record<string, string>): Promise<number> => {
      const statements = await statementsOf(async () => {
        const { text } = await server.anonymous.get('/users', { fields: ['id'], aggregate: { count: '*' } }, headers);
        expect(text).to.equal('{"data":[{"count":"1"}]}');
      });
      return statements.filter((statement) => !/jackfield_state|ISO, YMD|@@session/.test(statement)).length;
    };

    it('takes one statement beside the read, by any credential', async function () {
      this.timeout(60_000);
      for (const [name, headers] of credentials) {
        await countedFor(headers);
        expect(await countedFor(headers), name).to.equal(2);
      }
    });
  });
}

describe('what is known of who asks', () => {
  it('is believed for a while, without any statement', async function () {
    this.timeout(60_000);
    const server = await startAuthServer(':memory:', { auth: { cacheSeconds: 60 } });
    await server.addUser('ada@example.com', { token });
    const { body } = await server.signIn('ada@example.com');
    for (const headers of [bearer(body.data.access_token), bearer(token)]) {
      await server.received(headers);
      const statements = await statementsOf(() => server.received(headers));
      expect(statements.filter((statement) => !statement.includes('jackfield_state'))).to.deep.equal([]);
    }
    await server.anonymous.post('/auth/logout', { refresh_token: body.data.refresh_token });
    expect(await server.received(bearer(body.data.access_token))).to.equal('401 INVALID_CREDENTIALS');
    await server.stop();
  });

  it('ends with the session, however long it is believed', async function () {
    this.timeout(60_000);
    const server = await startAuthServer(':memory:', { auth: { cacheSeconds: 60, refreshTokenTtl: '1s' } });
    await server.addUser('ada@example.com');
    const { access_token: access } = (await server.signIn('ada@example.com')).body.data;
    expect(await server.received(bearer(access))).to.equal('403 FORBIDDEN');
    await new Promise((resolve) => void setTimeout(resolve, 1100));
    expect(await server.received(bearer(access))).to.equal('401 INVALID_CREDENTIALS');
    await server.stop();
  });

  it('takes the token of the config for the first administrator\'s, also where it is a new one', async function () {
    this.timeout(60_000);
    const database = await createDatabase('sqlite');
    for (const adminToken of ['the first token of the config', 'the second token of the config']) {
      const server = await startAuthServer(database.url, { admin: { token: adminToken } });
      const ask = async () => (await server.anonymous.get('/users/me', { fields: ['email'] }, bearer(adminToken))).text;
      expect(await ask()).to.equal('{"data":{"email":"admin@example.com"}}');
      const statements = await statementsOf(ask);
      expect(statements.filter((statement) => !statement.includes('jackfield_state'))).to.have.length(1);
      await server.stop();
    }
    await database.drop();
  });
});

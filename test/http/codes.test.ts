import { setTimeout as wait } from 'node:timers/promises';
import { TOTP } from 'otpauth';
import { expect } from 'chai';
import Sqlite from 'better-sqlite3';
import { Client as Postgres } from 'pg';
import { codes, type ErrorCode } from 'jackfield';
import { startServer, type Answer, type Client, type TestServer } from 'jackfield/testing';
import { forEachSystem } from '../plugins/system/system-server.js';

/** The codes of the public contract, with their statuses. */
const contract: Readonly<Partial<Record<ErrorCode, number>>> = {
  FAILED_VALIDATION: 400, FORBIDDEN: 403, INVALID_TOKEN: 403, TOKEN_EXPIRED: 401, INVALID_CREDENTIALS: 401, INVALID_IP: 401, INVALID_OTP: 401,
  INVALID_PAYLOAD: 400, INVALID_QUERY: 400, UNSUPPORTED_MEDIA_TYPE: 415, REQUESTS_EXCEEDED: 429, ROUTE_NOT_FOUND: 404, SERVICE_UNAVAILABLE: 503,
  UNPROCESSABLE_ENTITY: 422,
};

const password = 'a password of a test of codes';
const json = { 'Content-Type': 'application/json' };
const tokenSeconds = 2;
const config = {
  database: { lockTimeoutSeconds: 0.5 }, secret: 'the secret of a test of codes, long enough', auth: { accessTokenTtl: `${tokenSeconds}s` },
};

forEachSystem('every code of the contract', (system) => {
  let hurried: TestServer;
  let expired = '';
  let admin = '';
  let expiresAt = 0;

  before(async function () {
    this.timeout(120_000);
    hurried = await startServer({
      ...config, database: { url: system.database.url }, plugins: { 'system': {}, 'rate-limit': { address: { requests: 1, windowSeconds: 60 } } },
    });
    const { client } = system;
    const [administrator] = (await client.get('/users', { fields: 'id' })).body.data;
    admin = administrator.id;
    await client.post('/users', [
      { email: 'elsewhere@example.com', token: 'token-of-somebody-elsewhere', ip_access: ['10.0.0.1'] },
      { email: 'factor@example.com', password, token: 'token-of-somebody-with-a-factor' },
    ]);
    expired = (await signIn('factor@example.com')).body.data.access_token;
    expiresAt = Date.now() + tokenSeconds * 1000;
    const factor = client.as('token-of-somebody-with-a-factor');
    const { body } = await factor.post('/users/me/tfa/generate', { password });
    const otp = new TOTP({ secret: body.data.secret }).generate();
    expect((await factor.post('/users/me/tfa/enable', { secret: body.data.secret, otp })).status).to.equal(204);
  });
  after(() => hurried.stop());

  const signIn = (email: string, more: object = {}): Promise<Answer> => system.server.anonymous.post('/auth/login', { email, password, ...more });

  /** Answers how a request ends that needs what another client of the database has locked. */
  async function whileLocked(request: () => Promise<Answer>): Promise<Answer> {
    const release = await (system.dialect === 'sqlite' ? lockFile() : lockTable());
    try {
      return await request();
    } finally {
      await release();
    }
  }

  async function lockFile(): Promise<() => Promise<void>> {
    const other = new Sqlite(system.database.url.replace(/^sqlite:/, ''));
    other.exec('begin immediate');
    return async () => void other.close();
  }

  async function lockTable(): Promise<() => Promise<void>> {
    const other = new Postgres({ connectionString: system.database.url });
    await other.connect();
    await other.query('begin; lock table notes in access exclusive mode');
    return () => other.end();
  }

  async function whenExpired(): Promise<Client> {
    const left = expiresAt + 1000 - Date.now();
    if (left > 0) await wait(left);
    return system.client.as(expired);
  }

  const forged = (): Client => {
    const [header, payload, signature = ''] = expired.split('.');
    return system.client.as([header, payload, `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`].join('.'));
  };

  async function exhausted(): Promise<TestServer> {
    await hurried.anonymous.get('/server/ping');
    return hurried;
  }

  /** How each code is provoked: by REST, and by GraphQL where it can say the same. */
  const provocations: readonly (readonly [ErrorCode, () => Promise<Answer>, (() => Promise<Answer>)?])[] = [
    ['FAILED_VALIDATION', () => system.client.post('/items/notes', {}),
      () => graphql(system.client, 'mutation { create_users_item(data: { email: "none" }) { id } }', '/graphql/system')],
    ['FORBIDDEN', () => system.client.get('/items/ghosts'), () => graphql(system.client, '{ notes_by_id(id: 999) { id } }')],
    ['INVALID_TOKEN', () => forged().get('/items/notes'), () => graphql(forged(), '{ notes { id } }')],
    ['TOKEN_EXPIRED', async () => (await whenExpired()).get('/items/notes'), async () => graphql(await whenExpired(), '{ notes { id } }')],
    ['INVALID_CREDENTIALS', () => system.client.as('nobodys-token').get('/items/notes'),
      () => graphql(system.client.as('nobodys-token'), '{ notes { id } }')],
    ['INVALID_IP', () => system.client.as('token-of-somebody-elsewhere').get('/items/notes'),
      () => graphql(system.client.as('token-of-somebody-elsewhere'), '{ notes { id } }')],
    ['INVALID_OTP', () => signIn('factor@example.com')],
    ['INVALID_PAYLOAD', () => system.client.send('POST', '/items/notes', { body: '{', headers: json }),
      () => system.client.send('POST', '/graphql', { body: '{', headers: json })],
    ['INVALID_QUERY', () => system.client.get('/items/notes', { limit: -2 }), () => graphql(system.client, '{ notes(limit: -2) { id } }')],
    ['UNSUPPORTED_MEDIA_TYPE', () => system.client.send('POST', '/items/notes', { body: 'x', headers: { 'Content-Type': 'text/plain' } }),
      () => system.client.send('POST', '/graphql', { body: 'x', headers: { 'Content-Type': 'text/plain' } })],
    ['REQUESTS_EXCEEDED', async () => (await exhausted()).anonymous.get('/items/notes'),
      async () => graphql((await exhausted()).anonymous, '{ notes { id } }')],
    ['ROUTE_NOT_FOUND', () => system.client.get('/nowhere'), () => graphql(system.client, '{ notes { id } }', '/graphql/nowhere')],
    ['SERVICE_UNAVAILABLE', () => whileLocked(() => system.client.post('/items/notes', { id: 5, body: 'x' })),
      () => whileLocked(() => graphql(system.client, 'mutation { create_notes_item(data: { id: 5, body: "x" }) { id } }'))],
    ['UNPROCESSABLE_ENTITY', () => system.client.patch(`/users/${admin}`, { status: 'suspended' }),
      () => graphql(system.client, `mutation { update_users_item(id: "${admin}", data: { status: "suspended" }) { id } }`, '/graphql/system')],
  ];

  for (const [code, byRest, byGraphql] of provocations) {
    it(`answers ${code} with its status, in one form`, async () => {
      const { status, headers, body, text } = await byRest();
      expect(body.errors?.[0]?.extensions.code, text).to.equal(code);
      expect(status).to.equal(contract[code]).and.to.equal(codes[code].status);
      expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(Object.keys(body)).to.deep.equal(['errors']);
      expect(body.errors[0].message).to.be.a('string').and.not.equal('');
    }).timeout(30_000);

    if (!byGraphql) continue;
    it(`answers ${code} by GraphQL too`, async () => {
      const { body, text } = await byGraphql();
      expect(body.errors?.[0]?.extensions.code, text).to.equal(code);
      expect(body.errors[0].message).to.be.a('string').and.not.equal('');
    }).timeout(30_000);
  }

  it('is provoked here', () => {
    expect(provocations.map(([code]) => code).toSorted()).to.deep.equal(Object.keys(contract).toSorted());
  });
}, { config, script: 'create table notes (id integer primary key, body varchar(50) not null)' });

function graphql(client: Client, query: string, path = '/graphql'): Promise<Answer> {
  return client.post(path, { query });
}

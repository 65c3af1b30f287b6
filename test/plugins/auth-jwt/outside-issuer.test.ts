import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { BootError } from 'jackfield';
import { defineAuthStrategySuite, startServer } from 'jackfield/testing';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { createDatabase } from '../../support/databases.js';
import type { ConfigInput } from '../../../core/kernel/config.js';
import { bearer, outcome, startAuthServer, type AuthServer } from '../auth/auth-server.js';

const issuer = 'https://gateway.example.com';

/** An issuer with two keys, one of which it publishes. */
interface Gateway {
  readonly jwksUrl: string;
  readonly published: CryptoKey;
  readonly other: CryptoKey;
  readonly server: Server;
}

async function startGateway(): Promise<Gateway> {
  const [published, other] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  const keys = [{ ...await exportJWK(published.publicKey), kid: 'one', alg: 'ES256', use: 'sig' }];
  const server = createServer((_, response) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // One is started before mocha knows which tests are to run.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return { jwksUrl: `http://127.0.0.1:${port}/jwks.json`, published: published.privateKey, other: other.privateKey, server };
}

const good = { sub: 'partner-7', role: ['nothing', 'reader'], aud: 'jackfield', iss: issuer };

function sign(key: CryptoKey | Uint8Array, claims: Record<string, unknown>, { alg = 'ES256', kid = 'one', expires = '1h' }: { alg?: string; kid?: string; expires?: string | null } = {}) {
  const token = new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg, kid }).setIssuedAt();
  return (expires === null ? token : token.setExpirationTime(expires)).sign(key);
}

async function start(gateway: Gateway, plugins: Parameters<typeof startAuthServer>[2] = [], log?: Parameters<typeof startAuthServer>[3]): Promise<AuthServer> {
  const shared = { issuer, audience: 'jackfield', algorithms: ['ES256'], jwksUrl: gateway.jwksUrl, roles: { reader: 'Readers' } };
  const server = await startAuthServer(':memory:', { plugins: { 'auth-jwt': { issuers: {
    gateway: { ...shared, findUser: true },
    away: { ...shared, issuer: 'https://away.example.com', jwksUrl: 'http://127.0.0.1:1/jwks.json' },
  } } } }, plugins, log);
  await server.client.post('/roles', { name: 'Readers' });
  return server;
}

describe('tokens of an outside issuer', () => {
  let gateway: Gateway;
  let server: AuthServer;
  before(async () => {
    gateway = await startGateway();
    server = await start(gateway);
  });
  after(async () => {
    await server.stop();
    gateway.server.close();
  });

  const received = async (...parts: Parameters<typeof sign>) => server.received(bearer(await sign(...parts)));

  it('are somebody with the role that their claim gives', async () => {
    expect(await received(gateway.published, {})).to.equal('403 FORBIDDEN');
    expect(await received(gateway.published, { role: 'reader' })).to.equal('403 FORBIDDEN');
    for (const role of ['nothing', undefined, ['Readers'], { reader: true }, '__proto__', 'constructor']) {
      expect(await received(gateway.published, { role })).to.equal('401 INVALID_CREDENTIALS');
    }
  });

  it('are a user where one is known by their subject', async () => {
    const id = await server.addUser('partner@example.com', { provider: 'gateway', external_identifier: 'partner-8' });
    const token = bearer(await sign(gateway.published, { sub: 'partner-8', role: 'nothing' }));
    expect((await server.anonymous.get('/users/me', { fields: ['id'] }, token)).body.data).to.deep.equal({ id });
    await server.client.patch(`/users/${id}`, { status: 'suspended' });
    expect(await server.received(token)).to.equal('401 INVALID_CREDENTIALS');
  });

  it('are refused with another key, audience or algorithm, before and after their time', async () => {
    expect(await received(gateway.other, {})).to.equal('403 INVALID_TOKEN');
    expect(await received(gateway.published, {}, { kid: 'two' })).to.equal('403 INVALID_TOKEN');
    expect(await received(gateway.published, { aud: 'another' })).to.equal('403 INVALID_TOKEN');
    expect(await received(gateway.published, { aud: undefined })).to.equal('403 INVALID_TOKEN');
    expect(await received(gateway.published, { iss: 'https://another.example.com' })).to.equal('401 INVALID_CREDENTIALS');
    expect(await received(gateway.published, {}, { expires: '1h ago' })).to.equal('401 TOKEN_EXPIRED');
    expect(await received(gateway.published, { nbf: Math.floor(Date.now() / 1000) + 600 })).to.equal('403 INVALID_TOKEN');
    expect(await received(gateway.published, {}, { expires: null })).to.equal('401 INVALID_CREDENTIALS');
    // Its public key taken for a secret.
    const published = new TextEncoder().encode(await (await fetch(gateway.jwksUrl)).text());
    expect(await received(published, {}, { alg: 'HS256' })).to.equal('403 INVALID_TOKEN');
    const [, claims = ''] = (await sign(gateway.published, {})).split('.');
    const unsigned = `${Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')}.${claims}.`;
    expect(await server.received(bearer(unsigned))).to.equal('403 INVALID_TOKEN');
  });

  it('wait for an issuer that is away, and nobody else does', async () => {
    expect(await received(gateway.published, { iss: 'https://away.example.com' })).to.equal('503 SERVICE_UNAVAILABLE');
    expect(await received(gateway.published, {})).to.equal('403 FORBIDDEN');
  });

  it('are never ours', async () => {
    const config = { plugins: { 'auth-jwt': { issuers: { x: { issuer: 'directus', audience: 'a', jwksUrl: gateway.jwksUrl } } } } };
    let message = '';
    await startAuthServer(':memory:', config).catch((error: Error) => {
      ({ message } = error);
    });
    expect(message).to.include('`plugins.auth-jwt.issuers.x.issuer`');
  });
});

describe('tokens of an outside issuer where no users are kept', () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway();
  });
  after(() => gateway.server.close());

  const config = (more: object, access?: ConfigInput['access']): ConfigInput => ({
    database: { url: ':memory:' }, ...(access && { access }),
    plugins: { 'system': false, 'auth-jwt': { issuers: { gateway: { issuer, audience: 'jackfield', algorithms: ['ES256'], jwksUrl: gateway.jwksUrl, ...more } } } },
  });
  const access: ConfigInput['access'] = {
    policies: { all: { adminAccess: true }, near: { addresses: ['10.0.0.0/8'], adminAccess: true } },
    roles: { Reader: { policies: [], parent: 'Upper' }, Upper: { policies: ['all'] }, Near: { policies: ['near'] } },
  };

  it('have the roles of the config', async () => {
    const server = await startServer(config({ roles: { reader: 'Reader', near: 'Near' } }, access));
    const ask = async (claims: object) => outcome(await server.anonymous.get('/collections', {}, bearer(await sign(gateway.published, { ...claims }))));
    const health = async (claims: object) => (await server.anonymous.get('/server/health', {}, bearer(await sign(gateway.published, { ...claims })))).body;
    expect(await ask({ role: 'nobody' })).to.equal('401 INVALID_CREDENTIALS');
    expect(await ask({ sub: 'somebody' })).to.equal('200');
    expect(await health({ role: 'reader' })).to.have.property('checks');
    expect(await health({ role: 'near' })).not.to.have.property('checks');
    await server.stop();
  });

  it('are told apart by their claims in the rules of the config', async () => {
    const database = await createDatabase('sqlite', 'create table notes (id integer primary key, owner text, tenant text, n integer); '
      + "insert into notes values (1, 'ada', 'a', 1), (2, 'bob', 'a', 2), (3, 'ada', 'b', 3)");
    const rules: ConfigInput['access'] = {
      policies: {
        own: { permissions: [{
          collection: 'notes', action: 'read', fields: ['id'],
          permissions: { owner: { _eq: '$CURRENT_USER' }, tenant: { _in: '$CURRENT_USER.tenants' }, n: { _gte: '$CURRENT_USER.least' } },
        }] },
      },
      roles: { Reader: { policies: ['own'] } },
    };
    const server = await startServer({ ...config({ roles: { reader: 'Reader' } }, rules), database: { url: database.url } });
    const ask = async (claims: object) => (await server.anonymous.get('/items/notes', {}, bearer(await sign(gateway.published, { ...claims })))).body.data;
    expect(await ask({ sub: 'ada', tenants: ['a', 'b'], least: 1 })).to.deep.equal([{ id: 1 }, { id: 3 }]);
    expect(await ask({ sub: 'ada', tenants: ['b'], least: 1 })).to.deep.equal([{ id: 3 }]);
    expect(await ask({ sub: 'bob', tenants: ['a', 'b'], least: 3 })).to.deep.equal([]);
    expect(await ask({ sub: 'ada' })).to.deep.equal([]);
    expect(await ask({ sub: 'ada', tenants: { a: true }, least: ['x'] })).to.deep.equal([]);
    await server.stop();
    await database.drop();
  });

  const failures: readonly (readonly [object, ConfigInput['access'], string])[] = [
    [{ roles: { reader: 'Reader' } }, undefined, '`plugins.auth-jwt.issuers.gateway`: there are no roles'],
    [{ findUser: true }, access, '`plugins.auth-jwt.issuers.gateway.findUser`'],
    [{ roles: { reader: 'Raeder' } }, access, 'Did you mean "Reader"?'],
  ];
  for (const [more, given, message] of failures) {
    it(`cannot have others: the start says ${message}`, async () => {
      const failure: unknown = await startServer(config(more, given)).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(BootError);
      expect(String(failure)).to.contain(message);
    });
  }
});

const gateway = await startGateway();
defineAuthStrategySuite({
  title: 'jwt, with an outside issuer',
  start: ({ plugins, log }) => start(gateway, plugins, log),
  stop: async () => void gateway.server.close(),
  request: {
    valid: bearer(await sign(gateway.published, {})),
    invalid: [bearer(await sign(gateway.other, {})), bearer(await sign(gateway.published, { aud: 'x' })), bearer('eyJhbGciOiJFUzI1NiJ9.e30.AAAA')],
  },
});

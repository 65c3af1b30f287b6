import { expect } from 'chai';
import { decodeJwt, SignJWT } from 'jose';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { bearer, cookieOf, outcome, password, secret, startAuthServer, type AuthServer } from './auth-server.js';

/** What somebody without permissions is answered, once they are known. */
const known = '403 FORBIDDEN';

describe('signing in', () => {
  let database: TestDatabase;
  let server: AuthServer;
  let user: string;
  before(async () => {
    database = await createDatabase('sqlite');
    server = await startAuthServer(database.url, { auth: { accessTokenTtl: '2s', cacheSeconds: 0 } });
    user = await server.addUser('reader@example.com');
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });

  it('gives tokens in the body', async () => {
    const { status, body, headers } = await server.signIn('reader@example.com');
    expect(status).to.equal(200);
    expect(Object.keys(body.data)).to.deep.equal(['expires', 'refresh_token', 'access_token']);
    expect(body.data.expires).to.equal(2000);
    expect(headers.getSetCookie()).to.deep.equal([]);
    expect(headers.get('Cache-Control')).to.equal('no-store');
    const claims = decodeJwt(body.data.access_token);
    expect(claims).to.include({ id: user, role: null, app_access: false, admin_access: false, iss: 'directus' });
    expect(claims).to.have.all.keys('id', 'role', 'app_access', 'admin_access', 'session', 'iss', 'iat', 'exp');
    expect(claims.exp! - claims.iat!).to.be.within(1, 2);
    expect(await server.received(bearer(body.data.access_token))).to.equal(known);
  });

  it('gives the refresh token as a cookie', async () => {
    const answer = await server.signIn('reader@example.com', password, { mode: 'cookie' });
    expect(Object.keys(answer.body.data)).to.deep.equal(['expires', 'access_token']);
    const cookie = answer.headers.getSetCookie();
    expect(cookie).to.have.length(1);
    expect(cookie[0]).to.match(/^directus_refresh_token=[\w-]{64}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    const renewed = await server.anonymous.post(
      '/auth/refresh', { mode: 'cookie' }, { Cookie: `directus_refresh_token=${cookieOf(answer, 'directus_refresh_token')}` },
    );
    expect(renewed.status).to.equal(200);
    expect(cookieOf(renewed, 'directus_refresh_token')).to.not.equal(cookieOf(answer, 'directus_refresh_token'));
  });

  it('gives a session as a cookie, until it ends', async () => {
    const answer = await server.signIn('reader@example.com', password, { mode: 'session' });
    expect(answer.body.data).to.deep.equal({ expires: 86_400_000 });
    const headers = { Cookie: `directus_session_token=${cookieOf(answer, 'directus_session_token')}` };
    expect(await server.received(headers)).to.equal(known);
    const renewed = await server.anonymous.post('/auth/refresh', { mode: 'session' }, headers);
    expect(renewed.body.data).to.deep.equal({ expires: 86_400_000 });
    const next = { Cookie: `directus_session_token=${cookieOf(renewed, 'directus_session_token')}` };
    expect(await server.received(next)).to.equal(known);
    const left = await server.anonymous.post('/auth/logout', { mode: 'session' }, next);
    expect(left.status).to.equal(204);
    expect(cookieOf(left, 'directus_session_token')).to.equal('');
    expect(await server.received(next)).to.equal('401 INVALID_CREDENTIALS');
    expect(await server.received(headers)).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await server.anonymous.post('/auth/refresh', { mode: 'session' }, headers))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('is not kept up by an old cookie', async () => {
    const { body } = await server.anonymous.post(
      '/auth/login', { email: 'reader@example.com', password }, { Cookie: 'directus_session_token=old' },
    );
    expect(body.data.access_token).to.be.a('string');
  });

  it('never makes a long session of a short token', async () => {
    const { body } = await server.signIn('reader@example.com');
    const headers = { Cookie: `directus_session_token=${body.data.access_token}` };
    expect(outcome(await server.anonymous.post('/auth/refresh', { mode: 'session' }, headers))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('answers alike for a wrong password, nobody, and whoever may not sign in', async () => {
    for (const status of ['suspended', 'draft', 'archived', 'invited', 'unverified']) await server.addUser(`${status}@example.com`, { status });
    const answers = [
      await server.signIn('reader@example.com', 'wrong'),
      await server.signIn('nobody@example.com'),
      ...await Promise.all(['suspended', 'draft', 'archived', 'invited', 'unverified'].flatMap((status) => [
        server.signIn(`${status}@example.com`), server.signIn(`${status}@example.com`, 'wrong'),
      ])),
    ];
    for (const answer of answers) expect(answer.text).to.equal(answers[0]?.text);
    expect(outcome(answers[0]!)).to.equal('401 INVALID_CREDENTIALS');
  });

  it('knows an e-mail address in any case', async () => {
    expect(outcome(await server.signIn('READER@Example.COM'))).to.equal('200');
  });

  it('refuses what is no sign-in', async () => {
    const bodies = [
      undefined, {}, { email: 'reader@example.com' }, { password }, { email: 'reader', password }, { email: 'reader@example.com', password: 1 },
      { email: ['reader@example.com'], password }, { email: 'reader@example.com', password, mode: 'token' },
      { email: 'reader@example.com', password, mode: '__proto__' }, { email: 'reader@example.com', password, otp: 1 }, [],
    ];
    for (const body of bodies) {
      expect(outcome(await server.anonymous.post('/auth/login', body)), JSON.stringify(body)).to.equal('400 INVALID_PAYLOAD');
    }
    expect(outcome(await server.anonymous.get('/auth/login'))).to.equal('404 ROUTE_NOT_FOUND');
    expect(outcome(await server.anonymous.post('/auth/login/nobody', {}))).to.equal('404 ROUTE_NOT_FOUND');
    expect(outcome(await server.anonymous.post('/auth/refresh', { mode: 'json' }))).to.equal('400 INVALID_PAYLOAD');
    expect(outcome(await server.anonymous.post('/auth/logout', {}))).to.equal('400 INVALID_PAYLOAD');
  });

  it('takes no password from a URL', async () => {
    const path = `/auth/login?email=reader@example.com&password=${encodeURIComponent(password)}`;
    expect(outcome(await server.anonymous.post(path, {}))).to.equal('400 INVALID_PAYLOAD');
  });

  it('tells a spoilt token of ours from an old one and from others', async () => {
    const { body } = await server.signIn('reader@example.com');
    const token = body.data.access_token as string;
    const { session } = decodeJwt(token);
    const [head = '', claims = ''] = token.split('.');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');

    expect(await server.received(bearer(`${head}.${claims}.AAAA`))).to.equal('403 INVALID_TOKEN');
    expect(await server.received(bearer(`${unsigned}.${claims}.`))).to.equal('403 INVALID_TOKEN');
    expect(await server.received(bearer(await sign({ id: user, session, iss: 'directus' }, `${secret}!`)))).to.equal('403 INVALID_TOKEN');
    expect(await server.received(bearer(await sign({ id: user, session, iss: 'directus' }, secret, 'HS512')))).to.equal('403 INVALID_TOKEN');
    expect(await server.received(bearer(await sign({ id: user, session, iss: 'another' })))).to.equal('401 INVALID_CREDENTIALS');
    expect(await server.received(bearer(await sign({ id: user, iss: 'directus' })))).to.equal('401 INVALID_CREDENTIALS');
    expect(await server.received(bearer('eyJhbGciOiJIUzI1NiJ9.e30.AAAA'))).to.equal('401 INVALID_CREDENTIALS');
    const admin = decodeJwt((await server.signIn('reader@example.com')).body.data.access_token);
    expect(await server.received(bearer(await sign({ ...admin, id: 'another', iss: 'directus' })))).to.equal('401 INVALID_CREDENTIALS');

    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(await server.received(bearer(token))).to.equal('401 TOKEN_EXPIRED');
    expect(outcome(await server.anonymous.get('/server/ping', {}, bearer(token)))).to.equal('401 TOKEN_EXPIRED');
  });

  it('ends with the session, at once', async () => {
    const { body } = await server.signIn('reader@example.com');
    expect((await server.anonymous.post('/auth/logout', { refresh_token: body.data.refresh_token })).status).to.equal(204);
    expect(await server.received(bearer(body.data.access_token))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await server.anonymous.post('/auth/refresh', { refresh_token: body.data.refresh_token }))).to.equal('401 INVALID_CREDENTIALS');
    expect((await server.anonymous.post('/auth/logout', { refresh_token: body.data.refresh_token })).status).to.equal(204);
  });

  it('ends for whoever is suspended', async () => {
    const id = await server.addUser('leaver@example.com');
    const { body } = await server.signIn('leaver@example.com');
    await server.client.patch(`/users/${id}`, { status: 'suspended' });
    expect(await server.received(bearer(body.data.access_token))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await server.anonymous.post('/auth/refresh', { refresh_token: body.data.refresh_token }))).to.equal('401 INVALID_CREDENTIALS');
    await server.client.patch(`/users/${id}`, { status: 'active' });
    expect(outcome(await server.anonymous.post('/auth/refresh', { refresh_token: body.data.refresh_token }))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('notes when somebody was last there', async () => {
    const before = Date.now();
    await server.signIn('reader@example.com');
    const { body } = await server.client.get(`/users/${user}`, { fields: ['last_access'] });
    expect(Date.parse(body.data.last_access)).to.be.within(before - 1000, Date.now() + 1000);
  });

  it('keeps no token that could be used', async () => {
    const { body } = await server.signIn('reader@example.com');
    const rows = await server.kernel.registry.get('system').table('jackfield_sessions').select('*');
    expect(rows.length).to.be.greaterThan(0);
    expect(JSON.stringify(rows)).to.not.include(body.data.refresh_token);
  });

  it('lists the ways to sign in', async () => {
    expect((await server.anonymous.get('/auth')).body).to.deep.equal({ data: [], disableDefault: false });
  });
});

function sign(claims: Record<string, unknown>, key = secret, algorithm = 'HS256'): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm }).setIssuedAt().setExpirationTime('1h').sign(new TextEncoder().encode(key));
}

import { expect } from 'chai';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { cookieOf, outcome, password, startAuthServer, type AuthServer } from './auth-server.js';

describe('the cookie of a session', () => {
  let database: TestDatabase;
  let server: AuthServer;
  let cookie: string;
  before(async () => {
    database = await createDatabase('sqlite');
    server = await startAuthServer(database.url, { server: { publicUrl: 'https://api.test', cors: { origins: ['https://app.test'], credentials: true } } });
    await server.addUser('reader@example.com');
    const answer = await server.signIn('reader@example.com', password, { mode: 'session' });
    cookie = `directus_session_token=${cookieOf(answer, 'directus_session_token')}`;
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });

  it('goes over TLS alone where the server is reached by it', async () => {
    const { headers } = await server.signIn('reader@example.com', password, { mode: 'session' });
    expect(headers.getSetCookie()[0]).to.match(/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('changes nothing for another site', async () => {
    const foreign: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' },
      { Origin: 'https://evil.test' }, { Origin: 'null' }, { Origin: 'http://api.test' }, { Origin: 'https://api.test.evil.test' },
    ];
    for (const headers of foreign) {
      for (const path of ['/auth/refresh', '/auth/logout', '/items/nothing']) {
        const answer = await server.anonymous.post(path, { mode: 'session' }, { ...headers, Cookie: cookie });
        expect(outcome(answer), `${path} ${JSON.stringify(headers)}`).to.equal('403 FORBIDDEN');
        expect(answer.headers.getSetCookie()).to.deep.equal([]);
      }
    }
    const renewed = await server.anonymous.post('/auth/refresh', { mode: 'session' }, { Cookie: cookie });
    expect(outcome(renewed)).to.equal('200');
  });

  it('serves its own pages, those that are listed, and what is no browser', async () => {
    const own: Record<string, string>[] = [
      {}, { 'Sec-Fetch-Site': 'same-origin' }, { 'Sec-Fetch-Site': 'none' }, { Origin: 'https://api.test' }, { Origin: server.url },
      { Origin: 'https://app.test', 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of own) {
      const answer = await server.anonymous.post('/auth/refresh', { mode: 'session' }, { ...headers, Cookie: cookie });
      expect(outcome(answer), JSON.stringify(headers)).to.equal('200');
    }
  });

  it('is asked after by another site in vain: what it only reads stays out of its reach', async () => {
    const { status, headers } = await server.anonymous.get('/server/ping', {}, { Cookie: cookie, Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' });
    expect(status).to.equal(200);
    expect(headers.get('Access-Control-Allow-Origin')).to.equal(null);
  });

  it('gives way to a token', async () => {
    const answer = await server.anonymous.as('unknown').get('/server/ping', {}, { Cookie: cookie });
    expect(outcome(answer)).to.equal('401 INVALID_CREDENTIALS');
    expect(answer.headers.getSetCookie()).to.deep.equal([]);
  });

  it('is taken away when it is good for nothing', async () => {
    const answer = await server.anonymous.get('/server/ping', {}, { Cookie: `${cookie.slice(0, -2)}xx` });
    expect(outcome(answer)).to.equal('403 INVALID_TOKEN');
    expect(cookieOf(answer, 'directus_session_token')).to.equal('');
  });
});

describe('the names of cookies', () => {
  it('are options', async () => {
    const server = await startAuthServer(':memory:', { plugins: { auth: { sessionCookie: 'mine', cookieSameSite: 'strict', cookieDomain: 'api.test' } } });
    await server.addUser('reader@example.com');
    const answer = await server.signIn('reader@example.com', password, { mode: 'session' });
    expect(answer.headers.getSetCookie()[0]).to.match(/^mine=[\w.-]+; Domain=api\.test; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    expect(await server.received({ Cookie: `mine=${cookieOf(answer, 'mine')}` })).to.equal('403 FORBIDDEN');
    await server.stop();
  });
});

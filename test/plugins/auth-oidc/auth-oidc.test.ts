import { expect } from 'chai';
import { createServer, type AddressInfo } from 'node:net';
import { createBrowser, type Browser, type Visited } from '../../support/browser.js';
import { startOpenidServer, type OpenidServer } from '../../support/openid-server.js';
import { outcome, startAuthServer, type AuthServer } from '../auth/auth-server.js';

describe('signing in by OpenID Connect', () => {
  let provider: OpenidServer;
  let server: AuthServer;
  let login: string;
  before(async function () {
    this.timeout(60_000);
    // The provider has to know where the server will be.
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    login = `${publicUrl}/auth/login/corporate`;
    provider = await startOpenidServer(`${login}/callback`);
    server = await startAuthServer(':memory:', {
      auth: { cacheSeconds: 0 },
      server: { port, publicUrl },
      plugins: {
        auth: { redirectUrls: ['https://app.test/'] },
        'auth-oidc': { providers: {
          corporate: {
            issuer: provider.issuer, clientId: provider.clientId, clientSecret: provider.clientSecret, label: 'Corporate', icon: 'building',
            allowRegistration: true, linkByEmail: true, defaultRole: 'Guests', roles: { editors: 'Editors', staff: 'Guests' },
          },
          away: { issuer: 'http://127.0.0.1:1', clientId: 'x', timeoutSeconds: 1 },
        } },
      },
    });
    for (const name of ['Guests', 'Editors']) await server.client.post('/roles', { name });
  });
  after(async () => {
    await server.stop();
    await provider.stop();
  });

  /** Goes to the provider, types a name there, agrees, and is sent back. */
  async function signIn(name: string, query = '', browser: Browser = createBrowser()): Promise<Visited> {
    let page = await browser.visit(`${login}${query}`);
    for (const fields of [{ prompt: 'login', login: name, password: 'x' }, { prompt: 'consent' }]) {
      const form = /action="([^"]+)"/.exec(page.text)?.[1];
      if (form === undefined) return page;
      page = await browser.visit(form, { method: 'POST', body: new URLSearchParams(fields) });
    }
    return page;
  }

  const users = async (email: string) => (await server.client.get('/users', {
    filter: { email: { _eq: email } }, fields: ['id', 'email', 'provider', 'external_identifier', 'first_name', 'status', 'role.name'],
  })).body.data as readonly Record<string, unknown>[];

  it('is offered', async () => {
    expect((await server.anonymous.get('/auth')).body.data).to.deep.include({ name: 'corporate', driver: 'openid', label: 'Corporate', icon: 'building' });
  });

  it('makes a user of somebody new, and knows them again', async () => {
    provider.people.set('ada', { email: 'Ada@example.com', email_verified: true, given_name: 'Ada', groups: ['staff', 'editors'] });
    const first = await signIn('ada');
    expect(first.status, first.text).to.equal(200);
    const { access_token: token } = JSON.parse(first.text).data;
    expect(await server.received({ Authorization: `Bearer ${token}` })).to.equal('403 FORBIDDEN');
    expect(await users('ada@example.com')).to.have.length(1);
    expect((await users('ada@example.com'))[0]).to.include({ provider: 'corporate', external_identifier: 'ada', first_name: 'Ada', status: 'active' })
      .and.to.deep.include({ role: { name: 'Editors' } });

    // Roles are the provider's to give; the address is only what it was at first.
    provider.people.set('ada', { email: 'other@example.com', email_verified: true, groups: [] });
    expect((await signIn('ada')).status).to.equal(200);
    expect((await users('ada@example.com'))[0]).to.deep.include({ role: { name: 'Guests' } });
    expect(await users('other@example.com')).to.deep.equal([]);
  });

  it('always goes with PKCE, state and nonce', async () => {
    const { path } = await createBrowser().visit(login);
    const asked = new URL(path.find((url) => url.startsWith(`${provider.issuer}/auth?`)) ?? '').searchParams;
    expect(asked.get('code_challenge_method')).to.equal('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)).to.match(/^[\w-]{43}$/);
    expect(asked.get('redirect_uri')).to.equal(`${login}/callback`);
  });

  it('leads back to a page that is listed, with a cookie and no token in the URL', async () => {
    provider.people.set('bob', { email: 'bob@example.com', email_verified: true });
    const browser = createBrowser();
    const page = await signIn('bob', '?redirect=https://app.test/welcome', browser);
    expect(page.url).to.equal('https://app.test/welcome');
    const cookie = browser.cookie(login, 'directus_session_token');
    expect(await server.received({ Cookie: `directus_session_token=${cookie}` })).to.equal('403 FORBIDDEN');
    expect(browser.cookie(login, 'jackfield_sign_in')).to.equal(undefined);
    for (const url of page.path) expect(url).to.not.include(cookie);

    const other = createBrowser();
    await signIn('bob', '?redirect=https://app.test/welcome&mode=cookie', other);
    expect(other.cookie(login, 'directus_refresh_token')).to.match(/^[\w-]{64}$/);
  });

  it('leads to no other page', async () => {
    for (const url of ['https://evil.test/', 'https://app.test.evil.test/', '//evil.test', 'http://app.test/', 'javascript:alert(1)']) {
      const { status, text } = await createBrowser().visit(`${login}?redirect=${encodeURIComponent(url)}`);
      expect(`${status} ${text}`).to.match(/^400 .*INVALID_PAYLOAD/);
    }
  });

  it('links an account by an address that is verified alone, and ends what came before', async () => {
    await server.addUser('carol@example.com');
    const before = (await server.signIn('carol@example.com')).body.data;
    provider.people.set('mallory', { email: 'carol@example.com', email_verified: false });
    expect((await signIn('mallory', '?redirect=https://app.test/')).status).to.equal(0);
    expect((await users('carol@example.com'))[0]).to.include({ provider: 'default', external_identifier: null });

    provider.people.set('carol', { email: 'carol@example.com', email_verified: true });
    expect((await signIn('carol')).status).to.equal(200);
    expect(await users('carol@example.com')).to.have.length(1);
    expect((await users('carol@example.com'))[0]).to.include({ provider: 'corporate', external_identifier: 'carol' });
    expect(await server.received({ Authorization: `Bearer ${before.access_token}` })).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await server.signIn('carol@example.com'))).to.equal('401 INVALID_CREDENTIALS');

    // Another person of the provider with the same address is not let in.
    provider.people.set('carla', { email: 'carol@example.com', email_verified: true });
    const refused = await signIn('carla', '?redirect=https://app.test/');
    expect(refused.url).to.equal('https://app.test/?reason=INVALID_CREDENTIALS');
  });

  it('lets nobody in who may not sign in', async () => {
    provider.people.set('dan', { email: 'dan@example.com', email_verified: true });
    expect((await signIn('dan')).status).to.equal(200);
    await server.client.patch(`/users/${String((await users('dan@example.com'))[0]?.['id'])}`, { status: 'suspended' });
    const { status, text } = await signIn('dan');
    expect(`${status} ${text}`).to.match(/^401 .*INVALID_CREDENTIALS/);
    expect((await signIn('dan', '?redirect=https://app.test/')).url).to.equal('https://app.test/?reason=INVALID_CREDENTIALS');
  });

  it('ends only where it was begun, once', async () => {
    provider.people.set('eve', {});
    const victim = createBrowser();
    const page = await signIn('eve');
    const back = page.path.find((url) => url.startsWith(`${login}/callback?`)) ?? page.url;
    expect(back).to.include('code=');
    for (const url of [back, `${login}/callback?code=x&state=y`, `${login}/callback?error=access_denied`, `${login}/callback`]) {
      const { status, text } = await victim.visit(url);
      expect(`${status} ${text}`, url).to.match(/^401 .*INVALID_CREDENTIALS/);
    }
    const another = createBrowser();
    await another.visit(login);
    expect((await another.visit(back)).status).to.equal(401);
  });

  it('says that a provider is away, and of the others nothing', async () => {
    const { status, text } = await createBrowser().visit(login.replace('corporate', 'away'));
    expect(`${status} ${text}`).to.match(/^503 .*SERVICE_UNAVAILABLE/);
    expect(text).to.not.include('127.0.0.1:1');
    expect((await createBrowser().visit(login)).status).to.equal(200);
  });
});

describe('an OpenID Connect provider', () => {
  it('is refused where it is reached in the clear', async () => {
    const providers = { p: { clientId: 'x', issuer: 'http://login.example.com' } };
    let message = '';
    await startAuthServer(':memory:', { plugins: { 'auth-oidc': { providers } } }).catch((error: Error) => {
      ({ message } = error);
    });
    expect(message).to.equal('`plugins.auth-oidc.providers.p.issuer` must be an https URL, got `http://login.example.com`.');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

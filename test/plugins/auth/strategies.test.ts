import { createSecretKey } from 'node:crypto';
import { expect } from 'chai';
import { definePlugin, type PassportStrategy, type StrategyActions, type StrategyRequest } from 'jackfield';
import { SignJWT } from 'jose';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { bearer, outcome, startAuthServer, type AuthServer } from './auth-server.js';

const partnerKey = 'the key that a partner signs with, long enough';
const role = '0b6e2c1e-3c5a-4c39-9f0e-5d4f6a1b2c3d';

/** A strategy of npm, as its readme says. */
const partners = definePlugin({
  name: 'partners',
  needs: ['auth'],
  setup({ get }) {
    get('auth').addStrategy({
      name: 'partners',
      owns: ({ headers }) => 'x-partner' in headers,
      strategy: new Strategy(
        { jwtFromRequest: ExtractJwt.fromHeader('x-partner'), secretOrKey: partnerKey, algorithms: ['HS256'] },
        ({ sub }: { readonly sub?: string }, done) => done(null, sub === 'partner' ? { role } : false),
      ),
    });
  },
});

/** One that sends people elsewhere, and keeps what it knows of them in `session`. */
class Elsewhere implements PassportStrategy {
  authenticate(this: StrategyActions, { query, session }: StrategyRequest): void {
    if (query['ticket'] === undefined) {
      session['ticket'] = 'a ticket';
      this.redirect('https://elsewhere.test/sign-in');
    } else if (query['ticket'] === session['ticket']) this.success({ user });
    else this.fail();
  }
}

let user = '';

const elsewhere = definePlugin({
  name: 'elsewhere',
  needs: ['auth'],
  setup({ get }) {
    get('auth').addLogin({ name: 'elsewhere', driver: 'ticket', isElsewhere: true, strategy: new Elsewhere() });
  },
});

function tokenFor(subject: string): Promise<string> {
  return new SignJWT({ sub: subject }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1m').sign(createSecretKey(Buffer.from(partnerKey)));
}

describe('a strategy made for passport', () => {
  let server: AuthServer;
  before(async () => {
    server = await startAuthServer(':memory:', {}, [partners, elsewhere]);
    await server.client.post('/roles', { id: role, name: 'Partners' });
    user = await server.addUser('ada@example.com');
  });
  after(() => server.stop());

  const askAs = async (headers: Record<string, string>) => server.anonymous.get('/roles/me', {}, headers);

  it('says who sends a request', async () => {
    const { body } = await askAs({ 'X-Partner': await tokenFor('partner') });
    expect(body).to.deep.equal({ data: [{ id: role }] });
  });

  it('is asked for its own credential alone, and nobody else for that', async () => {
    expect(outcome(await askAs({ 'X-Partner': await tokenFor('another') }))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await askAs({ 'X-Partner': 'no token' }))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await askAs(bearer(await tokenFor('partner'))))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('signs in at another site, and finds what it kept', async () => {
    const away = await server.anonymous.get('/auth/login/elsewhere');
    expect([away.status, away.headers.get('Location')]).to.deep.equal([302, 'https://elsewhere.test/sign-in']);
    const cookie = away.headers.getSetCookie()[0]!.split(';')[0]!;
    const back = await server.anonymous.get('/auth/login/elsewhere/callback?ticket=a+ticket', {}, { Cookie: cookie });
    const { body } = await server.anonymous.get('/users/me', {}, bearer(back.body.data.access_token));
    expect(body.data).to.deep.equal({ id: user });
    expect(outcome(await server.anonymous.get('/auth/login/elsewhere/callback?ticket=another', {}, { Cookie: cookie }))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('is never that of another server in the process', async () => {
    const other = await startAuthServer(':memory:');
    expect(outcome(await other.anonymous.get('/roles/me', {}, { 'X-Partner': await tokenFor('partner') }))).to.equal('403 FORBIDDEN');
    expect((await other.anonymous.get('/auth/login/elsewhere')).status).to.equal(404);
    await other.stop();
  });

  it('has a name of its own: the start says so', async () => {
    const twin = { ...partners, name: 'twin' };
    const failure: unknown = await startAuthServer(':memory:', {}, [partners, twin]).catch((error: unknown) => error);
    expect(String(failure)).to.contain('"partners"');
  });
});

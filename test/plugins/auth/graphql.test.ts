import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { bearer, cookieOf, outcome, password, startAuthServer, type AuthServer } from './auth-server.js';

describe('signing in by GraphQL', () => {
  let server: AuthServer;
  before(async () => {
    server = await startAuthServer(':memory:', { auth: { cacheSeconds: 0 } });
    await server.addUser('reader@example.com');
  });
  after(() => server.stop());

  const ask = (query: string, variables: object = {}, headers = {}) => server.anonymous.post('/graphql/system', { query, variables }, headers);
  const codeOf = async (...parts: Parameters<typeof ask>) => (await ask(...parts)).body.errors?.[0].extensions.code as string | undefined;
  const login = 'mutation ($email: String!, $password: String!) { auth_login(email: $email, password: $password) { access_token refresh_token expires } }';

  it('means the same as the routes', async () => {
    const { body } = await ask(login, { email: 'reader@example.com', password });
    const first = body.data.auth_login;
    expect(await server.received(bearer(first.access_token))).to.equal('403 FORBIDDEN');
    expect(Number(first.expires)).to.equal(900_000);
    const renewed = await ask('mutation ($r: String) { auth_refresh(refresh_token: $r, mode: json) { refresh_token } }', { r: first.refresh_token });
    const token = renewed.body.data.auth_refresh.refresh_token as string;
    const left = await ask('mutation ($r: String) { auth_logout(refresh_token: $r) }', { r: token });
    expect(left.body.data).to.deep.equal({ auth_logout: true });
    expect(outcome(await server.anonymous.post('/auth/refresh', { refresh_token: token }))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('sets cookies', async () => {
    const answer = await ask(`mutation { auth_login(email: "reader@example.com", password: "${password}", mode: session) { expires access_token } }`);
    expect(answer.body.data.auth_login.access_token).to.equal(null);
    expect(await server.received({ Cookie: `directus_session_token=${cookieOf(answer, 'directus_session_token')}` })).to.equal('403 FORBIDDEN');
  });

  it('is never answered from what is kept of an earlier request', async () => {
    const answers = [1, 2].map(() => ask(login, { email: 'reader@example.com', password }, { 'Idempotency-Key': 'sign-in' }));
    const [first, second] = await Promise.all(answers);
    expect([first, second].map((answer) => answer?.headers.get('cache-control'))).to.deep.equal(['no-store', 'no-store']);
    expect(second!.body.data.auth_login.refresh_token).not.to.equal(first!.body.data.auth_login.refresh_token);
  });

  it('is refused as at the routes', async () => {
    expect(await codeOf(login, { email: 'reader@example.com', password: 'wrong' })).to.equal('INVALID_CREDENTIALS');
    expect(await codeOf(login, { email: 'reader', password })).to.equal('INVALID_PAYLOAD');
    expect(await codeOf('mutation { auth_refresh(refresh_token: "x") { access_token } }')).to.equal('INVALID_CREDENTIALS');
    expect(await codeOf('mutation { auth_password_reset(token: "x", password: "y") }')).to.equal('INVALID_TOKEN');
    expect(await codeOf('mutation { users_invite(email: "a@example.com", role: "x") }')).to.equal('FORBIDDEN');
    expect(await codeOf('mutation { users_me_tfa_generate(password: "x") { secret } }')).to.equal('INVALID_CREDENTIALS');
    expect((await ask('mutation { auth_password_request(email: "nobody@example.com") }')).body.data).to.deep.equal({ auth_password_request: true });
  });

  it('sets up a second factor', async () => {
    await server.addUser('careful@example.com');
    const headers = bearer((await server.signIn('careful@example.com')).body.data.access_token);
    const generated = await ask('mutation ($p: String!) { users_me_tfa_generate(password: $p) { secret otpauth_url } }', { p: password }, headers);
    const { secret } = generated.body.data.users_me_tfa_generate;
    const otp = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const enabled = await ask('mutation ($s: String!, $o: String!) { users_me_tfa_enable(secret: $s, otp: $o) }', { s: secret, o: otp }, headers);
    expect(enabled.body.data).to.deep.equal({ users_me_tfa_enable: true });
    expect(await codeOf(login, { email: 'careful@example.com', password })).to.equal('INVALID_OTP');
    const withOtp = 'mutation ($otp: String!) { auth_login(email: "careful@example.com", password: "a password of a test", otp: $otp) { access_token } }';
    const signedIn = await ask(withOtp, { otp: new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + 30_000 }) });
    expect(signedIn.body.data.auth_login.access_token, signedIn.text).to.be.a('string');
    const disable = 'mutation ($o: String!) { users_me_tfa_disable(otp: $o) }';
    expect(await codeOf(disable, { o: '000000' }, headers)).to.equal('INVALID_OTP');
    expect((await ask(disable, { o: otp }, headers)).body.data).to.deep.equal({ users_me_tfa_disable: true });
    expect(await codeOf(login, { email: 'careful@example.com', password })).to.equal(undefined);
  });
});

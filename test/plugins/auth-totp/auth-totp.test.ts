import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { Secret, TOTP } from 'otpauth';
import { bearer, outcome, password, startAuthServer, type AuthServer } from '../auth/auth-server.js';

const otpOf = (secret: string, offset = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + offset * 30_000 });

describe('a second factor', () => {
  let server: AuthServer;
  before(async () => {
    server = await startAuthServer(':memory:', { auth: { cacheSeconds: 0 }, plugins: { 'auth-totp': { freeAttempts: 3, maxDelaySeconds: 1 } } });
  });
  after(() => server.stop());

  /** Somebody with a second factor. */
  async function somebody(email: string, more: Readonly<Record<string, unknown>> = {}) {
    const id = await server.addUser(email, more);
    const token = (await server.signIn(email)).body.data.access_token as string;
    const post = (path: string, body: unknown) => server.anonymous.post(`/users/me/tfa/${path}`, body, bearer(token));
    const { data: { secret, otpauth_url: url } } = (await post('generate', { password })).body;
    expect(outcome(await post('enable', { secret, otp: otpOf(secret) }))).to.equal('204');
    return { id, secret: secret as string, url: url as string, post };
  }

  it('is asked for from then on', async () => {
    const { secret, url, post } = await somebody('ada@example.com');
    expect(url).to.match(/^otpauth:\/\/totp\/Jackfield:ada%40example\.com\?issuer=Jackfield&secret=[A-Z2-7]{32}&algorithm=SHA1&digits=6&period=30$/);
    expect(outcome(await server.signIn('ada@example.com'))).to.equal('401 INVALID_OTP');
    expect(outcome(await server.signIn('ada@example.com', 'wrong', { otp: otpOf(secret) }))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await server.signIn('ada@example.com', password, { otp: '000000x' }))).to.equal('401 INVALID_OTP');
    expect(outcome(await server.signIn('ada@example.com', password, { otp: otpOf(secret, 10) }))).to.equal('401 INVALID_OTP');
    const { body, status } = await server.signIn('ada@example.com', password, { otp: otpOf(secret) });
    expect(status).to.equal(200);
    // Only who signs in is asked.
    expect(outcome(await server.anonymous.post('/auth/refresh', { refresh_token: body.data.refresh_token }))).to.equal('200');
    expect(outcome(await post('enable', { secret, otp: otpOf(secret) }))).to.equal('400 INVALID_PAYLOAD');
    expect(outcome(await post('generate', { password }))).to.equal('400 INVALID_PAYLOAD');
  });

  it('takes a one-time password once, at the same moment too, and none that is older', async () => {
    const { secret } = await somebody('bea@example.com');
    const otp = otpOf(secret);
    const answers = await Promise.all([1, 2].map(() => server.signIn('bea@example.com', password, { otp })));
    expect(answers.map(outcome).sort()).to.deep.equal(['200', '401 INVALID_OTP']);
    expect(outcome(await server.signIn('bea@example.com', password, { otp }))).to.equal('401 INVALID_OTP');
    expect(outcome(await server.signIn('bea@example.com', password, { otp: otpOf(secret, -1) }))).to.equal('401 INVALID_OTP');
    expect(outcome(await server.signIn('bea@example.com', password, { otp: otpOf(secret, 1) }))).to.equal('200');
  });

  it('cannot be guessed', async () => {
    const { secret } = await somebody('cyd@example.com');
    const outcomes = [];
    for (let attempt = 0; attempt < 5; attempt += 1) outcomes.push(outcome(await server.signIn('cyd@example.com', password, { otp: '12345x' })));
    expect(outcomes.slice(3)).to.deep.equal(['401 INVALID_OTP', '429 REQUESTS_EXCEEDED']);
    expect(outcome(await server.signIn('cyd@example.com', password, { otp: otpOf(secret) }))).to.equal('429 REQUESTS_EXCEEDED');
  });

  it('is taken away by who has it, and by administrators', async () => {
    const { id, secret, post } = await somebody('dot@example.com');
    expect(outcome(await post('disable', {}))).to.equal('400 INVALID_PAYLOAD');
    expect(outcome(await post('disable', { otp: '12345x' }))).to.equal('401 INVALID_OTP');
    expect(outcome(await post('disable', { otp: otpOf(secret) }))).to.equal('204');
    expect(outcome(await server.signIn('dot@example.com'))).to.equal('200');
    const next = (await post('generate', { password })).body.data.secret as string;
    expect(outcome(await post('enable', { secret: next, otp: otpOf(next) }))).to.equal('204');
    const other = (await server.addUser('eve@example.com'), await server.signIn('eve@example.com')).body.data.access_token;
    expect(outcome(await server.anonymous.post(`/users/${id}/tfa/disable`, {}, bearer(other)))).to.equal('403 FORBIDDEN');
    expect(outcome(await server.anonymous.post(`/users/${id}/tfa/disable`, {}))).to.equal('403 FORBIDDEN');
    expect(outcome(await server.client.post('/users/nobody/tfa/disable', {}))).to.equal('403 FORBIDDEN');
    expect(outcome(await server.client.post(`/users/${id}/tfa/disable`, {}))).to.equal('204');
    expect(outcome(await server.signIn('dot@example.com'))).to.equal('200');
  });

  it('is set up by somebody who knows the password and has the secret', async () => {
    await server.addUser('fay@example.com');
    const token = (await server.signIn('fay@example.com')).body.data.access_token as string;
    const post = (path: string, body: unknown) => server.anonymous.post(`/users/me/tfa/${path}`, body, bearer(token));
    expect(outcome(await post('generate', {}))).to.equal('400 INVALID_PAYLOAD');
    expect(outcome(await post('generate', { password: 'wrong' }))).to.equal('401 INVALID_CREDENTIALS');
    const secret = (await post('generate', { password })).body.data.secret as string;
    expect(outcome(await post('enable', { secret, otp: '12345x' }))).to.equal('401 INVALID_OTP');
    expect(outcome(await post('enable', { secret: 'A', otp: otpOf(secret) }))).to.equal('400 INVALID_PAYLOAD');
    expect(outcome(await server.anonymous.post('/users/me/tfa/generate', { password }))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await server.signIn('fay@example.com'))).to.equal('200');
  });

  it('is shown to nobody, and stored so that nobody can use it', async () => {
    const { id, secret } = await somebody('gil@example.com');
    const { body } = await server.client.get(`/users/${id}`, { fields: ['tfa_secret'] });
    expect(body.data).to.deep.equal({ tfa_secret: '**********' });
    const rows = await server.kernel.registry.get('system').table('jackfield_users').where({ id }).select('*');
    expect(JSON.stringify(rows)).to.not.include(secret);
    expect(outcome(await server.client.patch(`/users/${id}`, { tfa_secret: secret }))).to.equal('400 INVALID_PAYLOAD');
  });

  it('that a policy asks for is named in the token, and stays once it is there', async () => {
    const policy = (await server.client.post('/policies', { name: 'Careful', enforce_tfa: true })).body.data.id as string;
    await server.addUser('hal@example.com', { policies: [{ policy }] });
    expect(decodeJwt((await server.signIn('hal@example.com')).body.data.access_token)).to.include({ enforce_tfa: true });
    const { secret, post } = await somebody('ida@example.com', { policies: [{ policy }] });
    expect(outcome(await post('disable', { otp: otpOf(secret) }))).to.equal('403 FORBIDDEN');
    const { body } = await server.signIn('ida@example.com', password, { otp: otpOf(secret) });
    expect(decodeJwt(body.data.access_token)).to.not.have.property('enforce_tfa');
  });
});

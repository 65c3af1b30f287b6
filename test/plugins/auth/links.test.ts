import { expect } from 'chai';
import type { Mail } from 'jackfield';
import type { Client } from 'jackfield/testing';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { bearer, outcome, password, startAuthServer, type AuthServer } from './auth-server.js';

const config = {
  auth: { cacheSeconds: 0 },
  plugins: {
    auth: {
      resetUrls: ['https://app.test/reset', 'https://app.test/pages/'], inviteUrls: ['https://app.test/join'], registration: 'verified',
      verificationUrls: ['https://app.test/verify'],
    },
  },
};

const tokenIn = ({ url }: Mail): string => new URL(url).searchParams.get('token') ?? '';

describe('links that are mailed', () => {
  let database: TestDatabase;
  let server: AuthServer;
  before(async () => {
    database = await createDatabase('sqlite');
    server = await startAuthServer(database.url, config);
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });
  beforeEach(() => void server.mails.splice(0));

  const ask = (path: string, body: unknown) => server.anonymous.post(path, body);

  /** What is mailed after the answer. */
  async function mail(): Promise<Mail> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const first = server.mails.shift();
      if (first) return first;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('Nothing was mailed.');
  }

  describe('to reset a password', () => {
    it('are good once, and end all sessions', async () => {
      await server.addUser('forgetful@example.com');
      const session = (await server.signIn('forgetful@example.com')).body.data;
      expect(outcome(await ask('/auth/password/request', { email: 'Forgetful@example.com', reset_url: 'https://app.test/reset?from=mail' }))).to.equal('204');
      const sent = await mail();
      expect(sent).to.include({ to: 'forgetful@example.com', kind: 'password-reset' });
      expect(sent.url).to.match(/^https:\/\/app\.test\/reset\?from=mail&token=/);
      expect(sent.text).to.include(sent.url);

      const token = tokenIn(sent);
      const answers = await Promise.all([1, 2, 3].map((index) => ask('/auth/password/reset', { token, password: `new password ${index}` })));
      expect(answers.map(outcome).sort()).to.deep.equal(['204', '403 INVALID_TOKEN', '403 INVALID_TOKEN']);
      const taken = answers.findIndex(({ status }) => status === 204) + 1;
      expect(outcome(await server.signIn('forgetful@example.com'))).to.equal('401 INVALID_CREDENTIALS');
      expect(outcome(await server.signIn('forgetful@example.com', `new password ${taken}`))).to.equal('200');
      expect(await server.received(bearer(session.access_token))).to.equal('401 INVALID_CREDENTIALS');
      expect(outcome(await ask('/auth/refresh', { refresh_token: session.refresh_token }))).to.equal('401 INVALID_CREDENTIALS');
      expect(outcome(await ask('/auth/password/reset', { token, password }))).to.equal('403 INVALID_TOKEN');
    });

    it('are asked for by anybody, who learns nothing', async () => {
      await server.addUser('asleep@example.com', { status: 'suspended' });
      for (const email of ['nobody@example.com', 'asleep@example.com']) {
        expect(outcome(await ask('/auth/password/request', { email }))).to.equal('204');
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(server.mails).to.deep.equal([]);
    });

    it('fill nobody\'s mailbox', async () => {
      await server.addUser('popular@example.com');
      for (let index = 0; index < 3; index += 1) await ask('/auth/password/request', { email: 'popular@example.com' });
      await mail();
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(server.mails).to.deep.equal([]);
    });

    it('lead nowhere that is not listed', async () => {
      const urls = [
        'https://evil.test/reset', 'https://app.test/other', 'http://app.test/reset', 'https://app.test.evil.test/reset', 'https://app.test@evil.test/reset',
        '//app.test/reset', 'javascript:alert(1)', 'https://user:pass@app.test/reset', 'https://app.test:8443/reset', 'https://app.test/reset/..%2f',
        'https://app.test/pages/../other', 'x',
      ];
      for (const url of urls) {
        expect(outcome(await ask('/auth/password/request', { email: 'forgetful@example.com', reset_url: url })), url).to.equal('400 INVALID_PAYLOAD');
      }
      expect(outcome(await ask('/auth/password/request', { email: 'nobody@example.com', reset_url: 'https://app.test/pages/a/b' }))).to.equal('204');
    });

    it('are not made of other tokens', async () => {
      await server.addUser('careful@example.com');
      const { body } = await server.signIn('careful@example.com');
      for (const token of ['bad', body.data.access_token, body.data.refresh_token, 'eyJhbGciOiJub25lIn0.e30.']) {
        expect(outcome(await ask('/auth/password/reset', { token, password }))).to.equal('403 INVALID_TOKEN');
      }
      for (const bad of [{}, { token: 'x' }, { password: 'x' }, { token: 1, password }]) {
        expect(outcome(await ask('/auth/password/reset', bad))).to.equal('400 INVALID_PAYLOAD');
      }
      expect(outcome(await ask('/auth/password/request', { email: 'careful@example.com' }))).to.equal('204');
      const { url } = await mail();
      const token = new URL(url).searchParams.get('token');
      expect(outcome(await ask('/users/invite/accept', { token, password }))).to.equal('403 INVALID_TOKEN');
      expect(await server.received(bearer(token))).to.equal('403 INVALID_TOKEN');
    });

    it('are over in time', async () => {
      const short = await startAuthServer(database.url, { ...config, plugins: { auth: { ...config.plugins.auth, resetTtl: '1ms' } } });
      await short.addUser('late@example.com');
      await short.anonymous.post('/auth/password/request', { email: 'late@example.com' });
      while (short.mails.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise((resolve) => setTimeout(resolve, 1100));
      const answer = await short.anonymous.post('/auth/password/reset', { token: tokenIn(short.mails[0]!), password });
      expect(outcome(answer)).to.equal('401 TOKEN_EXPIRED');
      await short.stop();
    });
  });

  describe('to invite', () => {
    let role: string;
    before(async () => {
      role = (await server.client.post('/roles', { name: 'Readers' })).body.data.id as string;
    });

    it('let somebody in who chooses a password, once', async () => {
      expect(outcome(await server.client.post('/users/invite', { email: 'new@example.com', role, invite_url: 'https://app.test/join' }))).to.equal('204');
      const sent = await mail();
      expect(sent).to.include({ to: 'new@example.com', kind: 'user-invitation' });
      expect(outcome(await server.signIn('new@example.com'))).to.equal('401 INVALID_CREDENTIALS');
      const token = tokenIn(sent);
      expect(outcome(await ask('/users/invite/accept', { token, password: 'chosen by me' }))).to.equal('204');
      expect(outcome(await server.signIn('new@example.com', 'chosen by me'))).to.equal('200');
      expect(outcome(await ask('/users/invite/accept', { token, password: 'again' }))).to.equal('403 INVALID_TOKEN');
      const { body } = await server.client.get('/users', { filter: { email: { _eq: 'new@example.com' } }, fields: ['role', 'status'] });
      expect(body.data).to.deep.equal([{ role, status: 'active' }]);
    });

    it('go to several, again to who has not come yet, and not to who is there', async () => {
      await server.addUser('present@example.com');
      const emails = ['one@example.com', 'two@example.com', 'present@example.com'];
      expect(outcome(await server.client.post('/users/invite', { email: emails, role }))).to.equal('204');
      expect(server.mails.map(({ to }) => to)).to.deep.equal(['one@example.com', 'two@example.com']);
      expect(outcome(await server.client.post('/users/invite', { email: 'one@example.com', role }))).to.equal('204');
      expect(server.mails).to.have.length(3);
    });

    it('are sent by nobody who may not make users, whoever is there already', async () => {
      await server.addUser('plain@example.com', { token: 'the token of somebody plain' });
      const plain = server.anonymous.as('the token of somebody plain');
      for (const email of ['other@example.com', 'present@example.com', 'one@example.com']) {
        expect(outcome(await plain.post('/users/invite', { email, role }))).to.equal('403 FORBIDDEN');
        expect(outcome(await server.anonymous.post('/users/invite', { email, role }))).to.equal('403 FORBIDDEN');
      }
      expect(server.mails).to.deep.equal([]);
    });

    it('need an address and a role', async () => {
      for (const bad of [{}, { email: 'x', role }, { email: [], role }, { email: 'a@example.com' }, { email: ['a@example.com', 1], role }]) {
        expect(outcome(await server.client.post('/users/invite', bad))).to.equal('400 INVALID_PAYLOAD');
      }
      const elsewhere = { email: 'a@example.com', role, invite_url: 'https://evil.test' };
      expect(outcome(await server.client.post('/users/invite', elsewhere))).to.equal('400 INVALID_PAYLOAD');
    });
  });

  describe('to register', () => {
    it('let somebody in who reads the mail', async () => {
      const body = { email: 'fresh@example.com', password, first_name: 'Fresh' };
      expect(outcome(await ask('/users/register', body))).to.equal('204');
      const sent = await mail();
      expect(sent).to.include({ to: 'fresh@example.com', kind: 'user-registration' });
      expect(outcome(await server.signIn('fresh@example.com'))).to.equal('401 INVALID_CREDENTIALS');
      const verify = `/users/register/verify-email?token=${tokenIn(sent)}`;
      expect(outcome(await server.anonymous.get(verify))).to.equal('204');
      expect(outcome(await server.signIn('fresh@example.com'))).to.equal('200');
      expect(outcome(await server.anonymous.get(verify))).to.equal('403 INVALID_TOKEN');
    });

    it('say nothing of who is there already', async () => {
      await server.addUser('settled@example.com');
      expect(outcome(await ask('/users/register', { email: 'settled@example.com', password: 'another' }))).to.equal('204');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(server.mails).to.deep.equal([]);
      expect(outcome(await server.signIn('settled@example.com'))).to.equal('200');
    });

    it('are not sent unless it is configured', async () => {
      const closed = await startAuthServer(database.url);
      expect(outcome(await closed.anonymous.post('/users/register', { email: 'x@example.com', password }))).to.equal('403 FORBIDDEN');
      await closed.stop();
    });
  });

  describe('by GraphQL', () => {
    it('change a password', async () => {
      await server.addUser('absentminded@example.com');
      expect(await mutate(server.anonymous, 'auth_password_request(email: $email)', { email: 'absentminded@example.com' })).to.equal(true);
      const reset = { token: tokenIn(await mail()), password: 'chosen anew' };
      expect(await mutate(server.anonymous, 'auth_password_reset(token: $token, password: $password)', reset)).to.equal(true);
      expect(outcome(await server.signIn('absentminded@example.com', 'chosen anew'))).to.equal('200');
      expect(await mutate(server.anonymous, 'auth_password_reset(token: $token, password: $password)', reset)).to.equal('INVALID_TOKEN');
    });

    it('invite', async () => {
      const { body: { data: { id: role } } } = await server.client.post('/roles', { name: 'Guests' });
      expect(await mutate(server.client, 'users_invite(email: $email, role: $role)', { email: 'guest@example.com', role })).to.equal(true);
      const accepted = { token: tokenIn(await mail()), password: 'a guest of the house' };
      expect(await mutate(server.anonymous, 'users_invite_accept(token: $token, password: $password)', accepted)).to.equal(true);
      expect(outcome(await server.signIn('guest@example.com', 'a guest of the house'))).to.equal('200');
    });

    it('register', async () => {
      expect(await mutate(server.anonymous, 'users_register(email: $email, password: $password)', { email: 'newcomer@example.com', password })).to.equal(true);
      const token = { token: tokenIn(await mail()) };
      expect(outcome(await server.signIn('newcomer@example.com'))).to.equal('401 INVALID_CREDENTIALS');
      expect(await mutate(server.anonymous, 'users_register_verify(token: $token)', token)).to.equal(true);
      expect(outcome(await server.signIn('newcomer@example.com'))).to.equal('200');
      expect(await mutate(server.anonymous, 'users_register_verify(token: $token)', token)).to.equal('INVALID_TOKEN');
    });
  });
});

describe('a new password, or another status', () => {
  it('ends all sessions but the one by which it is given', async () => {
    const server = await startAuthServer(':memory:', { auth: { cacheSeconds: 0 } });
    const role = (await server.client.post('/roles', { name: 'Selves', policies: [{ policy: {
      name: 'Selves', permissions: ['read', 'update'].map((action) => ({
        collection: 'directus_users', action, fields: ['id', 'password'], permissions: { id: { _eq: '$CURRENT_USER' } },
      })),
    } }] })).body.data.id as string;
    const id = await server.addUser('changing@example.com', { role });
    const own = (await server.signIn('changing@example.com')).body.data;
    const other = (await server.signIn('changing@example.com')).body.data;
    const changed = await server.anonymous.patch(`/users/${id}`, { password: 'another one' }, bearer(own.access_token));
    expect(changed.status, changed.text).to.equal(200);
    expect(await server.received(bearer(own.access_token))).to.equal('403 FORBIDDEN');
    expect(await server.received(bearer(other.access_token))).to.equal('401 INVALID_CREDENTIALS');
    await server.client.patch(`/users/${id}`, { status: 'suspended' });
    await server.client.patch(`/users/${id}`, { status: 'active' });
    expect(await server.received(bearer(own.access_token))).to.equal('401 INVALID_CREDENTIALS');
    await server.stop();
  });
});

/** What a mutation whose variables are texts answers, or the code of its error. */
async function mutate(client: Client, mutation: string, variables: Readonly<Record<string, string>>): Promise<unknown> {
  const declared = Object.keys(variables).map((name) => `$${name}: String!`).join(', ');
  const { body } = await client.post('/graphql/system', { query: `mutation (${declared}) { done: ${mutation} }`, variables });
  return body.errors?.[0].extensions.code ?? body.data.done;
}

import { expect } from 'chai';
import { defineAuthStrategySuite } from 'jackfield/testing';
import { hasDirectoryServer, startDirectoryServer, type DirectoryServer } from '../../support/directory-server.js';
import { outcome, startAuthServer, type AuthServer } from '../auth/auth-server.js';

async function start(
  directory: DirectoryServer, options: object = {}, plugins: Parameters<typeof startAuthServer>[2] = [], log?: Parameters<typeof startAuthServer>[3],
): Promise<AuthServer> {
  const { url, bindDn, bindPassword, base } = directory;
  const server = await startAuthServer(':memory:', { auth: { cacheSeconds: 0 }, plugins: { 'auth-ldap': {
    url, bindDn, bindPassword, searchBase: base, groupAttribute: 'description', allowRegistration: true, roles: { editors: 'Editors' }, ...options,
  } } }, plugins, log);
  await server.client.post('/roles', { name: 'Editors' });
  return server;
}

if (!hasDirectoryServer) console.info('NOT RUN: signing in by LDAP, since OpenLDAP (slapd) is not installed.'); // oxlint-disable-line no-console
else {
  let directory: DirectoryServer | null = null;

  defineAuthStrategySuite({
    title: 'ldap',
    async start({ plugins, log }) {
      directory = await startDirectoryServer();
      return start(directory, {}, plugins, log);
    },
    stop: async () => directory?.stop(),
    login: {
      path: '/auth/login/ldap',
      valid: { identifier: 'alice', password: 'alice-password' },
      invalid: [
        { identifier: 'alice', password: 'bob-password' }, { identifier: 'nobody', password: 'alice-password' },
        { identifier: 'twin', password: 'twin-password' }, { identifier: 'a*', password: 'alice-password' },
        { identifier: '*)(uid=alice', password: 'alice-password' },
      ],
      incomplete: [{}, { identifier: 'alice' }, { identifier: 'alice', password: '' }, { identifier: '', password: 'x' }, { identifier: ['alice'], password: 'x' }],
    },
  });

  describe('signing in by LDAP', () => {
    let people: DirectoryServer;
    let server: AuthServer;
    before(async function () {
      this.timeout(60_000);
      people = await startDirectoryServer();
      server = await start(people);
    });
    after(async () => {
      await server?.stop();
      await people?.stop();
    });
    const signIn = (identifier: string, password: string) => server.anonymous.post('/auth/login/ldap', { identifier, password });

    it('makes users of people, with the role that their group gives', async () => {
      expect(outcome(await signIn('alice', 'alice-password'))).to.equal('200');
      expect(outcome(await signIn('ALICE', 'alice-password'))).to.equal('200');
      expect(outcome(await signIn('bob', 'bob-password'))).to.equal('200');
      const { body } = await server.client.get('/users', {
        filter: { provider: { _eq: 'ldap' } }, sort: ['email'], fields: ['email', 'external_identifier', 'first_name', 'last_name', 'role.name'],
      });
      expect(body.data).to.deep.equal([
        {
          email: 'alice@example.com', external_identifier: 'cn=alice,ou=people,dc=example,dc=com', first_name: 'alice First', last_name: 'alice Last',
          role: { name: 'Editors' },
        },
        {
          email: 'bob@example.com', external_identifier: 'cn=bob,ou=people,dc=example,dc=com', first_name: 'bob First', last_name: 'bob Last', role: null,
        },
      ]);
    });

    it('takes names as they are, whatever they would mean in a filter', async () => {
      expect(outcome(await signIn('carol (*)\\28', 'carol-password'))).to.equal('200');
    });

    it('lets nobody in by the password of our own account, nor by none', async () => {
      expect(outcome(await signIn('service', people.bindPassword))).to.equal('401 INVALID_CREDENTIALS');
      expect(outcome(await server.signIn('alice@example.com', 'alice-password'))).to.equal('401 INVALID_CREDENTIALS');
    });

    it('makes nobody a user unless it is configured', async () => {
      const closed = await start(people, { allowRegistration: false });
      expect(outcome(await closed.anonymous.post('/auth/login/ldap', { identifier: 'alice', password: 'alice-password' }))).to.equal('401 INVALID_CREDENTIALS');
      await closed.stop();
    });

    it('says that the directory cannot be asked, where it is away or does not know us', async () => {
      for (const options of [{ url: 'ldap://127.0.0.1:1', timeoutSeconds: 2 }, { bindPassword: 'wrong' }]) {
        const away = await start(people, options);
        const answer = await away.anonymous.post('/auth/login/ldap', { identifier: 'alice', password: 'alice-password' });
        expect(outcome(answer)).to.equal('503 SERVICE_UNAVAILABLE');
        expect(answer.text).to.not.match(/127\.0\.0\.1|cn=/);
        await away.stop();
      }
    });
  });
}

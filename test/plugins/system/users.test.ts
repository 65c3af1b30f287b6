import { expect } from 'chai';
import { definePlugin, type ItemsWritten, type Payload } from 'jackfield';
import { forEachSystem, refusal } from './system-server.js';

const payloads: Payload[] = [];
const events: ItemsWritten[] = [];

/** Notes what hooks are shown of users. */
const observer = definePlugin({
  name: 'observer',
  setup({ on }) {
    on('items.create', (payload) => void payloads.push(payload), { collection: 'directus_users' });
    on('items.update', (payload) => void payloads.push(payload), { collection: 'directus_users' });
    on('items.created', (event) => void events.push(event), { collection: 'directus_users' });
    on('items.updated', (event) => void events.push(event), { collection: 'directus_users' });
  },
});

forEachSystem('users', (system) => {
  it('begin with an administrator, their role and their policy', async () => {
    const { body } = await system.client.get('/users', { fields: 'email,first_name,last_name,status,password,token,role.name,role.policies.policy.name' });
    expect(body.data).to.deep.equal([{
      email: 'admin@example.com', first_name: 'Admin', last_name: 'User', status: 'active', password: '**********', token: '**********',
      role: { name: 'Administrator', policies: [{ policy: { name: 'Administrator' } }] },
    }]);
    expect((await system.client.get('/policies', { fields: 'admin_access,app_access' })).body.data)
      .to.deep.equal([{ admin_access: true, app_access: true }]);
  });

  it('are created, read, changed and deleted like items, under a path of their own', async () => {
    const { id, password, ...user } = await system.create('/users?fields=id,email,status,provider,password,first_name', {
      email: 'Crud@Example.com', password: 'crud-password', first_name: 'C',
    });
    expect(user).to.deep.equal({ email: 'crud@example.com', status: 'active', provider: 'default', first_name: 'C' });
    expect(password).to.equal('**********');
    expect((await system.client.patch(`/users/${id}?fields=first_name`, { first_name: 'D' })).body.data).to.deep.equal({ first_name: 'D' });
    expect((await system.client.search('/users', { query: { filter: { id: { _eq: id } }, fields: ['email'] } })).body.data)
      .to.deep.equal([{ email: 'crud@example.com' }]);
    expect((await system.client.delete(`/users/${id}`)).status).to.equal(204);
    expect(refusal(await system.client.get(`/users/${id}`))).to.equal('403 FORBIDDEN');
    expect(refusal(await system.client.get('/items/directus_users'))).to.equal('403 FORBIDDEN');
  });

  it('have an e-mail address that looks like one, and each their own', async () => {
    for (const email of ['not-an-email', 'a@', '@b', 'a@b..c', 'a b@c.d', 7]) {
      expect(refusal(await system.client.post('/users', { email }))).to.equal('400 FAILED_VALIDATION email email');
    }
    expect(refusal(await system.client.post('/users', { email: 'ADMIN@example.com' }))).to.equal('400 RECORD_NOT_UNIQUE email');
  });

  it('sign in by a static token, which is stored as a hash, until they are suspended or the token is taken back', async () => {
    const { id } = await system.create('/users', { email: 'token@example.com', token: 'a-static-token-of-a-user' });
    const holder = system.server.client.as('a-static-token-of-a-user');
    expect((await holder.get('/server/ping')).status).to.equal(200);
    const users = system.server.kernel.registry.get('users');
    expect(await users.identifyByToken('a-static-token-of-a-user', '127.0.0.1')).to.deep.include({ user: id, admin: false, policies: [] });
    const [row] = await system.server.kernel.registry.get('system').table('jackfield_users').where({ id }).select('token');
    expect(row?.['token']).to.match(/^[0-9a-f]{64}$/);

    await system.client.patch(`/users/${id}`, { status: 'suspended' });
    expect(refusal(await holder.get('/server/ping'))).to.equal('401 INVALID_CREDENTIALS');
    await system.client.patch(`/users/${id}`, { status: 'active' });
    expect((await holder.get('/server/ping')).status).to.equal(200);
    await system.client.patch(`/users/${id}`, { token: null });
    expect(refusal(await holder.get('/server/ping'))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('are refused from addresses that are not in their list', async () => {
    const token = 'token-of-a-user-with-addresses';
    const { id } = await system.create('/users', { email: 'address@example.com', token, ip_access: ['10.0.0.0/8', '2001:db8::/32'] });
    const users = system.server.kernel.registry.get('users');
    expect(refusal(await system.client.as(token).get('/server/ping'))).to.equal('401 INVALID_IP');
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1']) {
      expect(await users.identifyByToken(token, address)).to.deep.include({ user: id });
    }
    for (const list of [['10.0.0.0/33'], ['nowhere'], [7], 7]) {
      expect(refusal(await system.client.patch(`/users/${id}`, { ip_access: list }))).to.equal('400 FAILED_VALIDATION ip_access address');
    }
  });

  it('tell nothing of their secrets: no filter, order, group, function or search speaks about them', async () => {
    for (const secret of ['password', 'token', 'tfa_secret']) {
      const attempts = [
        { filter: { [secret]: { _nnull: true } } }, { filter: { [secret]: { _starts_with: '$argon2' } } }, { sort: secret },
        { aggregate: { count: secret } }, { aggregate: { max: secret } }, { groupBy: secret }, { filter: { role: { users: { [secret]: { _nnull: true } } } } },
      ];
      for (const query of attempts) expect(refusal(await system.client.get('/users', query)), JSON.stringify(query)).to.equal('403 FORBIDDEN');
      expect(refusal(await system.client.get('/roles', { sort: `users.${secret}` }))).to.equal('403 FORBIDDEN');
      expect((await system.client.get('/users', { fields: `alias`, alias: { alias: secret } })).text).not.to.match(/argon2|[0-9a-f]{64}/);
    }
    expect((await system.client.get('/users', { search: '$argon2id' })).body.data).to.deep.equal([]);
    expect((await system.client.get('/users', { export: 'csv', fields: 'password,token' })).text).not.to.match(/argon2|[0-9a-f]{64}/);
  });

  it('keep their secrets from hooks and from what is told after a write', async () => {
    payloads.splice(0);
    events.splice(0);
    const { id } = await system.create('/users', { email: 'hooked@example.com', password: 'a-password', token: 'a-token-to-be-hashed' });
    await system.client.patch(`/users/${id}`, { title: 'T', password: 'another-password' });
    expect(payloads).to.deep.equal([{ email: 'hooked@example.com' }, { title: 'T' }]);
    expect(events.flatMap(({ items }) => items.map(({ payload }) => payload))).to.deep.equal([{ email: 'hooked@example.com' }, { title: 'T' }]);
    const [row] = await system.server.kernel.registry.get('system').table('jackfield_users').where({ id }).select('password', 'token');
    expect(row?.['password']).to.match(/^\$argon2id\$/);
  });

  it('cannot be given a second factor by others, nor an empty password', async () => {
    const { id } = await system.create('/users', { email: 'factor@example.com' });
    expect(refusal(await system.client.patch(`/users/${id}`, { tfa_secret: 'JBSWY3DPEHPK3PXP' }))).to.equal('400 INVALID_PAYLOAD tfa_secret');
    for (const password of ['', 7, 'x'.repeat(600)]) {
      expect(refusal(await system.client.patch(`/users/${id}`, { password }))).to.equal('400 FAILED_VALIDATION password length');
    }
  });

  it('lose their role when it is deleted, and are suspended until somebody has looked', async () => {
    const role = await system.create('/roles', { name: 'Editors', users: { create: [{ email: 'editor@example.com' }], update: [], delete: [] } });
    expect((await system.client.delete(`/roles/${role.id}`)).status).to.equal(204);
    expect((await system.client.get('/users', { fields: 'role,status', filter: { email: 'editor@example.com' } })).body.data)
      .to.deep.equal([{ role: null, status: 'suspended' }]);
  });

  it('lose a policy that is no longer listed: the row that gave it to them is deleted', async () => {
    const policy = await system.create('/policies', { name: 'Readers' });
    const user = await system.create('/users', { email: 'reader@example.com', policies: [{ policy: policy.id }] });
    expect(user['policies']).to.have.length(1);
    await system.client.patch(`/users/${user.id}`, { policies: [] });
    expect((await system.client.get('/access', { filter: { policy: policy.id } })).body.data).to.deep.equal([]);
  });

  it('have roles that are never above themselves', async () => {
    const upper = await system.create('/roles', { name: 'Upper' });
    const lower = await system.create('/roles', { name: 'Lower', parent: upper.id });
    expect(refusal(await system.client.patch(`/roles/${upper.id}`, { parent: lower.id }))).to.equal('400 FAILED_VALIDATION parent cycle');
    const ways = [
      { parent: upper.id }, { parent: { id: lower.id } }, { parent: lower.id.toUpperCase() }, { parent: { name: 'Between', parent: lower.id } },
    ];
    for (const way of ways) expect(refusal(await system.client.patch(`/roles/${upper.id}`, way))).to.equal('400 FAILED_VALIDATION parent cycle');
    expect(refusal(await system.client.patch(`/roles/${lower.id}`, { children: [upper.id] }))).to.equal('400 FAILED_VALIDATION parent cycle');
  });
}, { plugins: [observer] });

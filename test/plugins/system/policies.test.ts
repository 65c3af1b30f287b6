import { expect } from 'chai';
import { forEachSystem, refusal } from './system-server.js';

const script = 'create table notes (id integer primary key, body varchar(50), place varchar(50)); '
  + "insert into notes (id, body, place) values (1, 'one', 'Rome'), (2, 'two', 'Oslo')";

/** A permission to read notes. */
const read = (fields: readonly string[], permissions: unknown = null) => ({ collection: 'notes', action: 'read', fields, permissions });

/** A permission to create notes of a place. */
const creating = (place: string) => ({ collection: 'notes', action: 'create', fields: ['id'], presets: { place } });

forEachSystem('policies', (system) => {
  it('hold for the users of a role, of the roles above it, and for a user alone', async () => {
    const above = await system.create('/roles', {
      name: 'All', policies: [{ policy: { name: 'Numbers', permissions: [read(['id'])] } }],
    });
    const role = await system.create('/roles', { name: 'Some', parent: above.id });
    const token = 'token-of-a-user-of-a-nested-role';
    const user = await system.create('/users', { email: 'nested@example.com', token, role: role.id });
    const client = system.client.as(token);
    expect((await client.get('/items/notes')).body.data).to.deep.equal([{ id: 1 }, { id: 2 }]);
    await system.client.patch(`/users/${user.id}`, { policies: [{ policy: { name: 'Texts', permissions: [read(['body'])] } }] });
    expect((await client.get('/items/notes')).body.data).to.deep.equal([{ id: 1, body: 'one' }, { id: 2, body: 'two' }]);
  });

  it('of the public hold for whoever sends no credential, and for users without a role', async () => {
    const everybody = await system.create('/access', { policy: { name: 'Everybody', permissions: [read(['id'])] } });
    const role = await system.create('/roles', { name: 'Nothing' });
    await system.create('/users', { email: 'without@example.com', token: 'token-of-a-user-without-a-role' });
    await system.create('/users', { email: 'with@example.com', token: 'token-of-a-user-with-a-role', role: role.id });
    const statusOf = async (token: string | null) => (await system.client.as(token).get('/items/notes')).status;
    expect([await statusOf(null), await statusOf('token-of-a-user-without-a-role'), await statusOf('token-of-a-user-with-a-role')])
      .to.deep.equal([200, 200, 403]);
    await system.client.delete(`/access/${everybody.id}`);
    expect([await statusOf(null), await statusOf('token-of-a-user-without-a-role')]).to.deep.equal([403, 403]);
  });

  it('tell of the presets that are applied', async () => {
    const policies = await Promise.all(['Rome', 'Oslo', 'Bonn'].map((place) => system.create('/policies', { name: place, permissions: [creating(place), read(['*'])] })));
    for (const [index, given] of [policies, policies.toReversed()].entries()) {
      const token = `token-of-a-user-with-presets-${index}`;
      await system.create('/users', { email: `presets${index}@example.com`, token, policies: given.map(({ id }) => ({ policy: id })) });
      const client = system.client.as(token);
      const { body: { data } } = await client.get('/permissions/me');
      const { body: { data: made } } = await client.post('/items/notes', { id: 10 + index });
      expect(data.notes.create.presets).to.deep.equal({ place: made.place });
      await system.client.delete(`/items/notes/${10 + index}`);
    }
  });

  it('hold at once when they change', async () => {
    const token = 'token-of-a-user-whose-policy-changes';
    const policy = await system.create('/policies', { name: 'Changing', permissions: [read(['*'])] });
    await system.create('/users', { email: 'changing@example.com', token, policies: [{ policy: policy.id }] });
    const client = system.client.as(token);
    expect((await client.get('/items/notes/1')).status).to.equal(200);
    const [permission] = policy['permissions'] as readonly number[];
    await system.client.patch(`/permissions/${permission}`, { permissions: { id: { _eq: 2 } } });
    expect(refusal(await client.get('/items/notes/1'))).to.equal('403 FORBIDDEN');
    expect((await client.get('/items/notes/2')).status).to.equal(200);
    await system.client.delete(`/policies/${policy.id}`);
    expect(refusal(await client.get('/items/notes/2'))).to.equal('403 FORBIDDEN');
  });

  it('may ask what is known of the user', async () => {
    const token = 'token-of-a-user-who-lives-in-oslo';
    const rule = { place: { _eq: '$CURRENT_USER.location' }, body: { _neq: '$CURRENT_USER.role.name' } };
    await system.create('/users', {
      email: 'oslo@example.com', token, location: 'Oslo', role: { name: 'one', policies: [{ policy: { name: 'At home', permissions: [read(['*'], rule)] } }] },
    });
    expect((await system.client.as(token).get('/items/notes', { fields: 'id' })).body.data).to.deep.equal([{ id: 2 }]);
  });

  it('cannot ask for what users do not have', async () => {
    for (const rule of [{ place: { _eq: '$CURRENT_USER.town' } }, { place: { _eq: '$CURRENT_USER.role.town.name' } }, { place: { _eq: '$CURRENT_USER.constructor' } }]) {
      const { status, body } = await system.client.post('/policies', { name: 'Strange', permissions: [read(['*'], rule)] });
      expect([status, body.errors[0].extensions.code]).to.deep.equal([400, 'FAILED_VALIDATION']);
    }
  });

  it('keep nobody out where the tables hold such a rule all the same', async () => {
    const token = 'token-of-a-user-with-a-strange-rule';
    const user = await system.create('/users', { email: 'strange@example.com', token, policies: [{ policy: { name: 'Strange', permissions: [read(['*'])] } }] });
    const tables = system.server.kernel.registry.get('system');
    const { body: { data: [permission] } } = await system.client.get('/permissions', { fields: 'id', filter: { policy: { name: 'Strange' } } });
    await tables.table('jackfield_permissions').where({ id: permission.id })
      .update({ permissions: JSON.stringify({ place: { _eq: '$CURRENT_USER.town' } }) });
    await tables.changed();
    expect((await system.client.as(token).get('/items/notes', { fields: 'id' })).body.data).to.deep.equal([]);
    expect((await system.client.get('/users/me')).status).to.equal(200);
    await system.client.delete(`/users/${user.id}`);
  });

  it('are not applied from other addresses', async () => {
    const token = 'token-of-a-user-whose-policy-is-elsewhere';
    await system.create('/users', {
      email: 'elsewhere@example.com', token,
      policies: [{ policy: { name: 'Elsewhere', ip_access: ['10.0.0.0/8'], admin_access: true } }],
    });
    expect(refusal(await system.client.as(token).get('/items/notes'))).to.equal('403 FORBIDDEN');
    const users = system.server.kernel.registry.get('users');
    expect(await users.identifyByToken(token, '10.1.1.1')).to.deep.include({ admin: true });
    expect(await users.identifyByToken(token, '11.1.1.1')).to.deep.include({ admin: false, policies: [] });
  });

  it('of nobody in particular are everybody\'s', async () => {
    const { anonymous } = system.server;
    expect(refusal(await anonymous.get('/items/notes'))).to.equal('403 FORBIDDEN');
    const access = await system.create('/access', { policy: { name: 'Public', permissions: [read(['body'])] } });
    expect((await anonymous.get('/items/notes')).body.data).to.deep.equal([{ body: 'one' }, { body: 'two' }]);
    await system.client.delete(`/access/${access.id}`);
    expect(refusal(await anonymous.get('/items/notes'))).to.equal('403 FORBIDDEN');
  });
}, { script });

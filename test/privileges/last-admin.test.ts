import { expect } from 'chai';
import type { Answer, Client } from 'jackfield/testing';
import { refusal } from '../plugins/system/system-server.js';
import { forEachPrivileges, type Administration } from './privileges-server.js';

type Ending = readonly [string, (client: Client, admin: Administration) => Promise<Answer>];

/** Ways to be left without an administrator. */
const endings: readonly Ending[] = [
  ['suspending', (client, { user }) => client.patch(`/users/${user}`, { status: 'suspended' })],
  ['suspending by keys', (client, { user }) => client.patch('/users', { keys: [user], data: { status: 'archived' } })],
  ['suspending everybody', (client) => client.patch('/users', { query: { limit: -1 }, data: { status: 'suspended' } })],
  ['suspending oneself', (client) => client.patch('/users/me', { status: 'draft' })],
  ['demoting', (client, { user }) => client.patch(`/users/${user}`, { role: null })],
  ['demoting to a new role', (client, { user }) => client.patch(`/users/${user}`, { role: { name: 'Nothing' } })],
  ['moving to another role', (client, { role, user }) => client.patch(`/roles/${role}`, { users: { delete: [user] } })],
  ['deleting', (client, { user }) => client.delete(`/users/${user}`)],
  ['deleting everybody', (client) => client.delete('/users', { query: { limit: -1 } })],
  ['taking the policy from the role', (client, { role }) => client.patch(`/roles/${role}`, { policies: [] })],
  ['deleting the row that gives it', (client, { access }) => client.delete(`/access/${access}`)],
  ['turning the row to another policy', (client, { access }) => client.patch(`/access/${access}`, { policy: { name: 'Nothing' } })],
  ['turning the row to another role', (client, { access }) => client.patch(`/access/${access}`, { role: { name: 'Nobody' } })],
  ['taking admin access from the policy', (client, { policy }) => client.patch(`/policies/${policy}`, { admin_access: false })],
  ['deleting the policy', (client, { policy }) => client.delete(`/policies/${policy}`)],
  ['deleting the role', (client, { role }) => client.delete(`/roles/${role}`)],
];

forEachPrivileges('the last administrator', (world) => {
  for (const [title, end] of endings) {
    it(`stays one, whatever is tried: ${title}`, async () => {
      const before = await world.administration();
      expect(refusal(await end(world.client, world.admin))).to.equal('422 UNPROCESSABLE_ENTITY');
      expect(await world.administration()).to.equal(before);
    });
  }

  it('may go when there is another one', async () => {
    const { client, admin } = world;
    const second = await world.create('/users', { email: 'second@example.com', policies: [{ policy: { name: 'Second', admin_access: true } }] });
    expect((await client.patch(`/users/${admin.user}`, { status: 'suspended' })).status).to.equal(200);
    expect(refusal(await client.delete(`/users/${second.id}`))).to.equal('422 UNPROCESSABLE_ENTITY');
    expect((await client.patch(`/users/${admin.user}`, { status: 'active' })).status).to.equal(200);
    expect((await client.delete(`/users/${second.id}`)).status).to.equal(204);
  });

  it('counts as one by a role above their own', async () => {
    const { client, admin } = world;
    const below = await world.create('/roles', { name: 'Below', parent: admin.role });
    expect((await client.patch(`/users/${admin.user}`, { role: below.id })).status).to.equal(200);
    expect(refusal(await client.patch(`/roles/${below.id}`, { parent: null }))).to.equal('422 UNPROCESSABLE_ENTITY');
    expect((await client.patch(`/users/${admin.user}`, { role: admin.role })).status).to.equal(200);
  });

  it('is left when two take each other down at the same moment', async () => {
    const { client, admin } = world;
    const second = await world.create('/users', { email: 'other@example.com', role: admin.role });
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all([admin.user, second.id].map((user) => client.patch(`/users/${user}`, { status: 'suspended' })));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([200, 422]);
      await client.patch('/users', { keys: [admin.user, second.id], data: { status: 'active' } });
    }
    expect((await client.delete(`/users/${second.id}`)).status).to.equal(204);
  });

  it('is never everybody', async () => {
    const { client, admin } = world;
    expect(refusal(await client.post('/access', { policy: admin.policy }))).to.equal('422 UNPROCESSABLE_ENTITY');
    const everybodys = await world.create('/policies', { name: 'Everybody\'s' });
    const row = await world.create('/access', { policy: everybodys.id });
    expect(refusal(await client.patch(`/policies/${everybodys.id}`, { admin_access: true }))).to.equal('422 UNPROCESSABLE_ENTITY');
    expect((await client.delete(`/access/${row.id}`)).status).to.equal(204);
    expect((await client.get('/users', { filter: { id: { _eq: admin.user } } })).body.data).to.have.lengthOf(1);
  });
});

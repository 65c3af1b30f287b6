import { expect } from 'chai';
import { attack, attacks } from './attempts.js';
import { byGraphql, Untranslatable } from './by-graphql.js';
import { forEachPrivileges, secrets } from './privileges-server.js';

forEachPrivileges('somebody without admin access', (world) => {
  for (const [who, name] of [['who may write everything', 'delegate'], ['who may write policies', 'keeper']] as const) {
    const attempts = attacks[name];
    const staysAsItWas = async (before: string): Promise<void> => {
      const self = world[name];
      expect(await world.administration()).to.equal(before);
      expect((await self.client.get('/policies/me/globals')).body.data).to.deep.equal({ app_access: false, admin_access: false, enforce_tfa: false });
      expect((await self.client.get('/users/me', { fields: 'id,role' })).body.data).to.include({ id: self.user });
      expect((await world.client.as(secrets.token).get('/users', { fields: 'id', limit: 1 })).status).to.equal(200);
    };

    it(`gains nothing, ${who}`, async () => {
      const before = await world.administration();
      for (const each of attempts) await attack(world, world[name], world[name].client, each);
      await staysAsItWas(before);
    }).timeout(300_000);

    it(`gains nothing by GraphQL, ${who}`, async () => {
      const before = await world.administration();
      const answered: string[] = [];
      for (const each of attempts) {
        try {
          answered.push(await attack(world, world[name], byGraphql(world[name].client), each));
        } catch (error) {
          if (!(error instanceof Untranslatable)) throw error;
        }
      }
      await staysAsItWas(before);
      // Most are refused for what they want, not for how they are written.
      expect(answered.length).to.be.above(attempts.length * 0.8);
      expect(answered.filter((code) => code !== 'GRAPHQL_VALIDATION').length).to.be.above(answered.length * 0.6);
    }).timeout(300_000);
  }

  it('still does what they were let', async () => {
    const { delegate, client } = world;
    const role = await delegate.client.post('/roles', { name: 'Editors', policies: [{ policy: { name: 'Editing', permissions: [
      { collection: 'directus_settings', action: 'read', fields: ['project_name'] },
    ] } }] });
    expect(role.status, role.text).to.equal(200);
    const made = await delegate.client.post('/users', { email: 'editor@example.com', role: role.body.data.id, token: 'token-of-an-editor' });
    expect(made.status, made.text).to.equal(200);
    expect((await client.as('token-of-an-editor').get('/settings')).body.data).to.deep.equal({ project_name: 'Jackfield' });
    expect((await delegate.client.patch(`/users/${made.body.data.id}`, { password: 'another-password', status: 'suspended' })).status).to.equal(200);
    expect((await delegate.client.delete(`/users/${made.body.data.id}`)).status).to.equal(204);
    expect((await delegate.client.patch(`/policies/${delegate.policy}`, { description: 'What delegates may do.' })).status).to.equal(200);
    expect((await delegate.client.delete(`/roles/${role.body.data.id}`)).status).to.equal(204);
  });
}, { hasSecond: true });

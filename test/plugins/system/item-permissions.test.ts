import { expect } from 'chai';
import { forEachSystem } from './system-server.js';

const script = `
  create table notes (id integer primary key, body varchar(50), owner char(36), is_locked integer);
  create table slots (room varchar(10), number integer, owner char(36), primary key (room, number));
`;

const token = 'token-of-somebody-who-asks';

forEachSystem('what may be done with one item', (system) => {
  let user = '';
  before(async function () {
    this.timeout(60_000);
    ({ id: user } = await system.create('/users', { email: 'ada@example.com', token, policies: [{ policy: { name: 'Notes', permissions: [
      { collection: 'notes', action: 'update', fields: ['body'], permissions: { owner: { _eq: '$CURRENT_USER' } }, presets: { owner: '$CURRENT_USER' } },
      { collection: 'notes', action: 'update', fields: ['is_locked'], permissions: { is_locked: { _eq: 0 } } },
      { collection: 'notes', action: 'delete', permissions: { is_locked: { _eq: 0 } } },
      { collection: 'directus_settings', action: 'update', fields: ['project_name', 'project_url'], presets: { project_name: 'P' } },
      { collection: 'slots', action: 'update', fields: ['*'], permissions: { owner: { _eq: '$CURRENT_USER' } } },
    ] } }] }));
    await system.client.post('/items/notes', [
      { id: 1, owner: user, is_locked: 1 }, { id: 2, owner: null, is_locked: 0 }, { id: 3, owner: user, is_locked: 0 }, { id: 4, owner: null, is_locked: 1 },
    ]);
    await system.client.post('/items/slots', { room: 'a,b', number: 7, owner: user });
  });

  const ask = async (path: string) => (await system.client.as(token).get(`/permissions/me/${path}`)).body.data;
  const no = { access: false };
  const yes = { access: true };

  it('is what the rules say that speak about it', async () => {
    expect(await ask('notes/1')).to.deep.equal({ update: yes, delete: no, share: no });
    expect(await ask('notes/2')).to.deep.equal({ update: yes, delete: yes, share: no });
    expect(await ask('notes/3')).to.deep.equal({ update: yes, delete: yes, share: no });
    expect(await ask('slots/a%2Cb,7')).to.deep.equal({ update: yes, delete: no, share: no });
    expect(await ask('notes')).to.deep.equal({ update: yes, delete: yes, share: no });
  });

  it('is told of a singleton with the fields and presets of a change', async () => {
    expect(await ask('directus_settings')).to.deep.equal({
      update: { access: true, presets: { project_name: 'P' }, fields: ['project_name', 'project_url'] }, delete: no, share: no,
    });
  });

  it('is nothing, alike for what is closed and what is not there', async () => {
    for (const path of ['notes/4', 'notes/5', 'notes/x', 'slots/a', 'nothing/1', 'directus_users/1', 'constructor/1', 'notes/1%00']) {
      expect(await ask(path), path).to.deep.equal({ update: no, delete: no, share: no });
    }
  });

  it('is everything for administrators, and nobody else is asked who sends no credential', async () => {
    for (const path of ['notes/4', 'directus_settings', 'nothing/1']) {
      expect((await system.client.get(`/permissions/me/${path}`)).body.data, path).to.deep.equal({ update: yes, delete: yes, share: yes });
    }
    expect((await system.server.anonymous.get('/permissions/me/notes/1')).status).to.equal(403);
  });

  it('is asked under a path of its own, and what is not served answers with the path that was sent', async () => {
    const { status, body } = await system.client.post('/settings', { project_name: 'x' });
    expect([status, body.errors[0].extensions]).to.deep.equal([404, { code: 'ROUTE_NOT_FOUND', path: '/settings' }]);
  });
}, { script });

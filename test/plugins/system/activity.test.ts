import { expect } from 'chai';
import { forEachSystem, refusal } from './system-server.js';

const script = 'create table notes (id integer primary key, body varchar(50)); create table drafts (id integer primary key)';

forEachSystem('what users write', (system) => {
  const activity = async (query: Readonly<Record<string, unknown>>) =>
    (await system.client.get('/activity', { sort: 'id', fields: 'action,collection,item,user.email,ip,revisions.delta', ...query })).body.data;

  it('is noted with who did it, and what was written', async () => {
    await system.client.post('/items/notes', [{ id: 1, body: 'one' }, { id: 2, body: 'two' }], { 'User-Agent': 'a test' });
    await system.client.patch('/items/notes', { keys: [1, 2], data: { body: 'changed' } });
    await system.client.delete('/items/notes/1');
    const by = { collection: 'notes', user: { email: 'admin@example.com' }, ip: '127.0.0.1' };
    expect(await activity({ filter: { collection: 'notes' } })).to.deep.equal([
      { action: 'create', ...by, item: '1', revisions: [{ delta: { id: 1, body: 'one' } }] },
      { action: 'create', ...by, item: '2', revisions: [{ delta: { id: 2, body: 'two' } }] },
      { action: 'update', ...by, item: '1', revisions: [{ delta: { body: 'changed' } }] },
      { action: 'update', ...by, item: '2', revisions: [{ delta: { body: 'changed' } }] },
      { action: 'delete', ...by, item: '1', revisions: [] },
    ]);
    const [first] = await activity({ fields: 'timestamp,user_agent', limit: 1 });
    expect(first.user_agent).to.equal('a test');
    expect(Date.now() - Date.parse(first.timestamp)).to.be.within(0, 60_000);
  });

  it('is not noted where it was refused', async () => {
    expect(refusal(await system.client.post('/items/notes', [{ id: 8 }, { id: 2 }]))).to.equal('400 RECORD_NOT_UNIQUE id');
    expect(await activity({ filter: { collection: 'notes', item: '8' } })).to.deep.equal([]);
  });

  it('never holds a secret', async () => {
    const { id } = await system.create('/users', { email: 'noted@example.com', password: 'a-secret-password', token: 'a-secret-static-token' });
    expect(await activity({ filter: { collection: 'directus_users', item: id }, fields: 'revisions.data,revisions.delta' }))
      .to.deep.equal([{ revisions: [{ data: { email: 'noted@example.com' }, delta: { email: 'noted@example.com' } }] }]);
  });

  it('is not noted of collections that are left out', async () => {
    await system.client.post('/items/drafts', { id: 1 });
    expect(await activity({ filter: { collection: 'drafts' } })).to.deep.equal([]);
  });
}, { script, config: { plugins: { system: { activity: { exclude: ['drafts'] } } } } });

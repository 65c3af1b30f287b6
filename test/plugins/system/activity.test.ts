import { expect } from 'chai';
import { createOwnRead } from 'jackfield';
import { startServer } from 'jackfield/testing';
import { deleteActivity } from '../../../plugins/system/old-activity.js';
import { until } from '../../support/until.js';
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

forEachSystem('signing in', (system) => {
  const logins = async () => (await system.client.get('/activity', {
    sort: 'id', fields: 'action,collection,item,user,ip,user_agent,origin,revisions', filter: { action: 'login' },
  })).body.data;
  const signIn = async (password: string): Promise<number> => (await system.server.anonymous.post(
    '/auth/login', { email: 'ada@example.com', password }, { 'User-Agent': 'a test', 'Origin': 'https://app.example.com' },
  )).status;

  it('is noted with address, user agent and origin, where somebody came in', async () => {
    const { id } = await system.create('/users', { email: 'ada@example.com', password: 'a password' });
    expect(await signIn('another password')).to.equal(401);
    expect(await logins()).to.deep.equal([]);
    expect(await signIn('a password')).to.equal(200);
    expect(await logins()).to.deep.equal([{
      action: 'login', collection: 'directus_users', item: id, user: id, ip: '127.0.0.1', user_agent: 'a test', origin: 'https://app.example.com', revisions: [],
    }]);
  });

  it('tells nobody of the token', async () => {
    const { text } = await system.client.get('/activity', { fields: '*' });
    expect(text).not.to.match(/eyJ|password/);
  });
});

forEachSystem('what was noted', (system) => {
  it('is kept for the days that are configured, revisions too', async function () {
    this.timeout(60_000);
    const { registry } = system.server.kernel;
    const read = createOwnRead({
      database: registry.get('system').database, schema: registry.get('schema'), limits: registry.get('config').query, hooks: registry.hooks,
    });
    const left = async () => (await system.client.get('/activity', { sort: 'id', fields: 'item', filter: { collection: 'notes' } })).body.data;
    await system.client.post('/items/notes', { id: 1 });
    await new Promise((resolve) => void setTimeout(resolve, 20));
    const between = new Date();
    await system.client.post('/items/notes', { id: 2 });
    await deleteActivity(new Date(between.getTime() - 60_000), registry.get('system'), read);
    expect(await left()).to.deep.equal([{ item: '1' }, { item: '2' }]);
    await deleteActivity(between, registry.get('system'), read);
    expect(await left()).to.deep.equal([{ item: '2' }]);
    expect((await system.client.get('/revisions', { fields: 'item' })).body.data).to.deep.equal([{ item: '2' }]);
  });

  it('is looked through when the server starts', async function () {
    this.timeout(60_000);
    await system.server.kernel.registry.get('system').table('jackfield_activity').update({ timestamp: '2000-01-01 00:00:00' });
    const another = await startServer({ database: { url: system.database.url }, plugins: { system: { activity: { keepDays: 30 } } } });
    await until('old notes are gone', async () => (await system.client.get('/activity')).body.data.length === 0);
    await another.stop();
  });
}, { script });

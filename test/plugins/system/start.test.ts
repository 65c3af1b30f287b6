import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { createDatabase, availableDialects, guardCatalog, type TestDatabase } from '../../support/databases.js';
import { refusal } from './system-server.js';

const script = 'create table notes (id integer primary key, body varchar(50), owner char(36)); '
  + "insert into notes (id, body) values (1, 'one')";

function startOn({ url }: Pick<TestDatabase, 'url'>, more: Parameters<typeof startServer>[0] = {}): Promise<TestServer> {
  return startServer({ ...more, database: { url, ...more.database }, plugins: { system: {} } });
}

describe('tables of our own', () => {
  for (const dialect of availableDialects) {
    it(`are made once by servers that start together, and left alone by later starts (${dialect})`, async function () {
      this.timeout(120_000);
      const database = await createDatabase(dialect, script);
      try {
        const servers = await Promise.all([1, 2, 3, 4].map(() => startOn(database)));
        const users = await Promise.all(servers.map(async ({ client }) => (await client.get('/users')).body.data));
        expect(users[0]).to.have.length(1);
        for (const each of users) expect(each).to.deep.equal(users[0]);
        await Promise.all(servers.map((server) => server.stop()));

        const guarded = await guardCatalog(database);
        const again = await startOn(database, { admin: { email: 'other@example.com', token: 'another-token-of-the-administrator' } });
        const me = await again.kernel.registry.get('users').identifyByToken('another-token-of-the-administrator', '127.0.0.1');
        expect(me?.user).to.equal(users[0][0].id);
        expect((await again.client.get('/users')).body.data).to.deep.equal(users[0]);
        await again.stop();
        await guarded.drop();
      } catch (error) {
        await database.drop().catch(() => undefined);
        throw error;
      }
    });
  }

  it('make way for what the database has under their names', async () => {
    const database = await createDatabase('sqlite', 'create table directus_users (id integer primary key, email text); '
      + "insert into directus_users values (1, 'old@example.com')");
    const server = await startOn(database);
    expect((await server.client.get('/items/mirrored_directus_users')).body.data).to.deep.equal([{ id: 1, email: 'old@example.com' }]);
    expect((await server.client.get('/users', { fields: 'email' })).body.data).to.deep.equal([{ email: 'admin@example.com' }]);
    await server.stop();
    await database.drop();
  });

  it('are there whatever the mirror leaves out, and the owner\'s tables that refer to users have relations both ways', async () => {
    const database = await createDatabase('sqlite', script);
    await (await startOn(database)).stop();
    await database.run('create table tasks (id integer primary key, title text, owner char(36) references jackfield_users (id))');
    const server = await startOn(database, { mirror: { include: ['tasks'], relations: { 'directus_users.tasks': 'tasks.owner' } } });
    const [{ id }] = (await server.client.get('/users')).body.data;
    expect((await server.client.post('/items/tasks?fields=title,owner.email', { id: 1, title: 'T', owner: id })).body.data)
      .to.deep.equal({ title: 'T', owner: { email: 'admin@example.com' } });
    expect((await server.client.get('/users', { fields: 'email,tasks.title' })).body.data)
      .to.deep.equal([{ email: 'admin@example.com', tasks: [{ title: 'T' }] }]);
    await server.stop();
    await database.drop();
  });
});

describe('a login that may only SELECT', () => {
  let database: TestDatabase;
  let reader: string;
  let folder: string;
  let server: TestServer | null = null;

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'jackfield-system-'));
    database = await guardCatalog(await createDatabase('postgres', script));
    const url = new URL(database.url);
    const login = `reader_${url.pathname.slice(1)}`;
    await database.run(`create role ${login} login password 'reader'; revoke create on schema public from public; grant select on notes to ${login};`);
    url.username = login;
    url.password = 'reader';
    reader = url.href;
  });
  after(async () => {
    await server?.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is told where else our own tables can be', async () => {
    const error = await startOn({ url: reader }).then(() => null, (thrown: unknown) => thrown as Error);
    expect(error?.message).to.contain('system.connection.url').and.to.contain('plugins.system: false');
  });

  it('serves reads beside users in another database, and leaves its own as it was', async () => {
    server = await startOn({ url: reader }, {
      system: { connection: { url: `sqlite:${join(folder, 'system.sqlite')}?mode=rwc` } },
      mirror: { relations: { 'notes.owner': { fields: ['owner'], references: 'directus_users' } } },
    });
    const { client } = server;
    const role = (await client.post('/roles', { name: 'Readers', policies: [{ policy: {
      name: 'Reading', permissions: [{ collection: 'notes', action: 'read', fields: ['*'] }],
    } }] })).body.data;
    await client.post('/users', { email: 'reader@example.com', token: 'token-of-a-reader-elsewhere', role: role.id });
    const holder = client.as('token-of-a-reader-elsewhere');
    expect((await holder.get('/items/notes')).body.data).to.deep.equal([{ id: 1, body: 'one', owner: null }]);
    expect(refusal(await holder.get('/users'))).to.equal('403 FORBIDDEN');
    expect((await client.get('/users', { fields: 'role.name', filter: { email: 'reader@example.com' } })).body.data)
      .to.deep.equal([{ role: { name: 'Readers' } }]);
    expect(refusal(await client.post('/items/notes', { id: 2 }))).to.equal('403 FORBIDDEN');
    expect((await client.patch('/settings', { project_name: 'Elsewhere' })).body.data).to.include({ project_name: 'Elsewhere' });
    expect((await server.anonymous.get('/server/info')).body.data.project).to.include({ project_name: 'Elsewhere', default_language: 'en-US' });
    const notices = server.kernel.registry.get('schema').notices().map(({ subject }) => subject);
    expect(notices).to.include.members(['system.connection', 'mirror.relations["notes.owner"]']);
  });
});

describe('tables of an earlier version', () => {
  for (const dialect of availableDialects) {
    it(`are brought to the present state, with what is in them (${dialect})`, async function () {
      this.timeout(120_000);
      const database = await createDatabase(dialect, script);
      try {
        const first = await startOn(database);
        const system = first.kernel.registry.get('system');
        const { knex } = system.database;
        const users = (await first.client.get('/users')).body.data;
        // As the first version left them.
        await knex.schema.dropTable('jackfield_rate_limits');
        await knex.schema.alterTable('jackfield_users', (altered) => {
          altered.dropUnique(['provider', 'external_identifier']);
          altered.unique(['external_identifier']);
        });
        await system.table('jackfield_migrations').whereNot({ name: '0001_tables' }).delete();
        await first.stop();

        const again = await startOn(database);
        expect((await again.client.get('/users')).body.data).to.deep.equal(users);
        const add = async (email: string, provider: string): Promise<number> => (
          (await again.client.post('/users', { email, provider, external_identifier: 'ada' })).status);
        expect([await add('a@example.com', 'one'), await add('b@example.com', 'two'), await add('c@example.com', 'two')])
          .to.deep.equal([200, 200, 400]);
        expect([(await again.client.post('/users', {})).status, (await again.client.post('/users', {})).status]).to.deep.equal([200, 200]);
        expect(await again.kernel.registry.get('system').table('jackfield_rate_limits').select('used')).to.deep.equal([]);
        await again.stop();
      } finally {
        await database.drop();
      }
    });
  }
});

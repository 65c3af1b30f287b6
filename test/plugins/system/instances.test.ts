import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { createDatabase, availableDialects, type TestDatabase } from '../../support/databases.js';

const script = "create table notes (id integer primary key, body varchar(50)); insert into notes values (1, 'one')";

for (const dialect of availableDialects) {
  describe(`two instances on one database (${dialect})`, () => {
    let database: TestDatabase;
    let servers: readonly TestServer[] = [];

    before(async function () {
      this.timeout(120_000);
      database = await createDatabase(dialect, script);
      const config = { database: { url: database.url }, plugins: { system: {} } };
      servers = [await startServer(config), await startServer(config)];
    });
    after(async function () {
      this.timeout(120_000);
      for (const server of servers) await server.stop();
      await database.drop();
    });

    /** What a user is answered by the other instance, as soon as it is another status than before; within the bound of the docs. */
    async function statusOther(token: string, before: number): Promise<number> {
      const deadline = performance.now() + 3000;
      for (;;) {
        const { status } = await servers[1]!.client.as(token).get('/items/notes');
        if (status !== before || performance.now() > deadline) return status;
        await new Promise((resolve) => void setTimeout(resolve, 50));
      }
    }

    it('learn of each other\'s changes of policies and users', async function () {
      this.timeout(60_000);
      const { client } = servers[0]!;
      const token = 'token-of-a-user-of-two-instances';
      const { data: user } = (await client.post('/users', { email: 'both@example.com', token })).body;
      expect(await statusOther(token, 401)).to.equal(403);
      await client.patch(`/users/${user.id}`, { policies: [{ policy: {
        name: 'Reading', permissions: [{ collection: 'notes', action: 'read', fields: ['*'] }],
      } }] });
      expect(await statusOther(token, 403)).to.equal(200);
      await client.patch(`/users/${user.id}`, { status: 'suspended' });
      expect(await statusOther(token, 200)).to.equal(401);
    });
  });
}

/** Permissions to read notes. */
const read = (fields: string[]) => [{ collection: 'notes', action: 'read' as const, fields }];

describe('policies of the config beside users in tables', () => {
  it('are those of the users whose role has the name of a configured role', async function () {
    this.timeout(120_000);
    const database = await createDatabase('sqlite', script);
    const server = await startServer({
      database: { url: database.url },
      plugins: { system: {} },
      access: {
        policies: { all: { permissions: read(['*']) }, some: { permissions: read(['id']) } },
        roles: { Reader: { policies: [], parent: 'Upper' }, Upper: { policies: ['all'] } },
        public: ['some'],
      },
    });
    try {
      const { system, users } = { system: server.kernel.registry.get('system'), users: server.kernel.registry.get('users') };
      const role = '11111111-1111-4111-8111-111111111111';
      const user = '22222222-2222-4222-8222-222222222222';
      await system.table('jackfield_roles').insert({ id: role, name: 'Reader' });
      await system.table('jackfield_users').insert({ id: user, email: 'reader@example.com', role });
      await system.changed();
      expect(await users.identify(user, '127.0.0.1')).to.deep.include({ policies: ['all'], role, roles: [role], admin: false });
      expect((await server.anonymous.get('/items/notes')).body.data).to.deep.equal([{ id: 1 }]);
    } finally {
      await server.stop();
      await database.drop();
    }
  });
});

describe('fields that the config conceals', () => {
  it('are shown as asterisks, and usable for nothing else', async function () {
    this.timeout(60_000);
    const database = await createDatabase('sqlite', 'create table people (id integer primary key, name text, hash text); '
      + "insert into people values (1, 'Ada', 'secret'), (2, 'Bob', null)");
    const server = await startServer({ database: { url: database.url }, mirror: { concealed: ['people.hash'] } });
    try {
      expect((await server.client.get('/items/people')).text)
        .to.equal('{"data":[{"id":1,"name":"Ada","hash":"**********"},{"id":2,"name":"Bob","hash":null}]}');
      for (const query of [{ filter: { hash: 'secret' } }, { sort: 'hash' }, { groupBy: 'hash' }, { aggregate: { count: 'hash' } }]) {
        expect((await server.client.get('/items/people', query)).status).to.equal(403);
      }
      expect((await server.client.get('/items/people', { search: 'secret' })).body.data).to.deep.equal([]);
      expect((await server.client.patch('/items/people/2', { hash: 'new' })).body.data.hash).to.equal('**********');
      expect((await server.client.get('/items/people', { export: 'csv', fields: 'hash' })).text).not.to.contain('secret');
    } finally {
      await server.stop();
      await database.drop();
    }
  });

  it('must be there, and no part of a key', async () => {
    const database = await createDatabase('sqlite', script);
    for (const [field, message] of [['notes.bdy', 'Did you mean "body"?'], ['notes.id', 'part of the key']] as const) {
      const error = await startServer({ database: { url: database.url }, mirror: { concealed: [field] } }).catch((thrown: unknown) => thrown as Error);
      expect(error).to.be.instanceOf(Error).with.property('message').that.contains(message);
    }
    await database.drop();
  });
});

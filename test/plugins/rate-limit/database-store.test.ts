import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { createDatabaseStore } from '../../../plugins/rate-limit/database-store.js';
import { availableDialects, createDatabase, type TestDatabase } from '../../support/databases.js';

const script = "create table notes (id integer primary key, body varchar(50)); insert into notes values (1, 'one')";
const ask = async (server: TestServer): Promise<number> => (await server.anonymous.get('/server/ping')).status;

for (const dialect of availableDialects) {
  describe(`rate limits that are counted in the database (${dialect})`, () => {
    let database: TestDatabase;
    const servers: TestServer[] = [];
    before(async function () {
      this.timeout(120_000);
      database = await createDatabase(dialect, script);
      for (let count = 0; count < 2; count += 1) {
        servers.push(await startServer({
          database: { url: database.url },
          plugins: {
            'system': {},
            'rate-limit': {
              store: 'database', address: { requests: 5, windowSeconds: 60 }, cost: { points: 100, windowSeconds: 60 }, exemptAdminToken: false,
            },
          },
        }));
      }
    });
    after(async function () {
      this.timeout(120_000);
      await Promise.all(servers.map((server) => server.stop()));
      await database.drop();
    });
    beforeEach(() => system().table('jackfield_rate_limits').delete());

    const system = () => servers[0]!.kernel.registry.get('system');
    const rows = async () => (await system().table('jackfield_rate_limits').select('used')).map(({ used }) => Number(used)).toSorted((a, b) => a - b);

    it('hold for all instances together', async function () {
      this.timeout(60_000);
      const statuses = [];
      for (let count = 0; count < 7; count += 1) statuses.push(await ask(servers[count % 2]!));
      expect(statuses).to.deep.equal([200, 200, 200, 200, 200, 429, 429]);
      const { headers, body } = await servers[0]!.anonymous.get('/server/ping');
      expect(headers.get('RateLimit')).to.match(/^"address";r=0;t=([1-9]|[1-5]\d|60)$/);
      expect(Number(headers.get('Retry-After'))).to.be.within(1, 60);
      expect(body.errors[0].extensions).to.include({ code: 'REQUESTS_EXCEEDED', limit: 5 });
    });

    it('let through exactly as many as may, however many ask at a time', async function () {
      this.timeout(60_000);
      const statuses = await Promise.all(Array.from({ length: 12 }, (_, index) => ask(servers[index % 2]!)));
      expect(statuses.filter((status) => status === 200)).to.have.length(5);
      expect(statuses.filter((status) => status === 429)).to.have.length(7);
    });

    it('take what a write reads within its transaction, and nothing where it is undone', async function () {
      this.timeout(60_000);
      const written = await servers[0]!.client.patch('/items/notes/1', { body: 'two' });
      expect([written.status, written.body.data.body]).to.deep.equal([200, 'two']);
      const [requests, cost] = await rows();
      expect([requests, cost]).to.deep.equal([1, 2]);
      expect((await servers[0]!.client.patch('/items/notes/2', { body: 'two' })).status).to.equal(403);
      expect((await rows())[0]).to.equal(2);
    });

    it('begin anew when a window is over, and what is over is deleted', async function () {
      this.timeout(60_000);
      const store = createDatabaseStore(system());
      const count = store.counting({ name: 'short', points: 2, windowSeconds: 1 });
      expect((await count('somebody', 2)).isExceeded).to.equal(false);
      expect((await count('somebody', 1)).isExceeded).to.equal(true);
      expect((await count('somebody else', 1)).remaining).to.equal(1);
      await new Promise((resolve) => void setTimeout(resolve, 1100));
      expect(await count('somebody', 1)).to.deep.equal({ isExceeded: false, remaining: 1, resetSeconds: 1 });
      await store.prune();
      expect(await rows()).to.deep.equal([1]);
    });
  });
}

describe('rate limits that are to be counted in the database', () => {
  it('need the plugin that keeps one: the start says so', async () => {
    const failure: unknown = await startServer({ database: { url: ':memory:' }, plugins: { 'system': false, 'rate-limit': { store: 'database' } } })
      .catch((error: unknown) => error);
    expect(String(failure)).to.contain('`plugins.rate-limit.store` is `database`').and.to.contain('plugin `system`');
  });

  it('may be in another database than the mirrored one', async function () {
    this.timeout(60_000);
    const [mirrored, own] = [await createDatabase('sqlite', script), await createDatabase('sqlite')];
    const server = await startServer({
      database: { url: mirrored.url }, system: { connection: { url: own.url } },
      plugins: { 'system': {}, 'rate-limit': { store: 'database', exemptAdminToken: false } },
    });
    expect((await server.client.patch('/items/notes/1', { body: 'two' })).status).to.equal(200);
    expect(await server.kernel.registry.get('system').table('jackfield_rate_limits').select('used')).to.have.length(2);
    await server.stop();
    await Promise.all([mirrored.drop(), own.drop()]);
  });
});

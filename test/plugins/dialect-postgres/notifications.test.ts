import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { cuttableConnection, type CuttableConnection } from '../../faults/cuttable-connection.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { until } from '../../support/until.js';

describe('messages through PostgreSQL', function () {
  this.timeout(60_000);
  let test: TestDatabase;
  let way: CuttableConnection;
  const servers: TestServer[] = [];
  before(async () => {
    test = await createDatabase('postgres', 'create table notes (id integer primary key)');
    const { port } = new URL(test.url);
    way = await cuttableConnection(Number(port));
    for (const url of [test.url, test.url.replace(`:${port}/`, `:${way.port}/`)]) servers.push(await startServer({ database: { url } }));
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await way.close();
    await test.drop();
  });

  const broadcastOf = (index: number) => servers[index]!.kernel.registry.get('broadcast');

  it('reach other instances, once, and are told again from a connection that was cut', async () => {
    const [near, far] = [broadcastOf(0), broadcastOf(1)];
    const heard: Record<'near' | 'far', (string | null)[]> = { near: [], far: [] };
    near.subscribe('a', (message) => heard.near.push(message));
    far.subscribe('a', (message) => heard.far.push(message));
    await until('both listen', () => near.reachesOthers && far.reachesOthers);
    heard.near.length = heard.far.length = 0;
    near.publish('a', "it's \0 \u{1F600}");
    await until('the other hears', () => heard.far.length > 0);
    expect(heard).to.deep.equal({ near: ["it's \0 \u{1F600}"], far: ["it's \0 \u{1F600}"] });

    heard.near.length = heard.far.length = 0;
    way.cut();
    await until('the loss is noticed', () => !far.reachesOthers);
    far.publish('a', 'said while it was away');
    near.publish('a', 'missed');
    await until('it is back', () => far.reachesOthers && heard.near.length === 2);
    expect(heard.near).to.have.members(['missed', 'said while it was away']);
    expect(heard.far).to.deep.equal(['said while it was away', null]);
  });

  it('are not promised where a pooler lends the sessions', async () => {
    const server = await startServer({ database: { url: test.url, preparedStatements: false } });
    try {
      const broadcast = server.kernel.registry.get('broadcast');
      broadcast.subscribe('a', () => undefined);
      expect(broadcast.reachesOthers).to.equal(false);
      expect(server.kernel.registry.get('database').notifications).to.equal(undefined);
    } finally {
      await server.stop();
    }
  });

  it('keep no connection open where nobody speaks or listens', async () => {
    const server = await startServer({ database: { url: test.url } });
    try {
      const { rows } = await server.kernel.registry.get('database').knex.raw<{ rows: unknown[] }>(
        "select 1 from pg_stat_activity where application_name = 'jackfield notifications' and datname = current_database()");
      expect(rows).to.have.length(2, 'those of the other servers');
    } finally {
      await server.stop();
    }
  });
});

import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { Client } from 'pg';
import { startServer, type TestServer } from '../../../core/testing/testing.js';
import { startPostgres, startStandby, type PostgresServer } from '../../support/postgres-server.js';
import { until } from '../../support/until.js';

async function run(server: PostgresServer, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** How many statements about places a server has answered. */
const scans = async (of: PostgresServer): Promise<number> => Number((await run(
  of, "select pg_stat_force_next_flush(), sum(seq_scan + idx_scan) as n from pg_stat_user_tables where relname = 'places'"))[0]?.['n'] ?? 0);

describe('a standby of PostgreSQL', () => {
  let primary: PostgresServer;
  let standby: PostgresServer;
  let server: TestServer;

  before(async function () {
    this.timeout(120_000);
    primary = await startPostgres(['fsync=off']);
    await run(primary, "create table places (id integer primary key, name text); insert into places values (1, 'one')");
    standby = await startStandby(primary);
    server = await startServer({
      database: { url: primary.url('postgres'), replicas: [standby.url('postgres')], replicaMaxLagSeconds: 1, replicaCheckSeconds: 0.1 },
      plugins: { system: false },
    });
  });
  after(async function () {
    this.timeout(60_000);
    await server?.stop();
    await standby?.stop();
    await primary?.stop();
  });

  const name = async (): Promise<unknown> => {
    const { status, text, body } = await server.client.get('/items/places/1');
    expect(status, text).to.equal(200);
    return body.data.name;
  };
  it('takes the reads, and shows a client what it wrote', async function () {
    this.timeout(60_000);
    await until('the standby is read', async () => {
      const before = await scans(standby);
      await name();
      await wait(100);
      return await scans(standby) > before;
    });
    for (let each = 0; each < 10; each += 1) {
      await server.client.patch('/items/places/1', { name: `name ${each}` });
      expect(await name()).to.equal(`name ${each}`);
    }
  });

  it('is left out while it is too far behind, and used again when it has caught up', async function () {
    this.timeout(60_000);
    await run(standby, 'select pg_wal_replay_pause()');
    await server.client.patch('/items/places/1', { name: 'after the pause' });
    // Longer than a client's own writes are remembered.
    for (const end = Date.now() + 3500; Date.now() < end; await wait(100)) expect(await name()).to.equal('after the pause');
    expect((await run(standby, 'select name from places'))[0]).to.deep.equal({ name: 'name 9' });
    await run(standby, 'select pg_wal_replay_resume()');
    await until('the standby has caught up', async () => (await run(standby, 'select name from places'))[0]?.['name'] === 'after the pause');
    await until('the standby is read again', async () => {
      const before = await scans(standby);
      await name();
      await wait(100);
      return await scans(standby) > before;
    });
  });

  it('fails nobody when it is shut down', async function () {
    this.timeout(60_000);
    await standby.shutDown();
    for (let each = 0; each < 10; each += 1) expect(await name()).to.equal('after the pause');
    await standby.startAgain();
  });
});

import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import { backends, connect } from './fault-server.js';
import { until } from '../support/until.js';
import { faultsOf, sentBetween, startLoad, statusesOf, type Load } from './load.js';
import { expectWhole, order } from './shop.js';
import { openStage, type Stage } from './stage.js';

describe('when PostgreSQL is lost', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.end());

  /** Sends requests while something happens, until the server answers again, and looks at what became of them. */
  async function underLoad(harm: () => Promise<void>): Promise<Load> {
    const load = startLoad(stage.api.client);
    await wait(1000);
    await harm();
    await until('reads are answered again', async () => (await stage.api.client.get('/items/products')).status === 200);
    const backAt = Date.now();
    await wait(1000);
    await load.stop();
    expect(faultsOf(load.outcomes)).to.deep.equal([]);
    expect(statusesOf(sentBetween(load.outcomes, backAt + 200, Infinity))).to.deep.equal(new Set([200]), 'it recovers without a restart');
    expect(load.health.filter(({ milliseconds }) => milliseconds > 2500)).to.deep.equal([]);
    expect([...statusesOf(load.health)].filter((status) => status !== 200 && status !== 503)).to.deep.equal([]);
    const admin = await connect(stage.url);
    await expectWhole(admin, load.acknowledged);
    await admin.end();
    expect(stage.api.bugs()).to.deep.equal([]);
    return load;
  }

  it('answers 503 while the server recovers from the end of one of its processes, and then as before', async () => {
    const load = await underLoad(async () => {
      const admin = await stage.admin();
      const { rows: [backend] } = await admin.query<{ pid: number }>(backends);
      process.kill(backend!.pid, 'SIGKILL');
      await until('the server ends every connection', () => admin.query('select 1').then(() => false, () => true));
    });
    expect(statusesOf(load.outcomes)).to.deep.equal(new Set([200, 503]));
  });

  it('answers 503 while the server is down for five seconds, and then as before', async () => {
    let downAt = 0;
    const load = await underLoad(async () => {
      await stage.server.shutDown();
      downAt = Date.now();
      await wait(5000);
      await stage.server.startAgain();
    });
    const meanwhile = sentBetween(load.outcomes, downAt, downAt + 4500);
    expect(statusesOf(meanwhile)).to.deep.equal(new Set([503]));
    expect(meanwhile.filter(({ milliseconds }) => milliseconds > 2500)).to.deep.equal([], 'it says so at once');
    expect(statusesOf(sentBetween(load.health, downAt + 200, downAt + 4500))).to.deep.equal(new Set([503]));
    expect(load.health.at(-1)?.answer?.body).to.deep.equal({ status: 'ok' });
  });

  it('loses nothing where every connection is cut at once, again and again', async () => {
    await underLoad(async () => {
      for (let time = 0; time < 5; time += 1) {
        stage.way.cut();
        await wait(300);
      }
    });
  });

  /** Has a nested write wait for its second table, does something to its connection, and gives the answer. */
  async function interrupted(reference: string, harm: (pid: number) => Promise<unknown>): Promise<string> {
    const locker = await stage.admin();
    await locker.query('begin; lock table lines in exclusive mode');
    const answer = stage.api.client.post('/items/orders', order(reference, 3));
    const watcher = await stage.admin();
    let pid = 0;
    await until('the write waits', async () => {
      const { rows: [row] } = await watcher.query<{ pid: number }>(`${backends} and wait_event_type = 'Lock'`);
      pid = row?.pid ?? 0;
      return pid !== 0;
    });
    await harm(pid);
    const { status, body, headers, text } = await answer;
    await locker.query('rollback');
    expect(faultsOf([{ what: reference, startedAt: 0, milliseconds: 0, answer: { status, body, headers, text } }])).to.deep.equal([]);
    const { rows } = await watcher.query('select id from orders where reference = $1', [reference]);
    expect(rows).to.deep.equal([]);
    expect((await stage.api.client.post('/items/orders', order(reference, 3))).status).to.equal(200);
    return `${status} ${(body as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code}`;
  }

  describe('in the middle of a nested write', () => {
    it('leaves nothing behind where the connection is cut', async () => {
      expect(await interrupted('cut', async () => stage.way.cut())).to.equal('503 SERVICE_UNAVAILABLE');
    });

    it('leaves nothing behind where the server ends the connection', async () => {
      const admin = await stage.admin();
      const harm = (pid: number) => admin.query('select pg_terminate_backend($1)', [pid]);
      expect(await interrupted('ended', harm)).to.equal('503 SERVICE_UNAVAILABLE');
    });

    it('leaves nothing behind where the statement is cancelled', async () => {
      const admin = await stage.admin();
      const harm = (pid: number) => admin.query('select pg_cancel_backend($1)', [pid]);
      expect(await interrupted('cancelled', harm)).to.equal('503 SERVICE_UNAVAILABLE');
    });
  });
});

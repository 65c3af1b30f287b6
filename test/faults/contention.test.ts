import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import { backends } from './fault-server.js';
import { until } from '../support/until.js';
import { ask, faultsOf, sentBetween, slowest, startLoad, statusesOf, type Outcome } from './load.js';
import { expectWhole } from './shop.js';
import { openStage, type Stage } from './stage.js';

describe('when requests are in each other\'s way', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.end());

  /** Reads products again and again. */
  async function readUntil(isOver: () => boolean): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    while (!isOver()) {
      outcomes.push(await ask('read products', () => stage.api.client.get('/items/products', { limit: 5 })));
      await wait(50);
    }
    return outcomes;
  }

  it('repeats a write that lost a deadlock', async () => {
    const other = await stage.admin();
    const watcher = await stage.admin();
    // The one who waits first looks first.
    await other.query("set deadlock_timeout = '20s'");
    await other.query('begin; update counters set value = 1 where id = 31');
    const answer = stage.api.client.patch('/items/counters?fields=value', [{ id: 32, value: 2 }, { id: 31, value: 2 }]);
    await until('the write waits', async () => (await watcher.query(`${backends} and wait_event_type = 'Lock'`)).rows.length > 0);
    const { rows: free } = await watcher.query('select id from counters where id = 32 for update skip locked');
    expect(free).to.deep.equal([], 'the write holds it');
    // Which it gets only when the write gives way.
    await other.query('update counters set value = 1 where id = 32');
    await other.query('commit');
    expect((await answer).body).to.deep.equal({ data: [{ value: 2 }, { value: 2 }] });
  });

  it('answers every write of many that lock the same items in any order', async () => {
    const ids = [33, 34, 35, 36];
    const outcomes = await Promise.all(Array.from({ length: 16 }, (_, index) => ask('update counters', () => {
      const order = index % 2 === 0 ? ids : ids.toReversed();
      return stage.api.client.patch('/items/counters', order.map((id) => ({ id, value: index })));
    })));
    expect(faultsOf(outcomes)).to.deep.equal([]);
    expect(statusesOf(outcomes)).to.include(200);
    const { rows } = await (await stage.admin()).query<{ value: number }>('select distinct value from counters where id between 33 and 36');
    expect(rows).to.have.length(1, 'the last of them has written all four');
  });

  it('goes on with other tables while one is locked for ten seconds', async () => {
    const load = startLoad(stage.api.client);
    await wait(1000);
    const locker = await stage.admin();
    await locker.query('begin; lock table orders in access exclusive mode');
    const lockedAt = Date.now();
    const read = await readUntil(() => Date.now() > lockedAt + 10_000);
    await locker.query('rollback');
    const freeAt = Date.now();
    await wait(2500);
    await load.stop();
    const all = [...load.outcomes, ...read];
    expect(faultsOf(all)).to.deep.equal([]);
    const meanwhile = [...read, ...sentBetween(load.outcomes, lockedAt, freeAt).filter(({ what }) => what === 'read products')];
    expect(statusesOf(meanwhile)).to.deep.equal(new Set([200]));
    expect(slowest(meanwhile)).to.be.below(3000);
    const blocked = sentBetween(load.outcomes, lockedAt + 100, freeAt - 3000)
      .filter(({ what }) => what === 'read orders' || what === 'create an order');
    expect(statusesOf(blocked)).to.deep.equal(new Set([503]));
    expect(statusesOf(sentBetween(load.outcomes, freeAt + 1000, Infinity))).to.deep.equal(new Set([200]));
    expect(statusesOf(load.health)).to.deep.equal(new Set([200]));
    expect(slowest(load.health)).to.be.below(1000);
    await expectWhole(await stage.admin(), load.acknowledged);
  });

  it('answers reads and health at once while 200 slow writes arrive', async () => {
    const load = startLoad(stage.api.client);
    await wait(500);
    let isOver = false;
    const sent = Promise.all(Array.from({ length: 200 }, (_, index) => ask('send a parcel', () => (
      stage.api.client.post('/items/parcels', { reference: `parcel ${index}` })))));
    const reads = readUntil(() => isOver);
    const writes = await sent;
    isOver = true;
    const read = await reads;
    await load.stop();
    expect(faultsOf([...writes, ...read, ...load.outcomes])).to.deep.equal([]);
    const acknowledged = writes.filter(({ answer }) => answer?.status === 200);
    const { rows: [row] } = await (await stage.admin()).query<{ count: number }>('select count(*)::int from parcels');
    expect(row?.count).to.equal(acknowledged.length);
    const refused = writes.filter(({ answer }) => answer?.status === 503);
    expect(refused.length).to.be.at.least(90, 'more than the queue takes');
    // Seven at a time, half a second each, for as long as one may wait.
    expect(acknowledged.length).to.be.within(20, 100);
    expect(slowest(writes)).to.be.below(7000);
    const others = [...read, ...load.outcomes.filter(({ what }) => what.startsWith('read'))];
    expect(read.length).to.be.above(20);
    expect(statusesOf(others)).to.deep.equal(new Set([200]));
    // 200 requests at once are work for the processor, too.
    expect(slowest(others)).to.be.below(2000);
    expect(statusesOf(load.health)).to.deep.equal(new Set([200]));
    expect(slowest(load.health)).to.be.below(2000);
    await expectWhole(await stage.admin(), load.acknowledged);
    expect(stage.api.bugs()).to.deep.equal([]);
  });
});

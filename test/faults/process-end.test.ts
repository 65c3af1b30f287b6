import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import { testToken, type Answer } from 'jackfield/testing';
import { backends } from './fault-server.js';
import { until } from '../support/until.js';
import { faultsOf, sentBetween, startLoad } from './load.js';
import { expectWhole, order } from './shop.js';
import { openStage, type Stage } from './stage.js';

describe('when Jackfield ends', function () {
  this.timeout(120_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.end());

  const parcels = (name: string, count: number): Promise<Answer>[] => Array.from({ length: count }, (_, index) => (
    stage.api.client.post('/items/parcels?fields=reference', { reference: `${name} ${index}` })));

  it('lets what is in flight end on SIGTERM, waiting requests too, and exits with 0', async () => {
    const load = startLoad(stage.api.client);
    await wait(500);
    const inFlight = parcels('term', 12);
    await wait(300);
    // Sent after them: once these are answered, the others have been received, however busy the machine is.
    for (let ping = 0; ping < 5; ping += 1) await stage.api.client.get('/server/ping');
    const stoppedAt = Date.now();
    const exit = stage.api.end('SIGTERM');
    const answers = await Promise.all(inFlight);
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
    expect(await exit).to.equal(0);
    await load.stop();
    expect(faultsOf(sentBetween(load.outcomes, 0, stoppedAt - 100))).to.deep.equal([]);
    // Where nobody listens any more there is no answer.
    expect(faultsOf(load.outcomes.filter(({ answer }) => answer !== null))).to.deep.equal([]);
    await expectWhole(await stage.admin(), load.acknowledged);
    expect(stage.api.bugs()).to.deep.equal([]);
    await stage.startAgain();
  });

  it('loses nothing, and leaves nothing half written, on SIGKILL', async () => {
    const load = startLoad(stage.api.client);
    await wait(1500);
    const inFlight = Promise.allSettled(parcels('kill', 5));
    await wait(200);
    expect(await stage.api.end('SIGKILL')).to.equal(null);
    await load.stop();
    await inFlight;
    expect(faultsOf(load.outcomes.filter(({ answer }) => answer !== null))).to.deep.equal([]);
    const admin = await stage.admin();
    await until('the server has noticed', async () => {
      const { rows } = await admin.query(backends);
      return rows.length === 0;
    });
    await expectWhole(admin, load.acknowledged);
    expect((await admin.query("select 1 from parcels where reference like 'kill%'")).rows).to.deep.equal([]);
    await stage.startAgain();
    expect((await stage.api.client.get('/items/products', { limit: 1 })).status).to.equal(200);
  });

  it('loses no acknowledged write of a storm on SIGKILL', async () => {
    const acknowledged = new Set<string>();
    const sent = new Set<string>();
    const end = new AbortController();
    const client = async (number: number): Promise<void> => {
      for (let turn = 0; !end.signal.aborted; turn += 1) {
        const reference = `storm ${number} ${turn}`;
        sent.add(reference);
        const answer = await stage.api.client.post('/items/orders?fields=id', order(reference, turn % 3)).catch(() => null);
        if (answer?.status === 200) acknowledged.add(reference);
      }
    };
    const clients = Array.from({ length: 16 }, (_, number) => client(number));
    try {
      await until('many are acknowledged', () => acknowledged.size > 200, 60);
      await stage.api.end('SIGKILL');
    } finally {
      end.abort();
      await Promise.all(clients);
    }
    const admin = await stage.admin();
    await expectWhole(admin, { orders: acknowledged, counters: new Map() });
    const { rows } = await admin.query<{ reference: string }>("select reference from orders where reference like 'storm%'");
    expect(rows.filter(({ reference }) => !sent.has(reference))).to.deep.equal([]);
    expect(rows.length - acknowledged.size, 'those whose answer was on its way').to.be.within(0, 16);
    await stage.startAgain();
  });

  it('leaves nothing of an import on SIGKILL', async () => {
    const form = new FormData();
    const lines = Array.from({ length: 100_000 }, (_, index) => `${1001 + index},imported\n`);
    form.append('file', new Blob(['id,name\n', ...lines], { type: 'text/csv' }), 'products.csv');
    const headers = { authorization: `Bearer ${testToken}` };
    const sent = fetch(`${stage.api.url}/utils/import/products`, { method: 'POST', headers, body: form })
      .then(async (answer) => answer.text(), () => null);
    const admin = await stage.admin();
    const writing = `select pid from pg_stat_activity where application_name = 'jackfield' and datname = current_database()
      and xact_start < clock_timestamp() - interval '50 ms' and query ilike '%insert%'`;
    await until('rows are on their way', async () => (await admin.query(writing)).rows.length > 0, 60);
    expect(await stage.api.end('SIGKILL')).to.equal(null);
    expect(await sent, 'it was not acknowledged').to.equal(null);
    await until('the server has noticed', async () => (await admin.query(backends)).rows.length === 0);
    expect((await admin.query('select 1 from products where id > 1000')).rows).to.deep.equal([]);
    await stage.startAgain();
    expect((await stage.api.client.get('/items/products', { limit: 1 })).status).to.equal(200);
  });
});

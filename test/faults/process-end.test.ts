import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from 'jackfield/testing';
import { backends } from './fault-server.js';
import { until } from '../support/until.js';
import { faultsOf, sentBetween, startLoad } from './load.js';
import { expectWhole } from './shop.js';
import { openStage, type Stage } from './stage.js';

describe('when Jackfield ends', function () {
  this.timeout(60_000);
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
});

import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { cuttableConnection, type CuttableConnection } from '../../faults/cuttable-connection.js';
import { describeWithRedis } from '../../support/redis.js';
import { until } from '../../support/until.js';

const newPrefix = (): string => `test-${randomBytes(6).toString('hex')}:`;
const ask = async (server: TestServer): Promise<number> => (await server.anonymous.get('/server/ping')).status;

describeWithRedis('rate limits that are counted in Redis', (url) => {
  let way: CuttableConnection;
  const servers: TestServer[] = [];
  before(async () => {
    way = await cuttableConnection(Number(new URL(url).port || 6379));
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await way.close();
  });

  const address = { requests: 3, windowSeconds: 60 };
  async function start(prefix: string, whenAway = 'memory', isCuttable = false): Promise<TestServer> {
    const redisUrl = new URL(url);
    if (isCuttable) redisUrl.port = String(way.port);
    const server = await startServer({
      database: { url: ':memory:' },
      plugins: { 'redis': { url: redisUrl.href, prefix, timeoutSeconds: 0.3 }, 'rate-limit': { store: 'redis', whenAway, address } },
    });
    servers.push(server);
    return server;
  }

  it('hold for all instances together', async () => {
    const prefix = newPrefix();
    const [one, two] = [await start(prefix), await start(prefix)];
    expect([await ask(one), await ask(two), await ask(one), await ask(two), await ask(one)]).to.deep.equal([200, 200, 200, 429, 429]);
  });

  for (const { whenAway, expected } of [
    { whenAway: 'memory', expected: [200, 200, 200, 429] },
    { whenAway: 'open', expected: [200, 200, 200, 200] },
    { whenAway: 'closed', expected: [503, 503, 503, 503] },
  ]) {
    it(`answer ${expected.join(', ')} while Redis is away with \`${whenAway}\`, say so to admins, and go back to it`, async () => {
      const server = await start(newPrefix(), whenAway, true);
      expect(await ask(server)).to.equal(200);
      way.goSilent();
      try {
        const startedAt = Date.now();
        expect([await ask(server), await ask(server), await ask(server), await ask(server)]).to.deep.equal(expected);
        expect(Date.now() - startedAt).to.be.below(1500, 'not every request waits for it');
        const health = await server.client.get('/server/health');
        expect([health.status, health.body.status]).to.deep.equal([200, 'warn']);
        expect(health.body.checks.rateLimit.status).to.equal('warn');
        expect(health.body.checks.database).to.deep.equal({ status: 'ok' });
      } finally {
        way.recover();
      }
      await until('Redis counts again', async () => {
        await ask(server);
        return (await server.client.get('/server/health')).body.status === 'ok';
      });
      expect((await server.client.get('/server/health')).body).to.deep.equal({ status: 'ok', checks: { database: { status: 'ok' }, redis: { status: 'ok' } } });
      expect(await ask(server)).to.be.oneOf([200, 429]);
    });
  }
});

import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { cuttableConnection, type CuttableConnection } from '../../faults/cuttable-connection.js';
import { describeWithRedis } from '../../support/redis.js';
import { until } from '../../support/until.js';

const broadcastOf = (server: TestServer) => server.kernel.registry.get('broadcast');

describeWithRedis('messages through Redis', (url) => {
  let way: CuttableConnection;
  const servers: TestServer[] = [];
  const start = async (redis: object): Promise<TestServer> => {
    const server = await startServer({ database: { url: ':memory:' }, plugins: { redis } });
    servers.push(server);
    return server;
  };
  before(async () => {
    way = await cuttableConnection(Number(new URL(url).port || 6379));
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await way.close();
  });

  it('reach instances with the same prefix, once, also after the connection was cut', async () => {
    const prefix = `test-${randomBytes(6).toString('hex')}:`;
    const near = broadcastOf(await start({ url, prefix }));
    const cut = new URL(url);
    cut.port = String(way.port);
    const far = broadcastOf(await start({ url: cut.href, prefix, timeoutSeconds: 0.5 }));
    const stranger = broadcastOf(await start({ url, prefix: `${prefix}other:` }));
    const heard: Record<'near' | 'far' | 'stranger', (string | null)[]> = { near: [], far: [], stranger: [] };
    near.subscribe('a', (message) => heard.near.push(message));
    far.subscribe('a', (message) => heard.far.push(message));
    stranger.subscribe('a', (message) => heard.stranger.push(message));
    const forget = (): void => { heard.near.length = heard.far.length = heard.stranger.length = 0; };
    await until('all listen', () => [near, far, stranger].every(({ reachesOthers }) => reachesOthers));
    forget();
    near.publish('a', "it's \0 \u{1F600}");
    await until('the other hears', () => heard.far.length > 0);
    expect(heard).to.deep.equal({ near: ["it's \0 \u{1F600}"], far: ["it's \0 \u{1F600}"], stranger: [] });

    forget();
    way.cut();
    await until('the loss is noticed', () => !far.reachesOthers);
    far.publish('a', 'said while it was away');
    await until('it is back', () => far.reachesOthers && heard.near.length > 0);
    expect(heard.near).to.deep.equal(['said while it was away']);
    expect(heard.far).to.include(null);
    expect(heard.stranger).to.deep.equal([]);
  });

  it('let the server start without Redis, and begin when it is there', async () => {
    const cut = new URL(url);
    cut.port = String(way.port);
    way.goSilent();
    const server = await start({ url: cut.href, timeoutSeconds: 0.2 });
    const broadcast = broadcastOf(server);
    broadcast.subscribe('a', () => undefined);
    expect((await server.client.get('/server/ping')).text).to.equal('pong');
    expect(broadcast.reachesOthers).to.equal(false);
    expect(server.kernel.registry.get('redis').isReady).to.equal(false);
    way.recover();
    await until('it is there', () => broadcast.reachesOthers && server.kernel.registry.get('redis').isReady);
  });
});

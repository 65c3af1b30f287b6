import { expect } from 'chai';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { BootError } from '../../../core/errors/boot-error.js';
import { createClientAddress } from '../../../core/http/client-address.js';
import { send, startHttp, type Ask, type TestHttp } from './server.js';

const preflight = (method: string): Ask => ({
  method: 'OPTIONS', headers: { origin: 'https://app.example.com', 'access-control-request-method': method },
});
const routes: Parameters<typeof startHttp>[0] = (http) => {
  http.route(['GET', 'SEARCH', 'QUERY'], '/x', (context) => void (context.body = 'x'));
};

describe('the HTTP server', () => {
  const started: TestHttp[] = [];
  const start = async (...parts: Parameters<typeof startHttp>) => {
    const server = await startHttp(...parts);
    started.push(server);
    return server;
  };
  const addressOf = async (trustedProxies: readonly string[], forwarded?: string) => {
    const server = await start((http) => http.route(['GET'], '/ip', (context) => void (context.body = context.ip)), { trustedProxies });
    return (await server.ask('/ip', { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } })).text;
  };
  afterEach(() => Promise.all(started.splice(0).map(({ http }) => http.close())));

  it('lets running requests end when it closes, and takes no new ones', async () => {
    const server = await start((http) => http.route(['GET'], '/slow', async (context) => {
      await wait(150);
      context.body = 'done';
    }));
    const running = server.ask('/slow');
    await wait(50);
    const closed = server.http.close();
    await wait(20);
    expect(await send(server.port, '/slow').catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ECONNREFUSED');
    expect((await running).text).to.equal('done');
    await closed;
  });

  it('closes at once where connections are idle', async () => {
    const server = await start((http) => http.route(['GET'], '/x', (context) => void (context.body = 'x')));
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      request({ port: server.port, path: '/x', agent }, (answer) => answer.resume().on('end', resolve)).on('error', reject).end();
    });
    const startedAt = Date.now();
    await server.http.close();
    expect(Date.now() - startedAt).to.be.below(3000);
    agent.destroy();
  });

  it('cuts what does not end within the time limit', async () => {
    const server = await start((http) => http.route(['GET'], '/never', () => new Promise(() => undefined)), { stopTimeoutSeconds: 0.2 });
    const running = server.ask('/never').catch((error: NodeJS.ErrnoException) => error.code);
    await wait(50);
    await server.http.close();
    expect(await running).to.equal('ECONNRESET');
  });

  it('can be closed twice, and before it listens', async () => {
    const server = await start(() => undefined);
    await Promise.all([server.http.close(), server.http.close()]);
  });

  it('logs a line for an answer, without its token', async () => {
    const server = await start((http) => http.route(['GET'], '/x', (context) => void (context.body = 'x')));
    const { headers } = await server.ask('/x?a=1&access_token=right', { headers: { cookie: 'session=hidden' } });
    await wait(20);
    expect(server.logged).to.have.length(1);
    expect(server.logged[0]).to.include({ requestId: headers['x-request-id'], method: 'GET', url: '/x?a=1', status: 200, user: 'ada' });
    expect(JSON.stringify(server.logged)).not.to.match(/right|hidden/);
  });

  describe('to other origins', () => {
    const cors = { credentials: true, maxAgeSeconds: 60 };

    it('says nothing until origins are listed', async () => {
      const server = await start(routes);
      for (const ask of [preflight('GET'), { headers: { origin: 'https://app.example.com' } }]) {
        const { headers } = await server.ask('/x', ask);
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).to.deep.equal([]);
      }
    });

    it('names a listed origin alone, with credentials if they are on', async () => {
      const server = await start(routes, { cors: { ...cors, origins: ['https://app.example.com'] } });
      const listed = await server.ask('/x', { headers: { origin: 'https://app.example.com' } });
      expect(listed.headers)
        .to.include({ 'access-control-allow-origin': 'https://app.example.com', 'access-control-allow-credentials': 'true' });
      expect(listed.headers.vary).to.include('Origin');
      const other = await server.ask('/x', { headers: { origin: 'https://evil.example.com' } });
      expect(other.headers).not.to.have.property('access-control-allow-origin');
      const asked = await server.ask('/x', preflight('QUERY'));
      expect(asked.status).to.equal(204);
      expect(asked.headers['access-control-allow-methods']).to.include('SEARCH').and.to.include('QUERY');
      expect(asked.headers['access-control-max-age']).to.equal('60');
    });

    it('never lets credentials go with any origin', async () => {
      const server = await start(routes, { cors: { ...cors, origins: ['*'] } });
      const { headers } = await server.ask('/x', { headers: { origin: 'https://app.example.com' } });
      expect(headers['access-control-allow-origin']).to.equal('*');
      expect(headers).not.to.have.property('access-control-allow-credentials');
    });

    it('names the origin on errors, too', async () => {
      const server = await start(routes, { cors: { ...cors, origins: ['https://app.example.com'] } });
      const { status, headers } = await server.ask('/nope', { headers: { origin: 'https://app.example.com' } });
      expect({ status, origin: headers['access-control-allow-origin'] }).to.deep.equal({ status: 404, origin: 'https://app.example.com' });
    });
  });

  describe('behind proxies', () => {
    it('believes X-Forwarded-For of trusted ones only', async () => {
      expect(await addressOf([], '203.0.113.9')).to.equal('127.0.0.1');
      expect(await addressOf(['10.0.0.0/8'], '203.0.113.9')).to.equal('127.0.0.1');
      expect(await addressOf(['127.0.0.1'], '203.0.113.9')).to.equal('203.0.113.9');
      expect(await addressOf(['127.0.0.1'])).to.equal('127.0.0.1');
    });

    it('takes the last address that is no trusted proxy', async () => {
      expect(await addressOf(['127.0.0.0/8', '10.0.0.0/8', '2001:db8::/32'], '198.51.100.1, 203.0.113.9, 2001:db8::1, 10.1.1.1'))
        .to.equal('203.0.113.9');
      expect(await addressOf(['127.0.0.1'], 'nonsense')).to.equal('127.0.0.1');
    });

    it('refuses what is no address', () => {
      for (const entry of ['proxy.local', '10.0.0.0/33', '10.0.0.0/x', '']) {
        expect(() => createClientAddress([entry])).to.throw(BootError, `got \`${entry}\``);
      }
    });
  });
});

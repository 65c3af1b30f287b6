import { expect } from 'chai';
import { createClient } from 'graphql-ws';
import { anonymous, definePlugin, type ConfigInput, type Identity } from 'jackfield';
import { startServer, testToken, type Answer, type TestServer } from 'jackfield/testing';
import { WebSocket } from 'ws';
import { createDatabase, type TestDatabase } from '../../support/databases.js';

const identities: Readonly<Record<string, Identity>> = {
  ann: { ...anonymous, user: 'ann', admin: true },
  bob: { ...anonymous, user: 'bob', admin: true, role: 'clerk', roles: ['clerk', 'staff'], policies: ['slow'] },
};

/** Knows users by their names. */
const names = definePlugin({
  name: 'names',
  setup({ on }) {
    on('http.identify', ({ state: { token } }) => (token !== null && Object.hasOwn(identities, token) ? identities[token] : undefined));
  },
});

const from = (server: TestServer, address: string, path = '/server/ping'): Promise<Answer> => (
  server.anonymous.send('GET', path, { headers: { 'X-Forwarded-For': address } }));
const statuses = async (answers: readonly Promise<Answer>[]): Promise<number[]> => (
  (await Promise.all(answers)).map(({ status }) => status).toSorted((a, b) => a - b));

describe('rate limits', () => {
  let test: TestDatabase;
  const servers: TestServer[] = [];
  before(async () => {
    test = await createDatabase('sqlite', `
      create table authors (id integer primary key, name text);
      create table books (id integer primary key, title text, author_id integer references authors);
      insert into authors values (1, 'Le Guin'); insert into books values (1, 'The Dispossessed', 1);`);
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await test.drop();
  });

  async function start(limits: object, config: ConfigInput = {}): Promise<TestServer> {
    const server = await startServer(
      { ...config, database: { url: test.url }, plugins: { ...config.plugins, 'rate-limit': limits } }, { plugins: [names] });
    servers.push(server);
    return server;
  }
  const behindProxy: ConfigInput = { server: { trustedProxies: ['127.0.0.1'] } };

  it('are 100 requests a second from one address by default', async () => {
    const server = await start({});
    const answers = await Promise.all(Array.from({ length: 130 }, () => server.anonymous.get('/server/ping')));
    expect(answers.filter(({ status }) => status === 200).length).to.be.at.least(100);
    expect(answers[0]!.headers.get('ratelimit-policy')).to.equal('"address";q=100;w=1');
  });

  it('tell what is left, and refuse with REQUESTS_EXCEEDED and Retry-After', async () => {
    const server = await start({ address: { requests: 2, windowSeconds: 60 } });
    const [first, second, third] = [await server.anonymous.get('/server/ping'), await server.anonymous.get('/nowhere'),
      await server.anonymous.get('/server/ping')];
    expect([first.status, second.status, third.status]).to.deep.equal([200, 404, 429]);
    expect(first.headers.get('ratelimit-policy')).to.equal('"address";q=2;w=60');
    expect(first.headers.get('ratelimit')).to.match(/^"address";r=1;t=(60|59)$/);
    expect(second.headers.get('ratelimit')).to.match(/^"address";r=0;t=/);
    const seconds = Number(third.headers.get('retry-after'));
    expect(seconds).to.be.within(55, 60);
    const { code, limit, reset, reason } = third.body.errors[0].extensions as Record<string, unknown>;
    expect({ code, limit, reason }).to.deep.equal(
      { code: 'REQUESTS_EXCEEDED', limit: 2, reason: 'The limit "address" allows 2 requests in 60 s.' });
    expect(Date.parse(String(reset)) - Date.now()).to.be.within(50_000, 61_000);
  });

  it('end with their window', async () => {
    const server = await start({ address: { requests: 1, windowSeconds: 1 } });
    const ask = async () => (await server.anonymous.get('/server/ping')).status;
    expect([await ask(), await ask()]).to.deep.equal([200, 429]);
    await new Promise((resolve) => void setTimeout(resolve, 1050));
    expect(await ask()).to.equal(200);
  });

  it('are of each address, whatever else it sends, and of each IPv6 network', async () => {
    const server = await start({ address: { requests: 1, windowSeconds: 60 } }, behindProxy);
    expect((await from(server, '192.0.2.1')).status).to.equal(200);
    expect((await from(server, '10.9.9.9, 192.0.2.1')).status).to.equal(429, 'what stands before the last address is not believed');
    expect((await from(server, '192.0.2.2')).status).to.equal(200);
    expect((await from(server, '2001:db8::1')).status).to.equal(200);
    expect((await from(server, '2001:db8::2')).status).to.equal(429);
    expect((await from(server, '2001:db8:0:1::2')).status).to.equal(200);
  });

  it('do not hold for the admin token, in the header or the URL, unless the config says so', async () => {
    const server = await start({ address: { requests: 1, windowSeconds: 60 }, cost: { points: 1 } });
    const answers = await Promise.all(Array.from({ length: 5 }, () => server.client.get('/items/books')));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200]);
    expect(answers[0]!.headers.has('ratelimit')).to.equal(false);
    expect((await server.anonymous.get(`/items/books?access_token=${testToken}`)).status).to.equal(200);
    expect(await statuses([1, 2].map((n) => server.client.as(`${testToken}${n}`).get('/items/books')))).to.deep.equal([401, 429]);
    const strict = await start({ address: { requests: 1, windowSeconds: 60 }, exemptAdminToken: false });
    expect(await statuses([strict.client.get('/items/books'), strict.client.get('/items/books')])).to.deep.equal([200, 429]);
  });

  it('can be put on all requests together, which one address alone cannot use up', async () => {
    const server = await start(
      { address: { requests: 2, windowSeconds: 60 }, total: { requests: 3, windowSeconds: 60 } }, behindProxy);
    expect(await statuses([1, 2, 3, 4].map(() => from(server, '192.0.2.1')))).to.deep.equal([200, 200, 429, 429]);
    expect((await from(server, '192.0.2.2')).status).to.equal(200);
    const refused = await from(server, '192.0.2.3');
    expect(refused.status).to.equal(429);
    expect(refused.body.errors[0].extensions.reason).to.contain('"total"');
  });

  it('can be put on users, policies, roles and routes, and hold together', async () => {
    const rule = { windowSeconds: 60 };
    const server = await start({
      address: { requests: 0 },
      user: { requests: 6, windowSeconds: 60 },
      rules: [
        { ...rule, name: 'books', path: '/items/books', methods: ['GET'], requests: 2 },
        { ...rule, name: 'slow', policy: 'slow', requests: 3 },
        { ...rule, name: 'staff', role: 'staff', requests: 5 },
      ],
    });
    const [ann, bob] = [server.client.as('ann'), server.client.as('bob')];
    const ask = async (user: typeof ann, method: string, path: string) => (await user.send(method, path)).status;
    const books = [await ask(ann, 'GET', '/items/books'), await ask(ann, 'HEAD', '/items/books/1'), await ask(ann, 'GET', '/items/book%73')];
    expect(books).to.deep.equal([200, 200, 429]);
    expect(await ask(ann, 'GET', '/items/authors')).to.equal(200);
    expect([await ask(ann, 'OPTIONS', '/items/books'), await ask(ann, 'GET', '/items/authors')]).to.deep.equal([204, 200]);
    expect(await ask(ann, 'GET', '/items/authors')).to.equal(429, 'the seventh of the user');
    const answers = [await bob.get('/items/books'), await bob.get('/items/authors'), await bob.get('/items/authors'), await bob.get('/items/authors')];
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 429]);
    expect(answers[0]!.headers.get('ratelimit-policy')).to.contain('"user";q=6;w=60, "rule-books";q=2;w=60, "rule-slow";q=3;w=60');
    expect(answers[3]!.body.errors[0].extensions.reason).to.contain('"rule-slow"');
  });

  it('are of their own for signing in, whichever way', async () => {
    const server = await start({ login: { requests: 3, windowSeconds: 60 } }, { plugins: { system: {} } });
    const send = async (path: string) => (await server.anonymous.post(path, {})).status;
    const attempts = [await send('/auth/login'), await send('/auth/refresh'), await send('/auth/password/request'), await send('/users/invite/accept')];
    expect(attempts.map((status) => status === 429)).to.deep.equal([false, false, false, true]);
    expect((await server.anonymous.get('/server/ping')).status).to.equal(200);
  });

  it('count each mutation that signs somebody in, and tell each limit once', async () => {
    const server = await start({ login: { requests: 3, windowSeconds: 60 } }, { plugins: { system: {} } });
    const tries = Array.from({ length: 5 }, (_, index) => `t${index}: auth_login(email: "p${index}@example.com", password: "x") { access_token }`);
    const { body, headers } = await server.anonymous.post('/graphql/system', { query: `mutation { ${tries.join(' ')} }` });
    expect(body.errors.map(({ extensions: { code } }: { extensions: { code: string } }) => code)).to.deep.equal([
      'INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'REQUESTS_EXCEEDED', 'REQUESTS_EXCEEDED',
    ]);
    expect(headers.get('ratelimit')).to.match(/^"address";r=99;t=1, "login";r=0;t=(60|59)$/);
    expect((await server.anonymous.post('/auth/login', { email: 'p@example.com', password: 'x' })).status).to.equal(429);
    const exempt = await server.client.post('/auth/login', { email: 'p@example.com', password: 'x' });
    expect(exempt.status).to.equal(401);
  });

  it('charge reads over a WebSocket to whoever its first message names', async () => {
    const server = await start({ cost: { points: 10, windowSeconds: 60 } });
    const ask = async (token: string): Promise<readonly string[]> => {
      const client = createClient({
        url: `${server.url.replace('http', 'ws')}/graphql`, connectionParams: { access_token: token }, webSocketImpl: WebSocket, retryAttempts: 0,
      });
      const codes: string[] = [];
      for (let time = 0; time < 4; time += 1) {
        for await (const { errors } of client.iterate({ query: '{ books(limit: 100) { id title } }' })) {
          codes.push(errors?.[0]?.extensions?.['code'] as string | undefined ?? 'OK');
        }
      }
      await client.dispose();
      return codes;
    };
    expect(await ask('ann')).to.include('OK').and.include('REQUESTS_EXCEEDED');
    expect((await ask('bob'))[0]).to.equal('OK');
    expect((await server.client.as('ann').get('/items/books', { limit: 100 })).status).to.equal(429);
    expect(new Set(await ask(testToken))).to.deep.equal(new Set(['OK']));
  });

  it('charge what a read costs, over REST and SEARCH, and tell what is left of it', async () => {
    const server = await start({ cost: { points: 100, windowSeconds: 60 } });
    const [ann, bob] = [server.client.as('ann'), server.client.as('bob')];
    const cheap = await ann.get('/items/books', { fields: ['id'], limit: 1 });
    expect(cheap.headers.get('ratelimit')).to.match(/"cost";r=98;t=60$/);
    expect((await ann.search('/items/books', { query: { fields: ['id'], limit: 1000 } })).headers.get('ratelimit')).to.match(/"cost";r=86;/);
    const dear = { fields: ['id', 'books.id'], limit: 20, deep: { books: { _limit: 150 } } };
    expect((await ann.get('/items/authors', dear)).status).to.equal(200);
    expect((await ann.get('/items/authors', dear)).status).to.equal(200);
    const refused = await ann.get('/items/authors', dear);
    expect(refused.status).to.equal(429);
    expect(refused.body.errors[0].extensions.reason).to.equal('The limit "cost" allows 100 points in 60 s.');
    expect((await bob.get('/items/authors', dear)).status).to.equal(200, 'each pays for themselves');
    const never = await bob.get('/items/authors', { ...dear, limit: -1 });
    expect(never.status).to.equal(400);
    expect(never.body.errors[0].extensions.code).to.equal('INVALID_QUERY');
    expect(never.body.errors[0].extensions.reason).to.match(/^The query costs \d+ points, and at most 100 may be spent at a time\.$/);
  });

  it('are off altogether where the plugin is', async () => {
    const server = await startServer({ database: { url: test.url }, plugins: { 'rate-limit': false } });
    servers.push(server);
    expect((await server.anonymous.get('/server/ping')).headers.has('ratelimit')).to.equal(false);
  });

  it('need the plugin redis where that is to count', async () => {
    const error = await start({ store: 'redis' }).then(() => null, (reason: unknown) => reason as Error);
    expect(error?.message).to.contain('switch on the plugin `redis`');
  });
});

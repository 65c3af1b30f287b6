import { expect } from 'chai';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startServer, testToken, type TestServer } from '../../../core/testing/testing.js';
import { createDatabase, forEachDatabase } from '../../support/databases.js';
import { knowing } from '../../support/identities.js';
import { Events, type Result } from './events.js';

const tables = `
  create table authors (id integer primary key, name varchar(50) not null);
  create table books (id integer primary key, title varchar(50) not null, owner varchar(50), author_id integer references authors (id));
  create table shelf_slots (shelf varchar(50) not null, slot integer not null, label varchar(50), primary key (shelf, slot));
  insert into authors values (1, 'Ursula');
  insert into books values (1, 'The Dispossessed', 'ann', 1), (2, 'Lavinia', 'bob', 1);
`;

const read = (collection: string, fields: string[], rule?: object) => ({ collection, action: 'read' as const, fields, ...(rule && { permissions: rule }) });
const access = {
  policies: {
    owners: { permissions: [read('books', ['id', 'title'], { owner: { _eq: '$CURRENT_USER' } })] },
    everything: { permissions: [read('books', ['*']), read('authors', ['name'])] },
    keyless: { permissions: [read('books', ['title'])] },
  },
};

/** Whoever is in it is known by their name as a token. Tests take people away. */
const people: Record<string, object> = {};

/** Time for what must not come. */
const quietly = 600;

const start = (url: string): Promise<TestServer> => startServer({
  database: { url }, access, plugins: { system: false, graphql: { recheckSeconds: 1 } },
}, { plugins: [knowing(people)] });

async function opened(server: TestServer, token: string, query: string, all: Events[]): Promise<Events> {
  const events = new Events();
  all.push(events);
  await events.open(server, token, query);
  // The subscription is made while the answer begins.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return events;
}

forEachDatabase('Subscriptions', (database) => {
  let server: TestServer;
  const all: Events[] = [];
  before(async function startServers() {
    this.timeout(60_000);
    server = await start(database.url);
  });
  beforeEach(() => {
    people['ann'] = { user: 'ann', policies: ['owners'] };
    people['bob'] = { user: 'bob', policies: ['owners'] };
    people['eve'] = { user: 'eve', policies: ['everything'] };
    people['kim'] = { user: 'kim', policies: ['keyless'] };
  });
  afterEach(() => {
    for (const events of all.splice(0)) events.close();
  });
  after(() => server.stop());

  const subscribe = (token: string, query: string): Promise<Events> => opened(server, token, query, all);

  it('tell what was created, changed and deleted, with what was selected', async () => {
    const events = await subscribe(testToken, 'subscription { books_mutated { key event data { title author_id { name } } } }');
    expect(events.status).to.equal(200);
    await server.client.post('/items/books', { id: 10, title: 'New', author_id: 1 });
    expect(await events.next()).to.deep.equal({ data: { books_mutated: { key: '10', event: 'create', data: { title: 'New', author_id: { name: 'Ursula' } } } } });
    await server.client.patch('/items/books/10', { title: 'Newer' });
    expect(await events.next()).to.deep.equal({ data: { books_mutated: { key: '10', event: 'update', data: { title: 'Newer', author_id: { name: 'Ursula' } } } } });
    await server.client.delete('/items/books/10');
    expect(await events.next()).to.deep.equal({ data: { books_mutated: { key: '10', event: 'delete', data: null } } });
  });

  it('take one kind of event alone where that is asked for, and give data under any name', async () => {
    const events = await subscribe(testToken, 'subscription { changed: books_mutated(event: update) { a: data { t: title } b: data { id } event } }');
    await server.client.post('/items/books', { id: 11, title: 'Eleven' });
    await server.client.patch('/items/books/11', { title: 'XI' });
    expect(await events.next()).to.deep.equal({ data: { changed: { a: { t: 'XI' }, b: { id: '11' }, event: 'update' } } });
    await server.client.delete('/items/books/11');
    expect(await events.next(quietly)).to.equal(null);
  });

  it('name composite keys in their URL form', async () => {
    const events = await subscribe(testToken, 'subscription { shelf_slots_mutated { key event } }');
    await server.client.post('/items/shelf_slots', { shelf: 'A,1', slot: 2, label: 'x' });
    expect(await events.next()).to.deep.equal({ data: { shelf_slots_mutated: { key: 'A%2C1,2', event: 'create' } } });
    await server.client.delete('/items/shelf_slots/A%2C1,2');
    expect(await events.next()).to.deep.equal({ data: { shelf_slots_mutated: { key: 'A%2C1,2', event: 'delete' } } });
  });

  it('show each subscriber what they may see, one policy or not', async () => {
    const query = 'subscription { books_mutated { key event data { id title } } }';
    const [ann, bob, eve] = [await subscribe('ann', query), await subscribe('bob', query), await subscribe('eve', query)];
    await server.client.post('/items/books', { id: 20, title: 'For Ann', owner: 'ann' });
    const told = { data: { books_mutated: { key: '20', event: 'create', data: { id: '20', title: 'For Ann' } } } };
    expect(await ann.next()).to.deep.equal(told);
    expect(await eve.next()).to.deep.equal(told);
    expect(await bob.next(quietly)).to.equal(null);
    // It becomes Bob's: it is there for him, and nothing is told of it to Ann.
    await server.client.patch('/items/books/20', { owner: 'bob' });
    expect((await bob.next())?.data).to.deep.equal({ books_mutated: { key: '20', event: 'update', data: { id: '20', title: 'For Ann' } } });
    expect(await ann.next(quietly)).to.equal(null);
    await server.client.delete('/items/books/20');
    expect((await bob.next())?.data).to.deep.equal({ books_mutated: { key: '20', event: 'delete', data: null } });
    expect(await ann.next(quietly)).to.equal(null);
  });

  it('tell nothing of what was rolled back', async () => {
    const events = await subscribe(testToken, 'subscription { books_mutated { key } }');
    expect((await server.client.post('/items/books', [{ id: 30, title: 'Thirty' }, { id: 1, title: 'Taken' }])).status).to.equal(400);
    expect((await server.client.delete('/items/books', ['2', '999'])).status).to.equal(403);
    expect(await events.next(quietly)).to.equal(null);
  });

  it('are not in the schema of whoever may not see the collection or its key', async () => {
    for (const [token, query] of [['ann', 'subscription { authors_mutated { key } }'], ['kim', 'subscription { books_mutated { key } }']] as const) {
      const answer = await fetch(`${server.url}/graphql`, {
        method: 'POST', body: JSON.stringify({ query }),
        headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${token}` },
      });
      expect(answer.status).to.equal(400);
      expect(((await answer.json()) as Result).errors![0]!.extensions.code).to.equal('GRAPHQL_VALIDATION');
    }
  });

  it('end when the credential does, and when its policies change', async () => {
    const query = 'subscription { books_mutated { key } }';
    const [ann, bob] = [await subscribe('ann', query), await subscribe('bob', query)];
    delete people['ann'];
    people['bob'] = { user: 'bob', policies: ['everything'] };
    expect((await ann.next())?.errors?.[0]?.extensions.code).to.equal('INVALID_CREDENTIALS');
    expect((await bob.next())?.errors?.[0]?.extensions.code).to.equal('FORBIDDEN');
    expect(await ann.next()).to.equal(null);
    expect(await bob.next()).to.equal(null);
    expect({ ann: ann.isOver, bob: bob.isOver }).to.deep.equal({ ann: true, bob: true });
  });

  it('need a connection that stays', async () => {
    const { status, body } = await server.client.post('/graphql', { query: 'subscription { books_mutated { key } }' });
    expect({ status, code: body.errors[0].extensions.code }).to.deep.equal({ status: 400, code: 'INVALID_PAYLOAD' });
  });

  describe('by WebSocket', () => {
    let client: Client | undefined;
    afterEach(() => client?.dispose());

    function connect(connectionParams: Record<string, unknown>): Client {
      client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, connectionParams, retryAttempts: 0, webSocketImpl: WebSocket });
      return client;
    }

    it('take the token of their first message, and run queries and mutations too', async () => {
      const made = connect({ access_token: testToken });
      const results = made.iterate({ query: 'subscription { books_mutated(event: create) { data { title } } }' });
      const first = results.next();
      await new Promise((resolve) => setTimeout(resolve, 500));
      const written = await made.iterate({ query: 'mutation { create_books_item(data: { id: 40, title: "Forty" }) { id } }' }).next();
      expect(written.value).to.deep.equal({ data: { create_books_item: { id: '40' } } });
      expect((await first).value).to.deep.equal({ data: { books_mutated: { data: { title: 'Forty' } } } });
      await results.return!();
      const listed = await made.iterate({ query: '{ books(filter: { id: { _eq: 40 } }) { title } }' }).next();
      expect(listed.value).to.deep.equal({ data: { books: [{ title: 'Forty' }] } });
      await server.client.delete('/items/books/40');
    });

    it('tell what is wrong with an operation by the codes of any answer', async () => {
      const refused = await new Promise<unknown>((resolve) => connect({ access_token: testToken }).subscribe(
        { query: '{ nothing }' }, { next: () => undefined, complete: () => resolve(null), error: resolve },
      ));
      expect(refused).to.have.nested.property('[0].extensions.code', 'GRAPHQL_VALIDATION');
    });

    it('are closed where the token is wrong, and not opened for pages of other origins', async () => {
      const closed = await new Promise<unknown>((resolve) => connect({ access_token: 'nobody-knows-this' }).subscribe(
        { query: '{ __typename }' }, { next: () => undefined, complete: () => resolve(null), error: resolve },
      ));
      expect(closed).to.include({ code: 4403, reason: 'INVALID_CREDENTIALS' });
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { origin: 'https://elsewhere.example' });
      const status = await new Promise((resolve) => {
        socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode));
        socket.on('open', () => resolve('open'));
        socket.on('error', () => undefined);
      });
      expect(status).to.equal(403);
    });
  });
}, tables);

describe('Subscriptions of users', () => {
  it('end when what a policy gives changes, while nothing else happens', async () => {
    const database = await createDatabase('sqlite', tables);
    const server = await startServer({ database: { url: database.url }, plugins: { system: {}, graphql: { recheckSeconds: 1 } } });
    const all: Events[] = [];
    try {
      const policy = (await server.client.post('/policies', { name: 'Readers', permissions: [read('books', ['id'])] })).body.data as Named;
      const role = (await server.client.post('/roles', { name: 'Readers', policies: [{ policy: policy.id }] })).body.data as Named;
      await server.client.post('/users', { email: 'reader@example.com', role: role.id, token: 'a-token-of-some-reader' });
      const reader = await opened(server, 'a-token-of-some-reader', 'subscription { books_mutated { key } }', all);
      expect(reader.status).to.equal(200);
      await server.client.post('/permissions', { policy: policy.id, ...read('authors', ['*']) });
      const { message, ...error } = (await reader.next())!.errors![0]!;
      expect(message).to.be.a('string');
      expect(error).to.deep.equal({ extensions: { code: 'FORBIDDEN', reason: message, hint: 'Subscribe again.' } });
      expect(await reader.next()).to.equal(null);
    } finally {
      for (const events of all) events.close();
      await server.stop();
      await database.drop();
    }
  });
});

interface Named { readonly id: string }

describe('Subscriptions on two instances (postgres)', () => {
  it('hear what the other writes; a deletion only where all rows may be seen', async function test() {
    this.timeout(90_000);
    people['eve'] = { user: 'eve', policies: ['everything'] };
    people['bob'] = { user: 'bob', policies: ['owners'] };
    const database = await createDatabase('postgres', tables);
    const [one, other] = [await start(database.url), await start(database.url)];
    const all: Events[] = [];
    try {
      const query = 'subscription { books_mutated { key event data { title } } }';
      const [eve, bob] = [await opened(one, 'eve', query, all), await opened(one, 'bob', query, all)];
      // The other instance may still be connecting.
      let told: Result | null = null;
      for (let id = 100; told === null && id < 120; id += 1) {
        await other.client.post('/items/books', { id, title: 'Across', owner: 'bob' });
        told = await eve.next(1000);
      }
      expect(told?.data?.['books_mutated']).to.deep.include({ event: 'create', data: { title: 'Across' } });
      expect((await bob.next())?.data?.['books_mutated']).to.deep.include({ event: 'create', data: { title: 'Across' } });
      await other.client.delete('/items/books/2');
      expect((await eve.next())?.data).to.deep.equal({ books_mutated: { key: '2', event: 'delete', data: null } });
      expect(await bob.next(quietly)).to.equal(null);
    } finally {
      for (const events of all) events.close();
      await one.stop();
      await other.stop();
      await database.drop();
    }
  });
});

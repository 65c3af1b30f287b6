import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { anonymous, definePlugin } from 'jackfield';
import { startServer, type TestServer } from 'jackfield/testing';
import { createDatabase, forEachDatabase, type TestDatabase } from '../support/databases.js';

const accounts = 'create table accounts (id integer primary key, balance integer not null); insert into accounts values (1, 10), (2, 10);';

describe('transactions that lose against others', () => {
  let database: TestDatabase | null = null;
  let server: TestServer | null = null;
  afterEach(async () => {
    await server?.stop();
    await database?.drop();
  });

  it('are repeated after a deadlock, and told of once (postgres)', async () => {
    let attempts = 0;
    let updated = 0;
    const both = new EventEmitter();
    const met = once(both, 'met');
    const crossing = definePlugin({
      name: 'crossing',
      setup({ on }) {
        on('items.update', async (_, { keys, transaction }) => {
          attempts += 1;
          const [own, other] = keys[0] === '1' ? [1, 2] : [2, 1];
          await transaction.knex('accounts').where({ id: own }).increment('balance', 1);
          if (attempts === 2) both.emit('met');
          await met;
          await transaction.knex('accounts').where({ id: other }).increment('balance', 1);
        });
        on('items.updated', () => {
          updated += 1;
        });
      },
    });
    database = await createDatabase('postgres', accounts);
    server = await startServer({ database: { url: database.url } }, { plugins: [crossing] });
    const { client } = server;
    const answers = await Promise.all(['1', '2'].map(async (key) => client.patch(`/items/accounts/${key}`, { id: Number(key) })));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
    expect(attempts).to.be.above(2);
    expect(updated).to.equal(2);
    expect((await client.get('/items/accounts')).body.data).to.deep.equal([{ id: 1, balance: 12 }, { id: 2, balance: 12 }]);
  });

  it('are not disturbed: nobody else can write in between (sqlite)', async () => {
    let attempts = 0;
    let refused = 0;
    const disturbed = definePlugin({
      name: 'disturbed',
      setup({ on }) {
        on('items.update', async (_, { transaction }) => {
          attempts += 1;
          await transaction.knex('accounts').select('balance');
          await database?.run('pragma busy_timeout = 0; update accounts set balance = balance + 1').catch(() => {
            refused += 1;
          });
        });
      },
    });
    database = await createDatabase('sqlite', accounts);
    server = await startServer({ database: { url: database.url } }, { plugins: [disturbed] });
    expect((await server.client.patch('/items/accounts/1', { balance: 5 })).body).to.deep.equal({ data: { id: 1, balance: 5 } });
    expect({ attempts, refused }).to.deep.equal({ attempts: 1, refused: 1 });
    expect((await server.client.get('/items/accounts')).body.data).to.deep.equal([{ id: 1, balance: 5 }, { id: 2, balance: 10 }]);
  });

  it('never pass for done when a handler hides that a statement failed (postgres)', async () => {
    const hiding = definePlugin({
      name: 'hiding',
      setup({ on }) {
        on('items.update', async (_, { transaction }) => {
          await transaction.knex('nowhere').select().catch(() => undefined);
        });
        on('items.delete', async (keys, { transaction }) => {
          await transaction.knex('nowhere').select().catch(() => undefined);
          return keys.slice(1);
        });
      },
    });
    database = await createDatabase('postgres', accounts);
    server = await startServer({ database: { url: database.url } }, { plugins: [hiding] });
    expect((await server.client.patch('/items/accounts/1', { balance: 5 })).status).to.equal(500);
    expect((await server.client.delete('/items/accounts/1')).status).to.equal(500);
    expect((await server.client.get('/items/accounts/1')).body.data).to.deep.equal({ id: 1, balance: 10 });
  });
});

forEachDatabase('keys that triggers make', (database) => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: database.url }, mirror: { relations: { 'tickets.notes': 'notes.ticket_code' } } });
  });
  after(() => server.stop());

  it('come back as they were stored, and related items refer to them', async () => {
    const { body } = await server.client.post(
      '/items/tickets?fields=code,notes.text', [{ title: 'a', notes: [{ text: 'x' }] }, { title: 'b' }],
    );
    expect(body).to.deep.equal({ data: [{ code: 'T-a', notes: [{ text: 'x' }] }, { code: 'T-b', notes: [] }] });
  });
}, {
  sqlite: `
    create table tickets (code varchar(10) not null default '' primary key, title varchar(10));
    create table notes (id integer primary key, text varchar(10), ticket_code varchar(10) references tickets (code));
    create trigger number_tickets after insert on tickets begin update tickets set code = 'T-' || new.title where rowid = new.rowid; end;`,
  postgres: `
    create table tickets (code varchar(10) not null default '' primary key, title varchar(10));
    create table notes (
      id integer generated always as identity primary key, text varchar(10), ticket_code varchar(10) references tickets (code)
    );
    create function number_ticket() returns trigger language plpgsql as $$ begin new.code := 'T-' || new.title; return new; end $$;
    create trigger number_tickets before insert on tickets for each row execute function number_ticket();`,
  mysql: `
    create table tickets (code varchar(10) not null default '' primary key, title varchar(10));
    create table notes (
      id integer auto_increment primary key, text varchar(10), ticket_code varchar(10), foreign key (ticket_code) references tickets (code)
    );
    create trigger number_tickets before insert on tickets for each row set new.code = concat('T-', new.title);`,
});

async function* slowItems() {
  yield { line: 1, size: 10, payload: { id: 10, balance: 1 } };
  await new Promise((resolve) => void setTimeout(resolve, 900));
  yield { line: 2, size: 10, payload: { id: 11, balance: 1 } };
}

forEachDatabase('a transaction that does not end', (database) => {
  let server: TestServer;
  let lateError: unknown = null;
  const late = new EventEmitter();
  before(async () => {
    const stuck = definePlugin({
      name: 'stuck',
      setup({ on }) {
        on('items.create', async (payload, { transaction }) => {
          if (payload['balance'] !== 0) return;
          await once(late, 'go on');
          await transaction.knex('accounts').insert({ id: 99, balance: 99 }).catch((error: unknown) => {
            lateError = error;
          });
          late.emit('done');
        }, { collection: 'accounts' });
      },
    });
    server = await startServer(
      { database: { url: database.url, poolSize: 2, writeConnections: 1, transactionTimeoutSeconds: 0.5 } }, { plugins: [stuck] });
  });
  after(() => server.stop());

  it('is rolled back and answered 503, and what it still does has no effect', async () => {
    const { client } = server;
    const startedAt = Date.now();
    const { status, body, headers } = await client.post('/items/accounts', [{ id: 3, balance: 5 }, { id: 4, balance: 0 }]);
    expect(Date.now() - startedAt).to.be.within(450, 5000);
    expect([status, headers.get('retry-after')]).to.deep.equal([503, '1']);
    expect(body.errors[0].extensions).to.deep.equal({ code: 'SERVICE_UNAVAILABLE', reason: 'The transaction took longer than 0.5 s.' });
    expect((await client.post('/items/accounts?fields=id', { id: 5, balance: 5 })).body, 'its connection is free').to.deep.equal({ data: { id: 5 } });
    const done = once(late, 'done');
    late.emit('go on');
    await done;
    expect(lateError).to.be.instanceOf(Error);
    expect((await client.get('/items/accounts', { fields: 'id', sort: 'id' })).body.data).to.deep.equal([{ id: 1 }, { id: 2 }, { id: 5 }]);
  });

  it('may be an import', async () => {
    const { registry } = server.kernel;
    const identity = { ...anonymous, admin: true };
    expect(await registry.get('items').import('accounts', slowItems(), { identity, now: new Date() })).to.equal(2);
  });
}, accounts);

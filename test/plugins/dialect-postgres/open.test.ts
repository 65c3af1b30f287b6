import { expect } from 'chai';
import { Client } from 'pg';
import type { Database, DatabaseOptions, Statement } from '../../../core/dialect/dialect.js';
import { BootError } from '../../../core/errors/boot-error.js';
import { createDatabase, databaseOptions, type TestDatabase } from '../../support/databases.js';
import { openDatabase } from '../../support/open-database.js';
import { openPostgres } from '../../../plugins/dialect-postgres/open.js';

const statement = (sql: string): Statement => ({ sql, parameters: [], answers: 'rows' });

const log = { warn: (): void => undefined };

async function codeOf(database: Database, work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(() => null, (thrown: unknown) => thrown);
  return database.mapError(error)?.code;
}

/** The statements that the only connection of a database keeps by name. */
async function names(database: Database): Promise<string[]> {
  const sql = "select statement from pg_prepared_statements where name like 'jackfield%'";
  const { rows } = await database.knex.raw<{ rows: { statement: string }[] }>(sql);
  return rows.map(({ statement }) => statement);
}

/** Why a database cannot be opened. */
async function failure(url: string): Promise<string> {
  const error = await openDatabase(url).then(() => null, (thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(BootError);
  const { message } = error as BootError;
  expect(message).to.not.contain('secret');
  return message;
}

describe('An open PostgreSQL database', () => {
  let test: TestDatabase;
  const opened: Database[] = [];

  before(async () => {
    test = await createDatabase('postgres');
  });
  afterEach(() => Promise.all(opened.splice(0).map((database) => database.close())));
  after(() => test.drop());

  async function open(options: Partial<DatabaseOptions> = {}): Promise<Database> {
    const database = await openDatabase(test.url, options);
    opened.push(database);
    return database;
  }

  describe('with statements that are planned once', () => {
    it('names a statement from its second use on', async () => {
      const database = await open({ poolSize: 1 });
      await database.read(statement("select 'once'"), []);
      for (let use = 0; use < 3; use += 1) await database.read(statement("select 'often'"), []);
      expect(await names(database)).to.deep.equal(["select 'often'"]);
    });

    it('keeps the names that were used last, and has the server forget the others', async () => {
      const own = { namedStatements: 3, connectTimeoutSeconds: 5, log };
      const database = await openPostgres(databaseOptions(test.url, { poolSize: 1 }), own);
      opened.push(database);
      const use = async (text: string): Promise<void> => {
        expect(await database.read(statement(`select '${text}'`), [])).to.deep.equal([[text]]);
      };
      for (const text of ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'd', 'd']) await use(text);
      expect(await names(database)).to.have.members(["select 'c'", "select 'a'", "select 'd'"]);
      for (const text of ['b', 'b', 'a', 'd', 'c', 'b']) await use(text);
      expect(await names(database)).to.have.length(3);
    });

    it('asks again without a name where somebody took the names away', async () => {
      const database = await open({ poolSize: 1 });
      for (let use = 0; use < 2; use += 1) await database.read(statement("select 'x'"), []);
      await database.knex.raw('deallocate all');
      expect(await database.read(statement("select 'x'"), [])).to.deep.equal([['x']]);
      for (let use = 0; use < 2; use += 1) await database.read(statement("select 'x'"), []);
      expect(await names(database)).to.deep.equal(["select 'x'"]);
    });

    it('names nothing where poolers could not keep it', async () => {
      const database = await open({ poolSize: 1, preparedStatements: false });
      for (let use = 0; use < 3; use += 1) await database.read(statement("select 'x'"), []);
      expect(await names(database)).to.deep.equal([]);
      expect(database.capabilities.namedStatements).to.equal(false);
    });
  });

  describe('when something is wrong', () => {
    for (const preparedStatements of [true, false]) {
      it(`cancels a statement that takes too long${preparedStatements ? '' : ', without a session of its own too'}`, async () => {
        const database = await open({ poolSize: 1, statementTimeoutSeconds: 0.3, preparedStatements });
        expect(await codeOf(database, database.read(statement('select pg_sleep(20)::text'), []))).to.equal('SERVICE_UNAVAILABLE');
        const stream = database.stream(statement('select pg_sleep(20)::text'), [])[Symbol.asyncIterator]();
        expect(await codeOf(database, stream.next())).to.equal('SERVICE_UNAVAILABLE');
        expect(await database.read(statement("select 'next'"), [])).to.deep.equal([['next']]);
        const watcher = await open();
        const running = "select count(*)::text from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'";
        for (let turn = 0; turn < 40 && (await watcher.read(statement(running), []))[0]?.[0] !== '0'; turn += 1) {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        expect(await watcher.read(statement(running), [])).to.deep.equal([['0']]);
      });
    }

    for (const preparedStatements of [true, false]) {
      it(`lets a stream last longer than a statement${preparedStatements ? '' : ', without a session of its own too'}`, async () => {
        const database = await open({ poolSize: 1, statementTimeoutSeconds: 0.5, preparedStatements });
        const slow = `select n::text, pg_sleep(case when n % 500 = 0 then 0.2 else 0 end)::text from generate_series(1, 2000) n`;
        let count = 0;
        for await (const _ of database.stream(statement(slow), [])) {
          count += 1;
          // Whoever reads may take their time, too.
          if (count === 700) await new Promise((resolve) => setTimeout(resolve, 800));
        }
        expect(count).to.equal(2000);
        const stuck = `select n::text, pg_sleep(case when n = 900 then 20 else 0 end)::text from generate_series(1, 2000) n`;
        const rest = (async () => {
          for await (const _ of database.stream(statement(stuck), []));
        })();
        expect(await codeOf(database, rest)).to.equal('SERVICE_UNAVAILABLE', 'each part has its limit');
        expect(await codeOf(database, database.read(statement('select pg_sleep(20)::text'), []))).to.equal('SERVICE_UNAVAILABLE');
        const [row] = await database.read(statement('show statement_timeout'), []);
        expect(row).to.deep.equal([preparedStatements ? '500ms' : '0']);
      });
    }

    it('gives up waiting for a lock in a transaction, without a session of its own too', async () => {
      const database = await open({ poolSize: 2, lockTimeoutSeconds: 0.3, preparedStatements: false });
      const admin = new Client({ connectionString: test.url });
      await admin.connect();
      await admin.query('create table locked (id integer)');
      await admin.query('begin; lock table locked in access exclusive mode');
      const startedAt = Date.now();
      const work = database.transaction(({ knex }) => knex('locked').insert({ id: 1 }));
      expect(await codeOf(database, work)).to.equal('SERVICE_UNAVAILABLE');
      expect(Date.now() - startedAt).to.be.below(5000);
      await admin.query('rollback');
      await admin.query('drop table locked');
      await admin.end();
      expect(await database.read(statement('show lock_timeout'), [])).to.deep.equal([['0']]);
    });

    it('answers after the server has ended every connection, whatever they were doing', async () => {
      const database = await open({ poolSize: 4 });
      const admin = new Client({ connectionString: test.url });
      await admin.connect();
      const busy = codeOf(database, database.read(statement('select pg_sleep(20)::text'), []));
      const stream = database.stream(statement('select n::text from generate_series(1, 100000) n'), [])[Symbol.asyncIterator]();
      await stream.next();
      const left = database.stream(statement('select n::text from generate_series(1, 100000) n'), [])[Symbol.asyncIterator]();
      await left.next();
      await database.ping();
      await new Promise((resolve) => setTimeout(resolve, 200));
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where pid <> pg_backend_pid() and datname = current_database()`);
      await admin.end();
      expect(await busy).to.equal('SERVICE_UNAVAILABLE');
      const rest = (async () => {
        while ((await stream.next()).done !== true);
      })();
      expect(await codeOf(database, rest)).to.equal('SERVICE_UNAVAILABLE', 'a stream that is cut off does not pass for whole');
      await left.return?.();
      // The pool has heard of the loss when its connections have.
      await new Promise((resolve) => setTimeout(resolve, 200));
      for (let use = 0; use < 5; use += 1) expect(await database.read(statement("select 'back'"), [])).to.deep.equal([['back']]);
    });

    it('does not wait for ever for a connection', async () => {
      const own = { namedStatements: 3, connectTimeoutSeconds: 0.3, log };
      const database = await openPostgres(databaseOptions(test.url, { poolSize: 1 }), own);
      opened.push(database);
      const busy = database.read(statement('select pg_sleep(1)::text'), []);
      expect(await codeOf(database, database.read(statement("select 'x'"), []))).to.equal('SERVICE_UNAVAILABLE');
      await busy;
    });

    it('tells the client what kind of error it was', async () => {
      await test.run(`create table sized (name varchar(3), small int2); create role nobody;`);
      const database = await open();
      const run = (sql: string) => codeOf(database, database.knex.raw(sql));
      expect(await run("insert into sized (name) values ('long')")).to.equal('VALUE_TOO_LONG');
      expect(await run('insert into sized (small) values (70000)')).to.equal('VALUE_OUT_OF_RANGE');
      expect(await run('select 1 / 0')).to.equal('VALUE_OUT_OF_RANGE');
      expect(await run("select 'x'::int")).to.equal('INVALID_QUERY');
      expect(await run("select '2020-13-01'::date")).to.equal('INVALID_QUERY');
      expect(await run("select 'x'::uuid")).to.equal('INVALID_QUERY');
      expect(await run("begin; set local role nobody; select * from sized")).to.equal('FORBIDDEN');
      expect(await run('rollback')).to.equal(undefined);
      const lock = await database.knex.transaction();
      await lock.raw('lock table sized');
      expect(await run("set lock_timeout = 100; select * from sized")).to.equal('SERVICE_UNAVAILABLE');
      await lock.rollback();
      const bound: Statement = { sql: 'select $1::text', parameters: [{ slot: 0, encode: (value) => value }], answers: 'rows' };
      expect(await codeOf(database, database.read(bound, ['a\0b']))).to.equal('INVALID_QUERY');
    });
  });

  describe('at the start', () => {
    it('says where nothing listens', async () => {
      expect(await failure('postgres://me:secret@127.0.0.1:1/shop')).to.equal(
        'PostgreSQL cannot be reached: database "shop" at 127.0.0.1:1 as "me": nothing listens there (ECONNREFUSED).');
    });

    it('says that the password is wrong, or the database not there', async () => {
      expect(await failure(test.url.replace(':postgres@', ':secret@'))).to.match(/as "postgres": the password is wrong \(28P01\)\.$/);
      expect(await failure(`${test.url}_secre`)).to.match(/there is no such database \(3D000\)\.$/);
    });

    it('says that a URL is none', async () => {
      expect(await failure('postgres://me:secret@[oops/shop')).to.match(/^PostgreSQL cannot be reached: `database.url` is not a valid URL/);
    });
  });

  it('sets the session so that values are written alike whatever the database says', async () => {
    await test.run(`do $$ begin
      execute format('alter database %I set timezone to ''Pacific/Chatham''', current_database());
      execute format('alter database %I set datestyle to ''SQL, DMY''', current_database());
      execute format('alter database %I set extra_float_digits to -3', current_database());
    end $$`);
    const database = await open();
    const sql = `select timestamptz '2020-01-02 03:04:05+00'::text, 0.1::float8::text, interval '1 day 2 hours'::text,
      '\\xff'::bytea::text`;
    expect(await database.read(statement(sql), [])).to.deep.equal([['2020-01-02 03:04:05+00', '0.1', '1 day 02:00:00', '\\xff']]);
  });
});

import { expect } from 'chai';
import type { Database, DatabaseOptions, Statement } from '../../../core/dialect/dialect.js';
import { BootError } from '../../../core/errors/boot-error.js';
import { createDatabase, everywhere, type TestDatabase } from '../../support/databases.js';
import { mysqlUrl } from '../../support/mysql-database.js';
import { openDatabase } from '../../support/open-database.js';

const statement = (sql: string): Statement => ({ sql, parameters: [], answers: 'rows' });

/** Why a database cannot be opened. */
async function failure(url: string): Promise<string> {
  const error = await openDatabase(url).then(() => null, (thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(BootError);
  const { message } = error as BootError;
  expect(message).to.not.contain('secret');
  return message;
}

async function codeOf(database: Database, work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(() => null, (thrown: unknown) => thrown);
  return database.mapError(error)?.code;
}

const bump = (id: number): string => `update counters set n = n + 1 where id = ${id}`;

if (mysqlUrl !== undefined) describe('An open MySQL database', function () {
  this.timeout(60_000);
  let test: TestDatabase;
  const opened: Database[] = [];

  before(async () => {
    test = await createDatabase('mysql', everywhere('create table counters (id integer primary key, n integer); insert into counters values (1, 0), (2, 0);'));
  });
  afterEach(() => Promise.all(opened.splice(0).map((database) => database.close())));
  after(() => test.drop());

  async function open(options: Partial<DatabaseOptions> = {}): Promise<Database> {
    const database = await openDatabase(test.url, options);
    opened.push(database);
    return database;
  }

  /** Many rows that each take some time. */
  const slow = 'select cast(sleep(0.2) as char) from (select 1 union all select 2 union all select 3) as a cross join (select 1 union all select 2) as b '
    + 'cross join (select 1 union all select 2) as c';

  it('says why it cannot be opened, without the password', async () => {
    const url = new URL(test.url);
    url.password = 'secret';
    expect(await failure(url.href)).to.match(/the password is wrong, or the login is refused \(ER_ACCESS_DENIED_ERROR\)/);
    expect(await failure(`${test.url}_missing`)).to.match(/there is no such database/);
    expect(await failure('mysql://root:secret@127.0.0.1:1/x')).to.match(/database "x" at 127\.0\.0\.1:1 as "root": nothing listens there/);
    expect(await failure(test.url.replace(/\/[^/]*$/, '/'))).to.match(/names no database/);
  });

  it('ends a statement that takes too long, in a transaction too', async () => {
    const database = await open({ statementTimeoutSeconds: 0.5, poolSize: 1 });
    expect(await codeOf(database, database.read(statement(slow), []))).to.equal('SERVICE_UNAVAILABLE');
    expect(await codeOf(database, database.transaction((transaction) => transaction.read(statement(slow), [])))).to.equal('SERVICE_UNAVAILABLE');
    expect(await database.read(statement("select 'there'"), [])).to.deep.equal([['there']]);
  });

  it('ends a stream that says nothing for too long, and no stream whose reader takes their time', async () => {
    const database = await open({ statementTimeoutSeconds: 0.5, poolSize: 1 });
    const drain = async (sql: string, pause: number): Promise<number> => {
      let count = 0;
      for await (const row of database.stream(statement(sql), [])) {
        count += row.length;
        if (count < 5) await new Promise((resolve) => setTimeout(resolve, pause));
      }
      return count;
    };
    expect(await codeOf(database, drain('select cast(sleep(3) as char)', 0))).to.equal('SERVICE_UNAVAILABLE');
    expect(await drain("select 'a' union all select 'b' union all select 'c'", 400)).to.equal(3);
    expect(await database.read(statement("select 'there'"), [])).to.deep.equal([['there']]);
  });

  it('never gives a text that the server has cut', async () => {
    const database = await open({ poolSize: 1 });
    const [[most]] = await database.read(statement('select cast(@@max_allowed_packet as char)'), []) as [[string]];
    const half = `repeat('x', ${Math.ceil(Number(most) / 2) + 1})`;
    for (const sql of [`select concat(${half}, ${half})`, `select coalesce(concat(${half}, ${half}), 'null')`]) {
      expect(await codeOf(database, database.read(statement(sql), []))).to.equal('VALUE_TOO_LONG');
      const streamed = (async () => {
        for await (const row of database.stream(statement(sql), [])) expect(row).to.have.length(1);
      })();
      expect(await codeOf(database, streamed)).to.equal('VALUE_TOO_LONG');
    }
    expect(await database.read(statement("select 'there'"), [])).to.deep.equal([['there']]);
  });

  it('tells a deadlock from other errors, and commits nothing after it', async () => {
    const database = await open({ poolSize: 4 });
    let ready = 0;
    let go: (() => void) | undefined;
    const both = new Promise<void>((resolve) => {
      go = resolve;
    });
    const attempt = (first: number, second: number): Promise<string> => database.transaction(async ({ knex }) => {
      await knex.raw(bump(first));
      ready += 1;
      if (ready === 2) go?.();
      await both;
      // A handler that hides the error does not save the transaction.
      await knex.raw(bump(second)).catch((error: unknown) => {
        expect(database.isConflict(error)).to.equal(true);
      });
      return 'committed';
    }).catch((error: unknown) => (database.mapError(error) === null ? 'refused' : 'failed'));
    expect((await Promise.all([attempt(1, 2), attempt(2, 1)])).sort()).to.deep.equal(['committed', 'refused']);
    expect(await database.read(statement('select cast(n as char) from counters order by id'), [])).to.deep.equal([['1'], ['1']]);
  });

  it('keeps no more prepared statements than it may', async () => {
    const database = await open({ poolSize: 1 });
    for (let index = 0; index < 230; index += 1) await database.read(statement(`select '${index}'`), []);
    const [row] = await database.read(statement("select cast(count(*) as char) from information_schema.processlist where id = connection_id()"), []);
    expect(row).to.deep.equal(['1']);
    for (let index = 0; index < 230; index += 1) expect(await database.read(statement(`select '${index}'`), [])).to.deep.equal([[`${index}`]]);
  });
});

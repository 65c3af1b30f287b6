import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import type { Database, Statement } from '../../../core/dialect/dialect.js';
import { BootError } from '../../../core/errors/boot-error.js';
import { openDatabase } from '../../support/open-database.js';

const statement = (sql: string): Statement => ({ sql, parameters: [], answers: 'rows' });

/** What a client would be told when a file is opened and knex runs a statement on it. */
async function codeOf(url: string, sql: string): Promise<string | undefined> {
  const database = await openDatabase(url);
  try {
    return database.mapError(await database.knex.raw(sql).then(() => null, (thrown: unknown) => thrown))?.code;
  } finally {
    await database.close();
  }
}

describe('An open SQLite database', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-open-'));
    file = join(folder, 'shop.sqlite');
    const connection = new Sqlite(file);
    connection.exec(`create table parents (id integer primary key); insert into parents values (1);
      create table children (parent integer references parents);`);
    connection.close();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('holds foreign keys', async () => {
    expect(await codeOf(file, 'insert into children values (2)')).to.equal('INVALID_FOREIGN_KEY');
  });

  it('is not written to where the URL says so', async () => {
    expect(await codeOf(`${file}?mode=ro`, 'insert into parents values (2)')).to.equal('FORBIDDEN');
    expect(await codeOf(file, 'insert into parents values (2)')).to.equal(undefined);
  });

  it('never writes in a read', async () => {
    const database = await openDatabase(file);
    const insert = statement('insert into parents values (5) returning cast(id as text)');
    const error = await database.read(insert, []).catch((thrown: unknown) => thrown);
    expect(database.mapError(error)?.code).to.equal('FORBIDDEN');
    await database.close();
  });

  it('is unavailable while another process has locked it, and then answers again', async () => {
    const database = await openDatabase(file);
    const other = new Sqlite(file);
    other.exec('begin exclusive');
    const error = await database.read(statement('select cast(id as text) from parents'), []).catch((thrown: unknown) => thrown);
    expect(database.mapError(error)?.code).to.equal('SERVICE_UNAVAILABLE');
    other.exec('rollback');
    expect(await database.read(statement('select cast(id as text) from parents'), [])).to.deep.equal([['1']]);
    other.close();
    await database.close();
  });

  it('sees what others have changed meanwhile, in its tables too', async () => {
    const database = await openDatabase(file);
    const read = () => database.read(statement('select * from parents order by id'), []);
    expect(await read()).to.deep.equal([[1]]);
    const other = new Sqlite(file);
    other.exec("insert into parents values (2); alter table parents add column name text default 'x'");
    other.close();
    expect(await read()).to.deep.equal([[1, 'x'], [2, 'x']]);
    await database.close();
  });

  it('may be in memory: reads see what knex wrote', async () => {
    const database = await openDatabase(':memory:');
    await database.knex.raw('create table things (name text)');
    await database.knex('things').insert([{ name: 'a' }, { name: 'b' }]);
    expect(await database.read(statement('select name from things'), [])).to.deep.equal([['a'], ['b']]);
    const rows: unknown[] = [];
    for await (const row of database.stream(statement('select name from things'), [])) rows.push(row);
    expect(rows).to.deep.equal([['a'], ['b']]);
    expect((await database.introspect()).tables.map(({ name }) => name)).to.deep.equal(['things']);
    await database.close();
  });

  it('is made where the URL allows it', async () => {
    const database = await openDatabase(`${join(folder, 'new.sqlite')}?mode=rwc`);
    expect((await database.introspect()).tables).to.deep.equal([]);
    await database.close();
  });

  it('can be closed while a stream is read, which then fails', async () => {
    const database = await openDatabase(file);
    const stream = database.stream(statement('select cast(value as text) from json_each(\'[1,2,3]\')'), [])[Symbol.asyncIterator]();
    await stream.next();
    await database.close();
    const error = await stream.next().catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'SERVICE_UNAVAILABLE');
  });

  it('must be a database, and has no schemas', async () => {
    const text = join(folder, 'text.db');
    await writeFile(text, 'This is no database, but long enough to be taken for one. '.repeat(20));
    for (const [url, options, message] of [
      [text, {}, `The SQLite file ${JSON.stringify(text)} cannot be opened (SQLITE_NOTADB).`],
      [`sqlite:${folder}`, {}, `The SQLite file ${JSON.stringify(folder)} cannot be opened (SQLITE_CANTOPEN).`],
      [file, { schemas: ['public'] }, '`database.schemas` must be empty: SQLite has no schemas.'],
    ] as const) {
      const error = await openDatabase(url, options).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(BootError);
      expect((error as Error).message).to.equal(message);
    }
  });

  it('tells a sum beyond 64 bits', async () => {
    expect(await codeOf(file, 'select sum(value) from json_each(\'[9223372036854775807, 1]\')')).to.equal('VALUE_OUT_OF_RANGE');
  });
});

describe('A SQLite file that somebody else uses', () => {
  let folder: string;
  let file: string;
  let other: Sqlite.Database;
  let database: Database;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-busy-'));
    file = join(folder, 'shop.sqlite');
    other = new Sqlite(file);
    other.exec(`create table parents (id integer primary key);
      insert into parents with recursive n (value) as (select 1 union all select value + 1 from n where value < 2000) select value from n`);
    database = await openDatabase(file);
  });
  afterEach(async () => {
    other.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const first = statement('select cast(min(id) as text) from parents');
  const insert = (id: number) => database.transaction(async ({ knex }) => void await knex('parents').insert({ id }));
  const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
    work.then(() => 'success', (error: unknown) => database.mapError(error)?.code);

  it('is waited for, and everything else goes on meanwhile', async () => {
    other.exec('begin exclusive');
    const waiting = [codeOf(database.read(first, [])), codeOf(insert(5000)), codeOf(database.ping())];
    let ticks = 0;
    const timer = setInterval(() => { ticks += 1; }, 10);
    await wait(300);
    clearInterval(timer);
    expect(ticks).to.be.above(10);
    other.exec('rollback');
    expect(await Promise.all(waiting)).to.deep.equal(['success', 'success', 'success']);
    expect(other.prepare('select count(*) from parents where id = 5000').pluck().get()).to.equal(1);
  });

  it('is unavailable where that lasts too long, also for the others at the end of a write, and then works as before', async () => {
    other.exec('begin immediate');
    expect(await codeOf(insert(5000))).to.equal('SERVICE_UNAVAILABLE');
    other.exec('rollback');
    expect(await codeOf(insert(5000))).to.equal('success');

    const stream = database.stream(statement('select cast(id as text) from parents'), [])[Symbol.asyncIterator]();
    await stream.next();
    expect(await codeOf(insert(5001))).to.equal('SERVICE_UNAVAILABLE', 'without a write-ahead log, a stream is in the way of a commit');
    const committing = codeOf(insert(5002));
    await wait(50);
    await stream.return?.();
    expect(await committing).to.equal('success');
    expect(other.prepare('select id from parents where id > 5000').pluck().all()).to.deep.equal([5002]);
  });
});

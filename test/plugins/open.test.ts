import { expect } from 'chai';
import { TYPES } from 'tedious';
import type { Database, Row, Statement } from '../../core/dialect/dialect.js';
import { ApiError } from '../../core/errors/api-error.js';
import { everywhere, forEachDatabase, type DialectName } from '../support/databases.js';
import { openDatabase } from '../support/open-database.js';

const twice = (value: unknown): string => `${String(value)}${String(value)}`;

/** A statement of so many parameters, which double their values on the way. */
function statement(sql: string, count = 0, encode: (value: unknown) => unknown = twice): Statement {
  return { sql, answers: 'rows', parameters: Array.from({ length: count }, (_, slot) => ({ slot, encode })) };
}

/** Numbers from 1 to a limit, as text. */
const numbers = (limit: number) => statement(`
  with d(i) as (${Array.from({ length: 10 }, (_, digit) => `select ${digit}`).join(' union all ')}), n(i) as (
    select a.i * 1000 + b.i * 100 + c.i * 10 + d.i + 1 from d as a cross join d as b cross join d as c cross join d
  )
  select concat(i, '') from n where i <= ${limit} order by i`);

async function collect(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

forEachDatabase('an open database', (test) => {
  let database: Database;
  const parameters: Readonly<Record<DialectName, (position: number) => string>> = {
    sqlite: (position) => `?${position}`, postgres: (position) => `$${position}::text`, mysql: (position) => `\0${position}\0`,
    mssql: (position) => `@p${position}`,
  };
  const parameter = parameters[test.dialect];
  // A value is bound with its type there.
  const encode = test.dialect === 'mssql' ? (value: unknown) => ({ type: TYPES.NVarChar, value: twice(value), length: 4000 }) : twice;

  before(async () => {
    database = await openDatabase(test.url, { poolSize: 2 });
  });
  after(() => database.close());

  it('says what it is', async () => {
    const names = { sqlite: /^SQLite 3\.\d+\.\d+$/, postgres: /^PostgreSQL \d+\.\d+$/, mysql: /^(MariaDB|MySQL) \d+\.\d+\.\d+$/, mssql: /^(SQL Server|Azure SQL) / };
    expect(database.description).to.match(names[test.dialect]);
    await database.ping();
  });

  it('binds the value of each slot as its parameter encodes it, any number of times', async () => {
    const sql = statement(`select ${parameter(2)}, ${parameter(1)}, ${parameter(2)}, null`, 2, encode);
    for (let use = 0; use < 4; use += 1) {
      expect(await database.read(sql, [`a${use}`, '"'])).to.deep.equal([['""', `a${use}a${use}`, '""', null]]);
    }
  });

  it('answers no rows with an empty list', async () => {
    expect(await database.read(statement("select 'a' where 1 = 0"), [])).to.deep.equal([]);
  });

  it('streams rows in order, beyond what is taken at a time', async () => {
    const rows = await collect(database.stream(numbers(1234), []));
    expect(rows).to.have.length(1234);
    expect(rows.map(([first]) => Number(first))).to.deep.equal(Array.from({ length: 1234 }, (_, index) => index + 1));
    expect(await collect(database.stream(statement(`select ${parameter(1)}`, 1, encode), ['x']))).to.deep.equal([['xx']]);
    expect(await collect(database.stream(numbers(500), []))).to.have.length(500);
    expect(await collect(database.stream(statement("select 'a' where 1 = 0"), []))).to.deep.equal([]);
  });

  it('gives the connection back when nobody reads a stream to its end', async () => {
    for (let use = 0; use < 6; use += 1) {
      for await (const row of database.stream(numbers(5000), [])) {
        expect(row).to.deep.equal(['1']);
        break;
      }
    }
    expect(await database.read(statement("select 'still there'"), [])).to.deep.equal([['still there']]);
  });

  it('gives the connection back when a statement fails, in a stream too', async () => {
    for (let use = 0; use < 6; use += 1) {
      const sql = statement('select from where');
      for (const broken of [() => database.read(sql, []), () => collect(database.stream(sql, []))]) {
        const error = await broken().catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(Error);
        expect(database.mapError(error)).to.equal(null, 'a statement that cannot be read is a bug of ours');
      }
    }
    expect(await database.read(statement("select 'still there'"), [])).to.deep.equal([['still there']]);
  });

  it('runs the same statement in several streams and reads at a time', async () => {
    const outer = numbers(700);
    let count = 0;
    for await (const row of database.stream(outer, [])) {
      if (row[0] === '600') count += (await collect(database.stream(outer, []))).length;
    }
    expect(count).to.equal(700);
    const uses = Array.from({ length: 20 }, (_, index) => index);
    const answers = await Promise.all(uses.map((number) => database.read(statement(`select ${parameter(1)}`, 1, encode), [number])));
    expect(answers).to.deep.equal(uses.map((number) => [[`${number}${number}`]]));
  });

  it('lets knex work beside it', async () => {
    await database.knex.transaction(async (transaction) => {
      await transaction.schema.createTable('made_by_knex', (table) => void table.integer('id'));
      await transaction('made_by_knex').insert({ id: 7 });
    });
    // It is this test that changed the catalog.
    await test.run(everywhere(''));
    expect(await database.read(statement('select cast(id as varchar(10)) from made_by_knex'), [])).to.deep.equal([['7']]);
  });

  it('names the table and fields of what the database refuses, with none of its words', async () => {
    await test.run(`
      create table parents (id integer primary key);
      create table "odd.table" (
        "a.b" varchar(3) not null, "x, y" integer, parent integer references parents (id),
        size integer check (size > 0), unique ("a.b", "x, y")
      );
      insert into "odd.table" values ('one', 1, null, 1);`);
    await database.introspect();
    const refused = async (row: object): Promise<ApiError | null> => {
      const quoted = Object.keys(row).map((name) => database.quoteName(name)).join(', ');
      const values = Object.values(row).map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
      const sql = `insert into ${database.quoteName('odd.table')} (${quoted}) values (${values.join(', ')})`;
      const error: unknown = await database.knex.raw(sql.replaceAll('?', '\\?')).then(() => null, (thrown: unknown) => thrown);
      return database.mapError(error);
    };
    const unique = await refused({ 'a.b': 'one', 'x, y': 1 });
    expect(unique).to.include({ code: 'RECORD_NOT_UNIQUE' });
    expect(unique?.details).to.include({ collection: 'odd.table', field: 'a.b, x, y' });
    const missing = await refused({ 'a.b': null });
    expect(missing).to.include({ code: 'NOT_NULL_VIOLATION' });
    expect(missing?.details).to.include({ collection: 'odd.table', field: 'a.b' });
    expect(await refused({ 'a.b': 'two', parent: 9 })).to.include({ code: 'INVALID_FOREIGN_KEY' });
    expect(await refused({ 'a.b': 'two', size: 0 })).to.include({ code: 'FAILED_VALIDATION' });
    for (const row of [{ 'a.b': 'one', 'x, y': 1 }, { 'a.b': null }, { 'a.b': 'two', parent: 9 }, { 'a.b': 'two', size: 0 }]) {
      expect(JSON.stringify((await refused(row))?.details)).to.not.match(/constraint failed|violates|duplicate|insert/i);
    }
  });

  it('passes on an error for the client as it is, and knows no others', () => {
    const error = new ApiError('FORBIDDEN');
    expect(database.mapError(error)).to.equal(error);
    for (const other of [new TypeError('no'), new Error('no'), 'no', null, undefined]) expect(database.mapError(other)).to.equal(null);
  });
}, everywhere(''));

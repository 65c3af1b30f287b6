import { expect } from 'chai';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2';
import { mirrorDefaults } from '../../../core/schema/mirror-options.js';
import type { Field } from '../../../core/schema/schema.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import type { NewRows, RowValues } from '../../../core/dialect/transaction.js';
import { fetchingStatements } from '../../../core/dialect/fetching.js';
import { execute } from '../../../plugins/dialect-mysql/execute.js';
import { insertedStatements } from '../../../plugins/dialect-mysql/insert.js';
import { introspect, type Introspection } from '../../../plugins/dialect-mysql/introspect.js';
import { bound } from '../../../plugins/dialect-mysql/placeholders.js';
import { parseServer } from '../../../plugins/dialect-mysql/server.js';
import { createSyntax } from '../../../plugins/dialect-mysql/syntax.js';
import { createDatabase, everywhere, type TestDatabase } from '../../support/databases.js';
import { isMariaDb, mysqlUrl } from '../../support/mysql-database.js';

const script = everywhere(`
  create table counted (id integer auto_increment primary key, name varchar(20) default 'none');
  create table made (id varchar(36) default (concat('k', uuid_short())) primary key, raw binary(3) default x'00ff10', name varchar(20));
  create table pairs (a integer, b varchar(5) default 'x', name varchar(20), primary key (a, b));
  create table told (id varchar(20) primary key, name varchar(20));
  create trigger tell before insert on told for each row set new.id = concat('t-', new.name);
  create table loose (name varchar(20), n decimal(6,2));`);

const plain = (rows: readonly RowValues[]): unknown[] => rows.map((row) => Object.fromEntries(row));

// MariaDB has RETURNING for most of this: here it is asked as MySQL has to be.
if (mysqlUrl !== undefined) describe('writes that tell nothing of their rows (mysql)', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let connection: Connection;
  let introspection: Introspection;

  const syntax = createSyntax(parseServer(isMariaDb ? '10.11.0-MariaDB' : '8.0.40'));
  const run = (sql: string, values: readonly unknown[]) => execute(connection, bound(sql, values));
  const insert = insertedStatements(run, syntax, ({ schema, name }) => introspection.keyMakers.get(`${schema}.${name}`));
  const { update, delete: remove, select } = fetchingStatements(async (sql, values) => (await run(sql, values)).rows, syntax);

  before(async () => {
    database = await createDatabase('mysql', script);
    connection = createConnection({ uri: database.url, charset: 'utf8mb4' });
    const [[row]] = await connection.promise().query<(RowDataPacket & { readonly version: string })[]>('select version() as version');
    introspection = await introspect(connection, parseServer(row!.version), [], new URL(database.url).pathname.slice(1));
  });
  after(async () => {
    connection?.destroy();
    await database?.drop();
  });

  function fieldsOf(table: string, names: readonly string[]): Field[] {
    const { fields } = buildSchema(introspection.catalog, mirrorDefaults).schema.collections.get(table)!;
    return names.map((name) => fields.get(name)!);
  }
  function rowsOf(table: string, names: readonly string[], rows: readonly (readonly unknown[])[]): NewRows {
    return { table: { schema: new URL(database.url).pathname.slice(1), name: table }, fields: fieldsOf(table, names), rows };
  }
  it('answer keys that are counted up, in the order of the rows', async () => {
    const rows = await insert(rowsOf('counted', ['name'], [['a'], ['b'], ['c']]), fieldsOf('counted', ['id', 'name']));
    expect(plain(rows)).to.deep.equal([{ id: 1, name: 'a' }, { id: 2, name: 'b' }, { id: 3, name: 'c' }]);
    expect(plain(await insert(rowsOf('counted', [], [[], []]), fieldsOf('counted', ['id', 'name']))))
      .to.deep.equal([{ id: 4, name: 'none' }, { id: 5, name: 'none' }]);
    expect(plain(await insert(rowsOf('counted', ['id'], [[9n], [7n]]), fieldsOf('counted', ['id'])))).to.deep.equal([{ id: 9 }, { id: 7 }]);
  });

  it('make keys of defaults before they insert', async () => {
    const rows = plain(await insert(rowsOf('made', ['name'], [['a'], ['b']]), fieldsOf('made', ['id', 'name']))) as { id: string; name: string }[];
    expect(rows.map(({ name }) => name)).to.deep.equal(['a', 'b']);
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(2);
    for (const { id } of rows) expect(id).to.match(/^k\d+$/);
    expect(plain(await insert(rowsOf('pairs', ['a'], [[1n]]), fieldsOf('pairs', ['a', 'b'])))).to.deep.equal([{ a: 1, b: 'x' }]);
  });

  it('refuse a row whose key only a trigger knows, and say so', async () => {
    const error = await insert(rowsOf('told', ['name'], [['a']]), fieldsOf('told', ['id'])).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'FAILED_VALIDATION' });
    expect((error as { details: unknown }).details).to.deep.include({ field: 'id' });
    const changed = await insert(rowsOf('told', ['id', 'name'], [['x', 'b']]), fieldsOf('told', ['id'])).catch((thrown: unknown) => thrown);
    expect(String(changed)).to.match(/A trigger changed the key/);
  });

  it('know of rows without a key what was given', async () => {
    expect(plain(await insert(rowsOf('loose', ['name'], [['a']]), fieldsOf('loose', ['name', 'n'])))).to.deep.equal([{ name: 'a', n: null }]);
  });

  it('answer what changed rows have then, also where they are found by what changed', async () => {
    await insert(rowsOf('pairs', ['a', 'b', 'name'], [[2n, 'p', 'one'], [2n, 'q', 'two'], [3n, 'p', 'three']]), fieldsOf('pairs', ['a']));
    const { table } = rowsOf('pairs', [], []);
    const key = fieldsOf('pairs', ['a', 'b']);
    const all = fieldsOf('pairs', ['a', 'b', 'name']);
    expect(plain(await update({ table, fields: key, tuples: [[2n, 'p'], [9n, 'p']] }, fieldsOf('pairs', ['name']), ['new'], all)))
      .to.deep.equal([{ a: 2, b: 'p', name: 'new' }]);
    expect(plain(await update({ table, fields: key, tuples: [[2n, 'p'], [9n, 'p']] }, fieldsOf('pairs', ['a']), [4n], all)))
      .to.deep.equal([{ a: 4, b: 'p', name: 'new' }]);
    // There was none, though there is one with the values that it would have.
    expect(await update({ table, fields: key, tuples: [[8n, 'p']] }, fieldsOf('pairs', ['a']), [4n], all)).to.deep.equal([]);
    expect(plain(await remove({ table, fields: key, tuples: [[4n, 'p'], [2n, 'q'], [8n, 'z']] }, all))).to.have.deep.members(
      [{ a: 4, b: 'p', name: 'new' }, { a: 2, b: 'q', name: 'two' }]);
    expect(await select({ table, fields: key, tuples: [[4n, 'p']] }, all, false)).to.deep.equal([]);
  });
});

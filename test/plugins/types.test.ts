import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { startServer, type TestServer } from '../../core/testing/testing.js';
import type { ApiType } from '../../core/schema/catalog.js';
import { columnType, declaredTypes } from '../../plugins/dialect-sqlite/types.js';
import { everywhere, forEachDatabase, type DialectName } from '../support/databases.js';
import { isMariaDb } from '../support/mysql-database.js';

interface TypeRow {
  readonly database: string;
  readonly declared: readonly string[];
  readonly type: ApiType;
  readonly stored: string;
  readonly json: string;
}

const page = await readFile(new URL('../../docs/types.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => /^\| (PostgreSQL|SQLite|MySQL|MariaDB|SQL Server) \|/.test(line)).map(parseRow);

function parseRow(line: string): TypeRow {
  const [database = '', declared = '', type = '', stored = '', json = ''] = line.slice(2, -2).split(' | ');
  const names = [...declared.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
  return { database, declared: names, type: type as ApiType, stored: stored.slice(1, -1), json: json.slice(1, -1) };
}

const databases: Readonly<Record<DialectName, readonly string[]>> = {
  postgres: ['PostgreSQL'], sqlite: ['SQLite'], mysql: isMariaDb ? ['MySQL', 'MariaDB'] : ['MySQL'],
  mssql: ['SQL Server'],
};
const setUp: Readonly<Record<DialectName, string>> = {
  sqlite: '',
  mysql: '',
  mssql: '',
  postgres: `create extension citext; create extension hstore;
    create type mood as enum ('sad', 'ok'); create domain short_text as varchar(5); create type pair as (a int, b text);
    do $$ begin
      execute format('alter database %I set timezone to ''Pacific/Chatham''', current_database());
      execute format('alter database %I set datestyle to ''SQL, DMY''', current_database());
      execute format('alter database %I set intervalstyle to ''iso_8601''', current_database());
      execute format('alter database %I set bytea_output to ''escape''', current_database());
      execute format('alter database %I set extra_float_digits to -5', current_database());
    end $$;`,
};

forEachDatabase('docs/types.md', (test) => {
  const own = rows.filter(({ database }) => databases[test.dialect].includes(database))
    .flatMap((row) => row.declared.map((declared) => ({ ...row, declared })));
  const zone = process.env['TZ'];
  let server: TestServer;
  let item: Record<string, unknown>;

  before(async () => {
    process.env['TZ'] = 'America/St_Johns';
    await test.run(setUp[test.dialect]);
    const columns = own.map(({ declared }, index) => `c${index} ${declared}`);
    await test.run(`create table samples (id integer primary key, ${columns.join(', ')})`);
    await test.run(`insert into samples values (1, ${own.map(({ stored }) => stored).join(', ')})`);
    await test.run(`insert into samples (id) values (2)`);
    server = await startServer({ database: { url: test.url } });
    item = (await server.client.get('/items/samples/1')).body.data as Record<string, unknown>;
  });
  after(async () => {
    await server?.stop();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('has rows for this database', () => {
    expect(own.length).to.be.greaterThan(40);
  });

  for (const [index, { declared, type, json }] of own.entries()) {
    it(`is right about ${declared}`, () => {
      expect(server.kernel.registry.get('schema').current().collections.get('samples')?.fields.get(`c${index}`)?.type).to.equal(type);
      expect(item[`c${index}`]).to.deep.equal(JSON.parse(json));
    });
  }
}, everywhere(''));

/** Values that a column can hold and its type does not expect. */
const unusual: Readonly<Record<DialectName, readonly (readonly [declared: string, literals: readonly string[]])[]>> = {
  sqlite: [...new Map([...declaredTypes].map(([declared, type]) => [type, declared])).values()].map((declared) => [declared, [
    "x'ff00'", "'text'", "''", "' '", '1.5', '-1', '9e999', '9223372036854775807',
    "'{\"a\":'", "'2020-13-45'", "'25:61'", "'0000-00-00 00:00:00'", "'1e5'", "'\u{1f600}'",
  ]]),
  mysql: [
    ['date', ["'0000-00-00'", "'2024-00-00'", "'2024-02-31'"]],
    ['datetime(6)', ["'0000-00-00 00:00:00'", "'9999-12-31 23:59:59.999999'"]],
    ['timestamp(3) null', ["'0000-00-00 00:00:00'", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999'"]],
    ['time(6)', ["'838:59:59'", "'-838:59:59'", "'00:00:00.000001'"]],
    ['year', ['0', "'1901'", "'2155'"]],
    ['float', ['1e-40', '16777217', '3.4e38']],
    ['double', ['1e300', '-0.0', '5e-324']],
    ['decimal(65,30)', ['1e34', '1e-30']],
    ['bigint unsigned', ['18446744073709551615']],
    ['json', ["'null'", "'[]'", '\'"a"\'', "'1e400'"]],
    ['blob', ["''", "x'00'"]],
    ['text', ["'\u2028\u0001'", "'\u{1f600}'", "'back\\\\slash'"]],
    ['tinyint(1)', ['2', '-1']],
    ['bit(9)', ["b'0'", "b'111111111'"]],
    ['point', ["st_geomfromtext('POINT(1 2)')"]],
    ["set('x', 'y')", ["''", "'x,y'"]],
  ],
  mssql: [
    ['date', ["'0001-01-01'", "'9999-12-31'"]],
    ['datetime', ["'1753-01-01T00:00:00'", "'9999-12-31T23:59:59.997'"]],
    ['datetime2', ["'0001-01-01T00:00:00'", "'9999-12-31T23:59:59.9999999'"]],
    ['datetimeoffset', ["'0001-01-02T00:00:00+14:00'", "'9999-12-30T23:59:59.9999999-14:00'"]],
    ['time', ["'00:00:00.0000001'", "'23:59:59.9999999'"]],
    ['real', ['1e-37', '16777216', '3.4e38']],
    ['float', ['1e300', '-0.0', '5e-300']],
    ['decimal(38,19)', ['1e18', '1e-19']],
    ['money', ['922337203685477.5807', '-0.0001']],
    ['varbinary(max)', ['0x', '0x00']],
    ['nvarchar(max)', ["N'a/\\\u2028'", "N'\u{1f600}'", "N' '"]],
    ['varchar(10)', ["'a '", "''"]],
  ],
  postgres: [
    ['float8', ["'NaN'", "'Infinity'", "'-Infinity'", '1e300', '-0.0']],
    ['real', ["'NaN'", '1e-40']],
    ['numeric', ["'NaN'", "'Infinity'", '1e100', '1e-100']],
    ['date', ["'infinity'", "'-infinity'", "'0044-03-15 BC'", "'99999-01-01'"]],
    ['timestamp', ["'infinity'", "'-infinity'", "'0044-03-15 12:00 BC'", "'99999-01-01'"]],
    ['timestamptz', ["'infinity'", "'-infinity'", "'0044-03-15 12:00+00 BC'", "'99999-01-01Z'"]],
    ['time', ["'24:00'", "'00:00:00.000001'"]],
    ['interval', ["'-1 year 2 days'"]],
    ['json', ["'null'", "'\"a\"'", "'1e400'"]],
    ['jsonb', ["'null'", "'[]'"]],
    ['bytea', ["''"]],
    ['text[]', ["'{}'", "'{null}'"]],
    ['text', ["e'\\u0001\\u2028'", "'\u{1f600}'"]],
  ],
};

forEachDatabase('values that do not fit their type', (test) => {
  let server: TestServer;

  before(async () => {
    const columns = unusual[test.dialect];
    await test.run(`create table odd (id integer primary key, ${columns.map(([declared], index) => `c${index} ${declared}`).join(', ')})`);
    const rows = columns.flatMap(([, literals], index) => literals.map((literal) => [`c${index}`, literal] as const));
    await test.run(rows.map(([column, literal], index) => `insert into odd (id, ${column}) values (${index}, ${literal});`).join('\n'));
    server = await startServer({ database: { url: test.url } });
  });
  after(() => server?.stop());

  for (const [index, [declared]] of unusual[test.dialect].entries()) {
    it(`never fail a list: ${declared || 'no type'}`, async () => {
      const { status, body } = await server.client.get('/items/odd', { fields: ['id', `c${index}`], limit: -1 });
      expect(status).to.equal(200);
      expect(body.data.length).to.be.greaterThan(0);
    });
    it(`never fail a sorted, an aggregated or an exported list: ${declared || 'no type'}`, async () => {
      const field = `c${index}`;
      const aggregates = ['countDistinct', 'max', 'sum'].map((name) => ({ aggregate: { [name]: field } }));
      for (const query of [{ sort: [field] }, { groupBy: [field] }, { fields: [field], export: 'csv' }, ...aggregates]) {
        const { status, text } = await server.client.get('/items/odd', query);
        expect(status, `${JSON.stringify(query)} ${text}`).to.be.oneOf([200, 400]);
        if (status === 400) expect(text).to.match(/cannot be|VALUE_OUT_OF_RANGE/);
      }
    });
  }
}, everywhere(''));

describe('docs/types.md', () => {
  it('lists every type that SQLite columns are known by', () => {
    const listed = new Set(rows.filter(({ database }) => database === 'SQLite').flatMap(({ declared }) => declared));
    const names = new Set([...listed].map((name) => name.replace(/\(.*\)/, '')));
    expect([...declaredTypes.keys()].filter((name) => name !== '' && !names.has(name))).to.deep.equal([]);
  });

  it('is right about precision, scale and length of SQLite columns', () => {
    expect(columnType('decimal( 10 , 2 )')).to.deep.equal({ type: 'decimal', length: null, precision: 10, scale: 2 });
    expect(columnType('NUMERIC(8)')).to.include({ precision: 8, scale: 0 });
    expect(columnType('numeric')).to.include({ precision: null, scale: null });
    expect(columnType('varchar (20)')).to.include({ type: 'string', length: 20 });
    expect(columnType('  double   precision ')).to.include({ type: 'float' });
    expect(columnType('tinyint(1)')).to.deep.equal({ type: 'integer', length: null, precision: null, scale: null });
    expect(columnType('enum(\'a\',\'b\')')).to.include({ type: 'string', length: null });
    expect(columnType('decimal(10,2) unsigned')).to.include({ type: 'decimal', scale: 2 });
  });
});

import type { DialectName } from '../support/databases.js';
import type { ColumnType, DatabaseDescription, TableDescription } from './generate-schema.js';
import { Json, type Row, type Value } from './values.js';

const columnTypes: Readonly<Record<DialectName, Readonly<Partial<Record<ColumnType, string>>>>> = {
  postgres: {},
  mysql: { time: 'time(6)', timestamp: 'datetime(6)', timestamptz: 'timestamp(6) null' },
  // In the order of code points, whatever the database's own is.
  mssql: {
    integer: 'int', 'double precision': 'float', boolean: 'bit', 'varchar(40)': 'nvarchar(40) collate Latin1_General_100_BIN2',
    text: 'nvarchar(max) collate Latin1_General_100_BIN2', uuid: 'uniqueidentifier',
    timestamp: 'datetime2', timestamptz: 'datetimeoffset', json: 'nvarchar(max)',
  },
  sqlite: {
  integer: 'INTEGER', bigint: 'BIGINT', 'numeric(10,2)': 'DECIMAL(10,2)', 'double precision': 'DOUBLE PRECISION', boolean: 'BOOLEAN',
  'varchar(40)': 'VARCHAR(40)', text: 'TEXT', uuid: 'UUID', date: 'DATE', time: 'TIME', timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ', json: 'JSON',
  },
};

/** The statements that make a database and fill it. */
export function databaseSql(database: DatabaseDescription, data: ReadonlyMap<string, readonly Row[]>, dialect: DialectName): string {
  const views = database.views.map((view) =>
    `${dialect === 'mssql' ? '\ngo\n' : ''}create view ${quoted(view.name)} as select ${names(view.columns)} from ${quoted(view.table)} `
    + `where ${quoted(view.present)} is not null;`);
  return [
    // A backslash is a character like any other.
    ...(dialect === 'mysql' ? ["set sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES');"] : []),
    ...database.tables.map((table) => tableSql(table, dialect)),
    ...database.tables.flatMap((table) => (data.get(table.name) ?? []).map((row) => insertSql(table, row, dialect))),
    ...views,
  ].join('\n');
}

function tableSql(table: TableDescription, dialect: DialectName): string {
  const columns = table.columns.map(({ name, type, nullable }) =>
    `${quoted(name)} ${(columnTypes[dialect][type] ?? type).replace(nullable ? '' : / null$/, '')}${nullable ? '' : ' not null'}`
    + (dialect === 'mssql' && type === 'json' ? ` check (isjson(${quoted(name)}) = 1)` : ''));
  const key = table.key.length > 0 ? [`primary key (${names(table.key)})`] : [];
  const foreignKeys = table.foreignKeys.map((foreignKey) =>
    `foreign key (${names(foreignKey.columns)}) references ${quoted(foreignKey.table)} (${names(foreignKey.referenced)})`);
  return `create table ${quoted(table.name)} (${[...columns, ...key, ...foreignKeys].join(', ')});`;
}

function insertSql(table: TableDescription, row: Row, dialect: DialectName): string {
  const values = table.columns.map(({ name, type }) => literal(row.get(name) ?? null, type, dialect));
  return `insert into ${quoted(table.name)} (${names(table.columns.map(({ name }) => name))}) values (${values.join(', ')});`;
}

function literal(value: Value, type: ColumnType, dialect: DialectName): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' && (dialect === 'sqlite' || dialect === 'mssql')) return value ? '1' : '0';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  // What no code page need have is lost without it.
  const wide = dialect === 'mssql' && /[\u0080-\uffff]/.test(String(value)) ? 'N' : '';
  if (value instanceof Json) return wide + text(String(value));
  // A fraction is written as short as it can be: `12:30:00.5`.
  return wide + text(type === 'time' || type.startsWith('timestamp') ? value.replace(/\.?0+(Z?)$/, '$1').replace('T', ' ') : value);
}

function names(list: readonly string[]): string {
  return list.map(quoted).join(', ');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

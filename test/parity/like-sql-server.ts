import type { DatabaseDescription } from './generate-schema.js';
import { Json, type Row, type Value } from './values.js';

const beyondAscii = /[\u0080-\uffff]/g;

const small = (name: string): string => name.toLowerCase().replaceAll(beyondAscii, 'x');

/** The same in small letters of ASCII: for servers whose catalog keeps no others. */
export function withSmallNames({ tables, views }: DatabaseDescription): DatabaseDescription {
  return {
    tables: tables.map((table) => ({
      name: small(table.name),
      columns: table.columns.map((column) => ({ ...column, name: small(column.name) })),
      key: table.key.map(small),
      foreignKeys: table.foreignKeys.map((foreignKey) => ({
        columns: foreignKey.columns.map(small), table: small(foreignKey.table), referenced: foreignKey.referenced.map(small),
      })),
    })),
    views: views.map((view) => ({
      name: small(view.name), table: small(view.table), columns: view.columns.map(small), present: small(view.present), key: view.key.map(small),
    })),
  };
}

/** The same without texts in keys: where a database has one collation, a key of another cannot be referred to. */
export function withoutTextKeys({ tables, views }: DatabaseDescription): DatabaseDescription {
  return {
    views,
    tables: tables.map((table) => {
      const keys = new Set([...table.key, ...table.foreignKeys.flatMap(({ columns }) => columns)]);
      return {
        ...table,
        columns: table.columns.map((column) => (column.type === 'varchar(40)' && keys.has(column.name) ? { ...column, type: 'bigint' as const } : column)),
      };
    }),
  };
}

/** The same rows, whose JSON is lists and objects: SQL Server's own check takes nothing else for JSON. */
export function withJsonLists(data: ReadonlyMap<string, readonly Row[]>): ReadonlyMap<string, readonly Row[]> {
  return mapValues(data, (value) => (value instanceof Json && (typeof value.content !== 'object' || value.content === null) ? new Json([value.content]) : value));
}

/** The same rows with nothing that a server which is only like SQL Server writes in another way: no letters beyond ASCII, no empty texts, no round seconds. */
export function withPlainValues(data: ReadonlyMap<string, readonly Row[]>): ReadonlyMap<string, readonly Row[]> {
  return mapValues(data, plain);
}

function mapValues(data: ReadonlyMap<string, readonly Row[]>, map: (value: Value) => Value): ReadonlyMap<string, readonly Row[]> {
  return new Map([...data].map(([table, rows]) => [table, rows.map((row) => new Map([...row].map(([name, value]) => [name, map(value)])))]));
}

function plain(value: Value): Value {
  if (typeof value !== 'string') return value;
  return value.replaceAll(beyondAscii, 'x').replace(/^$/, 'none').replace(/\.\d00000Z$/, '.123000Z');
}

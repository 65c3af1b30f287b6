import type { ApiType } from 'jackfield';
import type { TypeRow } from './catalog-queries.js';
import { listedValues } from './checks.js';

/** What a column's type means to the API. */
export interface ColumnType {
  readonly type: ApiType;
  readonly elementType: ApiType | null;
  readonly values: readonly string[] | null;
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  /** A domain that refuses NULL. */
  readonly notNull: boolean;
}

/** Types of `pg_catalog` by PostgreSQL's inner names. What is missing is `unknown`: its text is served, and it takes equality alone. */
const byName: ReadonlyMap<string, ApiType> = new Map(Object.entries({
  bool: 'boolean',
  int2: 'integer', int4: 'integer', int8: 'bigInteger',
  numeric: 'decimal', money: 'decimal',
  float4: 'float', float8: 'float',
  bpchar: 'string', varchar: 'string', char: 'string', name: 'string', text: 'text',
  uuid: 'uuid',
  date: 'date', time: 'time', timetz: 'time', timestamp: 'dateTime', timestamptz: 'timestamp',
  json: 'json', jsonb: 'json',
  bytea: 'binary',
} satisfies Record<string, ApiType>));

/** Integers of less than 64 bits, by the names that columns' types are written with. */
export const integerBits: Readonly<Record<string, number>> = { smallint: 16, integer: 32 };

/** Extensions' types that are texts to everyone. */
const textExtensions: ReadonlySet<string> = new Set(['citext']);

/**
 * The API type of a column. A domain is what it stands on, with the values that its checks list; an enum is a string with values;
 * an array has the type of its elements beside.
 */
export function columnType(oid: string, modifier: number, types: ReadonlyMap<string, TypeRow>): ColumnType {
  const row = types.get(oid);
  if (row === undefined) return plain('unknown');
  if (row.kind === 'd') {
    const base = columnType(row.base, row.baseModifier, types);
    return { ...base, values: narrow(base.values, base.type, row.checks ?? []), notNull: row.notNull || base.notNull };
  }
  if (row.kind === 'e') return { ...plain('string'), values: row.labels ?? [] };
  if (row.element !== '0') return { ...plain('array'), elementType: columnType(row.element, modifier, types).type };
  const type = row.schema === 'pg_catalog' ? byName.get(row.name) ?? 'unknown' : textExtensions.has(row.name) ? 'string' : 'unknown';
  if (row.name === 'numeric') return { ...plain(type), ...decimal(modifier) };
  return type === 'string' ? { ...plain(type), length: length(row.name, modifier) } : plain(type);
}

/** The values that are left of a type's own when checks list some too: what all of them hold. Lists of anything but texts say nothing. */
export function narrow(values: readonly string[] | null, type: ApiType, checks: readonly string[]): readonly string[] | null {
  if (type !== 'string' && type !== 'text') return values;
  return checks.map(listedValues).reduce((all, list) => {
    if (all === null || list === null) return all ?? list;
    return all.filter((value) => list.includes(value));
  }, values);
}

function plain(type: ApiType): ColumnType {
  return { type, elementType: null, values: null, length: null, precision: null, scale: null, notNull: false };
}

/** A type modifier holds precision and scale, the latter as 11 bits with a sign. It counts from 4. */
function decimal(modifier: number): { precision: number | null; scale: number | null } {
  if (modifier < 4) return { precision: null, scale: null };
  return { precision: ((modifier - 4) >> 16) & 0xffff, scale: (((modifier - 4) & 0x7ff) ^ 0x400) - 0x400 };
}

function length(name: string, modifier: number): number | null {
  if (name === 'char') return 1;
  if (name === 'name') return 63;
  return modifier < 4 ? null : modifier - 4;
}

import type { Choices } from './choices.js';
import type { ColumnDescription, ColumnType, DatabaseDescription, TableDescription } from './generate-schema.js';
import { Json, type Row, type Value } from './values.js';

/**
 * Values of each type, few enough to collide. Dates keep away from today, so that it does not matter when `$NOW` is. Texts hold
 * what a database could take for a wildcard, a quote or a number; beyond ASCII there are only letters that no one folds into it.
 */
const pools: Readonly<Record<ColumnType, readonly Value[]>> = {
  integer: [0, 1, 2, 3, 7, 42, -5, 100, 2147483647, -2147483648],
  bigint: [0n, 1n, 3n, -7n, 42n, 9007199254740993n, -9007199254740995n, 120000n],
  'numeric(10,2)': ['0.00', '0.10', '14.99', '7.77', '-3.50', '42.00', '99999999.99', '8.40'],
  'double precision': [0, 1.5, -2.25, 42, 1048576.125, 0.0625],
  boolean: [true, false],
  'varchar(40)': ['', 'alpha', 'Alpha', 'beta', 'Zebra', '42', '7.77', '100%', 'a_b', "O'Brien", 'Águeda', 'zz'],
  text: ['', 'The City', 'city of locks', 'say "hi"', 'back\\slash', '50% off_', 'line\nbreak', 'naïve 😀', 'ﬁn', '{"a":1}', 'alpha', ' '],
  uuid: [
    '00000000-0000-4000-8000-000000000001', '1f2e3d4c-5b6a-4798-8877-665544332211', 'ffffffff-ffff-4fff-bfff-ffffffffffff',
    'a0000000-0000-4000-8000-00000000000a',
  ],
  date: ['1999-12-31', '2000-01-01', '2000-02-29', '2005-01-02', '2012-01-01', '2010-07-15', '2041-10-26', '0044-03-15'],
  time: ['00:00:00.000000', '08:30:00.000000', '12:30:00.500000', '23:59:59.999999', '12:30:00.000000'],
  timestamp: [
    '1999-12-31T23:59:59.000000', '2000-02-29T12:00:00.500000', '2000-02-29T12:00:00.000000', '2012-01-01T00:00:00.000000',
    '2041-10-26T09:15:30.999999',
  ],
  timestamptz: [
    '1999-12-31T23:59:59.999999Z', '2000-01-01T00:00:00.000000Z', '2010-07-15T22:30:00.500000Z', '2010-07-15T22:30:00.000000Z',
    '2037-10-26T09:15:30.000000Z',
  ],
  json: [{ a: 1, b: [true, null] }, [], [1, 2, 3], 'text', 12.5, false, {}, ['ü', { '__proto__': 1 }]].map((content) => new Json(content)),
};

/** Fills every table with up to a dozen rows that keep its keys and foreign keys. */
export function generateData(choices: Choices, database: DatabaseDescription): ReadonlyMap<string, readonly Row[]> {
  const data = new Map<string, readonly Row[]>();
  for (const table of database.tables) data.set(table.name, tableRows(choices, table, data));
  for (const view of database.views) {
    const rows = (data.get(view.table) ?? []).filter((row) => (row.get(view.present) ?? null) !== null);
    data.set(view.name, rows.map((row) => new Map(view.columns.map((name) => [name, row.get(name) ?? null]))));
  }
  return data;
}

function tableRows(choices: Choices, table: TableDescription, data: ReadonlyMap<string, readonly Row[]>): readonly Row[] {
  const rows: Row[] = [];
  const known = new Set<string>();
  const count = 6 + choices.below(9);
  for (let number = 0; number < count; number++) {
    const row = new Map(table.columns.map((column) => [column.name, value(choices, column, number, table.key.includes(column.name))]));
    if (!refer(choices, table, row, rows, data)) continue;
    const key = JSON.stringify(table.key.map((name) => String(row.get(name))));
    if (table.key.length > 0 && known.has(key)) continue;
    known.add(key);
    rows.push(row);
  }
  return rows;
}

function value(choices: Choices, column: ColumnDescription, number: number, isKey: boolean): Value {
  if (isKey) return keyValue(choices, column.type, number);
  return column.nullable && choices.chance(0.25) ? null : choices.pick(pools[column.type]);
}

function keyValue(choices: Choices, type: ColumnType, number: number): Value {
  if (type === 'integer') return number + 1;
  if (type === 'bigint') return 9007199254740990n + BigInt(number);
  if (type === 'uuid') return `${String(number * 7 + 1).padStart(8, '0')}-0000-4000-8000-00000000000${choices.pick(['a', 'b', '0'])}`;
  return choices.pick(['key', 'a,b', 'a/b', '50%', 'ä', 'x y', '?', "'"]) + (choices.chance(0.5) ? String(number) : '');
}

/** Makes the foreign keys of a row refer to rows that exist, or to none. False where that cannot be. */
function refer(
  choices: Choices, table: TableDescription, row: Map<string, Value>, own: readonly Row[], data: ReadonlyMap<string, readonly Row[]>,
): boolean {
  for (const foreignKey of table.foreignKeys) {
    const isNullable = foreignKey.columns.every((name) => table.columns.find((column) => column.name === name)?.nullable);
    const candidates = foreignKey.table === table.name ? own : (data.get(foreignKey.table) ?? []);
    if (candidates.length === 0 || (isNullable && choices.chance(0.25))) {
      if (!isNullable) return false;
      // One column may stay set: a reference with a null in it leads nowhere.
      row.set(choices.pick(foreignKey.columns), null);
      if (foreignKey.columns.length === 1 || candidates.length === 0) for (const name of foreignKey.columns) row.set(name, null);
      continue;
    }
    const target = choices.pick(candidates);
    foreignKey.columns.forEach((name, index) => row.set(name, target.get(foreignKey.referenced[index] ?? '') ?? null));
  }
  return true;
}

import type { Choices } from './choices.js';

/** A database to be made on every dialect from one description. */
export interface DatabaseDescription {
  /** In an order in which they can be made: a foreign key refers to an earlier table, or to its own. */
  readonly tables: readonly TableDescription[];
  readonly views: readonly ViewDescription[];
}

export interface TableDescription {
  readonly name: string;
  readonly columns: readonly ColumnDescription[];
  /** One column, several, or none. */
  readonly key: readonly string[];
  readonly foreignKeys: readonly ForeignKeyDescription[];
}

export interface ColumnDescription {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

export interface ForeignKeyDescription {
  readonly columns: readonly string[];
  readonly table: string;
  readonly referenced: readonly string[];
}

/** Some columns of a table, where one of them is not null. */
export interface ViewDescription {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly present: string;
  /** What tells its items apart, as the config says; empty for nothing. */
  readonly key: readonly string[];
}

/** The types that both databases have, by the name PostgreSQL gives them. */
export const columnTypes = [
  'integer', 'bigint', 'numeric(10,2)', 'double precision', 'boolean', 'varchar(40)', 'text', 'uuid', 'date', 'time', 'timestamp',
  'timestamptz', 'json',
] as const;

export type ColumnType = (typeof columnTypes)[number];

const tableNames = ['albums', 'Größe', 'select', 'x y', '__proto__', 'tracks', 'Order Lines', 'ключи', 'q?', 'people'];
const columnNames = [
  'title', 'a.b', 'Höhe', 'from', 'x z', 'constructor', '__typename', 'camelCase', 'really?', 'order', 'x:y', "it's", 'a as b',
  '*star', '1st', 'price',
];
const keyTypes = ['integer', 'uuid', 'varchar(40)', 'bigint'] as const;

/**
 * Describes a database of up to five tables and a view: keys of one column, of several and of none, and foreign keys of every
 * kind. `parent` has a key of one column and refers to itself, `composite` has one of two columns, of which the first refers to
 * `parent`, `child` refers to both and twice to `parent`, `keyless` has none.
 */
export function generateSchema(choices: Choices): DatabaseDescription {
  const [parent = '', composite = '', child = '', keyless = '', spare = ''] = choices.some(tableNames, 5, 5);
  const tables = [parentTable(choices, parent)];
  tables.push(compositeTable(choices, composite, tables[0]!));
  tables.push(childTable(choices, child, tables[0]!, tables[1]!));
  if (choices.chance(0.6)) tables.push(keylessTable(choices, keyless, tables[0]!));
  if (choices.chance(0.5)) tables.push(parentTable(choices, spare));
  return { tables, views: [describeView(choices, choices.pick(tables.slice(0, 3)))] };
}

function describeView(choices: Choices, viewed: TableDescription): ViewDescription {
  const others = sortable(viewed).filter(({ name }) => !viewed.key.includes(name)).map(({ name }) => name);
  const key = choices.chance(0.5) ? viewed.key : [];
  const columns = [...key, ...choices.some(others, 2, 4)];
  return { name: 'a view', table: viewed.name, columns, present: columns.at(-1) ?? '', key };
}

/** The columns of a table that a database can put in order. */
export function sortable(table: TableDescription): readonly ColumnDescription[] {
  return table.columns.filter(({ type }) => type !== 'json');
}

function parentTable(choices: Choices, name: string): TableDescription {
  const key = { name: 'id', type: choices.pick(keyTypes), nullable: false };
  const self = { name: choices.pick(['mentor', 'up.wards', 'prévious']), type: key.type, nullable: true };
  return {
    name,
    columns: mixed(choices, [key, self], 5, 9),
    key: ['id'],
    foreignKeys: [{ columns: [self.name], table: name, referenced: ['id'] }],
  };
}

function compositeTable(choices: Choices, name: string, parent: TableDescription): TableDescription {
  const first = { name: 'owner', type: typeOf(parent, 'id'), nullable: false };
  const type = choices.pick(['integer', 'varchar(40)', 'uuid'] as const);
  const second = { name: choices.pick(['position', 'the slot', 'p.q']), type, nullable: false };
  return {
    name,
    columns: mixed(choices, [first, second], 2, 6),
    key: [first.name, second.name],
    foreignKeys: [{ columns: [first.name], table: parent.name, referenced: ['id'] }],
  };
}

/** Its composite foreign key may hold a null in either column, and then refers to nothing. */
function childTable(choices: Choices, name: string, parent: TableDescription, composite: TableDescription): TableDescription {
  const [first = '', second = ''] = composite.key;
  const key = { name: choices.pick(['id', 'code', 'Nr.']), type: choices.pick(keyTypes), nullable: false };
  const one = { name: 'author', type: typeOf(parent, 'id'), nullable: choices.chance(0.5) };
  const other = { name: choices.pick(['editor', 'co author']), type: typeOf(parent, 'id'), nullable: true };
  const left = { name: 'slot_owner', type: typeOf(composite, first), nullable: true };
  const right = { name: 'slot_position', type: typeOf(composite, second), nullable: true };
  return {
    name,
    columns: mixed(choices, [key, one, other, left, right], 3, 7),
    key: [key.name],
    foreignKeys: [
      { columns: [one.name], table: parent.name, referenced: ['id'] },
      { columns: [other.name], table: parent.name, referenced: ['id'] },
      { columns: [left.name, right.name], table: composite.name, referenced: composite.key },
    ],
  };
}

function keylessTable(choices: Choices, name: string, parent: TableDescription): TableDescription {
  const reference = { name: 'about', type: typeOf(parent, 'id'), nullable: true };
  const columns = mixed(choices, [reference], 2, 4).filter(({ type }) => type !== 'json');
  return { name, columns, key: [], foreignKeys: [{ columns: [reference.name], table: parent.name, referenced: ['id'] }] };
}

/** The given columns and some others, of different types as far as they go. */
function mixed(choices: Choices, given: readonly ColumnDescription[], least: number, most: number): readonly ColumnDescription[] {
  const names = choices.some(columnNames, least, most);
  const types = choices.some(columnTypes, columnTypes.length, columnTypes.length);
  const others = names.map((name, index) => ({ name, type: types[index % types.length]!, nullable: choices.chance(0.75) }));
  const rest = [...given.slice(1), ...others];
  return [...given.slice(0, 1), ...choices.some(rest, rest.length, rest.length)];
}

function typeOf(table: TableDescription, name: string): ColumnType {
  const column = table.columns.find((each) => each.name === name);
  if (!column) throw new Error(`No column "${name}" in "${table.name}".`);
  return column.type;
}

/** Options of the mirror: keys of views, and ways back that `*` holds. Lists without a key are not among these: they have no order. */
export function generateMirror(choices: Choices, database: DatabaseDescription): {
  readonly relations: Record<string, string>;
  readonly keys: Record<string, string[]>;
} {
  const relations: Record<string, string> = {};
  for (const { name, key, foreignKeys } of database.tables) {
    for (const { table, columns } of foreignKeys) {
      const column = columns[0] ?? '';
      const wayBack = `${table}.the ways back`;
      const isPlain = columns.length === 1 && key.length > 0 && !column.includes('.') && relations[wayBack] === undefined;
      if (isPlain && choices.chance(0.4)) relations[wayBack] = `${name}.${column}`;
    }
  }
  const keys = Object.fromEntries(database.views.filter(({ key }) => key.length > 0).map(({ name, key }) => [name, [...key]]));
  return { relations, keys };
}

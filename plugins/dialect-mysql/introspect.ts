import {
  BootError, suggest, type Catalog, type CatalogColumn, type CatalogForeignKey, type CatalogTable, type Notice,
} from 'jackfield';
import type { Connection } from 'mysql2';
import {
  columnsQuery, foreignKeysQuery, indexesQuery, mariaDbChecksQuery, mysqlChecksQuery, schemasQuery, tablesQuery,
  type CheckRow, type ColumnRow, type ForeignKeyRow, type IndexRow, type TableRow,
} from './catalog-queries.js';
import { listedValues, type ListedValues } from './checks.js';
import type { Constraints } from './errors.js';
import type { KeyMakers } from './insert.js';
import type { Server } from './server.js';
import { columnType } from './types.js';

/** A catalog, and what errors and writes need to know of it. */
export interface Introspection {
  readonly catalog: Catalog;
  readonly constraints: Constraints;
  /** What makes keys, by `schema.table`. */
  readonly keyMakers: ReadonlyMap<string, KeyMakers>;
}

/**
 * Reads the catalog in six queries however many tables there are.
 *
 * @param schemas only these databases; empty for the one of the URL, `own`
 * @throws {BootError} when one of `schemas` does not exist or may not be used
 */
export async function introspect(connection: Connection, server: Server, schemas: readonly string[], own: string): Promise<Introspection> {
  const mirrored = schemas.length > 0 ? schemas : [own];
  const read = async <Row>(sql: string): Promise<Row[]> => (await connection.promise().query(sql, [mirrored]))[0] as Row[];

  checkSchemas(schemas, (await read<{ name: string }>(schemasQuery)).map(({ name }) => name));
  const notices: Notice[] = [];
  const columns = groupBy(await read<ColumnRow>(columnsQuery));
  const indexes = groupBy(await read<IndexRow>(indexesQuery));
  const foreignKeys = groupBy(await read<ForeignKeyRow>(foreignKeysQuery));
  const checks = groupBy(await read<CheckRow>(server.isMariaDb ? mariaDbChecksQuery : mysqlChecksQuery));
  const found = (await read<TableRow>(tablesQuery)).map((row) => {
    const key = keyOf({ ...row, table: row.name });
    return { key, row, table: table(row, columns.get(key) ?? [], indexes.get(key) ?? [], foreignKeys.get(key) ?? [], checks.get(key) ?? [], server, notices) };
  }).filter(({ row, table: { columns: visible } }) => {
    if (visible.length === 0) notices.push({ subject: `${row.schema}.${row.name}`, reason: 'The login may not SELECT from it, or the view is broken.' });
    return visible.length > 0;
  });
  return {
    catalog: { defaultSchema: mirrored[0]!, tables: found.map(({ table: each }) => each), notices },
    constraints: {
      keys: new Map(found.map(({ row, key }) => [row.name, columnsByName(indexes.get(key) ?? [])])),
      foreignKeys: new Map(found.flatMap(({ row, key }) =>
        [...columnsByName(foreignKeys.get(key) ?? [])].map(([name, list]) => [`${row.schema}.${name}`, list] as const))),
    },
    keyMakers: new Map(found.flatMap(({ key, table: each }) => (each.primaryKey.length === 0 ? [] : [[key, keyMakers(each)] as const]))),
  };
}

function checkSchemas(schemas: readonly string[], usable: readonly string[]): void {
  for (const schema of schemas) {
    if (usable.includes(schema)) continue;
    const near = suggest(schema, usable);
    const hint = near === null ? `The login may use: ${usable.join(', ') || 'none'}.` : `Did you mean "${near}"?`;
    throw new BootError(`\`database.schemas\` names ${JSON.stringify(schema)}, which does not exist or may not be used by this login. ${hint}`);
  }
}

function table(
  { schema, name, kind, comment }: TableRow, allColumns: readonly ColumnRow[], indexes: readonly IndexRow[],
  foreignKeys: readonly ForeignKeyRow[], checks: readonly CheckRow[], server: Server, notices: Notice[],
): CatalogTable {
  const visible = allColumns.filter(({ privileges }) => /\bselect\b/i.test(privileges));
  if (visible.length > 0) {
    for (const column of allColumns.filter((each) => !visible.includes(each))) {
      notices.push({ subject: `${schema}.${name}.${column.name}`, reason: 'The login may not SELECT this column.' });
    }
  }
  const names = new Set(visible.map((column) => column.name));
  const isVisible = (list: readonly string[]): boolean => list.every((each) => names.has(each));
  const sets = [...columnsByName(indexes.filter(({ name: index }) => isWhole(index, indexes)))].filter(([, list]) => isVisible(list));
  const listed = checks.map(({ clause }) => listedValues(clause)).filter((each) => each !== null);
  const jsonColumns = new Set(checks.flatMap(({ clause }) => /^json_valid\(`((?:[^`]|``)+)`\)$/.exec(clause)?.[1]?.replaceAll('``', '`') ?? []));
  return {
    schema,
    name,
    kind: kind === 'VIEW' ? 'view' : 'table',
    comment: kind === 'VIEW' || comment === '' ? null : comment,
    columns: visible.map((row) => catalogColumn(row, listed, jsonColumns, server)),
    primaryKey: sets.find(([index]) => index === 'PRIMARY')?.[1] ?? [],
    uniques: uniques(sets.filter(([index]) => index !== 'PRIMARY').map(([, list]) => list)),
    foreignKeys: references(foreignKeys).filter(({ columns }) => isVisible(columns)),
  };
}

/** An index over expressions, or over the beginnings of texts, makes no set of columns unique. */
function isWhole(index: string, indexes: readonly IndexRow[]): boolean {
  return indexes.every(({ name, column, part }) => name !== index || (column !== null && part === null));
}

function catalogColumn(row: ColumnRow, checks: readonly ListedValues[], jsonColumns: ReadonlySet<string>, server: Server): CatalogColumn {
  // MariaDB keeps json as a text that is checked.
  const isJson = row.type === 'longtext' && jsonColumns.has(row.name);
  const { type, sqlType, values, length, precision, scale } = columnType({ ...row, columnType: isJson ? 'json' : row.type });
  const isComputed = /GENERATED/.test(row.extra.replace('DEFAULT_GENERATED', ''));
  const isText = type === 'string' || type === 'text';
  const otherSet = isText && row.set !== null && row.set !== 'utf8mb4' ? ` character set ${row.set}` : '';
  return {
    name: row.name,
    sqlType: sqlType + otherSet,
    type,
    elementType: null,
    nullable: row.nullable === 'YES',
    default: isComputed ? null : defaultOf(row, server),
    generated: isComputed ? 'computed' : /auto_increment/i.test(row.extra) ? 'identity' : null,
    values: isText ? narrow(values, checks.filter(({ column }) => column.toLowerCase() === row.name.toLowerCase())) : null,
    length,
    precision,
    scale,
    comment: row.comment === '' ? null : row.comment,
  };
}

/** What all of the lists hold. */
function narrow(values: readonly string[] | null, checks: readonly ListedValues[]): readonly string[] | null {
  return checks.reduce<readonly string[] | null>((all, { values: list }) => (all === null ? list : all.filter((value) => list.includes(value))), values);
}

/** MariaDB gives a default as SQL. MySQL gives the value itself, but for expressions. */
function defaultOf({ default: text, extra, precision }: ColumnRow, { isMariaDb }: Server): string | null {
  if (text === null || (isMariaDb && text === 'NULL')) return null;
  if (isMariaDb || precision !== null || extra.includes('DEFAULT_GENERATED') || /^(CURRENT_TIMESTAMP|b'|0x)/.test(text)) return text;
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function references(rows: readonly ForeignKeyRow[]): CatalogForeignKey[] {
  return [...groupBy(rows, ({ name }) => name).values()].map((parts) => ({
    columns: parts.map(({ column }) => column),
    referencedSchema: parts[0]!.referencedSchema,
    referencedTable: parts[0]!.referencedTable,
    referencedColumns: parts.map(({ referencedColumn }) => referencedColumn),
  }));
}

/** Two indexes over the same columns say the same. */
function uniques(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(sets.map((columns) => [JSON.stringify(columns), columns])).values()];
}

function keyMakers({ columns, primaryKey }: CatalogTable): KeyMakers {
  const key = columns.filter(({ name }) => primaryKey.includes(name));
  return {
    columns: primaryKey,
    identity: key.find(({ generated }) => generated === 'identity')?.name ?? null,
    defaults: new Map(key.flatMap(({ name, default: expression }) => (expression === null ? [] : [[name, expression]]))),
  };
}

function columnsByName(rows: readonly { readonly name: string; readonly column: string | null }[]): Map<string, readonly string[]> {
  return new Map([...groupBy(rows, ({ name }) => name)].map(([name, parts]) => [name, parts.map(({ column }) => column ?? '')]));
}

function keyOf({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return `${schema}.${table}`;
}

function groupBy<Row extends { readonly schema: string; readonly table: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]>;
function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, readonly Row[]>;
function groupBy<Row>(rows: readonly Row[], key?: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = key ? key(row) : keyOf(row as Row & { schema: string; table: string });
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

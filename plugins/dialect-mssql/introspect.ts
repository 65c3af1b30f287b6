import { BootError, suggest, type Catalog, type CatalogColumn, type CatalogForeignKey, type CatalogTable, type Notice } from 'jackfield';
import {
  checksQuery, columnsQuery, defaultsQuery, foreignKeysQuery, indexesQuery, schemasQuery, tablesQuery,
  type CheckRow, type ColumnRow, type DefaultRow, type ForeignKeyRow, type IndexRow, type SchemaRow, type TableRow,
} from './catalog-queries.js';
import { readCheck, stripped, type ColumnCheck } from './checks.js';
import { indexName, type Constraint } from './errors.js';
import { nameOf, tableFacts, type TableFacts } from './table-facts.js';
import { columnType } from './types.js';

/** A catalog, and what else statements and errors need to know of it. */
export interface Introspection {
  readonly catalog: Catalog;
  readonly constraints: ReadonlyMap<string, Constraint>;
  /** What writes have to know of each table, by `nameOf`. */
  readonly facts: ReadonlyMap<string, TableFacts>;
}

/** The rows of the catalog queries. */
export interface CatalogRows {
  readonly schemas: readonly SchemaRow[];
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnRow[];
  readonly defaults: readonly DefaultRow[];
  readonly indexes: readonly IndexRow[];
  readonly foreignKeys: readonly ForeignKeyRow[];
  readonly checks: readonly CheckRow[];
}

/** Runs a query of the catalog, whose only parameter is the text of a JSON array. */
export type ReadCatalog = (sql: string, schemas: string) => Promise<readonly unknown[]>;

/**
 * Reads the catalog in seven queries however many tables there are.
 *
 * @param schemas only these; empty for all that the login may use
 * @throws {BootError} when one of `schemas` does not exist or may not be used
 */
export async function introspect(read: ReadCatalog, schemas: readonly string[]): Promise<Introspection> {
  const rows = async <Row>(sql: string): Promise<readonly Row[]> => await read(sql, JSON.stringify(schemas)) as readonly Row[];
  return toCatalog({
    schemas: await rows<SchemaRow>(schemasQuery),
    tables: await rows<TableRow>(tablesQuery),
    columns: await rows<ColumnRow>(columnsQuery),
    defaults: await rows<DefaultRow>(defaultsQuery),
    indexes: await rows<IndexRow>(indexesQuery),
    foreignKeys: await rows<ForeignKeyRow>(foreignKeysQuery),
    checks: await rows<CheckRow>(checksQuery),
  }, schemas);
}

/** Makes a catalog of its rows. */
export function toCatalog(rows: CatalogRows, schemas: readonly string[]): Introspection {
  checkSchemas(schemas, rows.schemas.map(({ name }) => name));
  const notices: Notice[] = [];
  const columns = groupById(rows.columns);
  const defaults = groupById(rows.defaults);
  const indexes = groupById(rows.indexes);
  const foreignKeys = groupById(rows.foreignKeys);
  const checks = groupById(rows.checks);
  const constraints = new Map<string, Constraint>();
  const facts = new Map<string, TableFacts>();
  const tables: CatalogTable[] = [];
  for (const row of rows.tables) {
    const { id, schema, name } = row;
    const all = columns.get(id) ?? [];
    const isSelectable = ({ selectable }: ColumnRow): boolean => selectable ?? row.selectable;
    if (!all.some(isSelectable)) {
      notices.push({ subject: `${schema}.${name}`, reason: 'The login may not SELECT from it.' });
      continue;
    }
    for (const column of all) {
      if (!isSelectable(column)) notices.push({ subject: `${schema}.${name}.${column.name}`, reason: 'The login may not SELECT this column.' });
    }
    const own: OwnRows = {
      columns: all.filter(isSelectable), defaults: defaults.get(id) ?? [], indexes: byName(indexes.get(id) ?? []), foreignKeys: byName(foreignKeys.get(id) ?? []),
      checks: (checks.get(id) ?? []).flatMap(({ name: check, definition }) => {
        const read = definition === null ? null : readCheck(definition);
        constraints.set(check, { table: name, kind: 'check', columns: read === null ? [] : [read.column] });
        return read ?? [];
      }),
    };
    for (const [index, parts] of own.indexes) {
      constraints.set(indexName(`${schema}.${name}`, index), { table: name, kind: 'unique', columns: parts.map(({ column }) => column) });
    }
    for (const [key, parts] of own.foreignKeys) {
      constraints.set(key, { table: name, kind: 'foreign key', columns: parts.map(({ column }) => column) });
    }
    const made = table(row, own);
    tables.push(made);
    facts.set(nameOf(row), tableFacts(made, own.columns, row.triggered));
  }
  const defaultSchema = schemas[0] ?? rows.schemas.find(({ isDefault }) => isDefault)?.name ?? 'dbo';
  return { catalog: { defaultSchema, tables, notices }, constraints, facts };
}

function checkSchemas(schemas: readonly string[], usable: readonly string[]): void {
  for (const schema of schemas) {
    if (usable.includes(schema)) continue;
    const near = suggest(schema, usable);
    const hint = near === null ? `The login may use: ${usable.join(', ') || 'none'}.` : `Did you mean "${near}"?`;
    const name = JSON.stringify(schema);
    throw new BootError(`\`database.schemas\` names ${name}, which does not exist or may not be used by this login. ${hint}`);
  }
}

/** What the catalog has of one table. Indexes and foreign keys by their names, each a row for each of its columns. */
interface OwnRows {
  readonly columns: readonly ColumnRow[];
  readonly defaults: readonly DefaultRow[];
  readonly indexes: ReadonlyMap<string, readonly IndexRow[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyRow[]>;
  readonly checks: readonly ColumnCheck[];
}

function table({ schema, name, kind, comment }: TableRow, { columns, defaults, indexes, foreignKeys, checks }: OwnRows): CatalogTable {
  const definitions = new Map(defaults.map(({ position, definition }) => [position, definition]));
  const visible = new Set(columns.map((column) => column.name));
  const isVisible = (parts: readonly { readonly column: string }[]): boolean => parts.every(({ column }) => visible.has(column));
  const sets = [...indexes.values()].filter((parts) => isVisible(parts) && parts[0]?.isFiltered !== true);
  const uniques = sets.filter(([first]) => first?.isPrimary !== true).map(namesOf);
  return {
    schema,
    name,
    kind: kind === 'V' ? 'view' : 'table',
    comment,
    columns: columns.map((row) => catalogColumn(row, kind, definitions.get(row.position) ?? null, checks.filter(({ column }) => column === row.name))),
    primaryKey: sets.filter(([first]) => first?.isPrimary === true).map(namesOf)[0] ?? [],
    // Two indexes over the same columns say the same.
    uniques: [...new Map(uniques.map((names) => [JSON.stringify(names), names])).values()],
    foreignKeys: [...foreignKeys.values()].filter(isVisible).map(foreignKey),
  };
}

function namesOf(parts: readonly IndexRow[]): readonly string[] {
  return parts.map(({ column }) => column);
}

function catalogColumn(row: ColumnRow, kind: string, definition: string | null, checks: readonly ColumnCheck[]): CatalogColumn {
  const { sqlType, type: declared, length, precision, scale } = columnType(row);
  const isText = declared === 'string' || declared === 'text';
  const isJson = isText && checks.some(({ allows }) => allows === 'json');
  const type = isJson ? 'json' : declared;
  return {
    name: row.name,
    sqlType,
    type,
    elementType: null,
    nullable: row.nullable,
    default: row.computed || definition === null ? null : stripped(definition),
    generated: kind === 'V' ? null : row.computed ? 'computed' : row.identity ? 'identity' : null,
    values: type === declared && isText ? listed(checks) : null,
    length,
    precision,
    scale,
    comment: row.comment,
  };
}

/** What all of the lists hold. */
function listed(checks: readonly ColumnCheck[]): readonly string[] | null {
  return checks.reduce<readonly string[] | null>((all, { allows }) => {
    if (allows === 'json') return all;
    return all === null ? allows : all.filter((value) => allows.includes(value));
  }, null);
}

function foreignKey(parts: readonly ForeignKeyRow[]): CatalogForeignKey {
  const [{ referencedSchema, referencedTable }] = parts as readonly [ForeignKeyRow];
  return {
    columns: parts.map(({ column }) => column), referencedSchema, referencedTable,
    referencedColumns: parts.map(({ referencedColumn }) => referencedColumn),
  };
}

function groupById<Row extends { readonly id: number }>(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  return groupBy(rows, ({ id }) => id);
}

function byName<Row extends { readonly name: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return groupBy(rows, ({ name }) => name);
}

function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

import type { Database as Connection } from 'better-sqlite3';
import type { Catalog, CatalogColumn, CatalogForeignKey, CatalogTable, Notice } from 'jackfield';
import { listingChecks, type AllowedValues } from './checks.js';
import { columnType } from './types.js';

interface TableRow { readonly name: string; readonly type: string; readonly withoutRowid: number; readonly sql: string | null }
interface ColumnRow {
  readonly table: string; readonly name: string; readonly type: string; readonly isNotNull: number;
  readonly default: string | null; readonly keyPosition: number; readonly hidden: number;
}
interface ForeignKeyRow {
  readonly table: string; readonly id: number; readonly referenced: string; readonly from: string; readonly to: string | null;
}
interface IndexRow { readonly table: string; readonly index: string; readonly origin: string; readonly name: string | null }

const tablesQuery = `
  select l.name, l.type, l.wr as withoutRowid, s.sql
  from pragma_table_list l left join sqlite_schema s on s.name = l.name and s.type in ('table', 'view')
  where l.schema = 'main' and l.name not like 'sqlite\\_%' escape '\\'
  order by l.name`;

const columnsQuery = (type: 'table' | 'view', only = ''): string => `
  select s.name as "table", x.name, x.type, x."notnull" as isNotNull, x.dflt_value as "default", x.pk as keyPosition, x.hidden
  from sqlite_schema s join pragma_table_xinfo(s.name, 'main') x
  where s.type = '${type}' ${only}
  order by s.name, x.cid`;

const foreignKeysQuery = `
  select s.name as "table", f.id, f."table" as referenced, f."from", f."to"
  from sqlite_schema s join pragma_foreign_key_list(s.name, 'main') f
  where s.type = 'table'
  order by s.name, f.id desc, f.seq`;

const uniquesQuery = `
  select s.name as "table", l.name as "index", l.origin, i.name
  from sqlite_schema s join pragma_index_list(s.name, 'main') l join pragma_index_info(l.name, 'main') i
  where s.type = 'table' and l."unique" = 1 and l.partial = 0
  order by s.name, l.seq desc, i.seqno`;

/**
 * Reads the catalog of a SQLite file in five queries, however many tables there are; only where a view is broken, so that SQLite
 * refuses to describe any, are the views asked for one by one.
 */
export function introspect(connection: Connection): Catalog {
  return connection.transaction(() => readCatalog(connection)).deferred();
}

function readCatalog(connection: Connection): Catalog {
  const notices: Notice[] = [];
  const mirrored = (connection.prepare(tablesQuery).all() as TableRow[]).filter((table) => {
    const reason = whyNot(table);
    if (reason !== null) notices.push({ subject: table.name, reason });
    return reason === null;
  });
  const columns = groupBy([...readColumns(connection, 'table'), ...readViews(connection, notices)], (row) => row.table);
  const foreignKeys = groupBy(connection.prepare(foreignKeysQuery).all() as ForeignKeyRow[], (row) => row.table);
  const indexes = groupBy(connection.prepare(uniquesQuery).all() as IndexRow[], (row) => row.table);

  const keyOf = (table: string): readonly string[] => primaryKey(columns.get(table) ?? []);
  const names = new Map(mirrored.map(({ name }) => [name.toLowerCase(), name]));
  const tables: CatalogTable[] = [];
  for (const table of mirrored) {
    const rows = columns.get(table.name);
    if (rows === undefined) continue;
    const tableIndexes = indexes.get(table.name) ?? [];
    const isRowid = table.withoutRowid === 0 && !tableIndexes.some(({ origin }) => origin === 'pk');
    const checks = listingChecks(table.sql ?? '');
    tables.push({
      schema: null,
      name: table.name,
      kind: table.type === 'view' ? 'view' : 'table',
      comment: null,
      columns: rows.map((row) => column(row, checks, isRowid && keyOf(table.name).length === 1)),
      primaryKey: keyOf(table.name),
      uniques: uniques(tableIndexes),
      foreignKeys: references(foreignKeys.get(table.name) ?? [], names, columns, keyOf).filter((key) => {
        const fits = key.columns.length === key.referencedColumns.length || key.referencedColumns.length === 0;
        const reason = `The foreign key (${key.columns.join(', ')}) does not fit the primary key of ${key.referencedTable}.`;
        if (!fits) notices.push({ subject: table.name, reason });
        return fits;
      }),
    });
  }
  return { tables, notices };
}

function whyNot({ type }: TableRow): string | null {
  if (type === 'virtual') return 'A virtual table: what it answers depends on a module, not on stored rows.';
  if (type === 'shadow') return 'The inner storage of a virtual table.';
  return null;
}

function readColumns(connection: Connection, type: 'table' | 'view', only = '', values: readonly string[] = []): ColumnRow[] {
  return connection.prepare(columnsQuery(type, only)).all(...values) as ColumnRow[];
}

function readViews(connection: Connection, notices: Notice[]): ColumnRow[] {
  try {
    return readColumns(connection, 'view');
  } catch {
    // One view that selects from what is gone makes the whole query fail.
    const views = connection.prepare("select name from sqlite_schema where type = 'view' order by name").pluck().all() as string[];
    return views.flatMap((view) => {
      try {
        return readColumns(connection, 'view', 'and s.name = ?', [view]);
      } catch {
        notices.push({ subject: view, reason: 'The view cannot be read: something it selects from does not exist.' });
        return [];
      }
    });
  }
}

function column(row: ColumnRow, checks: AllowedValues, keyIsRowid: boolean): CatalogColumn {
  const { type, length, precision, scale } = columnType(row.type);
  const isKey = row.keyPosition > 0;
  const isComputed = row.hidden === 2 || row.hidden === 3;
  const isIdentity = isKey && keyIsRowid && row.type.toUpperCase() === 'INTEGER';
  return {
    name: row.name,
    sqlType: row.type,
    type,
    elementType: null,
    nullable: row.isNotNull === 0 && !isKey,
    default: row.default,
    generated: isComputed ? 'computed' : isIdentity ? 'identity' : null,
    values: type === 'string' || type === 'text' ? checks.get(row.name.toLowerCase()) ?? null : null,
    length,
    precision,
    scale,
    comment: null,
  };
}

function primaryKey(columns: readonly ColumnRow[]): readonly string[] {
  return columns.filter((row) => row.keyPosition > 0).sort((a, b) => a.keyPosition - b.keyPosition).map((row) => row.name);
}

/** Sets with an expression in them are left out: they name no columns. */
function uniques(rows: readonly IndexRow[]): (readonly string[])[] {
  const sets = [...groupBy(rows.filter(({ origin }) => origin !== 'pk'), (row) => row.index).values()];
  return sets.filter((set) => set.every((row) => row.name !== null)).map((set) => set.map((row) => row.name ?? ''));
}

/**
 * The foreign keys of one table. SQLite compares names without case and lets the referenced columns be left out for the
 * primary key: both are put right here, so that what is written `REFERENCES Authors` leads to the table `authors`.
 */
function references(
  rows: readonly ForeignKeyRow[],
  tables: ReadonlyMap<string, string>,
  columns: ReadonlyMap<string, readonly ColumnRow[]>,
  keyOf: (table: string) => readonly string[],
): CatalogForeignKey[] {
  return [...groupBy(rows, (row) => row.id).values()].map((parts) => {
    const named = parts[0]?.referenced ?? '';
    const table = tables.get(named.toLowerCase()) ?? named;
    const own = (name: string): string => columns.get(table)?.find((row) => row.name.toLowerCase() === name.toLowerCase())?.name ?? name;
    return {
      columns: parts.map((part) => part.from),
      referencedSchema: null,
      referencedTable: table,
      referencedColumns: parts.every((part) => part.to === null) ? keyOf(table) : parts.map((part) => own(part.to ?? '')),
    };
  });
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

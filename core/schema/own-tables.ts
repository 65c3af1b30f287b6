import type { Database } from '../dialect/dialect.js';
import type { ApiType, Catalog, CatalogColumn, CatalogTable, Notice } from './catalog.js';

/** Tables of Jackfield's own that are shown as collections: what a plugin that keeps such tables tells the kernel. */
export interface OwnTables {
  /** Where they are: the mirrored database, or another one. */
  readonly database: Database;
  readonly collections: readonly OwnCollection[];
}

/** A table of Jackfield's own as a collection. What it says goes before what the database declares, so that every dialect shows the same. */
export interface OwnCollection {
  /** As the API knows it: `directus_users`. */
  readonly name: string;
  /** Its columns bear the names of its fields. */
  readonly table: string;
  readonly isSingleton: boolean;
  /** By name, in the order in which they are shown. Other columns of the table are not. */
  readonly fields: ReadonlyMap<string, OwnField>;
  /** Relations to many items, which `*` holds: by name. Two of them may follow one field. */
  readonly waysBack: ReadonlyMap<string, OwnWayBack>;
}

export interface OwnField {
  readonly type: ApiType;
  readonly values?: readonly string[] | undefined;
  /** A secret. */
  readonly isConcealed?: boolean | undefined;
  /** Whether it is a uuid that is made where none is sent, though the database has no default. */
  readonly isFilled?: boolean | undefined;
  /** The own collection whose key it holds, whether or not the database holds it to that. */
  readonly references?: string | undefined;
}

export interface OwnWayBack {
  readonly collection: string;
  readonly field: string;
  /** Whether items have no place without the one they belong to: what is unlinked is deleted. */
  readonly isOwner: boolean;
}

/** A table of the catalog that is a collection of our own. */
export interface OwnTable {
  readonly collection: OwnCollection;
  readonly table: CatalogTable;
}

/** Finds the tables in a catalog. Those that are not there are not shown: they are made by the next start. */
export function findOwnTables(collections: readonly OwnCollection[], catalog: Catalog, notices: Notice[]): readonly OwnTable[] {
  const defaultSchema = catalog.defaultSchema ?? null;
  const present = new Map(catalog.tables
    .filter(({ schema }) => schema === null || schema === defaultSchema)
    .map((table) => [table.name, table]));
  const byName = new Map(collections.map((collection) => [collection.name, collection]));
  return collections.flatMap((collection) => {
    const table = present.get(collection.table);
    if (table) return [{ collection, table: describe(table, collection, byName, present) }];
    notices.push({ subject: collection.name, reason: 'Its table is not there yet: `jackfield start` makes it.' });
    return [];
  });
}

function describe(
  table: CatalogTable, { fields }: OwnCollection, byName: ReadonlyMap<string, OwnCollection>, present: ReadonlyMap<string, CatalogTable>,
): CatalogTable {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const shown = [...fields].flatMap(([name, field]) => {
    const column = columns.get(name);
    return column ? [columnOf(column, field)] : [];
  });
  const names = new Set(shown.map(({ name }) => name));
  const foreignKeys = [...fields].flatMap(([name, { references }]) => {
    const related = references === undefined ? undefined : present.get(byName.get(references)?.table ?? '');
    if (!related || !names.has(name)) return [];
    return [{ columns: [name], referencedSchema: related.schema, referencedTable: related.name, referencedColumns: [...related.primaryKey] }];
  });
  return { ...table, comment: null, columns: shown, foreignKeys };
}

function columnOf(column: CatalogColumn, { type, values }: OwnField): CatalogColumn {
  return { ...column, type, elementType: null, values: values ?? null };
}

import type { CatalogTable, TableName } from 'jackfield';
import type { ColumnRow } from './catalog-queries.js';

/** What writes have to know of a table beyond the schema. */
export interface TableFacts {
  /** The columns of its primary key, none where it has none. */
  readonly key: readonly string[];
  /** The column whose values the database counts up. */
  readonly identity: string | null;
  /** Whether a trigger may change what is written. */
  readonly isTriggered: boolean;
  /** Column → its collation, where that is not the database's own. */
  readonly collations: ReadonlyMap<string, string>;
}

/** The facts of a table, from its rows of the catalog. */
export function tableFacts({ primaryKey, columns: visible }: CatalogTable, columns: readonly ColumnRow[], isTriggered: boolean): TableFacts {
  return {
    key: primaryKey,
    identity: visible.find(({ generated }) => generated === 'identity')?.name ?? null,
    isTriggered,
    collations: new Map(columns.flatMap(({ name, collation }) => (collation === null ? [] : [[name, collation] as const]))),
  };
}

/** Under which the facts of a table are found. */
export function nameOf({ schema, name }: TableName): string {
  return `${schema}.${name}`;
}

/** Facts of a table of which nothing is known. */
export const noFacts: TableFacts = { key: [], identity: null, isTriggered: false, collations: new Map() };

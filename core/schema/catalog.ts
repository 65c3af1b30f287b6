/**
 * What a dialect reads from a database's own catalog, in the database's words. `buildSchema` makes the schema of it.
 */
export interface Catalog {
  /**
   * The schema whose tables keep their names as collections where other schemas have tables of the same name: the first that the
   * config lists, else the database's own default. Missing or null where there are no schemas.
   */
  readonly defaultSchema?: string | null;
  readonly tables: readonly CatalogTable[];
  /** What was seen and left out, and why: shown by `jackfield check` and logged at the start. */
  readonly notices: readonly Notice[];
}

/** Something that was left out or renamed, with its reason. */
export interface Notice {
  /** `schema.table`, or `schema.table.column`. */
  readonly subject: string;
  readonly reason: string;
}

export interface CatalogTable {
  /** The schema it lives in; null where the database has none (SQLite). */
  readonly schema: string | null;
  readonly name: string;
  readonly kind: 'table' | 'view' | 'materialized view';
  readonly comment: string | null;
  readonly columns: readonly CatalogColumn[];
  /** Columns of the primary key in key order; empty where there is none. */
  readonly primaryKey: readonly string[];
  /** Sets of columns that are unique together, the primary key not among them. Partial and expression indexes are left out. */
  readonly uniques: readonly (readonly string[])[];
  readonly foreignKeys: readonly CatalogForeignKey[];
}

export interface CatalogColumn {
  readonly name: string;
  /** The type as the database writes it: `numeric(10,2)`, `character varying(20)`, `book_status`. */
  readonly sqlType: string;
  /** The API type this dialect maps it to; see `docs/types.md`. */
  readonly type: ApiType;
  /** Of arrays: the API type of an element. */
  readonly elementType: ApiType | null;
  readonly nullable: boolean;
  /** The default as SQL text; null where there is none. */
  readonly default: string | null;
  /** `identity` and `default` values are made by the database on insert, `computed` ones always. */
  readonly generated: 'identity' | 'computed' | null;
  /** The values an enum type or a check constraint allows, in their order; null where any is. */
  readonly values: readonly string[] | null;
  /** Of texts: the greatest number of characters. */
  readonly length: number | null;
  /** Of decimals. */
  readonly precision: number | null;
  readonly scale: number | null;
  readonly comment: string | null;
}

export interface CatalogForeignKey {
  /** Columns of this table, in the order of `referencedColumns`. */
  readonly columns: readonly string[];
  readonly referencedSchema: string | null;
  readonly referencedTable: string;
  readonly referencedColumns: readonly string[];
  /**
   * Whether it is certain that every row refers to one that is there, that the login may read, and whose values are equal in the strictest
   * sense: the same text. Missing: it is not.
   */
  readonly isEnforced?: boolean | undefined;
}

/**
 * The type of a field as the API knows it. It decides the JSON a value is written as and the operators and functions it takes.
 *
 * `integer` number, `bigInteger` and `decimal` text in REST, `float` number, `dateTime` without and `timestamp` with a time
 * zone, `binary` a Buffer's JSON, `array` a JSON array, `unknown` whatever text the database makes of it.
 */
export type ApiType =
  | 'boolean' | 'integer' | 'bigInteger' | 'decimal' | 'float'
  | 'string' | 'text' | 'uuid'
  | 'date' | 'time' | 'dateTime' | 'timestamp'
  | 'json' | 'binary' | 'array' | 'unknown';

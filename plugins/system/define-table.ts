import type { ApiType } from 'jackfield';

/** The types that our own columns have: each of them is the same to the API in every dialect. */
export type ColumnType = Extract<ApiType, 'uuid' | 'string' | 'text' | 'boolean' | 'integer' | 'bigInteger' | 'timestamp' | 'json'> | 'increments';

/** A column of one of our own tables. */
export interface Column {
  readonly type: ColumnType;
  /** Of a string, in characters. */
  readonly length: number;
  readonly isNullable: boolean;
  readonly default: string | number | boolean | null;
  readonly isKey: boolean;
  readonly isUnique: boolean;
  readonly isIndexed: boolean;
  /** A secret. */
  readonly isConcealed: boolean;
  /** Whether hooks fill it where nothing is sent. */
  readonly isFilled: boolean;
  readonly values: readonly string[] | null;
  readonly references: Reference | null;
}

/** What a column refers to: the key of another of our own tables. */
export interface Reference {
  readonly table: string;
  /**
   * `cascade`: the row goes with what it refers to. `restrict`: hooks see to it. `none`: the database is not told, so that the row outlives
   * what it refers to.
   */
  readonly onDelete: 'cascade' | 'restrict' | 'none';
}

/** One of our own tables. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** What it is called as a collection; null where it is none. */
  readonly collection: string | null;
  readonly isSingleton: boolean;
  /** Relations to many that lead here: `directus_roles.users` follows a column. `owns`: what is unlinked is deleted. */
  readonly waysBack: readonly { readonly collection: string; readonly name: string; readonly column: string; readonly owns: boolean }[];
}

type ColumnOptions = Partial<Omit<Column, 'type'>>;

/** Describes a column. It takes null unless it is said not to. */
export function column(type: ColumnType, options: ColumnOptions = {}): Column {
  return {
    type, length: 255, isNullable: true, default: null, isKey: false, isUnique: false, isIndexed: false, isConcealed: false, isFilled: false,
    values: null, references: null, ...options,
  };
}

/** A key that hooks make. */
export const uuidKey = column('uuid', { isNullable: false, isKey: true, isFilled: true });

/** A key that the database counts up. */
export const numberKey = column('increments', { isNullable: false, isKey: true });

/** A column that holds the key of another of our own tables. */
export function reference(type: ColumnType, table: string, onDelete: Reference['onDelete'], options: ColumnOptions = {}): Column {
  return column(type, { isIndexed: true, references: { table, onDelete }, ...options });
}

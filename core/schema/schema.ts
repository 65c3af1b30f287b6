import type { ApiType } from './catalog.js';

/**
 * The mirrored database as a value: immutable, swapped whole when it is refreshed.
 */
export interface Schema {
  /** A hash of the whole content: two equal schemas have the same version. */
  readonly version: string;
  readonly collections: ReadonlyMap<string, Collection>;
}

/** A table or view under the name the API knows it by. */
export interface Collection {
  readonly name: string;
  readonly table: TableName;
  readonly kind: 'table' | 'view' | 'materialized view';
  readonly comment: string | null;
  /** Names of the key fields in key order: one, several (composite), or none. */
  readonly key: readonly string[];
  /** In the order of the columns. */
  readonly fields: ReadonlyMap<string, Field>;
  /** By name: to-one relations bear the name of their foreign key field, to-many ones a name of their own. */
  readonly relations: ReadonlyMap<string, Relation>;
  /** A table of one row, answered as an object. */
  readonly singleton: boolean;
  /** Whether it is one of Jackfield's own: served under a path of its own and at `/graphql/system`, never under `/items`. */
  readonly system: boolean;
  /** Where its rows are: in the mirrored database, or in the one that `system.connection` names. No relation leads from one to the other. */
  readonly source: 'mirrored' | 'system';
  /** Sets of field names that are unique together, the key not among them. */
  readonly uniques: readonly (readonly string[])[];
}

/** Where a collection's rows are. Quoted by the dialect, part by part. */
export interface TableName {
  readonly schema: string | null;
  readonly name: string;
}

/** A column under the name the API knows it by. */
export interface Field {
  readonly name: string;
  readonly column: string;
  readonly type: ApiType;
  readonly elementType: ApiType | null;
  readonly sqlType: string;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly generated: 'identity' | 'computed' | null;
  readonly values: readonly string[] | null;
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly comment: string | null;
  /** A secret: shown as asterisks where there is one, and nothing can be filtered, sorted, searched or grouped by it. */
  readonly concealed: boolean;
  /** Whether it is a uuid that is made where none is sent, though the database has no default. */
  readonly filled: boolean;
}

/** A way from an item to related ones. `fields[i]` of this collection equals `relatedFields[i]` of the related one. */
export interface Relation {
  readonly name: string;
  /** `m2o` leads to at most one item, `o2m` to any number. */
  readonly kind: 'm2o' | 'o2m';
  readonly collection: string;
  readonly relatedCollection: string;
  readonly fields: readonly string[];
  readonly relatedFields: readonly string[];
  /** The name of the way back in the related collection; null where there is none. */
  readonly inverse: string | null;
  /** Of an o2m: whether the foreign key is unique, so that there is at most one item. It is answered as a list all the same. */
  readonly isUnique: boolean;
  /** Whether `*` holds it: every m2o that is its own field, and an o2m that the config declares. */
  readonly inWildcard: boolean;
  /**
   * Whether the database vouches for it: what is in the foreign key is, character for character, in an item that is there and that the login
   * may read. Not of relations that the config declares, nor where others may write past the foreign key.
   */
  readonly isEnforced: boolean;
  /** Of an o2m: whether its items have no place without this one, so that what is unlinked is deleted. */
  readonly isOwner: boolean;
}

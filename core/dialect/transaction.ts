import type { Knex } from 'knex';
import type { Field, TableName } from '../schema/schema.js';
import type { AfterCommit } from './after-commit.js';
import type { Row, Statement } from './dialect.js';

/**
 * Values of one row by the names of fields, as JSON holds them: decimals and big integers as text, moments to the microsecond.
 * They can be bound again without loss.
 */
export type RowValues = ReadonlyMap<string, unknown>;

/** Rows of a table that have certain values in some of their fields: usually the key. */
export interface RowsByValues {
  readonly table: TableName;
  readonly fields: readonly Field[];
  /** One list of values for each row looked for, in the order of `fields`; in the form that `convertValue` gives. */
  readonly tuples: readonly (readonly unknown[])[];
}

/** Rows to be inserted. */
export interface NewRows {
  readonly table: TableName;
  /** Fields that are given. The others are the database's to fill; with no field at all each row is all defaults. */
  readonly fields: readonly Field[];
  /** Values in the order of `fields`, in the form that `storedValue` gives. */
  readonly rows: readonly (readonly unknown[])[];
}

/** Work that takes effect whole or not at all. It ends with the function it was given to. */
export interface Transaction {
  /** A knex on the same connection, for hooks. It knows nothing of permissions. */
  readonly knex: Knex.Transaction;
  /** Leaves work for the time after the commit. It is not done where the transaction is rolled back. */
  readonly afterCommit: AfterCommit;
  /** Runs a compiled read in the transaction. */
  read(statement: Statement, values: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * Looks up rows.
   *
   * @param returning - the fields whose values are answered
   * @param lock - whether others must wait before they change the rows, until the transaction ends
   */
  select(rows: RowsByValues, returning: readonly Field[], lock: boolean): Promise<readonly RowValues[]>;
  /** Inserts rows. Their values are answered in the order of the rows, with what the database made of them. */
  insert(rows: NewRows, returning: readonly Field[]): Promise<readonly RowValues[]>;
  /** Gives the same values to all of the rows, and answers what those that were there have then. */
  update(
    rows: RowsByValues, fields: readonly Field[], values: readonly unknown[], returning: readonly Field[],
  ): Promise<readonly RowValues[]>;
  /** Deletes rows, and answers what those that were there had. */
  delete(rows: RowsByValues, returning: readonly Field[]): Promise<readonly RowValues[]>;
}

import type { TableName } from '../schema/schema.js';
import type { Syntax } from './syntax.js';
import type { RowsByValues, RowValues, Transaction } from './transaction.js';
import {
  assignmentsSql, insertParts, insertSql, partsOf, rowValues, selectSql, tableSql, usualValues, valuesSql, whereSql, type Run,
} from './write-sql.js';

/** What a dialect does differently. */
export interface ReturningOptions {
  /**
   * The condition that finds the last inserted row of a table, for tables where RETURNING does not tell what became of it; null for the
   * others.
   */
  readonly insertedRow?: (table: TableName) => string | null;
  /** How many values a statement takes well. */
  readonly mostValues?: number;
}

/**
 * The statements of a transaction, for dialects whose INSERT, UPDATE and DELETE have a RETURNING clause that gives the rows of an INSERT
 * in the order of its values.
 */
export function returningStatements(
  run: Run, syntax: Syntax, { insertedRow = () => null, mostValues = usualValues }: ReturningOptions = {},
): Pick<Transaction, 'select' | 'insert' | 'update' | 'delete'> {
  async function each(rows: RowsByValues, write: (part: RowsByValues, values: unknown[]) => string): Promise<RowValues[]> {
    const answers: RowValues[] = [];
    for (const part of partsOf(rows, mostValues)) {
      const values: unknown[] = [];
      const sql = write(part, values);
      answers.push(...(await run(sql, values)).map(rowValues));
    }
    return answers;
  }

  return {
    select: (rows, returning, lock) => each(rows, (part, values) => selectSql(part, returning, lock, values, syntax)),

    async insert(rows, returning) {
      const answers: RowValues[] = [];
      const found = insertedRow(rows.table);
      if (found !== null) {
        for (const row of rows.rows) {
          const { sql, values } = insertSql({ ...rows, rows: [row] }, syntax);
          await run(`${sql} returning 1`, values);
          const read = `select ${valuesSql(returning, syntax)} from ${tableSql(rows.table, syntax)} where ${found}`;
          answers.push(...(await run(read, [])).map(rowValues));
        }
        return answers;
      }
      for (const part of insertParts(rows, mostValues)) {
        const { sql, values } = insertSql({ ...rows, rows: part }, syntax);
        answers.push(...(await run(`${sql} returning ${valuesSql(returning, syntax)}`, values)).map(rowValues));
      }
      return answers;
    },

    update: (rows, fields, given, returning) => each(rows, (part, values) => {
      const assignments = assignmentsSql(fields, given, values, syntax);
      const where = whereSql(part, values.length, values, syntax);
      return `update ${tableSql(rows.table, syntax)} set ${assignments} where ${where} returning ${valuesSql(returning, syntax)}`;
    }),

    delete: (rows, returning) => each(rows, (part, values) =>
      `delete from ${tableSql(rows.table, syntax)} where ${whereSql(part, 0, values, syntax)} returning ${valuesSql(returning, syntax)}`),
  };
}

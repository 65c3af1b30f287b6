import type { Field } from '../schema/schema.js';
import type { Syntax } from './syntax.js';
import type { RowsByValues, RowValues, Transaction } from './transaction.js';
import { assignmentsSql, partsOf, rowValues, selectSql, tableSql, usualValues, whereSql, type Run } from './write-sql.js';

/**
 * `select`, `update` and `delete` of a transaction, for dialects whose statements tell nothing of the rows that they changed: those are
 * looked up before or after.
 */
export function fetchingStatements(run: Run, syntax: Syntax): Pick<Transaction, 'select' | 'update' | 'delete'> {
  async function select(rows: RowsByValues, returning: readonly Field[], lock: boolean): Promise<RowValues[]> {
    const answers: RowValues[] = [];
    for (const part of partsOf(rows, usualValues)) {
      const values: unknown[] = [];
      answers.push(...(await run(selectSql(part, returning, lock, values, syntax), values)).map(rowValues));
    }
    return answers;
  }

  async function change(rows: RowsByValues, fields: readonly Field[], given: readonly unknown[]): Promise<void> {
    for (const part of partsOf(rows, usualValues)) {
      const values: unknown[] = [];
      const assignments = assignmentsSql(fields, given, values, syntax);
      await run(`update ${tableSql(rows.table, syntax)} set ${assignments} where ${whereSql(part, values.length, values, syntax)}`, values);
    }
  }

  return {
    select,

    async update(rows, fields, given, returning) {
      const changed = new Map(fields.map(({ column }, index) => [column, given[index]]));
      if (!rows.fields.some(({ column }) => changed.has(column))) {
        await change(rows, fields, given);
        return select(rows, returning, false);
      }
      // Afterwards they have other values to be found by, which other rows may have had before.
      const answers: RowValues[] = [];
      for (const tuple of rows.tuples) {
        const before = { ...rows, tuples: [tuple] };
        if ((await select(before, rows.fields, true)).length === 0) continue;
        await change(before, fields, given);
        const after = rows.fields.map(({ column }, index) => (changed.has(column) ? changed.get(column) : tuple[index]));
        answers.push(...await select({ ...rows, tuples: [after] }, returning, false));
      }
      return answers;
    },

    async delete(rows, returning) {
      const answers = await select(rows, returning, true);
      for (const part of partsOf(rows, usualValues)) {
        const values: unknown[] = [];
        await run(`delete from ${tableSql(rows.table, syntax)} where ${whereSql(part, 0, values, syntax)}`, values);
      }
      return answers;
    },
  };
}

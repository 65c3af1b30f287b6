import {
  assignmentsSql, partsOf, rowValues, tableSql, valuesSql, whereSql, type Field, type NewRows, type RowsByValues, type RowValues, type Run,
  type TableName, type Transaction,
} from 'jackfield';
import { insertAtOnce } from './insert-at-once.js';
import { noting, withIdentity, type Batch, type Write } from './noting.js';
import { quoteName } from './sql.js';
import { mssqlSyntax as syntax } from './syntax.js';
import type { TableFacts } from './table-facts.js';

/** A statement takes 2,100 parameters, some of which are the driver's own. */
const mostValues = 2000;

/** Rows of one batch, where each is a statement of its own. */
const mostRows = 200;

/**
 * The statements of a transaction by OUTPUT. It goes into a table variable: a table with triggers allows nothing else, and what is selected
 * of a variable may be any expression.
 *
 * The order of what one statement gives out is not defined. Many rows are one INSERT where it is known all the same which of them is which
 * (see `insertAtOnce`); else each is a statement of its own in one batch, and after the first that fails none is run.
 */
export function outputStatements(
  run: Run, factsOf: (table: TableName) => TableFacts,
): Pick<Transaction, 'select' | 'insert' | 'update' | 'delete'> {
  async function each(
    rows: RowsByValues, taken: number, write: (part: RowsByValues, values: unknown[]) => string,
  ): Promise<RowValues[]> {
    const answers: RowValues[] = [];
    for (const part of partsOf(rows, mostValues - taken)) {
      const values: unknown[] = [];
      answers.push(...(await run(write(part, values), values)).map(rowValues));
    }
    return answers;
  }

  return {
    select: (rows, returning, lock) => each(rows, 0, (part, values) => {
      const table = `${tableSql(rows.table, syntax)}${lock ? ' with (updlock, rowlock)' : ''}`;
      return `select ${valuesSql(returning, syntax)} from ${table} where ${whereSql(part, 0, values, syntax)}`;
    }),

    async insert(rows, returning) {
      const facts = factsOf(rows.table);
      const answers: RowValues[] = [];
      for (const { sql, values } of insertAtOnce(rows, returning, facts) ?? insertEach(rows, returning, facts)) {
        answers.push(...(await run(sql, values)).map(rowValues));
      }
      return answers;
    },

    update: (rows, fields, given, returning) => each(rows, fields.length, (part, values) =>
      noting(rows.table, returning, { source: 'inserted', facts: factsOf(rows.table) }, (output) => {
        const assignments = assignmentsSql(fields, given, values, syntax);
        return { sql: `update ${tableSql(rows.table, syntax)} set ${assignments}${output} where ${whereSql(part, values.length, values, syntax)}` };
      })),

    delete: (rows, returning) => each(rows, 0, (part, values) =>
      noting(rows.table, returning, { source: 'deleted', facts: factsOf(rows.table) }, (output) =>
        ({ sql: `delete from ${tableSql(rows.table, syntax)}${output} where ${whereSql(part, 0, values, syntax)}` }))),
  };
}

function* insertEach({ table, fields, rows }: NewRows, returning: readonly Field[], facts: TableFacts): Iterable<Batch> {
  const size = Math.max(1, Math.min(mostRows, Math.floor(mostValues / Math.max(fields.length, 1))));
  for (let start = 0; start < rows.length; start += size) {
    const values: unknown[] = [];
    const part = rows.slice(start, start + size);
    yield { sql: noting(table, returning, { source: 'inserted', facts }, (output) => insertsSql({ table, fields, rows: part }, output, values)), values };
  }
}

function insertsSql({ table, fields, rows }: NewRows, output: string, values: unknown[]): Write {
  const name = tableSql(table, syntax);
  if (fields.length === 0) return { sql: rows.map(() => `insert into ${name}${output} default values`).join('; ') };
  const columns = fields.map(({ column }) => quoteName(column)).join(', ');
  const encoders = fields.map((field) => syntax.stored(field));
  const statements = rows.map((row) => {
    const given = fields.map((field, index) => {
      values.push(encoders[index]!(row[index]));
      return syntax.assigned(values.length, field);
    });
    return `insert into ${name} (${columns})${output} values (${given.join(', ')})`;
  }).join('; ');
  return withIdentity(fields, name, statements);
}

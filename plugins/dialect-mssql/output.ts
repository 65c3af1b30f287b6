import {
  assignmentsSql, partsOf, rowValues, tableSql, valuesSql, whereSql, type Field, type NewRows, type RowsByValues, type RowValues, type Run,
  type TableName, type Transaction,
} from 'jackfield';
import { quoteName, typeName } from './sql.js';
import { mssqlSyntax as syntax } from './syntax.js';

/** A statement takes 2,100 parameters, some of which are the driver's own. */
const mostValues = 2000;

/** Rows of one batch: each is a statement of its own. */
const mostRows = 200;

/** What is known of tables beyond the schema. */
export interface TableFacts {
  /** Fields that find a row again which a trigger may have changed after it was written; null where no trigger does. */
  readonly keyOfTriggered: (table: TableName) => readonly string[] | null;
}

/**
 * The statements of a transaction by OUTPUT. It goes into a table variable: a table with triggers allows nothing else, and what is selected
 * of a variable may be any expression. Each row of an INSERT is a statement of its own in one batch, since the order of what one statement
 * gives out is not defined; after the first that fails none is run.
 */
export function outputStatements(run: Run, { keyOfTriggered }: TableFacts): Pick<Transaction, 'select' | 'insert' | 'update' | 'delete'> {
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

  /** A batch that writes, and then selects what was written. */
  function noting(table: TableName, returning: readonly Field[], source: 'inserted' | 'deleted', write: (output: string) => Write): string {
    const columns = returning.map(({ column }) => quoteName(column));
    const declared = returning.map((field, i) => `, ${columns[i]} ${variableType(field)}`).join('');
    const noted = columns.length === 0 ? '1 into @written ([:noted])'
      : `${columns.map((column) => `${source}.${column}`).join(', ')} into @written (${columns.join(', ')})`;
    const { sql, afterwards = '' } = write(` output ${noted}`);
    const key = source === 'inserted' ? keyOfTriggered(table) : null;
    const from = key?.every((column) => returning.some((field) => field.column === column)) ? foundAgain(table, key) : '@written';
    return `set nocount on; declare @written table ([:n] int identity primary key, [:noted] bit${declared}); `
      + `begin try ${sql}; ${afterwards}end try begin catch ${afterwards}throw; end catch; `
      + `select ${valuesSql(returning, syntax)} from ${from} as w order by w.[:n]`;
  }

  return {
    select: (rows, returning, lock) => each(rows, 0, (part, values) => {
      const table = `${tableSql(rows.table, syntax)}${lock ? ' with (updlock, rowlock)' : ''}`;
      return `select ${valuesSql(returning, syntax)} from ${table} where ${whereSql(part, 0, values, syntax)}`;
    }),

    async insert(rows, returning) {
      const answers: RowValues[] = [];
      for (const part of parts(rows)) {
        const values: unknown[] = [];
        const sql = noting(rows.table, returning, 'inserted', (output) => insertsSql(rows, part, output, values));
        answers.push(...(await run(sql, values)).map(rowValues));
      }
      return answers;
    },

    update: (rows, fields, given, returning) => each(rows, fields.length, (part, values) =>
      noting(rows.table, returning, 'inserted', (output) => {
        const assignments = assignmentsSql(fields, given, values, syntax);
        return { sql: `update ${tableSql(rows.table, syntax)} set ${assignments}${output} where ${whereSql(part, values.length, values, syntax)}` };
      })),

    delete: (rows, returning) => each(rows, 0, (part, values) =>
      noting(rows.table, returning, 'deleted', (output) =>
        ({ sql: `delete from ${tableSql(rows.table, syntax)}${output} where ${whereSql(part, 0, values, syntax)}` }))),
  };
}

/** Statements, and what has to be done after them, whether they fail or not: with a semicolon and a space. */
interface Write {
  readonly sql: string;
  readonly afterwards?: string;
}

/** The rows as they are once triggers have run. */
function foundAgain(table: TableName, key: readonly string[]): string {
  const on = key.map(quoteName).map((column) => `t.${column} = n.${column}`).join(' and ');
  return `(select t.*, n.[:n] from @written as n join ${tableSql(table, syntax)} as t on ${on})`;
}

function parts({ fields, rows }: NewRows): (readonly (readonly unknown[])[])[] {
  const size = Math.max(1, Math.min(mostRows, Math.floor(mostValues / Math.max(fields.length, 1))));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => rows.slice(part * size, (part + 1) * size));
}

/** An identity column takes a value only where that is allowed for the session, for one table at a time. */
function insertsSql({ table, fields }: NewRows, rows: readonly (readonly unknown[])[], output: string, values: unknown[]): Write {
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
  if (!fields.some(({ generated }) => generated === 'identity')) return { sql: statements };
  return { sql: `set identity_insert ${name} on; ${statements}`, afterwards: `set identity_insert ${name} off; ` };
}

/** A variable cannot hold a `rowversion` that is given to it. */
function variableType(field: Field): string {
  return ['rowversion', 'timestamp'].includes(typeName({ field })) ? 'binary(8)' : field.sqlType;
}

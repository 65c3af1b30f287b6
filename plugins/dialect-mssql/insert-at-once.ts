import { tableSql, valuesSql, type Field, type NewRows } from 'jackfield';
import { attempt, collationOf, isText, noting, withIdentity, type Batch } from './noting.js';
import { rowsText, type RowsText } from './rows-text.js';
import { quoteName } from './sql.js';
import { mssqlSyntax as syntax } from './syntax.js';
import type { TableFacts } from './table-facts.js';

/** Rows of one statement, whose text and parameter are the same whatever their number. */
const mostRows = 1000;

/**
 * INSERTs of up to a thousand rows each, which are bound as one text. What the database made of them is put in their order by the primary
 * key where they bring it along, else by the identity that it counted up: identities follow the ORDER BY of an INSERT … SELECT.
 *
 * @see https://learn.microsoft.com/sql/t-sql/statements/insert-transact-sql
 * @returns null where neither tells the rows from each other; for one row, which its values bind as well; and for a table with triggers,
 *   which may be written for one row at a time
 */
export function insertAtOnce({ table, fields, rows }: NewRows, returning: readonly Field[], facts: TableFacts): readonly Batch[] | null {
  if (rows.length < 2 || fields.length === 0 || facts.isTriggered) return null;
  const sqlOf = waysOf(fields, facts);
  if (sqlOf === null) return null;
  return Array.from({ length: Math.ceil(rows.length / mostRows) }, (_, part) => {
    const text = rowsText(fields, rows.slice(part * mostRows, (part + 1) * mostRows));
    return { sql: sqlOf({ table, fields, rows }, returning, facts, text), values: [text.bound] };
  });
}

type Way = (rows: NewRows, returning: readonly Field[], facts: TableFacts, text: RowsText) => string;

function waysOf(fields: readonly Field[], { key, identity }: TableFacts): Way | null {
  const isGiven = (column: string): boolean => fields.some((field) => field.column === column);
  if (key.length > 0 && key.every(isGiven)) return byKey;
  return identity !== null && !isGiven(identity) ? byIdentity : null;
}

const byIdentity: Way = (rows, returning, facts, text) =>
  noting(rows.table, returning, { source: 'inserted', facts, numberedBy: facts.identity! }, (output) =>
    ({ sql: `${insertSql(rows, output, text)} order by r.[:n]` }));

/** Rows are found by what their keys become in the type and the collation of the columns. */
const byKey: Way = (rows, returning, facts, text) => {
  const name = tableSql(rows.table, syntax);
  const on = rows.fields.flatMap((field, index) => {
    if (!facts.key.includes(field.column)) return [];
    const value = isText(field) ? `${text.values[index]} collate ${collationOf(field, facts)}` : text.values[index];
    return [`t.${quoteName(field.column)} = convert(${field.sqlType}, ${value})`];
  }).join(' and ');
  const found = `(select t.*, r.[:n] from ${rowsSql(text)} join ${name} as t on ${on})`;
  return `set nocount on; ${attempt(withIdentity(rows.fields, name, insertSql(rows, '', text)))}; `
    + `select ${valuesSql(returning, syntax)} from ${found} as w order by w.[:n]`;
};

function insertSql({ table, fields }: NewRows, output: string, text: RowsText): string {
  const columns = fields.map(({ column }) => quoteName(column)).join(', ');
  return `insert into ${tableSql(table, syntax)} (${columns})${output} select ${text.values.join(', ')} from ${rowsSql(text)}`;
}

function rowsSql({ columns }: RowsText): string {
  return `openjson(@p1) with (${columns}) as r`;
}

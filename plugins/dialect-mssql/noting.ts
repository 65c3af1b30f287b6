import { tableSql, valuesSql, type Field, type TableName } from 'jackfield';
import { literal, quoteName, typeName } from './sql.js';
import { mssqlSyntax as syntax } from './syntax.js';
import type { TableFacts } from './table-facts.js';

/** One text for the server, and the values of its placeholders. */
export interface Batch {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Statements, and what has to be done after them, whether they fail or not: with a semicolon and a space. */
export interface Write {
  readonly sql: string;
  readonly afterwards?: string;
}

/** What is noted of what is written. */
export interface Noting {
  readonly source: 'inserted' | 'deleted';
  readonly facts: TableFacts;
  /** The identity by which the rows are put in order; they are counted as they are written otherwise. */
  readonly numberedBy?: string;
}

/** A batch that writes, and then selects what was written. */
export function noting(
  table: TableName, returning: readonly Field[], { source, facts, numberedBy }: Noting, write: (output: string) => Write,
): string {
  const names = returning.map(({ column }) => quoteName(column));
  const declared = returning.map((field, i) => `, ${names[i]} ${variableType(field, facts)}`).join('');
  const given = [
    ...(numberedBy === undefined ? [] : [['[:n]', `${source}.${quoteName(numberedBy)}`]]),
    ...names.map((name) => [name, `${source}.${name}`]),
  ];
  const [into, values] = given.length === 0 ? ['[:noted]', '1'] : [0, 1].map((part) => given.map((pair) => pair[part]).join(', '));
  const number = numberedBy === undefined ? 'int identity primary key' : 'decimal(38,0)';
  const { key, isTriggered } = facts;
  const isFound = source === 'inserted' && isTriggered && key.length > 0 && key.every((column) => returning.some((field) => field.column === column));
  const from = isFound ? foundAgain(table, returning.filter(({ column }) => key.includes(column)), facts) : '@written';
  const order = numberedBy === undefined ? 'w.[:n]' : `isnull(sign(ident_incr(${literal(tableSql(table, syntax))})), 1) * w.[:n]`;
  return `set nocount on; declare @written table ([:n] ${number}, [:noted] bit${declared}); `
    + `${attempt(write(` output ${values} into @written (${into})`))}; select ${valuesSql(returning, syntax)} from ${from} as w order by ${order}`;
}

/** Statements whose first failure ends the batch. */
export function attempt({ sql, afterwards = '' }: Write): string {
  return `begin try ${sql}; ${afterwards}end try begin catch ${afterwards}throw; end catch`;
}

/** An identity column takes a value only where that is allowed for the session, for one table at a time. */
export function withIdentity(fields: readonly Field[], table: string, sql: string): Write {
  if (!fields.some(({ generated }) => generated === 'identity')) return { sql };
  return { sql: `set identity_insert ${table} on; ${sql}`, afterwards: `set identity_insert ${table} off; ` };
}

/** The collation of a text column by its name, or what means that of the database. */
export function collationOf({ column }: Field, { collations }: TableFacts): string {
  return collations.get(column) ?? 'database_default';
}

export function isText({ type }: Field): boolean {
  return type === 'string' || type === 'text';
}

/** The rows as they are once triggers have run. */
function foundAgain(table: TableName, key: readonly Field[], facts: TableFacts): string {
  const on = key.map((field) => {
    const name = quoteName(field.column);
    return `t.${name} = n.${name}${isText(field) ? ` collate ${collationOf(field, facts)}` : ''}`;
  }).join(' and ');
  return `(select t.*, n.[:n] from @written as n join ${tableSql(table, syntax)} as t on ${on})`;
}

/** A variable cannot hold a `rowversion` that is given to it. A text of one code page would lose letters in the collation of another. */
function variableType(field: Field, { collations }: TableFacts): string {
  if (['rowversion', 'timestamp'].includes(typeName({ field }))) return 'binary(8)';
  const collation = collations.get(field.column);
  return collation === undefined ? field.sqlType : `${field.sqlType} collate ${collation}`;
}

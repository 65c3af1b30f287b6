import type { Field, TableName } from '../schema/schema.js';
import type { Slot } from '../plan/plan.js';
import type { Row } from './dialect.js';
import type { Syntax } from './syntax.js';
import type { NewRows, RowsByValues, RowValues, Transaction } from './transaction.js';

/** Runs one statement with the values of its placeholders, in order. */
export type Run = (sql: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/** Fewer than any database takes in one statement. */
const usualValues = 30_000;

/** Rows of one statement, so that its text stays short. */
const mostRows = 1000;

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
  async function each(rows: RowsByValues, write: (where: Where, values: unknown[]) => string): Promise<RowValues[]> {
    const answers: RowValues[] = [];
    for (const part of partsOf(rows, mostValues)) {
      const values: unknown[] = [];
      const sql = write((position) => whereSql(part, position, values, syntax), values);
      answers.push(...(await run(sql, values)).map(rowValues));
    }
    return answers;
  }

  return {
    select: (rows, returning, lock) => each(rows, (where) =>
      `select ${valuesSql(returning, syntax)} from ${tableSql(rows.table, syntax)} where ${where(0)}${lock ? syntax.lockRows : ''}`),

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

    update: (rows, fields, given, returning) => each(rows, (where, values) => {
      const assignments = fields.map((field, index) => {
        values.push(syntax.stored(field)(given[index]));
        return `${syntax.quoteName(field.column)} = ${syntax.assigned(values.length, field)}`;
      });
      const changed = `update ${tableSql(rows.table, syntax)} set ${assignments.join(', ')} where ${where(values.length)}`;
      return `${changed} returning ${valuesSql(returning, syntax)}`;
    }),

    delete: (rows, returning) => each(rows, (where) =>
      `delete from ${tableSql(rows.table, syntax)} where ${where(0)} returning ${valuesSql(returning, syntax)}`),
  };
}

/** The condition, whose placeholders come after `position`. */
type Where = (position: number) => string;

/** A list of values is one placeholder, however long. Several fields take one for each value. */
function partsOf(rows: RowsByValues, mostValues: number): RowsByValues[] {
  if (rows.tuples.length === 0) return [];
  if (rows.fields.length === 1) return [rows];
  const size = Math.max(1, Math.min(mostRows, Math.floor(mostValues / rows.fields.length)));
  return Array.from({ length: Math.ceil(rows.tuples.length / size) }, (_, part) => ({ ...rows, tuples: rows.tuples.slice(part * size, (part + 1) * size) }));
}

function whereSql({ fields, tuples }: RowsByValues, position: number, values: unknown[], syntax: Syntax): string {
  const compare = (field: Field, operator: '_eq' | '_in', value: unknown): string => {
    const slot: Slot = { source: { constant: null }, type: field.type, isList: operator === '_in', values: null, purpose: 'key', path: '' };
    values.push(syntax.encode(slot)(value));
    position += 1;
    return syntax.compare(operator, { sql: syntax.quoteName(field.column), type: field.type, field }, [syntax.placeholder(position, slot)]);
  };
  const [only] = fields;
  if (only && fields.length === 1) {
    return tuples.length === 1 ? compare(only, '_eq', tuples[0]?.[0]) : compare(only, '_in', tuples.map(([value]) => value));
  }
  return tuples.map((tuple) => `(${fields.map((field, index) => compare(field, '_eq', tuple[index])).join(' and ')})`).join(' or ');
}

function insertParts({ fields, rows }: NewRows, mostValues: number): (readonly (readonly unknown[])[])[] {
  const size = fields.length === 0 ? 1 : Math.max(1, Math.min(mostRows, Math.floor(mostValues / fields.length)));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => rows.slice(part * size, (part + 1) * size));
}

function insertSql({ table, fields, rows }: NewRows, syntax: Syntax): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  if (fields.length === 0) return { sql: `insert into ${tableSql(table, syntax)} default values`, values };
  const encoders = fields.map((field) => syntax.stored(field));
  const lists = rows.map((row) => `(${fields.map((field, index) => {
    values.push(encoders[index]!(row[index]));
    return syntax.assigned(values.length, field);
  }).join(', ')})`);
  const columns = fields.map(({ column }) => syntax.quoteName(column)).join(', ');
  return { sql: `insert into ${tableSql(table, syntax)} (${columns}) values ${lists.join(', ')}`, values };
}

/** The values of a row as the text of a JSON object. */
function valuesSql(fields: readonly Field[], syntax: Syntax): string {
  return syntax.text(syntax.object(fields.map((field) => {
    const value = { sql: syntax.quoteName(field.column), type: field.type, field };
    return { name: field.name, value: syntax.exactJson(value) };
  })));
}

function rowValues([text]: Row): RowValues {
  return new Map(Object.entries(JSON.parse(text ?? '{}') as Record<string, unknown>));
}

function tableSql({ schema, name }: TableName, syntax: Syntax): string {
  return schema === null ? syntax.quoteName(name) : `${syntax.quoteName(schema)}.${syntax.quoteName(name)}`;
}

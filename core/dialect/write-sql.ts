import type { Slot } from '../plan/plan.js';
import type { Field, TableName } from '../schema/schema.js';
import type { Row } from './dialect.js';
import type { Syntax } from './syntax.js';
import type { NewRows, RowsByValues, RowValues } from './transaction.js';

/** Runs one statement with the values of its placeholders, in order. */
export type Run = (sql: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/** Fewer than any database takes in one statement. */
export const usualValues = 30_000;

/** Rows of one statement, so that its text stays short. */
const mostRows = 1000;

/** A list of values is one placeholder, however long. Several fields take one for each value. */
export function partsOf(rows: RowsByValues, mostValues: number): RowsByValues[] {
  if (rows.tuples.length === 0) return [];
  if (rows.fields.length === 1) return [rows];
  const size = Math.max(1, Math.min(mostRows, Math.floor(mostValues / rows.fields.length)));
  return Array.from({ length: Math.ceil(rows.tuples.length / size) }, (_, part) => ({ ...rows, tuples: rows.tuples.slice(part * size, (part + 1) * size) }));
}

/** The condition that finds the rows. Its placeholders come after `position`; their values are added to `values`. */
export function whereSql({ fields, tuples }: RowsByValues, position: number, values: unknown[], syntax: Syntax): string {
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

/** The rows of one statement after the other. */
export function insertParts({ fields, rows }: NewRows, mostValues: number): (readonly (readonly unknown[])[])[] {
  const size = fields.length === 0 ? 1 : Math.max(1, Math.min(mostRows, Math.floor(mostValues / fields.length)));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => rows.slice(part * size, (part + 1) * size));
}

export function insertSql({ table, fields, rows }: NewRows, syntax: Syntax): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  if (fields.length === 0) return { sql: `insert into ${tableSql(table, syntax)} ${syntax.defaultRow}`, values };
  const encoders = fields.map((field) => syntax.stored(field));
  const lists = rows.map((row) => `(${fields.map((field, index) => {
    values.push(encoders[index]!(row[index]));
    return syntax.assigned(values.length, field);
  }).join(', ')})`);
  const columns = fields.map(({ column }) => syntax.quoteName(column)).join(', ');
  return { sql: `insert into ${tableSql(table, syntax)} (${columns}) values ${lists.join(', ')}`, values };
}

/** The values of a row as the text of a JSON object. */
export function valuesSql(fields: readonly Field[], syntax: Syntax): string {
  return syntax.text(syntax.object(fields.map((field) => {
    const value = { sql: syntax.quoteName(field.column), type: field.type, field };
    return { name: field.name, value: syntax.exactJson(value) };
  })));
}

/** What `valuesSql` gave. */
export function rowValues([text]: Row): RowValues {
  return new Map(Object.entries(JSON.parse(text ?? '{}') as Record<string, unknown>));
}

export function tableSql({ schema, name }: TableName, syntax: Syntax): string {
  return schema === null ? syntax.quoteName(name) : `${syntax.quoteName(schema)}.${syntax.quoteName(name)}`;
}

/** `set` and what follows it. The values of its placeholders are added to `values`. */
export function assignmentsSql(fields: readonly Field[], given: readonly unknown[], values: unknown[], syntax: Syntax): string {
  return fields.map((field, index) => {
    values.push(syntax.stored(field)(given[index]));
    return `${syntax.quoteName(field.column)} = ${syntax.assigned(values.length, field)}`;
  }).join(', ');
}

/** The statement that looks rows up. */
export function selectSql(rows: RowsByValues, returning: readonly Field[], lock: boolean, values: unknown[], syntax: Syntax): string {
  const where = whereSql(rows, 0, values, syntax);
  return `select ${valuesSql(returning, syntax)} from ${tableSql(rows.table, syntax)} where ${where}${lock ? syntax.lockRows : ''}`;
}

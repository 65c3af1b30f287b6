import {
  ApiError, insertParts, insertSql, rowValues, tableSql, valuesSql, whereSql, type Field, type NewRows, type RowValues, type Syntax,
  type TableName, type Transaction,
} from 'jackfield';
import type { Answer } from './execute.js';

/** What makes the key of a new row. */
export interface KeyMakers {
  /** Columns of the key. */
  readonly columns: readonly string[];
  /** The column that is counted up; null for none. */
  readonly identity: string | null;
  /** Default values as SQL, by column. */
  readonly defaults: ReadonlyMap<string, string>;
}

/** Fewer than a statement takes. */
const mostValues = 30_000;

/**
 * `insert` of a transaction for MySQL, which tells nothing of the rows that it inserted but the number it counted up to: other keys are made
 * first, and the rows looked up by them.
 *
 * @param makersOf - undefined for a table without a key
 */
export function insertedStatements(
  run: (sql: string, values: readonly unknown[]) => Promise<Answer>, syntax: Syntax, makersOf: (table: TableName) => KeyMakers | undefined,
): Transaction['insert'] {
  return async (rows, returning) => {
    const makers = makersOf(rows.table);
    const answers: RowValues[] = [];
    for (const part of insertParts(rows, mostValues)) {
      const some = { ...rows, rows: part };
      answers.push(...(makers ? await insertKeyed(some, returning, makers) : await insertKeyless(some, returning)));
    }
    return answers;
  };

  async function insertKeyed(given: NewRows, returning: readonly Field[], makers: KeyMakers): Promise<RowValues[]> {
    const key = makers.columns.map((column) => [...returning, ...given.fields].find((field) => field.column === column)!);
    const missing = key.filter(({ column }) => !given.fields.some((field) => field.column === column));
    const identity = missing.find(({ column }) => column === makers.identity);
    const rows = await withDefaults(given, missing.filter((field) => field !== identity), makers);
    const inserted = rows.fields.length === 0 ? rows.rows.map((row) => ({ ...rows, rows: [row] })) : [rows];
    const tuples: unknown[][] = [];
    for (const part of inserted) {
      const { sql, values } = insertSql(part, syntax);
      const { header } = await run(sql, values);
      const step = identity && part.rows.length > 1 ? await incrementOf() : 1n;
      const numberOf = (field: Field, row: readonly unknown[], index: number): unknown =>
        (field === identity ? BigInt(header?.insertId ?? 0) + step * BigInt(index) : row[part.fields.findIndex(({ column }) => column === field.column)]);
      tuples.push(...part.rows.map((row, index) => key.map((field) => numberOf(field, row, index))));
    }
    return lookUp(given.table, key, tuples, returning);
  }

  /** Servers that replicate to each other count in steps. */
  async function incrementOf(): Promise<bigint> {
    const { rows: [row] } = await run('select cast(@@auto_increment_increment as char)', []);
    return BigInt(row?.[0] ?? 1);
  }

  /** The rows with the defaults of what is missing from their key. */
  async function withDefaults(rows: NewRows, missing: readonly Field[], { defaults }: KeyMakers): Promise<NewRows> {
    if (missing.length === 0) return rows;
    const expressions = missing.map(({ column, name }) => {
      const expression = defaults.get(column);
      if (expression !== undefined) return `hex(${expression})`;
      throw new ApiError('FAILED_VALIDATION', {
        field: name, reason: 'The key has to be given: this database does not tell what a trigger would make of it.',
      });
    });
    const made: unknown[][] = [];
    for (const row of rows.rows) {
      const { rows: [values = []] } = await run(`select ${expressions.join(', ')}`, []);
      made.push([...row, ...values.map((hex, index) => {
        const bytes = Buffer.from(hex ?? '', 'hex');
        return missing[index]?.type === 'binary' ? bytes : bytes.toString();
      })]);
    }
    return { ...rows, fields: [...rows.fields, ...missing], rows: made };
  }

  async function lookUp(
    table: TableName, key: readonly Field[], tuples: readonly (readonly unknown[])[], returning: readonly Field[],
  ): Promise<RowValues[]> {
    const values: unknown[] = [];
    const selects = tuples.map((tuple, index) => {
      const where = whereSql({ table, fields: key, tuples: [tuple] }, values.length, values, syntax);
      return `(select ${valuesSql(returning, syntax)}, '${index}' from ${tableSql(table, syntax)} where ${where})`;
    });
    const { rows } = await run(selects.join(' union all '), values);
    if (rows.length !== tuples.length) throw new Error('A trigger changed the key of a new row.');
    return [...rows].sort(([, a], [, b]) => Number(a) - Number(b)).map(rowValues);
  }

  async function insertKeyless(rows: NewRows, returning: readonly Field[]): Promise<RowValues[]> {
    const { sql, values } = insertSql(rows, syntax);
    await run(sql, values);
    // Nothing finds them again: what was given is all that is known of them.
    const positions = new Map(rows.fields.map(({ column }, index) => [column, index]));
    return rows.rows.map((row) => new Map(returning.map(({ name, column }) => [name, row[positions.get(column) ?? -1] ?? null])));
  }
}

import type { Knex } from 'knex';
import type { ApiType } from '../schema/catalog.js';

/** A table in no dialect's words. */
export interface TestTable {
  readonly name: string;
  readonly columns: readonly TestColumn[];
  /** Empty for a table without a key. */
  readonly key: readonly string[];
  readonly references: readonly { readonly columns: readonly string[]; readonly table: string; readonly to: readonly string[] }[];
  /** In the order of `columns`. Decimals, big integers and moments are texts. */
  readonly rows: readonly (readonly TestValue[])[];
}

export interface TestColumn {
  readonly name: string;
  readonly type: ApiType;
}

export type TestValue = string | number | boolean | null | Uint8Array | readonly number[];

/** The declared SQL type that a dialect mirrors as each API type, and that holds the values of the suite's tables. */
export type DeclaredTypes = Readonly<Partial<Record<ApiType, string>>>;

/**
 * Makes tables in an empty database and fills them. Columns of a type that is not declared are left out.
 *
 * @param cast - types whose values are cast when they are inserted, since the database does not take their texts as they are
 */
export async function createTables(
  knex: Knex, tables: readonly TestTable[], types: DeclaredTypes, cast: readonly ApiType[] = [],
): Promise<void> {
  for (const { name, columns, key, references, rows } of tables) {
    const kept = columns.flatMap((column, index) => {
      const type = types[column.type];
      return type === undefined ? [] : [{ ...column, index, declared: type }];
    });
    await knex.schema.createTable(name, (table) => {
      for (const column of kept) {
        const made = table.specificType(column.name, column.declared);
        if (key.includes(column.name)) made.notNullable();
      }
      if (key.length > 0) table.primary([...key]);
      for (const { columns: from, table: to, to: referenced } of references) {
        table.foreign([...from]).references([...referenced]).inTable(to);
      }
    });
    for (const row of rows) {
      // What is left out is NULL: drivers would have to guess at the type of a null.
      const given = kept.filter(({ index }) => (row[index] ?? null) !== null);
      await knex(name).insert(Object.fromEntries(given.map((column) => {
        const value = row[column.index];
        const isCast = typeof value === 'string' && cast.includes(column.type);
        return [column.name, isCast ? knex.raw(`cast(? as ${column.declared})`, [value]) : value];
      })));
    }
  }
}

import type { Knex } from 'knex';
import type { Column, Table } from './define-table.js';

/** Types of moments with a zone. Elsewhere knex's own will do. SQLite takes any words, and the mirror knows these. */
const timestampTypes: ReadonlyMap<string, string> = new Map([
  ['better-sqlite3', 'timestamptz'], ['mysql2', 'datetime(6)'], ['mssql', 'datetimeoffset(6)'],
]);

/** Makes a table, unless it is there: a database that cannot take back a migration that failed halfway is given it again. */
export async function createTable(knex: Knex, schema: string | null, table: Table): Promise<void> {
  const builder = schema === null ? knex.schema : knex.schema.withSchema(schema);
  if (await builder.hasTable(table.name)) return;
  await (schema === null ? knex.schema : knex.schema.withSchema(schema)).createTable(table.name, (made) => {
    for (const [name, column] of Object.entries(table.columns)) addColumn(made, name, column, schema, clientOf(knex));
  });
}

function addColumn(table: Knex.CreateTableBuilder, name: string, column: Column, schema: string | null, client: string): void {
  const made = columnOfType(table, name, column, client);
  if (column.type === 'increments') return;
  if (column.isKey) made.primary();
  if (!column.isNullable) made.notNullable();
  if (column.default !== null) made.defaultTo(column.default);
  if (column.isUnique) table.unique([name]);
  const { references } = column;
  if (column.isIndexed && !column.isUnique && !column.isKey) table.index([name]);
  if (!references || references.onDelete === 'none') return;
  const foreignKey = table.foreign(name).references('id').inTable(schema === null ? references.table : `${schema}.${references.table}`);
  if (references.onDelete === 'cascade') foreignKey.onDelete('CASCADE');
}

function columnOfType(table: Knex.CreateTableBuilder, name: string, { type, length }: Column, client: string): Knex.ColumnBuilder {
  switch (type) {
    case 'increments': return table.increments(name);
    case 'uuid': return table.uuid(name);
    case 'string': return table.string(name, length);
    // MySQL's own `text` takes 64 KiB.
    case 'text': return table.text(name, 'longtext');
    case 'boolean': return table.boolean(name);
    case 'integer': return table.integer(name);
    case 'bigInteger': return table.bigInteger(name);
    case 'json': return client === 'pg' ? table.jsonb(name) : table.json(name);
    case 'timestamp': {
      const words = timestampTypes.get(client);
      return words === undefined ? table.timestamp(name, { useTz: true }) : table.specificType(name, words);
    }
  }
}

function clientOf(knex: Knex): string {
  const { client } = knex.client.config as { readonly client?: unknown };
  return typeof client === 'string' ? client : String((knex.client as { readonly driverName?: string }).driverName);
}

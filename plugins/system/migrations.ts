import { setTimeout as wait } from 'node:timers/promises';
import { BootError, type Database } from 'jackfield';
import type { Knex } from 'knex';
import { createTable } from './create-table.js';
import { tables } from './tables.js';

/** What is kept of the migrations that have run. */
export const migrationsTable = 'jackfield_migrations';

interface Migration {
  readonly name: string;
  readonly up: (knex: Knex, schema: string | null) => Promise<void>;
}

/** In their order. A migration that has been released never changes. */
const migrations: readonly Migration[] = [
  {
    name: '0001_tables',
    async up(knex, schema) {
      for (const table of tables) await createTable(knex, schema, table);
    },
  },
  // What a new database has from the start.
  { name: '0002_rate_limits', up: (knex, schema) => createTable(knex, schema, tables.find(({ name }) => name === 'jackfield_rate_limits')!) },
  // Two providers may call two people the same. One statement each: MySQL cannot take back a migration that failed halfway.
  {
    name: '0003_identifiers_of_providers',
    up: async (knex, schema) => users(knex, schema, (table) => void table.unique(['provider', 'external_identifier'])),
  },
  { name: '0004_identifiers_alone', up: async (knex, schema) => users(knex, schema, (table) => void table.dropUnique(['external_identifier'])) },
];

async function users(knex: Knex, schema: string | null, alter: (table: Knex.AlterTableBuilder) => void): Promise<void> {
  await (schema === null ? knex.schema : knex.schema.withSchema(schema)).alterTable('jackfield_users', alter);
}

/** How long another instance may take to migrate. */
const patienceMilliseconds = 30_000;

/** Errors after which to try again at once: two instances that make the same table at a time disturb each other. */
const mostErrors = 5;

/** Whether every migration has run. */
export async function isMigrated({ knex }: Database, schema: string | null): Promise<boolean> {
  const rows = await (schema === null ? knex(migrationsTable) : knex(migrationsTable).withSchema(schema)).select('name').catch(() => []);
  const done = new Set((rows as readonly { readonly name: string }[]).map(({ name }) => name));
  return migrations.every(({ name }) => done.has(name));
}

/**
 * Brings our own tables to the state that this version needs. Instances that start at the same time wait for the one that does it.
 *
 * @throws {BootError} where the login may not create tables, or another instance does not end
 */
export async function migrate(database: Database, schema: string | null): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  for (let errors = 0; !await isMigrated(database, schema);) {
    try {
      await prepareLock(database.knex, schema);
      await database.knex.migrate.latest({
        migrationSource: sourceOf(schema), tableName: migrationsTable, ...(schema !== null && { schemaName: schema }),
      });
    } catch (error) {
      const isLocked = error instanceof Error && error.name === 'MigrationLocked';
      if (!isLocked) errors += 1;
      if (database.mapError(error)?.code === 'FORBIDDEN' || errors >= mostErrors) throw cannotMigrate(error);
      if (Date.now() > deadline) throw isLocked ? stillLocked(error) : cannotMigrate(error);
      await wait(100 + Math.random() * 200);
    }
  }
}

/**
 * Makes the row that knex locks. Left to itself it may make one for each instance that starts, and then never gets hold of all of them: here
 * the key allows one.
 */
async function prepareLock(knex: Knex, schema: string | null): Promise<void> {
  const table = `${migrationsTable}_lock`;
  const builder = (): Knex.SchemaBuilder => (schema === null ? knex.schema : knex.schema.withSchema(schema));
  const rows = (): Knex.QueryBuilder => (schema === null ? knex(table) : knex(table).withSchema(schema));
  if (!await builder().hasTable(table)) {
    await builder().createTable(table, (made) => {
      made.integer('index').notNullable().primary();
      made.integer('is_locked');
    });
  }
  const present: readonly unknown[] = await rows().select('is_locked');
  if (present.length === 0) await rows().insert({ index: 1, is_locked: 0 });
}

function sourceOf(schema: string | null): Knex.MigrationSource<Migration> {
  return {
    getMigrations: async () => [...migrations],
    getMigrationName: ({ name }) => name,
    getMigration: async ({ up }) => ({ up: (knex) => up(knex, schema), down: async () => undefined }),
  };
}

function cannotMigrate(cause: unknown): BootError {
  return new BootError('Jackfield\'s own tables (`jackfield_users` and others) cannot be made in this database. If its login may not create '
    + 'tables, name another database for them as `system.connection.url`, such as `sqlite:jackfield.sqlite?mode=rwc`; or do without users, roles and '
    + 'policies by `plugins.system: false`.', { cause });
}

function stillLocked(cause: unknown): BootError {
  return new BootError('Another instance has been making Jackfield\'s own tables for half a minute. If none is starting, it was ended halfway: '
    + `set \`is_locked\` in the table \`${migrationsTable}_lock\` to 0 and start again.`, { cause });
}

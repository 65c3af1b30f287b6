import type { QueryLimits } from '../../core/query/limits.js';
import type { Schema } from '../../core/schema/schema.js';
import { startServer, type TestServer } from '../../core/testing/testing.js';
import { createDatabase, isEmbedded, type DialectName, type TestDatabase } from '../support/databases.js';
import { buildsEveryJson, keepsCaseOfNames } from '../support/server-differences.js';
import type { Choices } from './choices.js';
import { databaseSql } from './database-sql.js';
import { generateData } from './generate-data.js';
import { generateMirror, generateSchema, type DatabaseDescription } from './generate-schema.js';
import { withJsonLists, withoutTextKeys, withPlainValues, withSmallNames } from './like-sql-server.js';
import type { World } from './world.js';

/** One generated database, made and served on every dialect, and the same in memory. */
export interface Stage {
  readonly world: World;
  readonly servers: ReadonlyMap<DialectName, TestServer>;
  readonly schemas: readonly Schema[];
  /** As the servers are configured. */
  readonly limits: QueryLimits;
  stop(): Promise<void>;
}

function withoutUuids({ tables, views }: DatabaseDescription): DatabaseDescription {
  return {
    tables: tables.map((table) => ({
      ...table, columns: table.columns.map((column) => (column.type === 'uuid' ? { ...column, type: 'bigint' as const } : column)),
    })),
    views,
  };
}

/** Low, so that few rows are enough to notice it. */
const defaultLimit = 6;

/** What a database's owner may have set for whoever connects: none of it may show in an answer. */
const foreignSettings = `do $$ begin
  execute format('alter database %I set timezone to ''Asia/Kolkata''', current_database());
  execute format('alter database %I set datestyle to ''German''', current_database());
  execute format('alter database %I set extra_float_digits to -3', current_database());
end $$`;

/**
 * Generates a database with its data and serves it. Servers of their own have no uuids, which MariaDB brings into another order and MySQL does
 * not know; and one that is only like SQL Server has nothing that is known to be different there.
 */
export async function buildStage(choices: Choices, dialects: readonly DialectName[]): Promise<Stage> {
  const isMssql = dialects.includes('mssql');
  const generated = generateSchema(choices);
  const typed = dialects.every(isEmbedded) ? generated : withoutUuids(generated);
  const named = isMssql && !keepsCaseOfNames ? withSmallNames(typed) : typed;
  const isPlain = isMssql && !buildsEveryJson;
  const description = isPlain ? withoutTextKeys(named) : named;
  const values = generateData(choices, description);
  const listed = isMssql ? withJsonLists(values) : values;
  const data = isPlain ? withPlainValues(listed) : listed;
  const mirror = generateMirror(choices, description);
  const opened: (() => Promise<unknown>)[] = [];

  async function serve(dialect: DialectName): Promise<TestServer> {
    const database: TestDatabase = await createDatabase(dialect, databaseSql(description, data, dialect));
    opened.unshift(() => database.drop());
    if (dialect === 'postgres') await database.run(foreignSettings);
    const server = await startServer({
      database: { url: database.url }, mirror, query: { defaultLimit }, plugins: { graphql: { nestedAggregates: true } },
    });
    opened.unshift(() => server.stop());
    return server;
  }

  const servers = new Map<DialectName, TestServer>();
  for (const dialect of dialects) servers.set(dialect, await serve(dialect));
  const schemas = [...servers.values()].map((server) => server.kernel.registry.get('schema').current());
  const [schema] = schemas;
  if (!schema) throw new Error('No server has a schema.');
  return {
    world: { schema, data, now: new Date(), defaultLimit, defect: null },
    servers,
    schemas,
    limits: servers.get('sqlite')!.kernel.registry.get('config').query,
    stop: async () => {
      for (const close of opened) await close();
    },
  };
}

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import type { DatabaseOptions } from '../../core/dialect/dialect.js';
import { hashPostgresCatalog, hashSqliteCatalog } from './catalog-hash.js';
import { createMssql, mssqlUrl } from './mssql-database.js';
import { createMysql, mysqlUrl } from './mysql-database.js';
import { postgresServer, stopPostgresServer } from './postgres-server.js';
import { isSqlServer, passOver, toldDifferences, whyNot } from './server-differences.js';

/** The databases that tests bring along. */
export const dialectNames = ['sqlite', 'postgres'] as const;

export type EmbeddedName = (typeof dialectNames)[number];

/** Databases that are servers of their own: tests run on them where their URL is in the environment. */
export type ServerName = 'mysql' | 'mssql';

export type DialectName = EmbeddedName | ServerName;

export function isEmbedded(dialect: DialectName): dialect is EmbeddedName {
  return dialectNames.some((name) => name === dialect);
}

/** Every database that there is now. */
export const availableDialects: readonly DialectName[] = [
  ...dialectNames, ...(mysqlUrl === undefined ? [] : ['mysql' as const]), ...(mssqlUrl === undefined ? [] : ['mssql' as const]),
];

if (mssqlUrl === undefined) process.stdout.write('NOT RUN: suites on SQL Server, since MSSQL_URL is not set.\n');
if (mysqlUrl === undefined) process.stdout.write('NOT RUN: suites on MySQL and MariaDB, since MYSQL_URL is not set.\n');

/** SQL for each dialect, or one text that those understand that tests bring along. Without SQL for a server there is nothing to run on it. */
export type Script = string | Readonly<Record<EmbeddedName, string> & Partial<Record<ServerName, string>>>;

/** SQL that every dialect understands. */
export function everywhere(sql: string): Readonly<Record<DialectName, string>> {
  return { sqlite: sql, postgres: sql, mysql: sql, mssql: sql };
}

/** The part of a script that is for a dialect. */
export function scriptFor(dialect: DialectName, script: Script): string {
  const sql = typeof script === 'string' ? script : script[dialect];
  if (sql === undefined) throw new Error(`There is no script for ${dialect}.`);
  return sql;
}

function dialectsOf(script: Script | undefined): readonly DialectName[] {
  return typeof script === 'object' ? availableDialects.filter((dialect) => script[dialect] !== undefined) : dialectNames;
}

/** A fresh database that belongs to one test. */
export interface TestDatabase {
  readonly dialect: DialectName;
  /** Where it is, as the config has it. PostgreSQL: as a superuser. */
  readonly url: string;
  /** Runs any number of statements, past the product. */
  run(script: Script): Promise<void>;
  /** Of all that the database declares: equal as long as nobody changes it. */
  catalogHash(): Promise<string>;
  /** Closes and removes it. Whoever is still connected is cut off. */
  drop(): Promise<void>;
}

/** Makes a fresh database and fills it. PostgreSQL is started when the first one is asked for. */
export async function createDatabase(dialect: DialectName, script?: Script): Promise<TestDatabase> {
  const database = await makers[dialect]();
  try {
    if (script !== undefined) await database.run(script);
  } catch (error) {
    await database.drop();
    throw error;
  }
  return database;
}

/** The `database` section of a config with its defaults, for tests that open a database past the kernel. */
export function databaseOptions(url: string, options: Partial<DatabaseOptions> = {}): DatabaseOptions {
  return {
    url, poolSize: 4, schemas: [], preparedStatements: true, statementTimeoutSeconds: 30, lockTimeoutSeconds: 5, queueSize: 100,
    acquireTimeoutSeconds: 5, ...options,
  };
}

/**
 * Describes behaviour that is the same on every database: `define` runs once for each, with a database that is made before the
 * first of its tests and dropped after the last. Its properties can be read in tests and hooks only, `dialect` at any time.
 * What it declares must be the same in the end, but for what the tests themselves `run`: the product never changes the owner's catalog.
 *
 * @example forEachDatabase('filter', (database) => { it('…', async () => { … database.url … }); }, 'create table books (…)');
 */
export function forEachDatabase(title: string, define: (database: TestDatabase) => void, script?: Script): void {
  for (const dialect of dialectsOf(script)) {
    describe(`${title} (${dialect})`, () => {
      let made: TestDatabase | null = null;
      const get = (): TestDatabase => {
        if (made === null) throw new Error('The database is made before the first test: use it in tests and hooks.');
        return made;
      };
      before(async function () {
        this.timeout(60_000);
        made = await guardCatalog(await createOrPassOver(this, dialect, script));
      });
      define(
        {
          dialect, get url() { return get().url; }, run: (sql) => get().run(sql), catalogHash: () => get().catalogHash(),
          drop: () => get().drop(),
        },
      );
      after(() => made?.drop());
    });
  }
}

/** The same; a server that is only like SQL Server may refuse the script: the tests of it are passed over then, aloud. */
export async function createOrPassOver(context: Mocha.Context, dialect: DialectName, script?: Script): Promise<TestDatabase> {
  try {
    return await createDatabase(dialect, script);
  } catch (error) {
    if (dialect !== 'mssql' || isSqlServer) throw error;
    passOver(`it refuses the tables of "${context.test?.parent?.fullTitle()}" (${(error as Error).message}).`, context.test?.parent?.total() ?? 1);
    context.skip();
  }
}

/** The database, whose `drop` fails where its catalog is not what it is now, but for what was `run` meanwhile. */
export async function guardCatalog(database: TestDatabase): Promise<TestDatabase> {
  let declared = await database.catalogHash();
  return {
    ...database,
    async run(script) {
      await database.run(script);
      declared = await database.catalogHash();
    },
    async drop() {
      const left = await database.catalogHash();
      await database.drop();
      if (left !== declared) throw new Error(`Somebody changed the catalog of the ${database.dialect} database.`);
    },
  };
}

const makers: Readonly<Record<DialectName, () => Promise<TestDatabase>>> = {
  sqlite: createSqlite,
  postgres: createPostgres,
  mysql: async () => {
    const database = await createMysql();
    return { ...database, dialect: 'mysql', run: (script) => database.run(scriptFor('mysql', script)) };
  },
  mssql: async () => {
    const database = await createMssql();
    return { ...database, dialect: 'mssql', run: (script) => database.run(scriptFor('mssql', script)) };
  },
};

async function createSqlite(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-sqlite-'));
  const file = join(folder, 'test.sqlite');
  const connection = new Sqlite(file);
  // Readers must not be kept waiting by `run`.
  connection.pragma('journal_mode = wal');
  return {
    dialect: 'sqlite',
    url: `sqlite:${file}`,
    run: async (script) => void connection.exec(scriptFor('sqlite', script)),
    catalogHash: async () => hashSqliteCatalog(connection),
    drop: async () => {
      connection.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createPostgres(): Promise<TestDatabase> {
  const server = await postgresServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const runAsOwner = (sql: string): Promise<void> => withClient(server.url('postgres'), async (client) => void await client.query(sql));
  await runAsOwner(`create database ${name}`);
  return {
    dialect: 'postgres',
    url: server.url(name),
    run: (script) => withClient(server.url(name), async (client) => void await client.query(scriptFor('postgres', script))),
    catalogHash: () => withClient(server.url(name), hashPostgresCatalog),
    drop: () => runAsOwner(`drop database if exists ${name} with (force)`),
  };
}

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const lastWork: (() => Promise<void>)[] = [];

/** Runs something after the last test of all: for servers and databases that several files share. */
export function afterAllTests(work: () => Promise<void>): void {
  lastWork.push(work);
}

// Whoever imports this file in a mocha run has the server stopped after the last test of all.
if (typeof after === 'function') {
  beforeEach(function () {
    const why = whyNot(this.currentTest?.fullTitle() ?? '');
    if (why === null) return;
    passOver(why);
    this.skip();
  });
  after(async () => {
    process.stdout.write(toldDifferences());
    const results = await Promise.allSettled(lastWork.map((work) => work()));
    await stopPostgresServer();
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  });
}

import Sqlite from 'better-sqlite3';
import {
  ApiError, BootError, compileRead, returningStatements, withAfterCommit, type Database, type DatabaseOptions, type Row, type Statement,
} from 'jackfield';
import knex, { type Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import { commitWhenFree, takeWriteLock, whileBusy } from './busy.js';
import { isConflict, mapError } from './errors.js';
import { registerFunctions } from './functions.js';
import { introspect } from './introspect.js';
import type { Location } from './location.js';
import { quoteName, sqliteSyntax } from './syntax.js';

/** Prepared statements that are kept. */
const preparedStatements = 200;

/** Values of one statement that writes: the driver looks each up by its name, in a list of all. */
const valuesAtOnce = 500;

/** Tables whose triggers may change a row after it was inserted, which RETURNING does not see. Without a rowid it is all there is. */
const triggeredTables = `
  select name from pragma_table_list
  where schema = 'main' and type = 'table' and wr = 0
    and exists (
      select 1 from sqlite_schema as trigger where trigger.type = 'trigger' and trigger.tbl_name = pragma_table_list.name collate nocase
    )`;

/** Prepared statements that a transaction keeps. */
const statementsAtOnce = 10;

/** Rows after which a stream lets others have their turn: the driver itself never waits. */
const rowsAtOnce = 500;

/**
 * Opens a SQLite database. Reads have a connection of their own, so that they never wait for a transaction; a database in memory
 * has but one connection, which they share with knex.
 *
 * @throws {BootError} when the file cannot be opened or is no database
 */
export async function openSqlite(options: DatabaseOptions, location: Location, busyTimeoutSeconds: number): Promise<Database> {
  if (options.schemas.length > 0) throw new BootError('`database.schemas` must be empty: SQLite has no schemas.');

  const prepare = (connection: Sqlite.Database): void => {
    connection.pragma('foreign_keys = on');
    connection.pragma(`busy_timeout = ${Math.round(busyTimeoutSeconds * 1000)}`);
    registerFunctions(connection);
  };
  const writer = createKnex(location, prepare);
  const reader = location.isMemory ? null : openReader(location, prepare);
  const first = reader ?? await writer.client.acquireConnection() as Sqlite.Database;
  const version = first.prepare('select sqlite_version()').pluck().get() as string;
  if (reader === null) await writer.client.releaseConnection(first);

  /** Lends the connection for reading. Synchronous work on a file costs no more than the call itself. */
  async function withConnection<Result>(work: (connection: Sqlite.Database) => Result): Promise<Result> {
    if (reader !== null) return whileBusy(busyTimeoutSeconds, () => work(reader));
    const connection = await writer.client.acquireConnection() as Sqlite.Database;
    try {
      return work(connection);
    } finally {
      await writer.client.releaseConnection(connection);
    }
  }

  // There is one connection for reading at most, so that one cache serves.
  const prepared = new LRUCache<string, Sqlite.Statement>({ max: preparedStatements });
  const select = (connection: Sqlite.Database, sql: string): Sqlite.Statement => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = connection.prepare(sql).raw();
    prepared.set(sql, statement);
    return statement;
  };

  const streams = new Set<IterableIterator<Row>>();
  let tables: ReadonlySet<string> = new Set();
  // What has waited for the file already is no conflict: another attempt would wait again.
  const giveUp = (error: unknown): never => {
    throw mapError(error, tables) ?? error;
  };
  let triggered: ReadonlySet<string> = new Set();
  return {
    description: `SQLite ${version}`,
    knex: writer,
    capabilities: { namedStatements: true, concurrentReads: false, integerBits: {} },
    introspect: async () => {
      const catalog = await withConnection(introspect);
      tables = new Set(catalog.tables.map(({ name }) => name));
      triggered = await withConnection((connection) => new Set(connection.prepare(triggeredTables).pluck().all() as string[]));
      return catalog;
    },
    quoteName,
    compile: (plan) => compileRead(plan, sqliteSyntax),
    explain: async (statement, values) => {
      const rows = await withConnection((connection) => select(connection, `explain query plan ${statement.sql}`).all(bind(statement, values)) as Row[]);
      return rows.map(([, , , detail]) => detail).join('\n');
    },
    read: (statement, values) => withConnection((connection) => select(connection, statement.sql).all(bind(statement, values)) as Row[]),
    async* stream(statement, values) {
      const connection = reader ?? await writer.client.acquireConnection() as Sqlite.Database;
      let rows: IterableIterator<Row> | null = null;
      try {
        // A statement that is being stepped through cannot run a second time: each stream has its own. Its first row locks the file.
        const opened = await whileBusy(busyTimeoutSeconds, () => {
          const iterator = connection.prepare(statement.sql).raw().iterate(bind(statement, values)) as IterableIterator<Row>;
          return { iterator, first: iterator.next() };
        });
        rows = opened.iterator;
        streams.add(rows);
        let count = 0;
        for (let next = opened.first; next.done !== true; next = rows.next()) {
          yield next.value;
          count += 1;
          if (count % rowsAtOnce === 0) await new Promise(setImmediate);
        }
        // Cut off by `close`, it must not pass for the whole.
        if (!streams.has(rows)) throw new ApiError('SERVICE_UNAVAILABLE', { reason: 'The database was closed.' });
      } finally {
        if (rows !== null) streams.delete(rows);
        rows?.return?.();
        if (reader === null) await writer.client.releaseConnection(connection);
      }
    },
    transaction: (work) => withAfterCommit((afterCommit) => writer.transaction(async (transaction) => {
      const connection = await transaction.client.acquireConnection() as Sqlite.Database;
      // Many rows are written by the same few statements again and again.
      const written = new LRUCache<string, Sqlite.Statement>({ max: statementsAtOnce });
      const execute = async (sql: string, values: Record<number, unknown>): Promise<readonly Row[]> => {
        // It never began: what ran now would take effect by itself.
        if (transaction.isCompleted()) throw new Error('The transaction has ended.');
        const statement = written.get(sql) ?? connection.prepare(sql).raw();
        written.set(sql, statement);
        return statement.all(values) as Row[];
      };
      await takeWriteLock(connection, busyTimeoutSeconds).catch(giveUp);
      const result = await work({
        knex: transaction,
        afterCommit,
        read: (statement, values) => execute(statement.sql, bind(statement, values)),
        ...returningStatements((sql, values) => execute(sql, numbered(values)), sqliteSyntax, {
          insertedRow: ({ name }) => (triggered.has(name) ? 'rowid = last_insert_rowid()' : null),
          mostValues: valuesAtOnce,
        }),
      });
      await commitWhenFree(connection, busyTimeoutSeconds).catch(giveUp);
      return result;
    })),
    isConflict,
    mapError: (error) => mapError(error, tables),
    // Memory is always there, also while its only connection is in use.
    ping: async () => {
      if (reader !== null) await whileBusy(busyTimeoutSeconds, () => void reader.prepare('select 1 from sqlite_schema limit 1').get());
    },
    close: async () => {
      for (const rows of streams) {
        streams.delete(rows);
        rows.return?.();
      }
      reader?.close();
      await writer.destroy();
    },
  };
}

function bind({ parameters }: Statement, values: readonly unknown[]): Record<number, unknown> {
  return numbered(parameters.map(({ slot, encode }) => encode(values[slot])));
}

/** Placeholders are numbered, which the driver takes for names. */
function numbered(values: readonly unknown[]): Record<number, unknown> {
  return Object.fromEntries(values.map((value, index) => [index + 1, value]));
}

function createKnex({ filename, isReadOnly }: Location, prepare: (connection: Sqlite.Database) => void): Knex {
  return knex({
    client: 'better-sqlite3',
    connection: { filename, options: { readonly: isReadOnly } },
    useNullAsDefault: true,
    pool: {
      // A database in memory ends with its last connection, and one writer at a time is all that SQLite takes.
      min: 1,
      max: 1,
      afterCreate: (connection: Sqlite.Database, done: (error: unknown, connection: Sqlite.Database) => void) => {
        try {
          prepare(connection);
          done(null, connection);
        } catch (error) {
          done(error, connection);
        }
      },
    },
  });
}

function openReader({ filename, isReadOnly }: Location, prepare: (connection: Sqlite.Database) => void): Sqlite.Database {
  try {
    const connection = new Sqlite(filename, { readonly: isReadOnly });
    prepare(connection);
    // Reading the header tells whether this is a database at all.
    connection.prepare('select count(*) from sqlite_schema').get();
    if (!isReadOnly) connection.pragma('query_only = on');
    // Who reads waits without keeping everybody else.
    connection.pragma('busy_timeout = 0');
    return connection;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new BootError(`The SQLite file ${JSON.stringify(filename)} cannot be opened${code}.`, { cause: error });
  }
}

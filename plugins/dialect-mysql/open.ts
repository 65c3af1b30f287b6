import {
  compileRead, fetchingStatements, qualifiedName, returningStatements, withAfterCommit, type Database, type DatabaseOptions, type Row, type Run,
  type Statement, type Transaction,
} from 'jackfield';
import { createPool, type Connection } from 'mysql2';
import { isConflict, mapError, type Constraints } from './errors.js';
import { execute, executeStream, type Answer } from './execute.js';
import { insertedStatements } from './insert.js';
import { introspect, type Introspection } from './introspect.js';
import { bound } from './placeholders.js';
import { askServer, connectionOptions, openPool, type PoolOptions } from './pool.js';
import { createSyntax } from './syntax.js';
import { quoteName } from './text.js';
import { createTimeLimit } from './time-limit.js';
import { integerBits } from './types.js';

/** Rows that a stream holds at a time. */
const rowsAtOnce = 500;

const longestPingSeconds = 5;

/**
 * Opens a MySQL or MariaDB database. knex and reads share one pool. Statements are always prepared: values never are in their text.
 *
 * @throws {BootError} when the server does not answer, refuses the login, or is older than MySQL 8.0.17 and MariaDB 10.6
 */
export async function openMysql(options: DatabaseOptions, poolOptions: PoolOptions): Promise<Database> {
  const { server, database: name } = await askServer(options, poolOptions);
  const syntax = createSyntax(server);
  const pool = openPool(options, poolOptions, server);
  const limit = createTimeLimit(options.statementTimeoutSeconds, connectionOptions(options, poolOptions));
  const ping = createPool({
    ...connectionOptions(options, { ...poolOptions, connectTimeoutSeconds: Math.min(poolOptions.connectTimeoutSeconds, longestPingSeconds) }),
    connectionLimit: 1,
  });
  // MariaDB keeps the limit itself, for all but streams.
  const limited = (connection: Connection, work: Promise<Answer>): Promise<Answer> => (server.isMariaDb ? work : limit.whole(connection, work));
  let constraints: Constraints = { keys: new Map(), foreignKeys: new Map() };
  let keyMakers: Introspection['keyMakers'] = new Map();

  async function withConnection<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const connection = await pool.client.acquireConnection() as Connection;
    try {
      return await work(connection);
    } finally {
      await pool.client.releaseConnection(connection);
    }
  }

  return {
    description: server.description,
    knex: pool,
    capabilities: { namedStatements: true, concurrentReads: true, integerBits },
    async introspect() {
      const introspection = await withConnection((connection) => introspect(connection, server, options.schemas, name));
      ({ constraints, keyMakers } = introspection);
      return introspection.catalog;
    },
    quoteName,
    // A page in one row would have to fit into a packet.
    compile: (plan) => compileRead({ ...plan, answers: 'rows' }, syntax),
    read: (statement, values) => withConnection(async (connection) =>
      (await limited(connection, execute(connection, bound(statement.sql, encoded(statement, values))))).rows),
    explain: (statement, values) => withConnection(async (connection) => {
      const { rows } = await limited(connection, execute(connection, bound(`explain format=json ${statement.sql}`, encoded(statement, values))));
      return rows.map(([plan]) => plan).join('\n');
    }),
    async* stream(statement, values) {
      const connection = await pool.client.acquireConnection() as Connection;
      let isWhole = false;
      try {
        const { sql, values: given } = bound(statement.sql, encoded(statement, values));
        const unlimited = server.isMariaDb ? `set statement max_statement_time = 0 for ${sql}` : sql.replace('select', 'select /*+ max_execution_time(0) */');
        yield* limit.each<Row>(connection, executeStream(connection, { sql: unlimited, values: given }, rowsAtOnce));
        isWhole = true;
      } finally {
        // The rows that nobody wants any more would have to be read.
        if (!isWhole) connection.destroy();
        await pool.client.releaseConnection(connection);
      }
    },
    transaction: (work) => withAfterCommit((afterCommit) => pool.transaction(async (transaction) => {
      const connection = await transaction.client.acquireConnection() as Connection;
      let isLost = false;
      const note = (error: unknown): void => {
        isLost ||= isConflict(error);
      };
      transaction.on('query-error', note);
      const run = async (sql: string, values: readonly unknown[]): Promise<Answer> => {
        // It never began, or the server has rolled it back: what ran now would take effect by itself.
        if (transaction.isCompleted() || isLost) throw new Error('The transaction has ended.');
        try {
          return await limited(connection, execute(connection, bound(sql, values)));
        } catch (error) {
          note(error);
          throw error;
        }
      };
      const rowsOf: Run = async (sql, values) => (await run(sql, values)).rows;
      const statements: Pick<Transaction, 'select' | 'insert' | 'update' | 'delete'> = server.isMariaDb
        ? { ...returningStatements(rowsOf, syntax), update: fetchingStatements(rowsOf, syntax).update }
        : { ...fetchingStatements(rowsOf, syntax), insert: insertedStatements(run, syntax, (table) => keyMakers.get(qualifiedName(table))) };
      const result = await work({
        knex: transaction,
        afterCommit,
        read: (statement, values) => rowsOf(statement.sql, encoded(statement, values)),
        ...statements,
      });
      if (isLost) throw new Error('A statement of the transaction lost against another, and its error was not passed on.');
      return result;
    })),
    isConflict,
    mapError: (error) => mapError(error, constraints),
    ping: async () => void await ping.promise().query({ sql: 'select 1', timeout: longestPingSeconds * 1000 }),
    close: async () => void await Promise.all([pool.destroy(), ping.promise().end()]),
  };
}

function encoded({ parameters }: Statement, values: readonly unknown[]): unknown[] {
  return parameters.map(({ slot, encode }) => encode(values[slot]));
}

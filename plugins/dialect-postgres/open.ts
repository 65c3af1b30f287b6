import { compileRead, returningStatements, type Database, type DatabaseOptions, type Row, type Statement } from 'jackfield';
import knex from 'knex';
import type { PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import { cancel } from './cancel.js';
import { isConflict, isNameLost, mapError } from './errors.js';
import { introspect } from './introspect.js';
import { openPool, type PoolOptions } from './pool.js';
import { createStatementNames, noNames } from './statements.js';
import { integerBits } from './types.js';
import { postgresSyntax, quoteName } from './syntax.js';

/** What the plugin's options say, and its log. */
export interface PostgresOptions extends PoolOptions {
  /** Most statements that each connection keeps by name. */
  readonly namedStatements: number;
}

/** Rows that a stream takes from the server at a time. */
const rowsAtOnce = 500;

/** Every column of a compiled statement is a text or NULL. */
const asText = { getTypeParser: () => (text: string) => text };

/**
 * Opens a PostgreSQL database. knex and reads share one pool, the driver's own: handing a connection to a read costs nothing
 * beyond what the bare driver needs.
 *
 * @throws {BootError} when the server does not answer, refuses the login, or is older than PostgreSQL 13
 */
export async function openPostgres(options: DatabaseOptions, { namedStatements, ...poolOptions }: PostgresOptions): Promise<Database> {
  const { pool, version } = await openPool(options, poolOptions);
  const names = options.preparedStatements ? createStatementNames(namedStatements) : noNames;
  const timeout = clientTimeout(options);
  let constraints: ReadonlyMap<string, readonly string[]> = new Map();

  const run = (client: PoolClient, sql: string, values: unknown[], name: string | undefined): Promise<readonly Row[]> =>
    new Promise((resolve, reject) => {
      const query = { text: sql, values, rowMode: 'array' as const, types: asText, ...(name === undefined ? {} : { name }), ...timeout };
      client.query<(string | null)[]>(query, (error, result) => (error ? reject(error) : resolve(result.rows)));
    });

  const knexOnPool = knex({ client: 'pg', connectionPool: pool });
  return {
    description: `PostgreSQL ${version}`,
    knex: knexOnPool,
    capabilities: { namedStatements: options.preparedStatements, concurrentReads: true, integerBits },
    async introspect() {
      const client = await pool.connect();
      try {
        const introspection = await introspect(client, options.schemas);
        constraints = introspection.constraints;
        return introspection.catalog;
      } finally {
        client.release();
      }
    },
    quoteName,
    compile: (plan) => compileRead(plan, postgresSyntax),
    async read(statement, values) {
      const bound = bind(statement, values);
      const client = await pool.connect();
      let stuck = false;
      try {
        return await run(client, statement.sql, bound, names.nameFor(client, statement.sql));
      } catch (error) {
        if (isNameLost(error)) {
          // Somebody between us and the server took its statements away: it is asked again, without a name.
          names.forget(client);
          return await run(client, statement.sql, bound, undefined);
        }
        stuck = isClientTimeout(error);
        if (stuck) cancel(client);
        throw error;
      } finally {
        client.release(stuck);
      }
    },
    async* stream(statement, values) {
      const bound = bind(statement, values);
      const client = await pool.connect();
      const cursor = client.query(new Cursor<Row>(statement.sql, bound, { rowMode: 'array', types: asText }));
      let failed = false;
      try {
        for (;;) {
          const rows = await cursor.read(rowsAtOnce).catch((error: unknown) => {
            failed = true;
            throw error;
          });
          if (rows.length === 0) return;
          yield* rows;
        }
      } finally {
        // A cursor that failed is closed already, and would never answer on a connection that is gone.
        if (!failed) await cursor.close();
        client.release();
      }
    },
    transaction: (work) => knexOnPool.transaction(async (transaction) => {
      const client = await transaction.client.acquireConnection() as PoolClient;
      const execute = async (sql: string, values: readonly unknown[]): Promise<readonly Row[]> => {
        // It never began: what ran now would take effect by itself.
        if (transaction.isCompleted()) throw new Error('The transaction has ended.');
        try {
          return await run(client, sql, [...values], names.nameFor(client, sql));
        } catch (error) {
          if (isNameLost(error)) names.forget(client);
          if (isClientTimeout(error)) cancel(client);
          throw error;
        }
      };
      const result = await work({
        knex: transaction,
        read: (statement, values) => execute(statement.sql, bind(statement, values)),
        ...returningStatements(execute, postgresSyntax),
      });
      // The server answers the COMMIT of a failed transaction with a silent rollback.
      if (client.getTransactionStatus() === 'E') throw new Error('A statement of the transaction failed, and its error was not passed on.');
      return result;
    }),
    isConflict,
    mapError: (error) => mapError(error, constraints),
    ping: async () => void await pool.query('select 1'),
    close: () => pool.end(),
  };
}

function bind(statement: Statement, values: readonly unknown[]): unknown[] {
  return statement.parameters.map(({ slot, encode }) => encode(values[slot]));
}

/** Where the session is not ours to set a time limit in, we stop waiting and have the statement cancelled. */
function clientTimeout({ preparedStatements, statementTimeoutSeconds }: DatabaseOptions): { query_timeout?: number } {
  return preparedStatements || statementTimeoutSeconds === 0 ? {} : { query_timeout: statementTimeoutSeconds * 1000 };
}

function isClientTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

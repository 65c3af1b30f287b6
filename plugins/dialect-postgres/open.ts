import {
  compileRead, returningStatements, withAfterCommit, type Database, type DatabaseOptions, type Row, type Statement,
} from 'jackfield';
import knex from 'knex';
import type { PoolClient } from 'pg';
import { isConflict, isNameLost, mapError } from './errors.js';
import { introspect } from './introspect.js';
import { createNotifications } from './notifications.js';
import { lagSeconds } from './lag.js';
import { openPing, openPool, type PoolOptions } from './pool.js';
import { createStatementNames, noNames } from './statements.js';
import { streamRows } from './stream.js';
import { postgresSyntax, quoteName } from './syntax.js';
import { TextQuery } from './text-query.js';
import { cancelAfter } from './time-limit.js';
import { integerBits } from './types.js';

/** What the plugin's options say, and its log. */
export interface PostgresOptions extends PoolOptions {
  /** Most statements that each connection keeps by name. */
  readonly namedStatements: number;
}

/**
 * Opens a PostgreSQL database. knex and reads share one pool, the driver's own: handing a connection to a read costs nothing
 * beyond what the bare driver needs.
 *
 * @throws {BootError} when the server does not answer, refuses the login, or is older than PostgreSQL 13
 */
export async function openPostgres(options: DatabaseOptions, { namedStatements, ...poolOptions }: PostgresOptions): Promise<Database> {
  const { pool, version } = await openPool(options, poolOptions);
  const ping = openPing(options, poolOptions);
  // Poolers lend a session for one transaction: nothing can be listened for in it.
  const notifications = options.preparedStatements ? createNotifications(options, poolOptions.log) : undefined;
  const names = options.preparedStatements ? createStatementNames(namedStatements) : noNames;
  // The server keeps the time limit itself; where the session is not ours to set it in, statements are cancelled from here.
  const ownLimitSeconds = options.preparedStatements ? 0 : options.statementTimeoutSeconds;
  let constraints: ReadonlyMap<string, readonly string[]> = new Map();

  const run = (client: PoolClient, text: string, values: readonly unknown[], name: string | undefined): Promise<readonly Row[]> =>
    cancelAfter(ownLimitSeconds, client, new Promise((resolve, reject) => {
      client.query(new TextQuery({ text, name, values }, (error, rows) => {
        if (error === null) resolve(rows);
        else reject(error);
      }));
    }));

  // What fails is thrown: knex would write it to the console as well.
  const knexOnPool = knex({ client: 'pg', connectionPool: pool, log: { warn: () => undefined } });
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
      try {
        return await run(client, statement.sql, bound, names.nameFor(client, statement.sql));
      } catch (error) {
        if (!isNameLost(error)) throw error;
        // Somebody between us and the server took its statements away: it is asked again, without a name.
        names.forget(client);
        return await run(client, statement.sql, bound, undefined);
      } finally {
        client.release();
      }
    },
    async explain(statement, values) {
      const client = await pool.connect();
      try {
        const rows = await run(client, `explain ${statement.sql}`, bind(statement, values), undefined);
        return rows.map(([line]) => line).join('\n');
      } finally {
        client.release();
      }
    },
    stream: (statement, values) => streamRows(pool, statement.sql, bind(statement, values), options),
    transaction: (work) => withAfterCommit((afterCommit) => knexOnPool.transaction(async (transaction) => {
      const client = await transaction.client.acquireConnection() as PoolClient;
      const execute = async (sql: string, values: readonly unknown[]): Promise<readonly Row[]> => {
        // It never began: what ran now would take effect by itself.
        if (transaction.isCompleted()) throw new Error('The transaction has ended.');
        try {
          return await run(client, sql, values, names.nameFor(client, sql));
        } catch (error) {
          if (isNameLost(error)) names.forget(client);
          throw error;
        }
      };
      // Whose session it is not can say it for the transaction alone. It is no wait that would be worth a round trip to reads.
      if (!options.preparedStatements) await client.query(`set local lock_timeout = ${Math.round(options.lockTimeoutSeconds * 1000)}`);
      const result = await work({
        knex: transaction,
        afterCommit,
        read: (statement, values) => execute(statement.sql, bind(statement, values)),
        ...returningStatements(execute, postgresSyntax),
      });
      // The server answers the COMMIT of a failed transaction with a silent rollback.
      if (client.getTransactionStatus() === 'E') throw new Error('A statement of the transaction failed, and its error was not passed on.');
      return result;
    })),
    isConflict,
    mapError: (error) => mapError(error, constraints),
    notifications,
    lagSeconds: () => lagSeconds(ping),
    ping: async () => void await ping.query('select 1'),
    close: async () => void await Promise.all([pool.end(), ping.end(), notifications?.close()]),
  };
}

function bind(statement: Statement, values: readonly unknown[]): unknown[] {
  return statement.parameters.map(({ slot, encode }) => encode(values[slot]));
}

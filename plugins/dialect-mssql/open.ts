import {
  compileRead, withAfterCommit, type Database, type DatabaseOptions, type Row, type Statement, type TableName,
} from 'jackfield';
import { Request, TYPES, type Connection } from 'tedious';
import { addParameters, type Bound } from './bind.js';
import { createKnex } from './client.js';
import { parseConnectionString } from './connection-string.js';
import { isConflict, mapError, type Constraint } from './errors.js';
import { introspect } from './introspect.js';
import { outputStatements } from './output.js';
import { enqueue, run, stream } from './requests.js';
import { describeServer } from './server.js';
import { quoteName } from './sql.js';
import { mssqlSyntax } from './syntax.js';
import { nameOf, noFacts, type TableFacts } from './table-facts.js';
import { integerBits } from './types.js';
import { unreachable } from './unreachable.js';

/** What the plugin's options say. */
export interface MssqlOptions {
  readonly connectTimeoutSeconds: number;
}

/** A health check must not wait for longer. */
const longestPingSeconds = 5;

/** How often a read is run that was the victim of a deadlock. */
const mostAttempts = 3;

/**
 * Opens a SQL Server database. knex and reads share one pool; whether the server answers is asked on a connection of its own.
 *
 * @throws {BootError} when the connection string cannot be read, the server does not answer, refuses the login, or lacks what statements need
 */
export async function openMssql(options: DatabaseOptions, { connectTimeoutSeconds }: MssqlOptions): Promise<Database> {
  const driver = parseConnectionString(options.url);
  const { statementTimeoutSeconds } = options;
  const pool = createKnex(driver, { ...options, connectTimeoutSeconds });
  const pingSeconds = Math.min(connectTimeoutSeconds, longestPingSeconds);
  const pinger = createKnex(driver, { poolSize: 1, lockTimeoutSeconds: 0, connectTimeoutSeconds: pingSeconds });
  const close = async (): Promise<void> => void await Promise.all([pool.destroy(), pinger.destroy()]);
  let constraints: ReadonlyMap<string, Constraint> = new Map();
  let facts: ReadonlyMap<string, TableFacts> = new Map();

  async function withConnection<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const connection = await pool.client.acquireConnection() as Connection;
    try {
      return await work(connection);
    } finally {
      await pool.client.releaseConnection(connection);
    }
  }

  const description = await withConnection((connection) => describeServer((sql) => run(connection, sql, [], statementTimeoutSeconds)))
    .catch(async (error: unknown) => {
      await close();
      throw error instanceof Error && error.name === 'BootError' ? error : unreachable(driver, error);
    });

  const factsOf = (table: TableName): TableFacts => facts.get(nameOf(table)) ?? noFacts;

  return {
    description,
    knex: pool,
    capabilities: { namedStatements: false, concurrentReads: true, integerBits },
    async introspect() {
      const introspection = await withConnection((connection) =>
        introspect((sql, schemas) => readCatalog(connection, sql, schemas), options.schemas));
      ({ constraints, facts } = introspection);
      return introspection.catalog;
    },
    quoteName,
    compile: (plan) => compileRead(plan, mssqlSyntax),
    async read(statement, values) {
      const bound = bind(statement, values);
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await withConnection((connection) => run(connection, statement.sql, bound, statementTimeoutSeconds));
        } catch (error) {
          if (!isConflict(error) || attempt === mostAttempts) throw error;
        }
      }
    },
    async* stream(statement, values) {
      const bound = bind(statement, values);
      const connection = await pool.client.acquireConnection() as Connection;
      try {
        yield* stream(connection, statement.sql, bound, statementTimeoutSeconds);
      } finally {
        await pool.client.releaseConnection(connection);
      }
    },
    transaction: (work) => withAfterCommit((afterCommit) => pool.transaction(async (transaction) => {
      const connection = await transaction.client.acquireConnection() as Connection;
      const execute = async (sql: string, values: readonly unknown[]): Promise<readonly Row[]> => {
        // It never began, or an error ended it: what ran now would take effect by itself.
        if (transaction.isCompleted() || !connection.inTransaction) throw new Error('The transaction has ended.');
        return run(connection, sql, values, statementTimeoutSeconds);
      };
      return work({
        knex: transaction,
        afterCommit,
        read: (statement, values) => execute(statement.sql, bind(statement, values)),
        ...outputStatements(execute, factsOf),
      });
    })),
    isConflict,
    mapError: (error) => mapError(error, constraints),
    async ping() {
      const connection = await pinger.client.acquireConnection() as Connection;
      try {
        await run(connection, 'select 1', [], pingSeconds);
      } finally {
        await pinger.client.releaseConnection(connection);
      }
    },
    close,
  };
}

function bind(statement: Statement, values: readonly unknown[]): unknown[] {
  return statement.parameters.map(({ slot, encode }) => encode(values[slot]));
}

/** Rows of the catalog as objects: their columns have types. */
function readCatalog(connection: Connection, sql: string, schemas: string): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const rows: unknown[] = [];
    const request = new Request(sql, (error) => (error ? reject(error) : resolve(rows)));
    request.on('row', (columns: readonly { readonly metadata: { readonly colName: string }; readonly value: unknown }[]) =>
      void rows.push(Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value]))));
    addParameters(request, [{ type: TYPES.NVarChar, value: schemas, length: Infinity } satisfies Bound]);
    enqueue(connection, request);
  });
}

import type { DatabaseOptions } from 'jackfield';
import knex, { type Knex } from 'knex';
import MssqlClient, { type QueryAnswer } from 'knex/lib/dialects/mssql/index.js';
import { Request, TYPES, type Connection, type ConnectionConfiguration } from 'tedious';
import { enqueue } from './requests.js';
import { quoteName } from './sql.js';

/**
 * knex's client, four things of which do not hold: its queue of requests is one for all connections of the process, so that a statement could
 * run in another's transaction; it takes brackets out of names; it lends connections on which a transaction was left open; and it counts the
 * rows of a write by a column without a name, which compatible servers name.
 */
class Client extends MssqlClient {
  override wrapIdentifierImpl(value: string): string {
    return value === '*' ? value : quoteName(value);
  }

  override _generateConnection(): ConnectionConfiguration {
    return this.connectionSettings.driver;
  }

  override _enqueueRequest(request: Request, connection: Connection): void {
    enqueue(connection, request);
  }

  override _chomp(): void {}

  override processResponse(query: QueryAnswer, runner: unknown): unknown {
    const count = query.returning === '@@rowcount' ? query.response?.[0]?.[0] : undefined;
    return count === undefined ? super.processResponse(query, runner) : count.value;
  }

  override validateConnection(connection: Connection): boolean {
    return super.validateConnection(connection) && !connection.inTransaction;
  }
}

/** How connections are made and kept. */
export type ClientOptions = Pick<DatabaseOptions, 'poolSize' | 'lockTimeoutSeconds'> & {
  /** How long to wait for a connection, a new one or one that is free. */
  readonly connectTimeoutSeconds: number;
};

/**
 * Makes a knex with a pool. Nothing is connected yet. What fails is thrown: knex would write it to the console as well. A `uniqueidentifier`
 * comes in small letters, as everywhere in an answer.
 */
export function createKnex(driver: ConnectionConfiguration, { poolSize, lockTimeoutSeconds, connectTimeoutSeconds }: ClientOptions): Knex {
  return knex({
    client: Client as unknown as typeof Knex.Client,
    // Limits of our own say when a statement is cancelled.
    connection: {
      driver: { ...driver, options: { ...driver.options, connectTimeout: connectTimeoutSeconds * 1000, requestTimeout: 0, lowerCaseGuids: true } },
      options: { mapBinding },
    } as unknown as Knex.MsSqlConnectionConfig,
    acquireConnectionTimeout: connectTimeoutSeconds * 1000,
    log: { warn: () => undefined },
    pool: {
      min: 0,
      max: poolSize,
      idleTimeoutMillis: 30_000,
      afterCreate: (connection: Connection, done: (error: Error | null | undefined, connection: Connection) => void) => {
        const milliseconds = lockTimeoutSeconds === 0 ? -1 : Math.round(lockTimeoutSeconds * 1000);
        connection.execSqlBatch(new Request(`set lock_timeout ${milliseconds}; set xact_abort off`, (error) => done(error, connection)));
      },
    },
  });
}

/** Moments are bound to the millisecond, of which knex's own type has three hundred in a second; numbers beyond exact ones as doubles. */
function mapBinding(value: unknown): { readonly value: unknown; readonly type: unknown } | undefined {
  if (value instanceof Date) return { value, type: TYPES.DateTime2 };
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) return { value, type: TYPES.Float };
  return typeof value === 'bigint' ? { value, type: TYPES.BigInt } : undefined;
}

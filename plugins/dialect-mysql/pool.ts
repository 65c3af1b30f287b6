import { BootError, type DatabaseOptions } from 'jackfield';
import knex, { type Knex } from 'knex';
import { createConnection, type Connection, type ConnectionOptions, type RowDataPacket } from 'mysql2';
import type { Socket } from 'node:net';
import { parseServer, type Server } from './server.js';
import { prepareSession } from './session.js';
import { unreachable } from './unreachable.js';

/** How connections are made and kept. */
export interface PoolOptions {
  /** How long to wait for a connection, a new one or one that is free. */
  readonly connectTimeoutSeconds: number;
  /** Most statements that each connection keeps prepared. */
  readonly preparedStatements: number;
}

/** How a connection is made: what the URL says, and what we count on. */
export function connectionOptions({ url }: DatabaseOptions, { connectTimeoutSeconds, preparedStatements }: PoolOptions): ConnectionOptions {
  return {
    uri: url,
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    connectTimeout: connectTimeoutSeconds * 1000,
    enableKeepAlive: true,
    keepAliveInitialDelay: 10_000,
    maxPreparedStatements: preparedStatements,
    multipleStatements: false,
    // A server could ask for any file of ours.
    flags: ['-LOCAL_FILES'],
  };
}

/**
 * Asks the server what it is.
 *
 * @throws {BootError} when it does not answer, refuses the login, or is too old
 */
export async function askServer(options: DatabaseOptions, poolOptions: PoolOptions): Promise<{ server: Server; database: string }> {
  let connection: Connection | null = null;
  try {
    connection = createConnection(connectionOptions(options, poolOptions));
    connection.on('error', () => undefined);
    const [[row]] = await connection.promise().query<(RowDataPacket & { readonly version: string; readonly name: string | null })[]>(
      'select version() as version, database() as name');
    if (!row?.name) throw new BootError('`database.url` names no database: add its name as the path, `mysql://user@host/name`.');
    return { server: parseServer(row.version), database: row.name };
  } catch (error) {
    throw error instanceof BootError ? error : unreachable(options.url, error);
  } finally {
    connection?.destroy();
  }
}

/** How much longer than its time limit a statement may take before the server is taken for lost. */
const graceSeconds = 5;

/** Makes the pool that knex and reads share. */
export function openPool(options: DatabaseOptions, poolOptions: PoolOptions, server: Server): Knex {
  const limit = options.statementTimeoutSeconds;
  return knex({
    client: 'mysql2',
    version: server.version.join('.'),
    connection: connectionOptions(options, poolOptions) as unknown as Knex.MySql2ConnectionConfig,
    acquireConnectionTimeout: poolOptions.connectTimeoutSeconds * 1000,
    // What fails is thrown: knex would write it to the console as well.
    log: { warn: () => undefined },
    pool: {
      min: 0,
      max: options.poolSize,
      idleTimeoutMillis: 30_000,
      afterCreate: (connection: Connection & Wire, done: (error: unknown, connection: Connection) => void) => {
        // The server keeps the time limit, or is told to: what is silent for longer is lost.
        if (limit > 0) connection.stream.setTimeout((limit + graceSeconds) * 1000, () => endSilent(connection));
        prepareSession(connection, server, options).then(() => done(null, connection), (error: unknown) => done(error, connection));
      },
    },
  });
}

/** The parts of a connection of the driver that its types leave out. */
interface Wire {
  readonly stream: Socket;
  /** What is being run. */
  readonly _command: unknown;
  /** Whether a stream has more than its reader took so far. */
  readonly _paused: boolean;
}

function endSilent({ stream, _command: command, _paused: isPaused }: Wire): void {
  if (command && !isPaused) stream.destroy(new Error('Connection lost: the server was silent.'));
}

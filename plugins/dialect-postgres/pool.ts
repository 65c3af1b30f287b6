import { BootError, type DatabaseOptions, type Log } from 'jackfield';
import type { Socket } from 'node:net';
import { Pool, type ClientBase, type PoolConfig } from 'pg';
import { unreachable } from './unreachable.js';

/** How connections are made and kept. */
export interface PoolOptions {
  /** How long to wait for a connection, a new one or one that is free. */
  readonly connectTimeoutSeconds: number;
  readonly log: Pick<Log, 'warn'>;
}

/** The oldest version whose catalog is understood. */
const oldest = 13;

/**
 * Makes the pool that knex and reads share, and asks the server for its version.
 *
 * @throws {BootError} when the server does not answer, refuses the login, or is older than PostgreSQL 13
 */
export async function openPool(
  options: DatabaseOptions, { connectTimeoutSeconds, log }: PoolOptions,
): Promise<{ readonly pool: Pool; readonly version: string }> {
  let pool: Pool | undefined;
  try {
    pool = new Pool(poolConfig(options, connectTimeoutSeconds));
    // A connection that breaks while somebody uses it fails their statement; the event alone would end the process.
    pool.on('connect', (client) => {
      client.on('error', () => undefined);
      endWhenSilent(client, options.statementTimeoutSeconds);
    });
    pool.on('error', (error) => log.warn({ err: error }, 'An idle connection to PostgreSQL was lost.'));
    const { rows: [row] } = await pool.query<{ version: string; number: string }>(
      "select current_setting('server_version') as version, current_setting('server_version_num') as number");
    const version = row?.version.split(' ')[0] ?? '';
    if (Number(row?.number) < oldest * 10_000) throw new BootError(`PostgreSQL ${version} is too old: ${oldest} or later is needed.`);
    return { pool, version };
  } catch (error) {
    await pool?.end();
    throw error instanceof BootError ? error : unreachable(options.url, error);
  }
}

/**
 * Makes the connection that tells whether the server answers. It is none of the pool, so that nobody is in its way, and opened when it is
 * first asked.
 */
export function openPing({ url }: DatabaseOptions, { connectTimeoutSeconds, log }: PoolOptions): Pool {
  const timeoutMillis = Math.min(connectTimeoutSeconds, longestPingSeconds) * 1000;
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: timeoutMillis,
    query_timeout: timeoutMillis,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    fallback_application_name: 'jackfield health',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'The connection for health checks to PostgreSQL was lost.'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const longestPingSeconds = 5;

/** How much longer than its time limit a statement may take before the server is taken for lost. */
const graceSeconds = 5;

/**
 * Ends a connection whose server has said nothing for longer than any statement may take, COMMIT too: it keeps the time limit itself, so
 * that it must be gone, or out of reach. Otherwise the system would notice after many minutes.
 *
 * A stream between two parts is silent because nobody asks.
 */
function endWhenSilent(client: ClientBase, statementTimeoutSeconds: number): void {
  if (statementTimeoutSeconds === 0) return;
  const { connection: { stream } } = client as ClientBase & Wire;
  stream.setTimeout((statementTimeoutSeconds + graceSeconds) * 1000, () => {
    const { readyForQuery, _activeQuery: active } = client as ClientBase & Wire;
    if (!readyForQuery && active?.state !== 'idle') stream.destroy();
  });
}

/** The parts of a connection of the driver that its types leave out. */
interface Wire {
  readonly connection: { readonly stream: Socket };
  readonly readyForQuery: boolean;
  /** Of a stream: whether somebody waits for its next part. */
  readonly _activeQuery: { readonly state?: string } | null;
}

function poolConfig(options: DatabaseOptions, connectTimeoutSeconds: number): PoolConfig {
  const { url, poolSize, preparedStatements } = options;
  return {
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutSeconds * 1000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    fallback_application_name: 'jackfield',
    keepAliveInitialDelayMillis: 10_000,
    // Behind a pooler the session belongs to others as well. The pool waits for the promise, though its types do not say so.
    // oxlint-disable-next-line typescript/no-misused-promises
    ...(preparedStatements ? { onConnect: (client: ClientBase) => prepareSession(client, options) } : {}),
  };
}

/** The database or the login may have settings of their own, which would show in how values are written. */
async function prepareSession(client: ClientBase, { statementTimeoutSeconds, lockTimeoutSeconds }: DatabaseOptions): Promise<void> {
  const settings = {
    statement_timeout: `${Math.round(statementTimeoutSeconds * 1000)}`,
    lock_timeout: `${Math.round(lockTimeoutSeconds * 1000)}`,
    timezone: 'UTC', datestyle: 'ISO, YMD', intervalstyle: 'postgres', extra_float_digits: '1', bytea_output: 'hex',
    // The costs that the planner sees in nested lists would have it compile statements for longer than they run.
    jit: 'off',
  };
  const names = Object.keys(settings);
  const values = Object.values(settings);
  await client.query(`select ${names.map((name, index) => `set_config('${name}', $${index + 1}, false)`).join(', ')}`, values);
}

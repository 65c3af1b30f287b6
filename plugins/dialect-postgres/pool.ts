import { BootError, type DatabaseOptions, type Log } from 'jackfield';
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
    pool.on('connect', (client) => client.on('error', () => undefined));
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

function poolConfig(options: DatabaseOptions, connectTimeoutSeconds: number): PoolConfig {
  const { url, poolSize, preparedStatements, statementTimeoutSeconds } = options;
  return {
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutSeconds * 1000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    fallback_application_name: 'jackfield',
    // Behind a pooler the session belongs to others as well. The pool waits for the promise, though its types do not say so.
    // oxlint-disable-next-line typescript/no-misused-promises
    ...(preparedStatements ? { onConnect: (client: ClientBase) => prepareSession(client, statementTimeoutSeconds) } : {}),
  };
}

/** The database or the login may have settings of their own, which would show in how values are written. */
async function prepareSession(client: ClientBase, statementTimeoutSeconds: number): Promise<void> {
  const settings = {
    statement_timeout: `${Math.round(statementTimeoutSeconds * 1000)}`,
    timezone: 'UTC', datestyle: 'ISO, YMD', intervalstyle: 'postgres', extra_float_digits: '1', bytea_output: 'hex',
    // The costs that the planner sees in nested lists would have it compile statements for longer than they run.
    jit: 'off',
  };
  const names = Object.keys(settings);
  const values = Object.values(settings);
  await client.query(`select ${names.map((name, index) => `set_config('${name}', $${index + 1}, false)`).join(', ')}`, values);
}

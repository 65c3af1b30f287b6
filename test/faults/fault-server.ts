import { Client } from 'pg';
import { afterAllTests } from '../support/databases.js';
import { startPostgres, type PostgresServer } from '../support/postgres-server.js';

let running: Promise<PostgresServer> | null = null;

/** The server that the fault tests do harm to: nobody else uses it. What it has committed survives the end of its processes. */
export function faultServer(): Promise<PostgresServer> {
  running ??= startPostgres([
    'fsync=off', 'full_page_writes=off', 'synchronous_commit=on', 'deadlock_timeout=500ms', 'restart_after_crash=on',
  ]);
  return running;
}

afterAllTests(async () => (await running)?.stop());

/** A connection of an administrator, past the product. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // It may be cut like all others.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Jackfield's connections to a database, as that database itself sees them. */
export const backends = "select pid from pg_stat_activity where application_name = 'jackfield' and datname = current_database()";

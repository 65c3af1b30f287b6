import type { Log } from 'jackfield';
import { Redis } from 'ioredis';

/** How Redis is reached. */
export interface ConnectionOptions {
  readonly url: string;
  /** How long Redis may take for a command, or for a connection. */
  readonly timeoutSeconds: number;
}

const longestPauseMilliseconds = 2000;

/** How often Redis is asked whether it is still there: a connection that went silent would never tell. */
const heartbeatMilliseconds = 10_000;

/** Makes a connection that is not open yet: it is opened by `connect`, and again whenever it breaks. Commands fail while it is not. */
export function createConnection({ url, timeoutSeconds }: ConnectionOptions): Redis {
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutSeconds * 1000,
    connectTimeout: timeoutSeconds * 1000,
    keepAlive: 10_000,
    connectionName: 'jackfield',
    retryStrategy: (attempt) => Math.min(attempt * 100, longestPauseMilliseconds),
  });
  // Without a listener the driver writes to the console. That it is away is told once by `watch`.
  client.on('error', () => undefined);
  const heartbeat = setInterval(() => {
    if (client.status === 'ready') client.ping().catch(() => client.disconnect(true));
  }, heartbeatMilliseconds);
  heartbeat.unref();
  client.on('end', () => clearInterval(heartbeat));
  return client;
}

/** Says in the log when Redis goes and when it is back, once each. */
export function watch(client: Redis, log: Pick<Log, 'info' | 'warn'>): void {
  let isAway = false;
  client.on('close', () => {
    if (!isAway) log.warn({}, 'Redis is away.');
    isAway = true;
  });
  client.on('ready', () => {
    if (isAway) log.info({}, 'Redis is back.');
    isAway = false;
  });
}

import type { DatabaseOptions, Log, MessageTransport } from 'jackfield';
import { Client } from 'pg';

/** The one channel of the server that is listened to: what is about what is in the texts. */
const channel = 'jackfield';

const firstPauseMilliseconds = 250;
const longestPauseMilliseconds = 10_000;

/** How often the server is asked whether it is still there. A connection that went silent would never tell. */
const heartbeatMilliseconds = 20_000;
const heartbeatTimeoutMilliseconds = 10_000;

/** Most different texts that are kept while the connection is away: the oldest are given up. */
const mostWaiting = 1000;

/** Texts between all who are connected to one database, by LISTEN and NOTIFY. */
export interface Notifications extends MessageTransport {
  close(): Promise<void>;
}

/**
 * Makes the notifications of a database. They have a connection of their own, which is opened when something is first sent or listened
 * for, and opened again when it breaks. A standby server cannot be listened to: it is tried again, in case it becomes the primary.
 */
export function createNotifications({ url }: DatabaseOptions, log: Pick<Log, 'warn'>): Notifications {
  let client: Client | null = null;
  let isConnected = false;
  let isClosed = false;
  let isWanted = false;
  let pause = firstPauseMilliseconds;
  let timer: NodeJS.Timeout | undefined;
  let onText: ((text: string | null) => void) | null = null;
  /** Whether the loss was logged. */
  let isMissed = false;
  const waiting = new Set<string>();
  /** Statements go one by one: the driver will queue none before long. */
  let turn: Promise<unknown> = Promise.resolve();

  /** Runs a statement on a connection, which is lost where it fails. */
  function ask(on: Client, sql: string, values: readonly string[] = []): Promise<boolean> {
    const asked = turn.then(() => on.query(sql, [...values])).then(() => true, (error: unknown) => {
      lose(on, error);
      return false;
    });
    turn = asked;
    return asked;
  }

  async function connect(): Promise<void> {
    const opening = new Client({
      connectionString: url, connectionTimeoutMillis: heartbeatTimeoutMilliseconds, query_timeout: heartbeatTimeoutMilliseconds,
      keepAlive: true, keepAliveInitialDelayMillis: 10_000, fallback_application_name: 'jackfield notifications',
    });
    client = opening;
    opening.on('error', (error) => lose(opening, error));
    opening.on('end', () => lose(opening, new Error('The connection was ended.')));
    opening.on('notification', ({ payload }) => onText?.(payload ?? ''));
    try {
      await opening.connect();
      await opening.query(`listen ${channel}`);
    } catch (error) {
      lose(opening, error);
      return;
    }
    if (client !== opening) return;
    isConnected = true;
    pause = firstPauseMilliseconds;
    isMissed = false;
    timer = setInterval(() => void ask(opening, 'select 1'), heartbeatMilliseconds);
    timer.unref();
    // Nobody heard what was said before.
    onText?.(null);
    const kept = [...waiting];
    waiting.clear();
    for (const text of kept) notify(text);
  }

  function lose(lost: Client, error: unknown): void {
    if (client !== lost) return;
    client = null;
    isConnected = false;
    clearInterval(timer);
    lost.end().catch(() => undefined);
    if (isClosed) return;
    if (!isMissed) log.warn({ err: error }, 'Changes do not reach other instances for now: PostgreSQL cannot be listened to.');
    isMissed = true;
    timer = setTimeout(() => void connect(), pause);
    timer.unref();
    pause = Math.min(pause * 2, longestPauseMilliseconds);
  }

  /** What is said twice is kept once. */
  function keep(text: string): void {
    waiting.add(text);
    const [oldest] = waiting;
    if (waiting.size > mostWaiting && oldest !== undefined) waiting.delete(oldest);
  }

  function notify(text: string): void {
    const sender = client;
    if (!isConnected || !sender) {
      keep(text);
      return;
    }
    void ask(sender, 'select pg_notify($1, $2)', [channel, text]).then((isSent) => {
      if (!isSent) keep(text);
    });
  }

  function want(): void {
    if (isWanted || isClosed) return;
    isWanted = true;
    void connect();
  }

  return {
    send(text) {
      if (isClosed) return;
      want();
      notify(text);
    },
    listen(handler) {
      onText = handler;
      want();
    },
    get isConnected() {
      return isConnected;
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      const open = client;
      client = null;
      isConnected = false;
      await open?.end().catch(() => undefined);
    },
  };
}

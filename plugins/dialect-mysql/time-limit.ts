import { createConnection, type Connection, type ConnectionOptions } from 'mysql2';

/** Keeps a time limit from here, by cancelling what a connection runs: for what the server itself does not limit. */
export interface TimeLimit {
  /** Something that is waited for. */
  whole<Result>(connection: Connection, work: Promise<Result>): Promise<Result>;
  /** Rows, each of which is waited for: while their reader is busy, nobody waits. */
  each<Row>(connection: Connection, rows: AsyncGenerator<Row>): AsyncGenerator<Row>;
}

/** @param seconds - 0 for no limit */
export function createTimeLimit(seconds: number, options: ConnectionOptions): TimeLimit {
  const milliseconds = seconds * 1000;

  /** Until it has worked, or failed: the connection must not be used for anything else before. */
  async function cancel({ threadId }: Connection): Promise<void> {
    const connection = createConnection(options);
    connection.on('error', () => undefined);
    try {
      await connection.promise().query(`kill query ${threadId}`);
    } catch {
      // It is over already, or the server cannot be reached: the connection ends for its silence then.
    } finally {
      connection.destroy();
    }
  }

  return {
    async whole(connection, work) {
      if (seconds === 0) return work;
      let cancelled: Promise<void> | undefined;
      const timer = setTimeout(() => {
        cancelled = cancel(connection);
      }, milliseconds);
      try {
        return await work;
      } finally {
        clearTimeout(timer);
        await cancelled;
      }
    },

    async* each(connection, rows) {
      if (seconds === 0) return yield* rows;
      let cancelled: Promise<void> | undefined;
      let since = performance.now();
      const timer = setInterval(() => {
        if (performance.now() - since > milliseconds) cancelled ??= cancel(connection);
      }, Math.max(milliseconds / 10, 1));
      try {
        for await (const row of rows) {
          since = Infinity;
          yield row;
          since = performance.now();
        }
      } finally {
        clearInterval(timer);
        await cancelled;
      }
    },
  };
}

import { once } from 'node:events';
import type { DatabaseOptions, Row } from 'jackfield';
import type { Pool, PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import { cancelAfter } from './time-limit.js';

/** Rows that a stream takes from the server at a time. */
const rowsAtOnce = 500;

/** Every column of a compiled statement is a text or NULL. */
const asText = { getTypeParser: () => (text: string) => text };

/**
 * Streams the rows of a statement. The time limit of statements holds for each part that is fetched, and not for the whole, which lasts as long
 * as its reader likes. The server would count from the beginning to the end: it is told not to, once before and once after.
 */
export async function* streamRows(
  pool: Pool, sql: string, values: unknown[], { preparedStatements, statementTimeoutSeconds }: DatabaseOptions,
): AsyncIterable<Row> {
  const client = await pool.connect();
  const isLimited = preparedStatements && statementTimeoutSeconds > 0;
  const unwatch = new AbortController();
  // Rejects where nobody waits any more.
  const ended = once(client, 'end', { signal: unwatch.signal }).catch(() => undefined);
  try {
    if (isLimited) await limitStatements(client, 0);
    yield* readAll(client, sql, values, statementTimeoutSeconds, ended);
  } finally {
    // Where it fails, the connection is gone.
    if (isLimited) await Promise.race([limitStatements(client, statementTimeoutSeconds).catch(() => undefined), ended]);
    unwatch.abort();
    client.release();
  }
}

async function* readAll(
  client: PoolClient, sql: string, values: unknown[], limitSeconds: number, ended: Promise<unknown>,
): AsyncIterable<Row> {
  const cursor = client.query(new Cursor<Row>(sql, values, { rowMode: 'array', types: asText }));
  let failed = false;
  try {
    for (;;) {
      const rows = await cancelAfter(limitSeconds, client, cursor.read(rowsAtOnce)).catch((error: unknown) => {
        failed = true;
        throw error;
      });
      if (rows.length === 0) return;
      yield* rows;
    }
  } finally {
    // A cursor that failed is closed already; on a connection that is gone it would never answer.
    if (!failed) await Promise.race([cursor.close(), ended]);
  }
}

/** How long the server lets a statement of a session run; 0 for any time. */
async function limitStatements(client: PoolClient, seconds: number): Promise<void> {
  await client.query(`set statement_timeout = ${Math.round(seconds * 1000)}`);
}

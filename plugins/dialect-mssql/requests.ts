import { Request, RequestError, type Connection } from 'tedious';
import type { Row } from 'jackfield';
import { addParameters } from './bind.js';

/** What a connection does last. */
const last = new WeakMap<Connection, Promise<void>>();

/** Sends a request as soon as the connection has answered those before it: it takes one at a time. */
export function enqueue(connection: Connection, request: Request): void {
  const before = last.get(connection) ?? Promise.resolve();
  last.set(connection, before.then(() => new Promise((resolve) => {
    request.once('requestCompleted', resolve);
    connection.execSql(request);
  })));
}

interface Column {
  readonly value: string | null;
}

/**
 * Runs a statement whose columns are all texts.
 *
 * @param timeoutSeconds - after which it is cancelled; 0 for never
 * @throws what the driver throws: the first error where there are several
 */
export function run(connection: Connection, sql: string, values: readonly unknown[], timeoutSeconds: number): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    const request = new Request(sql, (error) => {
      limit.end();
      if (error) reject(limit.isOver() ? timedOut(timeoutSeconds, error) : error);
      else resolve(rows);
    });
    const limit = timeLimit(request, timeoutSeconds);
    request.on('row', (columns: readonly Column[]) => void rows.push(columns.map(({ value }) => value)));
    addParameters(request, values);
    enqueue(connection, request);
  });
}

/** Rows that a stream holds at a time. */
const rowsAtOnce = 500;

/** The same, row by row. Where it is left early, the statement is cancelled before the connection is free again. */
export async function* stream(
  connection: Connection, sql: string, values: readonly unknown[], timeoutSeconds: number,
): AsyncIterable<Row> {
  const rows: Row[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  let failure: Error | null | undefined;
  const request = new Request(sql, (error) => {
    ended = true;
    failure = error;
    wake?.();
  });
  request.on('row', (columns: readonly Column[]) => {
    rows.push(columns.map(({ value }) => value));
    if (rows.length >= rowsAtOnce) request.pause();
    wake?.();
  });
  const somethingHappens = (): Promise<void> => new Promise((resolve) => {
    wake = resolve;
  });
  addParameters(request, values);
  enqueue(connection, request);
  try {
    for (;;) {
      while (rows.length > 0) yield* rows.splice(0);
      if (ended) {
        if (failure) throw failure;
        return;
      }
      const limit = timeLimit(request, timeoutSeconds);
      const happened = somethingHappens();
      request.resume();
      await happened;
      limit.end();
      if (limit.isOver()) throw timedOut(timeoutSeconds, failure);
    }
  } finally {
    if (!ended) {
      const happened = last.get(connection);
      request.cancel();
      await happened;
    }
  }
}

interface TimeLimit {
  end(): void;
  isOver(): boolean;
}

function timeLimit(request: Request, seconds: number): TimeLimit {
  let isOver = false;
  const timer = seconds === 0 ? undefined : setTimeout(() => {
    isOver = true;
    request.cancel();
  }, seconds * 1000);
  return { end: () => clearTimeout(timer), isOver: () => isOver };
}

function timedOut(seconds: number, cause: unknown): RequestError {
  return new RequestError(`The statement ran for more than ${seconds} s.`, 'ETIMEOUT', { cause });
}

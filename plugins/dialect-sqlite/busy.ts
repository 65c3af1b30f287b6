import { setTimeout as wait } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import { isConflict } from './errors.js';

/** How often a locked file is tried again, at first and at most. */
const firstPauseMilliseconds = 5;
const longestPauseMilliseconds = 100;

/**
 * Does something as soon as no other process has locked the file. The driver's own way of waiting would keep everybody waiting, since
 * nothing else runs meanwhile.
 *
 * @throws what the driver throws, where the file is locked for longer
 */
export async function whileBusy<Result>(seconds: number, work: () => Result): Promise<Result> {
  const end = performance.now() + seconds * 1000;
  for (let pause = firstPauseMilliseconds; ; pause = Math.min(pause * 2, longestPauseMilliseconds)) {
    try {
      return work();
    } catch (error) {
      if (!isConflict(error) || performance.now() + pause > end) throw error;
    }
    await wait(pause);
  }
}

/**
 * Makes a transaction that has just begun one that may write, as soon as no other does: from then on nobody else can come in between. A
 * file that can only be read is left as it is.
 *
 * @throws what the driver throws, where the file is locked for longer; the transaction is one that has just begun then
 */
export async function takeWriteLock(connection: Sqlite.Database, seconds: number): Promise<void> {
  connection.exec('rollback');
  try {
    await withoutWaiting(connection, () => whileBusy(seconds, () => void connection.exec('begin immediate')));
  } catch (error) {
    connection.exec('begin');
    throw error;
  }
}

/**
 * Commits as soon as nobody reads any more whom that would disturb: without a write-ahead log, streams of our own too. Leaves an empty
 * transaction behind, for those who would commit.
 *
 * @throws what the driver throws, where somebody reads for longer; the transaction can only be rolled back then
 */
export async function commitWhenFree(connection: Sqlite.Database, seconds: number): Promise<void> {
  if (!connection.inTransaction) return;
  await withoutWaiting(connection, () => whileBusy(seconds, () => void connection.exec('commit')));
  connection.exec('begin');
}

async function withoutWaiting(connection: Sqlite.Database, work: () => Promise<void>): Promise<void> {
  const timeout = connection.pragma('busy_timeout', { simple: true }) as number;
  connection.pragma('busy_timeout = 0');
  try {
    await work();
  } finally {
    connection.pragma(`busy_timeout = ${timeout}`);
  }
}

import type { ClientBase } from 'pg';
import { cancel } from './cancel.js';

/** Waits for what a connection works on, and cancels it when it has taken too long. 0 seconds: never. */
export function cancelAfter<Result>(seconds: number, client: ClientBase, work: Promise<Result>): Promise<Result> {
  if (seconds === 0) return work;
  const timer = setTimeout(cancel, seconds * 1000, client);
  return work.finally(() => clearTimeout(timer));
}

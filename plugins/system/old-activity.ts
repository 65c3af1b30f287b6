import { systemCollections as names, type OwnRead, type System } from 'jackfield';

/** Few enough for a statement, and for those who wait for its locks. */
const rowsAtOnce = 1000;

/** Deletes activity from before a moment, and the revisions that belong to it. */
export async function deleteActivity(before: Date, system: System, read: OwnRead, signal?: AbortSignal): Promise<void> {
  const value = before.toISOString();
  const filter = { kind: 'field', field: 'timestamp', function: null, operator: '_lt', value, path: 'filter.timestamp._lt' } as const;
  for (;;) {
    if (signal?.aborted) return;
    const rows = await read({ collection: names.activity, fields: ['id'], filter, limit: rowsAtOnce });
    if (rows.length === 0) return;
    await system.table('jackfield_activity').whereIn('id', rows.map(({ id }) => Number(id))).delete();
  }
}

const hourMilliseconds = 3_600_000;
const dayMilliseconds = 24 * hourMilliseconds;

/**
 * Calls now, and every hour, for what is older than it is to be kept.
 *
 * @returns a function that ends it
 */
export function everyHour(keepDays: number, prune: (before: Date, signal: AbortSignal) => Promise<void>, onFailure: (error: unknown) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const run = (): void => void prune(new Date(Date.now() - keepDays * dayMilliseconds), signal).catch((error: unknown) => {
    if (!signal.aborted) onFailure(error);
  });
  run();
  const timer = setInterval(run, hourMilliseconds).unref();
  return () => {
    clearInterval(timer);
    ending.abort();
  };
}

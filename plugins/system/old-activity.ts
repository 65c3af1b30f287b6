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

import { ApiError, parsePermission, type Item, type Log, type Permission } from 'jackfield';

/** Reads a row of the permissions; null, and a line in the log, where it cannot be understood: it permits nothing then. */
export function permissionOf(row: Item, log: Pick<Log, 'warn'>): Permission | null {
  // Nothing can be shared, so that it permits nothing.
  if (row['action'] === 'share') return null;
  try {
    return parsePermission(row);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { path, reason } = error.details;
    log.warn({ permission: row['id'], collection: row['collection'], path, reason }, 'A permission cannot be understood, and permits nothing.');
    return null;
  }
}

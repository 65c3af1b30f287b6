import type { Database } from '../dialect/dialect.js';
import { SchemaChangedError } from '../errors/schema-changed-error.js';
import type { Log } from '../kernel/log.js';
import type { SchemaService } from '../schema/schema-service.js';

/** What is not there in spite of the mirror is no reason to read the catalog for every request. */
const pauseMilliseconds = 5000;

/**
 * The same database, which has the mirror read again when a statement names what is no longer there. Where the mirror says that it is, the
 * statement is a bug, and logged.
 */
export function noticingChanges(database: Database, schema: Pick<SchemaService, 'current' | 'refresh'>, log: Pick<Log, 'error'>): Database {
  let quietUntil = -Infinity;

  async function lookAgain(cause: SchemaChangedError): Promise<void> {
    quietUntil = performance.now() + pauseMilliseconds;
    try {
      const before = schema.current();
      const isUnchanged = await schema.refresh() === before;
      if (isUnchanged) log.error({ err: cause.cause }, 'A statement names what the database does not have, though its catalog does.');
    } catch (error) {
      log.error({ err: error }, 'The schema of the database could not be read again.');
    }
  }

  return {
    ...database,
    mapError(error) {
      const mapped = database.mapError(error);
      if (mapped instanceof SchemaChangedError && performance.now() >= quietUntil) void lookAgain(mapped);
      return mapped;
    },
  };
}

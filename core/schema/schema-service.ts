import type { Database } from '../dialect/dialect.js';
import type { Notice } from './catalog.js';
import type { MirrorOptions } from './mirror-options.js';
import type { OwnTables } from './own-tables.js';
import type { Schema } from './schema.js';
import { buildSchema, type OwnCatalog, type Snapshot } from './snapshot.js';

/** The `schema` service: the mirrored database as it was last read. */
export interface SchemaService {
  /**
   * The schema as a whole. A request keeps the one it began with: refreshing swaps it and changes nothing in it.
   *
   * @throws {Error} before the first `refresh` has ended
   */
  current(): Schema;
  /** What is not in the schema as it is in the database, and why. */
  notices(): readonly Notice[];
  /**
   * Reads the database's catalog again and swaps the schema. Calls at the same time share one run. An unchanged database keeps the
   * very schema it had. A failing run changes nothing.
   *
   * @throws {BootError} where the config names something that the database has no more
   */
  refresh(): Promise<Schema>;
}

/** What a schema service works with. */
export interface SchemaServiceOptions {
  readonly database: Pick<Database, 'introspect'>;
  readonly options: MirrorOptions;
  /** Jackfield's own tables; null where there are none. */
  readonly own?: OwnTables | null;
  readonly log: { info(details: object, message: string): void; warn(details: object, message: string): void };
  /** Called after a swap, not after the first read and not where nothing changed. */
  readonly onRefreshed?: (schema: Schema, previous: Schema) => void;
}

/** Makes the `schema` service. It reads nothing before the first `refresh`. */
export function createSchemaService({ database, options, own = null, log, onRefreshed }: SchemaServiceOptions): SchemaService {
  let snapshot: Snapshot | null = null;
  let running: Promise<Schema> | null = null;

  async function read(): Promise<Schema> {
    const started = performance.now();
    const next = buildSchema(await database.introspect(), options, await ownCatalog());
    const previous = snapshot;
    if (previous?.schema.version === next.schema.version) {
      snapshot = { schema: previous.schema, notices: next.notices };
      return previous.schema;
    }
    snapshot = next;
    const { version, collections } = next.schema;
    const known = new Set(previous?.notices.map(({ subject, reason }) => `${subject} ${reason}`));
    for (const { subject, reason } of next.notices) if (!known.has(`${subject} ${reason}`)) log.warn({ subject }, `${subject}: ${reason}`);
    log.info({ version, collections: collections.size, milliseconds: Math.round(performance.now() - started) }, 'Mirrored the database.');
    if (previous !== null) onRefreshed?.(next.schema, previous.schema);
    return next.schema;
  }

  async function ownCatalog(): Promise<OwnCatalog | null> {
    if (own === null) return null;
    return { collections: own.collections, catalog: own.database === database ? null : await own.database.introspect() };
  }

  function current(): Snapshot {
    if (snapshot === null) throw new Error('The database has not been mirrored yet.');
    return snapshot;
  }

  return {
    current: () => current().schema,
    notices: () => current().notices,
    refresh() {
      running ??= read().finally(() => {
        running = null;
      });
      return running;
    },
  };
}

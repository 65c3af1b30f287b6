import { anonymous, type CollectionView, type View } from '../access/access.js';
import { wholeCollection } from '../access/views.js';
import type { Database } from '../dialect/dialect.js';
import type { Filter } from '../query/filter.js';
import type { QueryLimits } from '../query/limits.js';
import { plainLevel } from '../query/parse-level.js';
import type { Query } from '../query/query.js';
import type { HookCalls } from '../registry/hooks.js';
import type { SchemaService } from '../schema/schema-service.js';
import type { Schema } from '../schema/schema.js';
import type { Item } from './items.js';
import { createPreparation } from './prepare.js';

/** What a read of our own asks for. */
export interface OwnQuery {
  readonly collection: string;
  /** Paths, as in `fields`. */
  readonly fields: readonly string[];
  readonly filter?: Filter | null;
  /** Most items, by the order of their keys. Default: all. */
  readonly limit?: number;
}

/**
 * Reads items in one statement, past permissions, hooks and cost, secrets as they are stored. For what the server itself has to know.
 *
 * @throws {ApiError} `FORBIDDEN` for names that are not there
 */
export type OwnRead = (query: OwnQuery) => Promise<readonly Item[]>;

/** What reads of our own work with. */
export interface OwnReadOptions {
  /** Of all that is to be read. */
  readonly database: Database;
  readonly schema: SchemaService;
  readonly limits: QueryLimits;
  readonly hooks: HookCalls;
}

/** Makes a function that reads for the server itself. */
export function createOwnRead({ database, schema, limits, hooks }: OwnReadOptions): OwnRead {
  const access = { view: (_: unknown, current: Schema): View => openView(current) };
  const prepare = createPreparation({ databases: { of: () => database }, schema, access, hooks, limits: { ...limits, maxLimit: -1 } });
  return async ({ collection, fields, filter = null, limit = -1 }) => {
    const query: Query = {
      ...plainLevel, collection, fields, filter, key: null, keys: null, meta: [], representation: 'rest', limit,
    };
    const context = { identity: anonymous, now: new Date() };
    const { read: { plan, statement }, values } = await prepare(query, context, { view: openView(schema.current()), answers: 'rows' });
    const rows = await database.read(statement, values).catch((error: unknown) => {
      throw database.mapError(error) ?? error;
    });
    const texts = rows.flatMap(([text]) => text ?? []);
    return texts.map((text) => JSON.parse(text) as Item).slice(0, plan.single ? 1 : undefined);
  };
}

const openViews = new WeakMap<Schema, View>();

/** The whole schema, without anything concealed in it. */
function openView(schema: Schema): View {
  const known = openViews.get(schema);
  if (known) return known;
  const collections = new Map([...schema.collections].map(([name, collection]): [string, CollectionView] => {
    const fields = new Map([...collection.fields].map(([field, each]) => [field, each.concealed ? { ...each, concealed: false } : each]));
    return [name, wholeCollection({ ...collection, fields })];
  }));
  const view: View = { id: 'open', schema, collections };
  openViews.set(schema, view);
  return view;
}

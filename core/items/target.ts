import type { View } from '../access/access.js';
import { wholeCollection, wholeView } from '../access/views.js';
import type { RowValues } from '../dialect/transaction.js';
import { ApiError } from '../errors/api-error.js';
import type { Filter } from '../query/filter.js';
import type { Target } from '../query/mutation.js';
import { invalidPayload } from '../query/parse-mutation.js';
import { plainLevel } from '../query/parse-level.js';
import type { Query } from '../query/query.js';
import type { Collection, Schema } from '../schema/schema.js';
import type { ItemsContext } from './items.js';
import { keyOfValues, parseItemKey, type ItemKey } from './keys.js';
import type { Prepare, PrepareOptions } from './prepare.js';
import { filterItems } from './read-hooks.js';
import type { Writing } from './writing.js';

type TransactionContext = ItemsContext & Pick<Writing, 'transaction'>;

/** What items are looked up with. */
export interface Lookup {
  readonly prepare: Prepare;
}

/**
 * Finds out which items a mutation is about. What a query selects is what the caller may read of it, locked until the transaction ends.
 *
 * @throws {ApiError} `FORBIDDEN` for what cannot be a key, `INVALID_PAYLOAD` for too many items
 */
export async function findTarget(
  target: Target, collection: Collection, writing: Writing, { prepare }: Lookup,
): Promise<readonly ItemKey[]> {
  const context = { ...writing.context, transaction: writing.transaction };
  switch (target.kind) {
    case 'key':
      return [parseItemKey(target.key, 'url', collection)];
    case 'keys':
      return target.keys.map((key) => parseItemKey(key, 'text', collection));
    case 'query': {
      const { maxItems } = writing.limits;
      const { query } = target;
      const limit = query.limit === null || query.limit < 0 ? maxItems + 1 : query.limit;
      const keys = await readKeys(
        { ...query, limit, alias: {}, deep: {}, members: undefined, aggregate: {}, groupBy: [], meta: [] }, collection, context, prepare,
      );
      if (keys.length > maxItems) throw invalidPayload('query', `There can be at most ${maxItems} items in one request.`);
      return lock(keys, collection, writing);
    }
    case 'singleton': {
      const all: Query = {
        ...plainLevel, fields: [], collection: collection.name, key: null, keys: null, meta: [], representation: 'rest', limit: 1,
      };
      return readKeys(all, collection, context, prepare, { view: wholeView(writing.schema) });
    }
  }
}

/** Those of some items that meet a rule of a policy, whatever the caller may read. */
export async function keysMeeting(
  rule: Filter, collection: Collection, keys: readonly ItemKey[], schema: Schema, context: TransactionContext, { prepare }: Lookup,
): Promise<readonly ItemKey[]> {
  if (keys.length === 0) return [];
  const whole = wholeView(schema);
  const view: View = {
    id: `rule ${JSON.stringify(rule)}`, schema,
    collections: new Map([...whole.collections, [collection.name, { ...wholeCollection(collection), rows: rule }]]),
  };
  const query: Query = {
    ...plainLevel, collection: collection.name, key: null, keys: keys.map(({ text }) => text), meta: [], representation: 'rest', limit: -1,
  };
  return readKeys(query, collection, context, prepare, { view });
}

async function readKeys(
  query: Query, collection: Collection, context: TransactionContext, prepare: Prepare, options: PrepareOptions = {},
): Promise<ItemKey[]> {
  if (collection.key.length === 0) throw new ApiError('FORBIDDEN');
  const { read: { statement }, values } = await prepare({ ...query, fields: collection.key }, context, { ...options, answers: 'rows' });
  const rows = await context.transaction.read(statement, values);
  return rows.flatMap(([text]) => {
    const item: unknown = text === null || text === undefined ? null : JSON.parse(text);
    const key = typeof item === 'object' && item !== null ? keyOfValues(new Map(Object.entries(item)), collection) : null;
    return key === null ? [] : [key];
  });
}

/** Waits for others who are changing the items, and leaves out those that are gone then. */
async function lock(keys: readonly ItemKey[], collection: Collection, { transaction }: Writing): Promise<ItemKey[]> {
  const fields = collection.key.map((name) => collection.fields.get(name)!);
  const rows = await transaction.select({ table: collection.table, fields, tuples: keys.map(({ tuple }) => tuple) }, fields, true);
  return keysOfRows(rows, collection);
}

/** The keys of rows. */
export function keysOfRows(rows: readonly RowValues[], collection: Collection): ItemKey[] {
  return rows.flatMap((row) => keyOfValues(row, collection) ?? []);
}

/**
 * Holds the item of a mutation against what the client believes of it, once nobody else can change it.
 *
 * @throws {ApiError} `FORBIDDEN` where the item is not there or may not be read, `PRECONDITION_FAILED` where it is another
 */
export async function checkPrecondition(
  target: Target, [key]: readonly ItemKey[], answer: Query, collection: Collection, writing: Writing, { prepare }: Lookup,
): Promise<void> {
  const { precondition } = writing.context;
  if (!precondition || !key || target.kind === 'keys' || target.kind === 'query') return;
  const [locked] = await lock([key], collection, writing);
  if (!locked) throw new ApiError('FORBIDDEN');
  const context = { ...writing.context, transaction: writing.transaction };
  const { read: { statement, hooked }, values } = await prepare(itemQuery(answer, collection, key), context);
  const [row] = await writing.transaction.read(statement, values);
  if (typeof row?.[0] !== 'string') throw new ApiError('FORBIDDEN');
  const [item] = hooked ? await filterItems([row[0]], hooked, context, writing.hooks) : [row[0]];
  if (!precondition(item!)) throw new ApiError('PRECONDITION_FAILED');
}

/** The read of one item by its key, as a query asks for it. */
export function itemQuery({ fields, alias, deep, members, representation }: Query, collection: Collection, { tuple }: ItemKey): Query {
  const key = tuple.map((part) => encodeURIComponent(String(part))).join(',');
  return { ...plainLevel, fields, alias, deep, members, representation, collection: collection.name, key, keys: null, meta: [] };
}

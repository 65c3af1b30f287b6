import type { Query, QueryLevel } from '../../core/query/query.js';
import type { Collection } from '../../core/schema/schema.js';
import { fieldValue } from './evaluate-expression.js';
import { found, meets } from './evaluate-filter.js';
import { groups } from './evaluate-group.js';
import { ordered, ordersOf } from './evaluate-order.js';
import { select, type Nested, type Reference } from './evaluate-selection.js';
import { written, type Row } from './values.js';
import { collectionOf, dictionary, plainLevel, related, rowsOf, type World } from './world.js';

/** What a server must answer. `meta` is null where none was asked for. */
export type Evaluation =
  | { readonly status: 200; readonly data: unknown; readonly meta: Readonly<Record<string, number>> | null }
  | { readonly status: 403; readonly code: 'FORBIDDEN' };

/**
 * Evaluates a query over rows in memory: slow, plain, and with nothing in common with the planner but the query language.
 */
export function evaluate(query: Query, world: World): Evaluation {
  const collection = collectionOf(world, query.collection);
  const all = rowsOf(world, query.collection);
  if (query.key !== null) {
    const row = all.find((each) => keyText(world, collection, each) === query.key);
    if (!row) return { status: 403, code: 'FORBIDDEN' };
    return { status: 200, data: itemJson(world, collection, query, query.fields, row), meta: null };
  }
  const keys = query.keys && new Set(query.keys);
  const chosen = keys === null ? all : all.filter((row) => keys.has(String(bareKey(world, collection, row))));
  return { status: 200, data: list(world, collection, query, query.fields, chosen, false), meta: metaOf(world, collection, query, chosen) };
}

function metaOf(world: World, collection: Collection, query: Query, rows: readonly Row[]): Readonly<Record<string, number>> | null {
  if (query.meta.length === 0) return null;
  const filtered = restricted(world, collection, query, rows, false).length;
  const total = world.defect === 'total count filtered' ? filtered : rowsOf(world, collection.name).length;
  return Object.fromEntries(query.meta.map((name) => [name, name === 'total_count' ? total : filtered]));
}

/** Filter, search, groups or sort, page, and the JSON of each. No paths: bare keys. */
function list(
  world: World, collection: Collection, level: QueryLevel, paths: readonly string[] | null, rows: readonly Row[], nested: boolean,
): readonly unknown[] {
  const kept = restricted(world, collection, level, rows, nested);
  if (Object.keys(level.aggregate).length > 0 || level.groupBy.length > 0) {
    return paged(world, level, groups(world, collection, level, kept), nested);
  }
  if (kept.length > 1 && !isOrdered(collection, level)) throw new Error(`A list of "${collection.name}" has no order.`);
  const page = paged(world, level, ordered(world, kept, ordersOf(world, collection, level.sort)), nested);
  return page.map((row) => (paths === null ? bareKey(world, collection, row) : itemJson(world, collection, level, paths, row)));
}

/** Without a key, only an order by everything that can be ordered by is one. */
function isOrdered({ key, fields }: Collection, { sort }: QueryLevel): boolean {
  const names = new Set(sort.map((text) => text.replace(/^-/, '')));
  return key.length > 0 || [...fields.values()].every(({ name, type }) => type === 'json' || names.has(name));
}

function restricted(world: World, collection: Collection, level: QueryLevel, rows: readonly Row[], nested: boolean): readonly Row[] {
  const { filter, search } = level;
  const isFiltered = filter !== null && world.defect !== (nested ? 'nested filter ignored' : 'filter ignored');
  const isSearched = search !== null && search !== '' && world.defect !== 'search ignored';
  return rows.filter((row) => (!isFiltered || meets(world, collection, filter, row)) && (!isSearched || found(collection, search, row)));
}

function paged<Item>(world: World, level: QueryLevel, items: readonly Item[], nested: boolean): readonly Item[] {
  const limit = level.limit ?? world.defaultLimit;
  const offset = level.page === null ? level.offset : (level.page - 1) * limit;
  if (nested && world.defect === 'limit of a nested list ignored') return items;
  return limit === -1 ? items.slice(Math.max(offset, 0)) : items.slice(offset, offset + limit);
}

/** An object; of nothing but aliased fields the bare key. */
function itemJson(world: World, collection: Collection, level: QueryLevel, paths: readonly string[], row: Row): unknown {
  const { values, relations, aliased } = select(collection, level, paths);
  if (values.size === 0 && relations.size === 0 && aliased.size > 0) return bareKey(world, collection, row);
  const json = dictionary<unknown>();
  for (const [key, reference] of values) json[key] = valueJson(world, collection, reference, row);
  for (const [key, nested] of relations) json[key] = relatedJson(world, nested, level.deep[key] ?? plainLevel, row);
  for (const [key, reference] of aliased) json[key] = valueJson(world, collection, reference, row);
  return json;
}

function valueJson(world: World, collection: Collection, reference: Reference, row: Row): unknown {
  const typed = fieldValue(world, collection, reference.name, reference.function, row);
  return reference.function === 'count' && collection.relations.has(reference.name) ? String(typed.value) : written(typed);
}

function relatedJson(world: World, { relation, paths }: Nested, level: QueryLevel, row: Row): unknown {
  const target = collectionOf(world, relation.relatedCollection);
  const rows = related(world, relation, row);
  if (relation.kind === 'o2m') return list(world, target, level, paths.length === 0 ? null : paths, rows, true);
  const [item] = restricted(world, target, level, rows, true);
  if (!item) return null;
  return paths.length === 0 ? bareKey(world, target, item) : itemJson(world, target, level, paths, item);
}

/** The key as a value, or of several fields its URL form; all fields where there is no key. */
export function bareKey(world: World, collection: Collection, row: Row): unknown {
  const [only] = collection.key;
  if (only === undefined) return itemJson(world, collection, plainLevel, [...collection.fields.keys()], row);
  if (collection.key.length === 1) return written(fieldValue(world, collection, only, null, row));
  return keyText(world, collection, row);
}

/** The key as it stands in a URL: parts percent-encoded, joined by a comma. */
export function keyText(world: World, collection: Collection, row: Row): string {
  return collection.key.map((name) => encodeURIComponent(String(written(fieldValue(world, collection, name, null, row))))).join(',');
}

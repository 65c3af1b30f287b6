import type { CollectionView } from '../access/access.js';
import { ApiError } from '../errors/api-error.js';
import type { Filter } from '../query/filter.js';
import type { Collection } from '../schema/schema.js';
import type { ItemKey } from './keys.js';
import type { Writing } from './writing.js';

/**
 * Refuses items that are not among the rows which an action is permitted on: for each, some permission must give the row and the names.
 *
 * @param names - the fields and relations that are written
 * @throws {ApiError} `FORBIDDEN`
 */
export async function checkRows(
  view: CollectionView, collection: Collection, items: readonly WrittenNames[], writing: Writing,
): Promise<void> {
  const byRule = new Map<string, { rule: Filter; keys: ItemKey[] }>();
  for (const { key, names } of items) {
    const rule = ruleOf(view, names);
    if (!rule) continue;
    // Where rows cannot be told apart nothing can be said of one.
    if (!key) throw new ApiError('FORBIDDEN');
    const text = JSON.stringify(rule);
    const known = byRule.get(text);
    if (known) known.keys.push(key);
    else byRule.set(text, { rule, keys: [key] });
  }
  for (const { rule, keys } of byRule.values()) {
    const permitted = await writing.meeting(rule, collection, keys);
    if (permitted.length < new Set(keys.map(({ text }) => text)).size) throw new ApiError('FORBIDDEN');
  }
}

/** An item, and what of it is written. */
export interface WrittenNames {
  /** null where the collection has none. */
  readonly key: ItemKey | null;
  readonly names: Iterable<string>;
}

/** Those of the items that the caller may read, with the values of some fields: the others are not there for them. */
export async function visibleKeys(
  collection: Collection, keys: readonly ItemKey[], names: readonly string[], writing: Writing,
): Promise<readonly ItemKey[]> {
  const view = writing.views.read.collections.get(collection.name);
  const shown = [...names, ...collection.key];
  if (!view || !shown.every((name) => view.collection.fields.has(name))) return [];
  const rule = ruleOf(view, shown);
  return rule ? writing.meeting(rule, collection, keys) : keys;
}

function ruleOf({ rows, masks }: CollectionView, names: Iterable<string>): Filter | null {
  const rules = new Map<string, Filter>();
  if (rows) rules.set(JSON.stringify(rows), rows);
  for (const name of names) {
    const mask = masks.get(name);
    if (mask) rules.set(JSON.stringify(mask), mask);
  }
  const filters = [...rules.values()];
  return filters.length > 1 ? { kind: 'and', filters } : filters[0] ?? null;
}

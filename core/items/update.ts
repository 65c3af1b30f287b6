import type { RowValues } from '../dialect/transaction.js';
import { ApiError } from '../errors/api-error.js';
import type { Collection } from '../schema/schema.js';
import { distinctKeys, keyOfValues, type ItemKey } from './keys.js';
import { saveChildren, saveParents } from './nested.js';
import type { Draft } from './draft.js';
import { checkPermitted, readDraft } from './payload.js';
import { checkRows } from './permitted-rows.js';
import { withPresets } from './presets.js';
import { validateDraft, validateRow } from './validate-item.js';
import { fieldsOfRules } from './validation.js';
import { filterPayload } from './secrets.js';
import { place } from './write-errors.js';
import {
  boundValues, fieldsOf, fieldsToKnow, hookDetails, note, ownFields, permittedCollection, throwProblems, withSupplied, type Change,
  type Supplied, type Writing,
} from './writing.js';

/**
 * Changes items of one collection, with all that is in the payload. Linking and unlinking are such changes too.
 *
 * @param needed - fields whose values the caller has to know
 * @returns for each item its key and the needed values, as the database has them now
 * @throws {ApiError} `FORBIDDEN` where one of them is not there or may not be changed
 */
export async function updateItems(
  collection: Collection, change: Change, needed: readonly string[], writing: Writing,
): Promise<readonly RowValues[]> {
  const keys = distinctKeys(change.keys);
  if (keys.length === 0) return [];
  const view = permittedCollection('update', collection, writing);
  if (collection.kind !== 'table') throw new ApiError('FORBIDDEN');
  const { names, ...changed } = await prepareChange({ ...change, keys }, collection, writing);
  const { draft, supplied } = changed;
  validateDraft('update', changed, writing);
  throwProblems(writing);
  await checkRows(view, collection, keys.map((key) => ({ key, names })), writing);
  await saveParents([draft], writing);
  const values = new Map([...draft.values, ...boundValues(supplied, collection)]);
  // Of an item that names its own key.
  if (draft.mode === 'save') for (const name of collection.key) values.delete(name);
  const toKnow = values.size > 0 ? [...needed, ...fieldsOfRules(view.validation)] : needed;
  const rows = await updateRows(collection, keys, values, draft, toKnow, writing);
  if (rows.length < keys.length) throw new ApiError('FORBIDDEN');
  if (values.size > 0) for (const row of rows) validateRow('update', changed, row, writing);
  throwProblems(writing);
  const payload = ownFields(withSupplied(draft.payload, supplied), collection);
  const updated = rows.map((row) => ({ key: keyOfValues(row, collection)?.text ?? null, payload }));
  if (values.size > 0) note('items.updated', collection, updated, writing);
  await saveChildren(collection, rows.map((row) => ({ draft, row, isNew: false })), writing);
  return rows;
}

async function prepareChange(
  change: Change, collection: Collection, writing: Writing,
): Promise<Supplied & { readonly names: readonly string[] }> {
  const { draft, supplied } = await checkedChange(change, collection, writing);
  const isOwn = (name: string): boolean => draft.mode !== 'save' || !collection.key.includes(name);
  const names = [...Object.keys(draft.payload).filter(isOwn), ...supplied.keys()];
  // Where nothing of the item itself changes, nothing is preset either.
  const isChanged = supplied.size > 0 || draft.parents.length > 0 || [...draft.values.keys()].some(isOwn);
  return { ...(isChanged ? withPresets({ draft, supplied }, 'update', writing) : { draft, supplied }), names };
}

async function checkedChange({ draft, supplied, keys }: Change, collection: Collection, writing: Writing): Promise<Supplied> {
  const { hooks } = writing;
  for (const name of supplied.keys()) checkPermitted(name, { collection, mode: 'update' }, writing);
  if (!writing.isHooked(collection.name)) {
    if (draft.mode === 'save') {
      const isKnown = (name: string): boolean => supplied.has(name) || collection.key.includes(name);
      for (const name of Object.keys(draft.payload)) if (!isKnown(name)) checkPermitted(name, { collection, mode: 'update' }, writing);
    }
    return { draft, supplied };
  }
  const own = Object.entries(draft.payload).filter(([name]) => draft.mode !== 'save' || !collection.key.includes(name));
  const payload = withSupplied(Object.fromEntries(own), supplied);
  const details = { ...hookDetails(collection, writing), keys: keys.map(({ text }) => text) };
  const changed = await filterPayload(payload, collection, writing, async (open) => (
    hooks.has('items.update', collection.name) ? hooks.filter('items.update', open, details) : open));
  const { path, depth } = draft;
  return { draft: readDraft(changed, { collection, mode: 'update', path, depth }, writing), supplied: new Map() };
}

async function updateRows(
  collection: Collection, keys: readonly ItemKey[], values: ReadonlyMap<string, unknown>, draft: Draft, needed: readonly string[],
  writing: Writing,
): Promise<readonly RowValues[]> {
  const { transaction } = writing;
  const rows = { table: collection.table, fields: fieldsOf(collection, collection.key), tuples: keys.map(({ tuple }) => tuple) };
  const returning = fieldsToKnow(collection, [draft], needed);
  if (values.size === 0) return transaction.select(rows, returning, true);
  return place([{ collection, path: draft.path, values }], writing, () =>
    transaction.update(rows, fieldsOf(collection, values.keys()), [...values.values()], returning));
}

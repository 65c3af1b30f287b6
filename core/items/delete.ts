import { ApiError } from '../errors/api-error.js';
import type { Collection } from '../schema/schema.js';
import { distinctKeys, parseItemKey, type ItemKey } from './keys.js';
import { checkRows } from './permitted-rows.js';
import { fieldsOf, hookDetails, note, permittedCollection, type Writing } from './writing.js';

/**
 * Deletes items. What the database does to rows that refer to them is its own affair.
 *
 * @throws {ApiError} `FORBIDDEN` where one of them is not there or may not be deleted, `INVALID_FOREIGN_KEY` where others refer to one
 */
export async function deleteItems(collection: Collection, given: readonly ItemKey[], writing: Writing): Promise<void> {
  const view = permittedCollection('delete', collection, writing);
  if (collection.kind !== 'table') throw new ApiError('FORBIDDEN');
  const { transaction, hooks, database } = writing;
  let keys = distinctKeys(given);
  await checkRows(view, collection, keys.map((key) => ({ key, names: [] })), writing);
  if (keys.length > 0 && hooks.has('items.delete', collection.name)) {
    const left = await hooks.filter('items.delete', keys.map(({ text }) => text), hookDetails(collection, writing));
    keys = distinctKeys(left.map((text) => parseItemKey(text, 'text', collection)));
  }
  if (keys.length === 0) return;
  const key = fieldsOf(collection, collection.key);
  const rows = { table: collection.table, fields: key, tuples: keys.map(({ tuple }) => tuple) };
  const deleted = await transaction.delete(rows, key).catch((error: unknown) => {
    const mapped = database.isConflict(error) ? null : database.mapError(error);
    // Who refers to an item is not for everybody to know.
    if (mapped?.code === 'INVALID_FOREIGN_KEY') {
      throw new ApiError('INVALID_FOREIGN_KEY', {
        collection: collection.name, reason: 'Other items refer to one of these, and the database keeps them from being deleted.',
      }, { cause: error });
    }
    throw error;
  });
  if (deleted.length < keys.length) throw new ApiError('FORBIDDEN');
  note('items.deleted', collection, keys.map(({ text }) => ({ key: text, payload: {} })), writing);
}

import type { RowValues } from '../dialect/transaction.js';
import { ApiError } from '../errors/api-error.js';
import { convertValue } from '../plan/convert.js';
import type { Collection } from '../schema/schema.js';

/** The key of an item. */
export interface ItemKey {
  /** Its values in the order of the collection's key, as they are bound. */
  readonly tuple: readonly unknown[];
  /** As one text: of a composite key its URL form, parts percent-encoded and joined by `,`. Equal for equal keys. */
  readonly text: string;
}

/**
 * The key that a text stands for.
 *
 * @param form - `url`: percent-encoded as in a path; `text`: as in a body, where only composite keys are
 * @throws {ApiError} `FORBIDDEN` for what cannot be a key: no item has it
 */
export function parseItemKey(text: string, form: 'url' | 'text', collection: Collection): ItemKey {
  const count = collection.key.length;
  if (count === 0) throw new ApiError('FORBIDDEN');
  const parts = count === 1 ? [text] : text.split(',');
  if (parts.length !== count) throw new ApiError('FORBIDDEN');
  const key = itemKey(form === 'url' || count > 1 ? parts.map(decode) : parts, collection);
  if (key === null) throw new ApiError('FORBIDDEN');
  return key;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiError('FORBIDDEN');
  }
}

/** The key of the values of a row; null where one is missing, null, or does not fit its field. */
export function keyOfValues(values: RowValues, collection: Collection): ItemKey | null {
  return collection.key.length === 0 ? null : itemKey(collection.key.map((name) => values.get(name)), collection);
}

function itemKey(parts: readonly unknown[], { key, fields }: Collection): ItemKey | null {
  const tuple = parts.map((part, index) => boundValue(part, fields.get(key[index]!)!.type));
  return tuple.includes(undefined) ? null : { tuple, text: keyText(tuple) };
}

/** A value in the form it is compared in; undefined for none and for what does not fit. */
export function boundValue(value: unknown, type: Parameters<typeof convertValue>[1]): unknown {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? convertValue(value, type) : undefined;
}

/** The text of values in the form that `boundValue` gives. */
export function keyText(tuple: readonly unknown[]): string {
  return tuple.length === 1 ? String(tuple[0]) : tuple.map((part) => encodeURIComponent(String(part))).join(',');
}

/** Each key once, in the order of first mention. */
export function distinctKeys(keys: readonly ItemKey[]): ItemKey[] {
  return [...new Map(keys.map((key) => [key.text, key])).values()];
}

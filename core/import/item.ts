import type { ImportedItem } from '../items/items.js';
import { isObject } from '../query/input.js';
import { unreadable } from './unreadable.js';

/** An item from its JSON text; what is no object is a problem of its own. */
export function itemOf(text: string, line: number): ImportedItem {
  const value: unknown = JSON.parse(text);
  return { line, size: text.length, payload: isObject(value) ? value : unreadable(line, 'An item must be an object of its values.') };
}

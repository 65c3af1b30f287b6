import type { ImportedItem } from '../items/items.js';
import { isObject } from '../query/input.js';
import type { Collection } from '../schema/schema.js';
import { unreadable } from './unreadable.js';

/** Makes an item of its JSON text; what is no object is a problem of its own. Throws for what is no JSON. */
export type ReadItemText = (text: string, line: number) => ImportedItem;

/**
 * Makes what reads the items of JSON files. In a request a text for a json field is parsed; in a file it is a value like any other, as an
 * export writes it.
 */
export function createItemReader({ fields }: Collection): ReadItemText {
  const jsonFields = [...fields.values()].filter(({ type }) => type === 'json').map(({ name }) => name);
  return (text, line) => {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return { line, size: text.length, payload: unreadable(line, 'An item must be an object of its values.') };
    const texts = jsonFields.filter((name) => Object.hasOwn(value, name) && typeof value[name] === 'string');
    if (texts.length === 0) return { line, size: text.length, payload: value };
    const entries = Object.entries(value).map(([name, member]) => [name, texts.includes(name) ? JSON.stringify(member) : member] as const);
    return { line, size: text.length, payload: Object.fromEntries(entries) };
  };
}

import type { RowValues } from '../dialect/transaction.js';
import { boundValue } from './keys.js';
import { brokenRules } from './validation.js';
import { permittedCollection, type Supplied, type Writing } from './writing.js';

/** Notes which rules of policies the values break that are known before an item is written. */
export function validateDraft(action: 'create' | 'update', item: Supplied, writing: Writing): void {
  validate(action, item, (name) => givenValue(item, name), writing);
}

/** Notes which rules of policies an item breaks as it is stored now, with what it had before and what the database made. */
export function validateRow(action: 'create' | 'update', item: Supplied, row: RowValues, writing: Writing): void {
  const { fields } = item.draft.collection;
  validate(action, item, (name) => stored(row.get(name), fields.get(name)!.type), writing);
}

function validate(action: 'create' | 'update', item: Supplied, valueOf: (name: string) => unknown, writing: Writing): void {
  const { draft, supplied } = item;
  const { collection, path } = draft;
  const { validation } = permittedCollection(action, collection, writing);
  if (validation.length === 0) return;
  const isGiven = (name: string): boolean => draft.values.has(name) || supplied.has(name);
  writing.problems.push(...brokenRules(validation, { collection, path, valueOf, isGiven }, writing.context));
}

function givenValue({ draft, supplied }: Supplied, name: string): unknown {
  if (supplied.has(name)) return stored(supplied.get(name), draft.collection.fields.get(name)!.type);
  return draft.values.get(name);
}

function stored(value: unknown, type: Parameters<typeof boundValue>[1]): unknown {
  return value === null ? null : boundValue(value, type);
}

import { randomUUID } from 'node:crypto';
import type { RowValues } from '../dialect/transaction.js';
import { ApiError } from '../errors/api-error.js';
import type { Collection, Field } from '../schema/schema.js';
import { keyOfValues } from './keys.js';
import { saveChildren, saveParents } from './nested.js';
import type { Draft } from './draft.js';
import { checkPermitted, checkRequired, readDraft } from './payload.js';
import { checkRows } from './permitted-rows.js';
import { withPresets } from './presets.js';
import { validateDraft, validateRow } from './validate-item.js';
import { fieldsOfRules } from './validation.js';
import { filterPayload } from './secrets.js';
import { place, type WriteStep } from './write-errors.js';
import {
  boundValues, fieldsToKnow, hookDetails, note, nothing, ownFields, permittedCollection, throwProblems, withSupplied, type Supplied,
  type Writing,
} from './writing.js';

/**
 * Creates items of one collection with all that is in them: first the items that they refer to, then themselves, then those that refer to
 * them.
 *
 * @param needed - fields whose values the caller has to know
 * @returns for each item its key and the needed values, as the database has them
 */
export async function createItems(
  collection: Collection, items: readonly Supplied[], needed: readonly string[], writing: Writing,
): Promise<readonly RowValues[]> {
  if (items.length === 0) return [];
  const view = permittedCollection('create', collection, writing);
  if (collection.kind !== 'table') throw new ApiError('FORBIDDEN');
  const ready: (Supplied & { readonly names: readonly string[] })[] = [];
  for (const item of items) ready.push(await prepareItem(item, collection, writing));
  ready.forEach((item) => validateDraft('create', item, writing));
  throwProblems(writing);
  const drafts = ready.map(({ draft }) => draft);
  await saveParents(drafts, writing);
  const filled = [...collection.fields.values()].filter((field) => field.filled);
  const rows = ready.map(({ draft, supplied }) => new Map([...draft.values, ...boundValues(supplied, collection)]));
  for (const row of rows) for (const { name } of filled) if (!row.has(name)) row.set(name, randomUUID());
  const toKnow = [...needed, ...fieldsOfRules(view.validation)];
  const created = await insertRows(collection, drafts, rows, fieldsToKnow(collection, drafts, toKnow), writing);
  ready.forEach((item, index) => validateRow('create', item, created[index]!, writing));
  throwProblems(writing);
  note('items.created', collection, created.map((values, index) => ({
    key: keyOfValues(values, collection)?.text ?? null,
    payload: ownFields(withSupplied(ready[index]!.draft.payload, ready[index]!.supplied), collection),
  })), writing);
  await saveChildren(collection, drafts.map((draft, index) => ({ draft, row: created[index]!, isNew: true })), writing);
  await checkRows(view, collection, created.map((row, index) => ({ key: keyOfValues(row, collection), names: ready[index]!.names })), writing);
  return created;
}

/** Lets handlers see and change the item, checks what was left for later, and fills in what policies preset. */
async function prepareItem(
  item: Supplied, collection: Collection, writing: Writing,
): Promise<Supplied & { readonly names: readonly string[] }> {
  const checked = await checkedItem(item, collection, writing);
  const names = [...Object.keys(checked.draft.payload), ...checked.supplied.keys()];
  return { ...withPresets(checked, 'create', writing), names };
}

async function checkedItem({ draft, supplied }: Supplied, collection: Collection, writing: Writing): Promise<Supplied> {
  const { hooks } = writing;
  for (const name of supplied.keys()) checkPermitted(name, { collection, mode: 'create' }, writing);
  if (writing.isHooked(collection.name)) {
    const payload = withSupplied(draft.payload, supplied);
    const changed = await filterPayload(payload, collection, writing, async (open) => (
      hooks.has('items.create', collection.name) ? hooks.filter('items.create', open, hookDetails(collection, writing)) : open));
    const { path, depth } = draft;
    return { draft: readDraft(changed, { collection, mode: 'create', path, depth }, writing), supplied: nothing };
  }
  if (draft.mode === 'save') {
    for (const name of Object.keys(draft.payload)) if (!supplied.has(name)) checkPermitted(name, { collection, mode: 'create' }, writing);
    checkRequired(draft, writing, [...supplied.keys()]);
  }
  return { draft, supplied };
}

/** Rows with the same fields go in one statement, as long as they come one after the other. */
async function insertRows(
  collection: Collection, drafts: readonly Draft[], rows: readonly ReadonlyMap<string, unknown>[], returning: readonly Field[],
  writing: Writing,
): Promise<RowValues[]> {
  const answers: RowValues[] = [];
  for (let start = 0; start < rows.length;) {
    const names = [...rows[start]!.keys()];
    let end = start + 1;
    while (!writing.isOneByOne && end < rows.length && hasFields(rows[end]!, names)) end += 1;
    const fields = names.map((name) => collection.fields.get(name)!);
    const part = rows.slice(start, end);
    const steps: WriteStep[] = part.map((values, index) => ({ collection, path: drafts[start + index]!.path, values }));
    answers.push(...await place(steps, writing, () =>
      writing.transaction.insert(
        { table: collection.table, fields, rows: part.map((row) => names.map((name) => row.get(name))) }, returning,
      )));
    start = end;
  }
  return answers;
}

function hasFields(row: ReadonlyMap<string, unknown>, names: readonly string[]): boolean {
  return row.size === names.length && names.every((name) => row.has(name));
}

import type { RowValues } from '../dialect/transaction.js';
import { ApiError } from '../errors/api-error.js';
import type { Collection, Relation } from '../schema/schema.js';
import { boundValue, keyOfValues, keyText, type ItemKey } from './keys.js';
import { deleteItems } from './delete.js';
import { relatedCollection, type Draft, type RelatedItems } from './draft.js';
import { visibleKeys } from './permitted-rows.js';
import { keysOfRows } from './target.js';
import { boundValues, fieldsOf, nothing, throwProblems, type Supplied, type Writing } from './writing.js';

/** Writes the items that drafts refer to, and fills in their foreign keys. One statement serves all drafts, wherever it can. */
export async function saveParents(drafts: readonly Draft[], writing: Writing): Promise<void> {
  for (const relation of relationsOf(drafts, 'parents')) {
    const referring = drafts.flatMap((draft) =>
      draft.parents.flatMap((parent) => (parent.relation === relation ? [{ draft, parent: parent.draft }] : [])));
    const related = relatedCollection(relation, writing);
    const saved = await saveItems(
      related, referring.map(({ parent }) => ({ draft: parent, supplied: nothing })), relation.relatedFields, writing,
    );
    referring.forEach(({ draft }, index) => {
      relation.fields.forEach((name, part) => {
        const field = relation.relatedFields[part]!;
        draft.values.set(name, boundValue(saved[index]!.get(field), related.fields.get(field)!.type) ?? null);
      });
    });
  }
}

/** An item that was just written. */
export interface WrittenParent {
  readonly draft: Draft;
  readonly row: RowValues;
  readonly isNew: boolean;
}

/**
 * Writes what refers to items that are there now: what is left out of a whole list is unlinked first, then the others are written and
 * linked.
 */
export async function saveChildren({ name }: Collection, parents: readonly WrittenParent[], writing: Writing): Promise<void> {
  for (const relation of relationsOf(parents.map(({ draft }) => draft), 'children')) {
    const child = relatedCollection(relation, writing);
    const lists = parents.flatMap(({ draft, row, isNew }) => draft.children.flatMap((children): Family[] => (
      children.relation === relation ? [{ items: children.items, isNew, supplied: suppliedBy(row, relation) }] : [])));
    for (const { items: { path }, supplied } of lists) {
      if ([...supplied.values()].includes(null)) {
        throw new ApiError('FAILED_VALIDATION', {
          collection: name, path, reason: `The item has no value in ${relation.fields.join(', ')} for others to refer to.`,
        });
      }
    }
    await unlinkItems(child, relation, lists.filter(({ isNew }) => !isNew), writing);
    await saveItems(child, lists.flatMap(({ items, supplied }) => items.drafts.map((draft) => ({ draft, supplied }))), [], writing);
    for (const { items: { links, path }, supplied } of lists) {
      await writing.steps.update(child, { keys: links, draft: emptyDraft(child, path), supplied }, [], writing);
    }
  }
}

/** What an item says of its children, and what they are given to refer to it. */
interface Family {
  readonly items: RelatedItems;
  readonly isNew: boolean;
  readonly supplied: RowValues;
}

function suppliedBy(row: RowValues, { fields, relatedFields }: Relation): RowValues {
  return new Map(relatedFields.map((name, index) => [name, row.get(fields[index]!) ?? null]));
}

/** Takes the reference from items that are removed, or that a whole list no longer holds; deletes those that have no place without it. */
async function unlinkItems(child: Collection, relation: Relation, families: readonly Family[], writing: Writing): Promise<void> {
  const losing = families.filter(({ items }) => items.isWhole || items.removals.length > 0);
  if (losing.length === 0) return;
  const foreignKey = fieldsOf(child, relation.relatedFields);
  const tuples = losing.map(({ supplied }) => [...boundValues(supplied, child).values()]);
  const linked = await writing.transaction.select(
    { table: child.table, fields: foreignKey, tuples }, fieldsOf(child, [...child.key, ...relation.relatedFields]), true,
  );
  // Items that the caller may not see are in nobody's list: they stay where they are.
  const visible = new Set((await visibleKeys(child, keysOfRows(linked, child), relation.relatedFields, writing)).map(({ text }) => text));
  const byParent = new Map<string, ItemKey[]>();
  for (const row of linked) {
    const key = keyOfValues(row, child);
    const parent = referenceText(row, relation.relatedFields, child);
    if (key !== null && visible.has(key.text)) byParent.set(parent, [...byParent.get(parent) ?? [], key]);
  }
  const gone = losing.flatMap(({ items, supplied }) => {
    const named = new Set(items.isWhole ? keptKeys(items, child) : items.removals.map(({ text }) => text));
    const children = byParent.get(referenceText(supplied, relation.relatedFields, child)) ?? [];
    return children.filter(({ text }) => named.has(text) !== items.isWhole);
  });
  if (gone.length === 0) return;
  if (relation.isOwner) {
    await deleteItems(child, gone, writing);
    return;
  }
  const { path } = losing[0]!.items;
  const nullable = foreignKey.filter((field) => field.nullable);
  if (nullable.length === 0) {
    const field = relation.relatedFields[0]!;
    writing.problems.push(new ApiError('FAILED_VALIDATION', {
      collection: child.name, field, type: 'nnull', path, reason: 'An item cannot be unlinked: its reference must not be null.',
      hint: 'Delete it, or give it another parent.',
    }));
    throwProblems(writing);
  }
  const supplied = new Map(nullable.map(({ name }) => [name, null]));
  await writing.steps.update(child, { keys: gone, draft: emptyDraft(child, path), supplied }, [], writing);
}

function keptKeys({ links, drafts }: RelatedItems, child: Collection): string[] {
  const written = drafts.flatMap(({ payload }) => keyOfValues(new Map(Object.entries(payload)), child) ?? []);
  return [...links, ...written].map(({ text }) => text);
}

function referenceText(values: RowValues, names: readonly string[], { fields }: Collection): string {
  return keyText(names.map((name) => boundValue(values.get(name), fields.get(name)!.type)));
}

/** Creates the items that are not there yet, and changes those that are. */
async function saveItems(
  collection: Collection, items: readonly Supplied[], needed: readonly string[], writing: Writing,
): Promise<readonly RowValues[]> {
  const keys = items.map(({ draft }) => (draft.mode === 'save' ? keyOfValues(new Map(Object.entries(draft.payload)), collection) : null));
  const wanted = keys.flatMap((key) => (key === null ? [] : [key.tuple]));
  const rows = wanted.length === 0 ? [] : await writing.transaction.select(
    { table: collection.table, fields: fieldsOf(collection, collection.key), tuples: wanted },
    fieldsOf(collection, [...collection.key, ...needed]), false);
  const existing = new Map(rows.map((row) => [keyOfValues(row, collection)?.text, row]));
  const isThere = (index: number): boolean => existing.has(keys[index]?.text);
  const created = await writing.steps.create(collection, items.filter((_, index) => !isThere(index)), needed, writing);
  const saved: RowValues[] = [];
  let next = 0;
  for (const [index, { draft, supplied }] of items.entries()) {
    if (!isThere(index)) {
      saved.push(created[next++]!);
      continue;
    }
    const key = keys[index]!;
    const isMereReference = supplied.size === 0 && Object.keys(draft.payload).every((name) => collection.key.includes(name));
    const [updated] = isMereReference ? [] : await writing.steps.update(collection, { keys: [key], draft, supplied }, needed, writing);
    saved.push(updated ?? existing.get(key.text)!);
  }
  return saved;
}

function emptyDraft(collection: Collection, path: string): Draft {
  return { collection, mode: 'update', path, depth: 0, payload: {}, values: new Map(), parents: [], children: [] };
}

/** The relations that drafts speak of, in the order of first mention. */
function relationsOf(drafts: readonly Draft[], side: 'parents' | 'children'): Relation[] {
  return [...new Set(drafts.flatMap((draft) => draft[side].map(({ relation }) => relation)))];
}

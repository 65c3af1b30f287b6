import type { Collection, Schema } from '../schema/schema.js';
import { qualifiedName } from '../schema/selection.js';
import type { Draft } from './draft.js';

/**
 * The tables that a write may have to wait for: those of its collection and of all items in its payloads, and those that theirs refer to,
 * which the database itself looks into.
 */
export function touchedTables(collection: Collection, drafts: readonly Draft[], { collections }: Schema): readonly string[] {
  const written = new Set([collection]);
  const add = ({ collection, parents, children }: Draft): void => {
    written.add(collection);
    for (const { draft } of parents) add(draft);
    for (const { items } of children) for (const draft of items.drafts) add(draft);
  };
  for (const draft of drafts) add(draft);
  const tables = new Set<string>();
  for (const { table, relations } of written) {
    tables.add(qualifiedName(table));
    for (const { kind, relatedCollection } of relations.values()) {
      const related = kind === 'm2o' ? collections.get(relatedCollection) : undefined;
      if (related) tables.add(qualifiedName(related.table));
    }
  }
  return [...tables];
}

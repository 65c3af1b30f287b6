import type { Collection, Relation, View } from 'jackfield';

/**
 * The relations of a collection that `/relations` answers: those whose foreign key it has. Only such as lead to what the caller sees.
 */
export function describeRelations(collection: Collection, view: View): object[] {
  return [...collection.relations.values()].flatMap((relation) => describeRelation(relation, collection, view) ?? []);
}

/** One of them; null where it is a way back, or leads to what the caller does not see. */
export function describeRelation(relation: Relation, collection: Collection, { collections }: View): object | null {
  const related = collections.get(relation.relatedCollection)?.collection;
  if (relation.kind !== 'm2o' || !related) return null;
  const oneField = relation.inverse !== null && related.relations.has(relation.inverse) ? relation.inverse : null;
  return {
    collection: collection.name,
    field: relation.name,
    related_collection: related.name,
    schema: {
      table: collection.table.name,
      column: columnsOf(relation.fields, collection),
      foreign_key_schema: related.table.schema,
      foreign_key_table: related.table.name,
      foreign_key_column: columnsOf(relation.relatedFields, related),
    },
    meta: {
      many_collection: collection.name,
      many_field: relation.name,
      one_collection: related.name,
      one_field: oneField,
      one_collection_field: null,
      one_allowed_collections: null,
      junction_field: junctionField(relation, collection),
      sort_field: null,
      one_deselect_action: 'nullify',
    },
  };
}

/** A foreign key of several columns has them as a list. */
function columnsOf(fields: readonly string[], { fields: known }: Collection): string | readonly string[] {
  const columns = fields.map((name) => known.get(name)?.column ?? name);
  return columns.length === 1 ? columns[0]! : columns;
}

/**
 * Of a junction: the other of its two relations. A collection is one where exactly one other foreign key makes, together with this one,
 * its key or a unique set: each pair is linked at most once.
 */
function junctionField(relation: Relation, { relations, key, uniques }: Collection): string | null {
  const pairs = [...relations.values()].filter((other) => other.kind === 'm2o' && other.name !== relation.name
    && [key, ...uniques].some((set) => isSetOf(set, [...relation.fields, ...other.fields])));
  return pairs.length === 1 ? pairs[0]!.name : null;
}

function isSetOf(set: readonly string[], names: readonly string[]): boolean {
  return set.length === names.length && names.every((name) => set.includes(name));
}

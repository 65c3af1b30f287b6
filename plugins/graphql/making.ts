import type { CollectionView, Field, Relation } from 'jackfield';
import type { CollectionNames, MemberName } from './names.js';
import type { CollectionTypes } from './types.js';

/** What the fields of a type are made with. */
export interface Making {
  readonly view: CollectionView;
  readonly names: CollectionNames;
  readonly types: CollectionTypes;
  /** Whether a related collection has a type of the same kind. */
  readonly hasType: (related: string) => boolean;
}

/** The fields of a type, in the order of the collection's: those of which something is told. */
export function fieldMap<Config>({ names }: Making, config: (member: MemberName) => Config | null): Record<string, Config> {
  const fields: Record<string, Config> = {};
  for (const member of names.members) {
    const made = config(member);
    if (made !== null) fields[member.name] = made;
  }
  return fields;
}

/** A relation that the view has, to a collection that has a type. */
export function relationOf({ relation }: MemberName, { view, hasType }: Making): Relation | null {
  const visible = relation && view.collection.relations.get(relation.name);
  return visible && hasType(visible.relatedCollection) ? visible : null;
}

/** A field that the view has. */
export function fieldOf({ field }: MemberName, { view }: Making): Field | null {
  return (field && view.collection.fields.get(field.name)) ?? null;
}

/** The functions of something that the view has. */
export function functionsOf({ functions }: MemberName, { view: { collection }, hasType }: Making): MemberName['functions'] {
  if (!functions || collection.fields.has(functions.of)) return functions;
  const relation = collection.relations.get(functions.of);
  return relation && hasType(relation.relatedCollection) ? functions : null;
}

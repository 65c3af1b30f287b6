import type { QueryLevel } from '../../core/query/query.js';
import type { Collection, Relation, Schema } from '../../core/schema/schema.js';
import { compareValues, type Row } from './values.js';

/** All that an evaluation depends on beside the query. */
export interface World {
  readonly schema: Schema;
  /** By collection name. */
  readonly data: ReadonlyMap<string, readonly Row[]>;
  /** What `$NOW` stands for. */
  readonly now: Date;
  readonly defaultLimit: number;
  /** A mistake made on purpose, to show that the suite notices it; null for none. */
  readonly defect: Defect | null;
}

/** Mistakes that an evaluation can be told to make. */
export const defects = [
  'filter ignored', 'search ignored', 'sort ignored', 'limit of a nested list ignored', 'null rule turned round', 'count one too many',
  'nested filter ignored', 'groups merged', 'total count filtered', 'none read as some', 'missing related item meets nothing',
] as const;

export type Defect = (typeof defects)[number];

/** The item that a left join gives where there is none: every field is null. */
export const missing: Row = new Map();

export function collectionOf(world: Pick<World, 'schema'>, name: string): Collection {
  const collection = world.schema.collections.get(name);
  if (!collection) throw new Error(`No collection "${name}".`);
  return collection;
}

export function rowsOf(world: World, name: string): readonly Row[] {
  return world.data.get(name) ?? [];
}

/** The items a relation leads to. A reference with a null in it leads nowhere. */
export function related(world: World, relation: Relation, row: Row): readonly Row[] {
  const from = collectionOf(world, relation.collection);
  return rowsOf(world, relation.relatedCollection).filter((candidate) =>
    relation.fields.every((name, index) => {
      const left = row.get(name) ?? null;
      const right = candidate.get(relation.relatedFields[index] ?? '') ?? null;
      return left !== null && right !== null && compareValues(from.fields.get(name)?.type ?? 'text', left, right) === 0;
    }),
  );
}

/** How related items are read where `deep` says nothing of them. */
export const plainLevel: QueryLevel = {
  fields: [],
  alias: dictionary(),
  filter: null,
  search: null,
  sort: [],
  limit: null,
  offset: 0,
  page: null,
  aggregate: dictionary(),
  groupBy: [],
  deep: dictionary(),
};

/** An object to be written as JSON, whatever its keys are called. */
export function dictionary<Member>(): Record<string, Member> {
  const object: Record<string, Member> = {};
  Object.setPrototypeOf(object, null);
  return object;
}

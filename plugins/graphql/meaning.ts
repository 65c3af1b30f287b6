import type { AggregateFunction, Field, FunctionName, Relation } from 'jackfield';

/** What a field of a mirrored type stands for. What a plugin made has no meaning here. */
export type Meaning =
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'related'; readonly relation: Relation }
  /** An object of functions of a field or relation: its own fields are `function`s. */
  | { readonly kind: 'functions'; readonly of: string }
  | { readonly kind: 'function'; readonly function: FunctionName }
  /** Among the functions of a relation: groups of the items that it leads to. */
  | { readonly kind: 'aggregated'; readonly collection: string }
  | { readonly kind: 'groupKeys' }
  | { readonly kind: 'countAll' }
  /** Of an event: the item that it is about. */
  | { readonly kind: 'mutatedItem' }
  /** An object of one aggregate function: its own fields are fields of the collection. */
  | { readonly kind: 'aggregate'; readonly function: AggregateFunction }
  | { readonly kind: 'root'; readonly root: RootKind; readonly collection: string };

/** What a field of `Query` or `Mutation` does with one collection. */
export type RootKind = 'list' | 'item' | 'aggregated' | 'singleton'
  | 'mutated'
  | 'createItems' | 'createItem' | 'updateItems' | 'updateBatch' | 'updateItem' | 'updateSingleton' | 'deleteItems' | 'deleteItem';

/** The extensions of a field that mean something. */
export function meant(meaning: Meaning): { readonly jackfield: Meaning } {
  return { jackfield: meaning };
}

/** What a field means; undefined for what a plugin made. */
export function meaningOf({ extensions }: { readonly extensions?: Readonly<Record<string, unknown>> | undefined }): Meaning | undefined {
  return extensions?.['jackfield'] as Meaning | undefined;
}

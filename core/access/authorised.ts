import type { FilterValue, FunctionName, Operator } from '../query/filter.js';
import type { ShapedLevel, ShapedQuery, ValueReference } from '../query/parametrise.js';
import type { AggregateFunction } from '../query/query.js';
import type { Field, Relation } from '../schema/schema.js';
import type { CollectionView, View } from './access.js';

/**
 * A query whose every name is resolved in the caller's own view, and whose every operator and function fits its field. What the
 * caller may not see was not found, like what does not exist.
 */
export interface AuthorisedQuery extends AuthorisedLevel {
  readonly query: ShapedQuery;
  readonly view: View;
}

/** What stays the same while a query is authorised, at every level of it. */
export interface Authorising {
  readonly view: View;
  /** What a relation is read with where `deep` says nothing of it. */
  readonly plainLevel: ShapedLevel;
  /** Counts the members of an answer while wildcards become names. Throws `INVALID_QUERY` beyond the limit. */
  addMembers(count: number): void;
  /**
   * Resolves a nested level, whose items are bare keys where no `fields` of theirs were named. `prefix` is where it stands in the
   * request, for errors: `deep.books.`.
   */
  level(shaped: ShapedLevel, collection: CollectionView, prefix: string): AuthorisedLevel;
}

export interface AuthorisedLevel {
  readonly collection: CollectionView;
  readonly shaped: ShapedLevel;
  /**
   * What of each item is answered; the bare key where nothing of its own was asked for. Empty where items are groups whose members are not
   * named one by one.
   */
  readonly selection: readonly Selection[] | 'key';
  readonly filter: ResolvedFilter | null;
  readonly sort: readonly SortBy[];
  readonly group: AuthorisedGroup | null;
}

/** Items are groups of rows. */
export interface AuthorisedGroup {
  readonly keys: readonly { readonly name: string; readonly operand: Operand }[];
  readonly aggregates: readonly AuthorisedAggregate[];
}

export interface AuthorisedAggregate {
  readonly function: AggregateFunction;
  /** null is `*`. */
  readonly field: Field | null;
}

/** One member of an item's JSON. A key that the client chose is an alias: it is bound like any value. */
export type Selection = { readonly key: string; readonly isAlias: boolean } & (
  | { readonly kind: 'operand'; readonly operand: Operand }
  | { readonly kind: 'related'; readonly step: Step; readonly level: AuthorisedLevel }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'object'; readonly members: readonly Selection[] }
  | { readonly kind: 'groupKeys' }
  | { readonly kind: 'aggregate'; readonly aggregate: AuthorisedAggregate }
);

/** A value of one item: a field, a function of one, or the number of related items. `name` is the key it has in an answer. */
export type Operand =
  | { readonly kind: 'field'; readonly name: string; readonly field: Field }
  | { readonly kind: 'function'; readonly name: string; readonly function: FunctionName; readonly field: Field }
  | { readonly kind: 'count'; readonly name: string; readonly step: Step };

/** What a list is ordered by: an operand at the end of a path of relations, or a part of a group. */
export type SortBy =
  | { readonly kind: 'path'; readonly relations: readonly Step[]; readonly operand: Operand; readonly descending: boolean }
  | { readonly kind: 'groupKey'; readonly index: number; readonly descending: boolean }
  | { readonly kind: 'aggregate'; readonly aggregate: AuthorisedAggregate; readonly descending: boolean };

/** One step of a path, with the collection it leads to as the caller sees it. */
export interface Step {
  readonly relation: Relation;
  readonly collection: CollectionView;
}

/** A value of the request, or one that a policy holds. */
export type ValueOf = ValueReference | { readonly constant: FilterValue };

/** A filter whose names are resolved and whose operators fit. */
export type ResolvedFilter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly ResolvedFilter[] }
  | { readonly kind: 'relation'; readonly step: Step; readonly quantifier: 'some' | 'none' | 'path'; readonly filter: ResolvedFilter | null }
  | { readonly kind: 'compare'; readonly operand: Operand; readonly operator: Operator; readonly value: ValueOf; readonly path: string };

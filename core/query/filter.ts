/** Comparison operators after parsing: `_eq: null`, `_null: false` and the like have become `_null` and `_nnull`. */
export const operators = [
  '_eq', '_neq', '_lt', '_lte', '_gt', '_gte', '_in', '_nin', '_between', '_nbetween', '_null', '_nnull', '_empty', '_nempty',
  '_contains', '_ncontains', '_icontains', '_starts_with', '_nstarts_with', '_istarts_with', '_nistarts_with',
  '_ends_with', '_nends_with', '_iends_with', '_niends_with',
] as const;

export type Operator = (typeof operators)[number];

/** Functions that a field can be wrapped in: parts of dates and times, and the number of related items or elements. */
export const functions = ['year', 'month', 'week', 'day', 'weekday', 'hour', 'minute', 'second', 'count'] as const;

export type FunctionName = (typeof functions)[number];

/** What a client compares with. `$NOW`, `$NOW(-1 day)`, `$CURRENT_USER`… are strings until they are bound. */
export type Scalar = string | number | boolean;

/** No value (`_null`…), one, or a list (`_in`, `_nin`; two for `_between`, `_nbetween`). */
export type FilterValue = null | Scalar | readonly Scalar[];

/**
 * A condition on an item, as a tree with one operator a leaf.
 *
 * A relation's quantifier: `some` and `none` as the client wrote them; `path` where a nested object was given without one: like a
 * left join, so that a missing related item counts as one whose fields are all null.
 */
export type Filter<Value = FilterValue> =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter<Value>[] }
  | { readonly kind: 'relation'; readonly relation: string; readonly quantifier: 'some' | 'none' | 'path'; readonly filter: Filter<Value> }
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly function: FunctionName | null;
      readonly operator: Operator;
      readonly value: Value;
      /** Where the client wrote it, for errors: `filter.author._eq`. */
      readonly path: string;
    };

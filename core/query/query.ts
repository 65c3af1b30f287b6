import type { Filter, FilterValue, FunctionName } from './filter.js';

/** How values are written: `rest` gives decimals, big integers and counts as text, `graphql` as its scalars do. */
export type Representation = 'rest' | 'graphql';

/** Functions over the rows of a group. `count` takes `*` too. */
export const aggregateFunctions = ['count', 'countDistinct', 'countAll', 'sum', 'sumDistinct', 'avg', 'avgDistinct', 'min', 'max'] as const;

export type AggregateFunction = (typeof aggregateFunctions)[number];

/** What `meta` can ask for. */
export const metaNames = ['total_count', 'filter_count'] as const;

export type MetaName = (typeof metaNames)[number];

/**
 * What to read of one collection, or of one relation (in `deep`): plain data, whatever route it came by. Names are as the client
 * wrote them; `authorise` resolves them. Empty lists and objects mean that nothing was asked for.
 */
export interface QueryLevel<Value = FilterValue> {
  /** Paths: `title`, `author.name`, `*`, `*.*`, `year(published_on)`. Empty is `*`. */
  readonly fields: readonly string[];
  /** Another name for a field or relation of this level: alias → name. Has no prototype. */
  readonly alias: Readonly<Record<string, string>>;
  readonly filter: Filter<Value> | null;
  readonly search: string | null;
  /** Paths, a leading `-` for descending. */
  readonly sort: readonly string[];
  /** null is the configured default, -1 all. */
  readonly limit: number | null;
  readonly offset: number;
  /** From 1; null where `offset` counts. A page beats an offset. */
  readonly page: number | null;
  /** Function → names of fields, or `*`. Has no prototype. */
  readonly aggregate: Readonly<Partial<Record<AggregateFunction, readonly string[]>>>;
  /** Fields or functions of fields. */
  readonly groupBy: readonly string[];
  /** What to read of related items: name or alias of a relation → level, whose `fields` are always empty. Has no prototype. */
  readonly deep: Readonly<Record<string, QueryLevel<Value>>>;
  /**
   * The members of an item one by one, in the order of the answer: GraphQL's way to ask. Where they are given, `fields`, `alias` and `deep`
   * say nothing; `aggregate` and `groupBy` still say what items are.
   */
  readonly members?: readonly SelectedMember<QueryLevel<Value>>[] | undefined;
}

/**
 * One member of an item, under a key of its own. `isAlias`: the client chose the key, so it is bound like any value. `Level` is what is
 * read of related items.
 */
export type SelectedMember<Level = QueryLevel> = { readonly key: string; readonly isAlias: boolean } & (
  | { readonly kind: 'field'; readonly field: string }
  /** A function of a field, or `count` of a relation. */
  | { readonly kind: 'function'; readonly function: FunctionName; readonly field: string }
  | { readonly kind: 'related'; readonly relation: string; readonly level: Level }
  /** The same text in every item. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'object'; readonly members: readonly SelectedMember<Level>[] }
  /** Of a group: what it is grouped by, as one object. */
  | { readonly kind: 'groupKeys' }
  /** Of a group: one of the functions in `aggregate`. No field is `*`. */
  | { readonly kind: 'aggregate'; readonly function: AggregateFunction; readonly field: string | null }
);

/** One read, whole. */
export interface Query<Value = FilterValue> extends QueryLevel<Value> {
  readonly collection: string;
  /** One item, by its key in URL form (composite: parts percent-encoded, joined by `,`); null for a list. */
  readonly key: string | null;
  /** Only these items of a list, in the same form; null for all. */
  readonly keys: readonly string[] | null;
  readonly meta: readonly MetaName[];
  readonly representation: Representation;
}

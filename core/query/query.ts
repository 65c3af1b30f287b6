import type { Filter, FilterValue } from './filter.js';

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
}

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

import { Type, type Static } from 'typebox';

const count = (initial: number, description: string, maximum?: number) =>
  Type.Integer({ minimum: 1, ...(maximum === undefined ? {} : { maximum }), default: initial, description });

/**
 * The `query` section of the config: what one request may ask for. Whatever is beyond a limit answers `INVALID_QUERY` with its path
 * and the limit, but for `maxLimit`, which shortens.
 */
export const queryLimits = Type.Object({
  defaultLimit: Type.Integer({
    minimum: -1, default: 100, description: 'Items in a list, nested ones included, that names no `limit`. -1: all.',
  }),
  maxLimit: Type.Integer({
    minimum: -1, default: -1, description: 'Most items in one list: a larger `limit`, and -1, count as this one. -1: any number.',
  }),
  assumedItems: count(10_000, 'Items that a list counts as that has no limit at all, where the cost of a query is reckoned and `maxLimit` is -1.'),
  maxDepth: count(10, 'Relations one below another, in a path, a filter or `deep`.', 100),
  maxFields: count(1000, 'Names in one query: in `fields`, `sort`, `groupBy`, `aggregate`, `alias` and `deep` together.'),
  maxMembers: count(5000, 'Members of one item of the answer, those of nested items included, after wildcards have become names.'),
  maxFilterConditions: count(500, 'Comparisons and `_some` or `_none` in the filters of one query together.'),
  maxFilterDepth: count(30, '`_and`, `_or` and relations one below another in a filter.', 200),
  maxListLength: count(10_000, 'Values of one `_in`, or keys of one request.'),
  maxSearchLength: count(1000, 'Characters of a `search`.'),
  maxParameters: count(1000, 'Parameters in a URL.'),
}, { additionalProperties: false });

/** What one request may ask for. */
export type QueryLimits = Static<typeof queryLimits>;

import { collectionOf } from '../access/authorise.js';
import type { View } from '../access/access.js';
import type { QueryInput } from '../query/input.js';
import type { QueryLimits } from '../query/limits.js';
import { parseQuery } from '../query/parse.js';
import type { Query } from '../query/query.js';

/**
 * The query of an export that is to be imported again: without `fields` it is the collection's own ones, no lists of related items; without
 * a `limit` it is every item.
 *
 * @param view - what the caller may read
 * @throws {ApiError} `FORBIDDEN` where that holds no such collection, `INVALID_QUERY`
 */
export function exportQuery(input: QueryInput, name: string, view: View, limits: QueryLimits): Query {
  const { collection } = collectionOf(view, name);
  const query = parseQuery(input, { collection: name, representation: 'rest', limits, source: 'body' });
  const isWhole = query.fields.length === 0 && query.groupBy.length === 0 && Object.keys(query.aggregate).length === 0;
  const hasLists = [...collection.relations.values()].some(({ kind, inWildcard }) => kind === 'o2m' && inWildcard);
  return { ...query, fields: isWhole && hasLists ? [...collection.fields.keys()] : query.fields, limit: query.limit ?? -1 };
}

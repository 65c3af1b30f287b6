import { parseQuery, parseSearchParameters, pathTarget, type CollectionPath, type HttpContext, type Query, type QueryLimits } from 'jackfield';

/** What the URL of a POST, PATCH or DELETE says. */
export interface WriteRequest {
  readonly collection: string;
  /** In URL form; null where the path names no item. */
  readonly key: string | null;
  /** How what was written is read back. */
  readonly answer: Query;
}

/**
 * Reads the URL of a request that writes.
 *
 * @throws {ApiError} `INVALID_QUERY`
 */
export function parseWriteRequest(
  context: HttpContext, path: CollectionPath, segments: readonly string[], limits: QueryLimits,
): WriteRequest {
  const { collection, key } = pathTarget(path, segments);
  const answer = parseQuery(
    parseSearchParameters(context.querystring, limits), { collection, representation: 'rest', limits, source: 'url' },
  );
  return { collection, key, answer };
}

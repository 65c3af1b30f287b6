import { decodeSegment, parseQuery, parseSearchParameters, type HttpContext, type Query, type QueryLimits } from 'jackfield';

/** What the URL of a POST, PATCH or DELETE says. */
export interface WriteRequest {
  readonly collection: string;
  /** In URL form; null where the path names no item. */
  readonly key: string | null;
  /** How what was written is read back. */
  readonly answer: Query;
}

/**
 * Reads the URL of a request that writes. A key stays as it stands: one of several parts is split before it is decoded.
 *
 * @throws {ApiError} `INVALID_QUERY`
 */
export function parseWriteRequest(context: HttpContext, [segment = '', key]: readonly string[], limits: QueryLimits): WriteRequest {
  const collection = decodeSegment(segment);
  const answer = parseQuery(
    parseSearchParameters(context.querystring, limits), { collection, representation: 'rest', limits, source: 'url' },
  );
  return { collection, key: key ?? null, answer };
}

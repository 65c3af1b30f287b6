import { LRUCache } from 'lru-cache';
import {
  exportFormat, parseQuery, parseSearchParameters, pathTarget, type CollectionPath, type ExportFormat, type HttpContext, type Query, type QueryLimits,
} from 'jackfield';

/** A GET as a Query. */
export interface ReadRequest {
  readonly query: Query;
  /** The file format it asks for; null for the usual answer. */
  readonly format: ExportFormat | null;
}

type RequestParser = (context: HttpContext, path: CollectionPath, segments: readonly string[]) => ReadRequest;

/** Longer URLs are seldom sent twice. */
const longestRemembered = 4096;

/**
 * Makes the parser of GET requests. It remembers what it parsed: a Query depends on the URL alone, and the same Query value is planned
 * faster by whatever comes after.
 *
 * @param remembered - how many are kept; 0 for none
 * @returns a function of the request, its path, and the parameters of that as they stand in the URL
 */
export function createRequestParser(limits: QueryLimits, remembered: number): RequestParser {
  const cache = remembered > 0 ? new LRUCache<string, ReadRequest>({ max: remembered }) : null;

  function parse(queryString: string, path: CollectionPath, segments: readonly string[]): ReadRequest {
    const parameters = parseSearchParameters(queryString, limits);
    const options = { ...pathTarget(path, segments), representation: 'rest', limits, source: 'url' } as const;
    return { query: parseQuery(parameters, options), format: exportFormat(parameters) };
  }

  return (context, path, segments) => {
    const { url } = context;
    const known = cache?.get(url);
    if (known) return known;
    const request = parse(context.querystring, path, segments);
    if (url.length <= longestRemembered) cache?.set(url, request);
    return request;
  };
}

import { LRUCache } from 'lru-cache';
import {
  decodeSegment, exportFormat, parseQuery, parseSearchParameters, type ExportFormat, type HttpContext, type Query, type QueryLimits,
} from 'jackfield';

/** A GET as a Query. */
export interface ReadRequest {
  readonly query: Query;
  /** The file format it asks for; null for the usual answer. */
  readonly format: ExportFormat | null;
}

type RequestParser = (context: HttpContext, segments: readonly string[]) => ReadRequest;

/** Longer URLs are seldom sent twice. */
const longestRemembered = 4096;

/**
 * Makes the parser of GET requests. It remembers what it parsed: a Query depends on the URL alone, and the same Query value is planned
 * faster by whatever comes after.
 *
 * @param remembered - how many are kept; 0 for none
 * @returns a function of the request and the segments of its path, as they stand in the URL: a collection, and the key of an item
 */
export function createRequestParser(limits: QueryLimits, remembered: number): RequestParser {
  const cache = remembered > 0 ? new LRUCache<string, ReadRequest>({ max: remembered }) : null;

  function parse(queryString: string, [collection = '', key]: readonly string[]): ReadRequest {
    const parameters = parseSearchParameters(queryString, limits);
    // A key stays as it stands: one of several parts is split before it is decoded.
    const options = { collection: decodeSegment(collection), key: key ?? null, representation: 'rest', limits, source: 'url' } as const;
    return { query: parseQuery(parameters, options), format: exportFormat(parameters) };
  }

  return (context, segments) => {
    const { url } = context;
    const known = cache?.get(url);
    if (known) return known;
    const request = parse(context.querystring, segments);
    if (url.length <= longestRemembered) cache?.set(url, request);
    return request;
  };
}

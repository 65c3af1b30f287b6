import { LRUCache } from 'lru-cache';
import { exportFormat, parseQuery, parseSearchParameters, type ExportFormat, type Query, type QueryLimits } from 'jackfield';

/** A GET as a Query. */
export interface ReadRequest {
  readonly query: Query;
  /** The file format it asks for; null for the usual answer. */
  readonly format: ExportFormat | null;
}

/** Longer URLs are seldom sent twice. */
const longestRemembered = 4096;

/**
 * Makes the parser of GET requests. It remembers what it parsed: a Query depends on the URL alone, and the same Query value is planned
 * faster by whatever comes after.
 *
 * @param remembered - how many are kept; 0 for none
 */
export function createRequestParser(limits: QueryLimits, remembered: number): (collection: string, key: string | null, queryString: string) => ReadRequest {
  const cache = remembered > 0 ? new LRUCache<string, ReadRequest>({ max: remembered }) : null;

  function parse(collection: string, key: string | null, queryString: string): ReadRequest {
    const parameters = parseSearchParameters(queryString, limits);
    return { query: parseQuery(parameters, { collection, key, representation: 'rest', limits, source: 'url' }), format: exportFormat(parameters) };
  }

  return (collection, key, queryString) => {
    const text = JSON.stringify([collection, key, queryString]);
    const known = cache?.get(text);
    if (known) return known;
    const request = parse(collection, key, queryString);
    if (text.length <= longestRemembered) cache?.set(text, request);
    return request;
  };
}

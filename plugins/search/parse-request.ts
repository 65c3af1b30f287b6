import { ApiError, exportFormat, parseQuery, type ExportFormat, type Query, type QueryInput, type QueryLimits } from 'jackfield';

/** A SEARCH or QUERY as a Query. */
export interface ReadRequest {
  readonly query: Query;
  /** The file format it asks for; null for the usual answer. */
  readonly format: ExportFormat | null;
}

/**
 * Reads the body `{ "query": {…}, "keys": […] }` of a SEARCH or QUERY. No body is an unrestricted read.
 *
 * @param isStrict - whether an unknown member is refused; SEARCH has always ignored them
 * @throws {ApiError} `INVALID_PAYLOAD` for a body of another shape, `INVALID_QUERY` for a query that cannot be read
 */
export function parseRequest(collection: string, body: unknown, limits: QueryLimits, isStrict: boolean): ReadRequest {
  const { query, keys, ...rest } = membersOf(body ?? {});
  const unknown = Object.keys(rest)[0];
  if (isStrict && unknown !== undefined) {
    throw new ApiError('INVALID_PAYLOAD', {
      path: unknown, reason: `The body has no member ${JSON.stringify(unknown)}.`, hint: 'Its members are "query" and "keys".',
    });
  }
  const parameters = query === undefined || query === null ? {} : membersOf(query);
  return {
    query: parseQuery(parameters, { collection, keys, representation: 'rest', limits, source: 'body' }),
    format: exportFormat(parameters),
  };
}

function membersOf(value: unknown): QueryInput {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ApiError('INVALID_PAYLOAD', { reason: 'The body must be an object such as {"query": {}}.' });
  }
  return value as QueryInput;
}

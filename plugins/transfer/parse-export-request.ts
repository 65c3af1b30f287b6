import { ApiError, exportFormats, type ExportFormat, type QueryInput } from 'jackfield';

/** What an export asks for. */
export interface ExportBody {
  readonly query: QueryInput;
  readonly format: ExportFormat;
}

/**
 * Reads the body `{ "query": {…}, "format": "csv" }` of an export. Other members, such as the `file` of clients that let the server keep
 * the export, are ignored.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` for a body of another shape, or another format
 */
export function parseExportRequest(body: unknown): ExportBody {
  if (!isObject(body)) throw refusal('The body must be an object such as {"query": {}, "format": "csv"}.');
  const { query, format: name } = body;
  if (query !== undefined && query !== null && !isObject(query)) throw refusal('This must be an object.', 'query');
  // The name that older clients have for CSV with a byte order mark.
  const known = exportFormats.find((each) => each === name) ?? (name === 'csv_utf8' ? 'csv' : undefined);
  if (known === undefined) throw refusal(`This must be one of ${exportFormats.join(', ')}.`, 'format');
  return { query: query ?? {}, format: known };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(reason: string, path?: string): ApiError {
  return new ApiError('INVALID_PAYLOAD', { ...(path === undefined ? {} : { path }), reason });
}

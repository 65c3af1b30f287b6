import type { ImportFormat } from './import.js';

const byMediaType: ReadonlyMap<string, ImportFormat> = new Map([
  ['text/csv', 'csv'], ['application/csv', 'csv'],
  // What browsers on Windows take CSV for where a spreadsheet program is installed.
  ['application/vnd.ms-excel', 'csv'],
  ['application/json', 'json'],
  ['application/x-ndjson', 'ndjson'], ['application/ndjson', 'ndjson'], ['application/jsonl', 'ndjson'], ['application/x-jsonlines', 'ndjson'],
]);

const byExtension: ReadonlyMap<string, ImportFormat> = new Map([['csv', 'csv'], ['json', 'json'], ['ndjson', 'ndjson'], ['jsonl', 'ndjson']]);

/** The format of a media type, without its parameters; null for another. */
export function formatOfMediaType(mediaType: string): ImportFormat | null {
  return byMediaType.get(mediaType.trim().toLowerCase()) ?? null;
}

/** The format that the end of a file's name tells; null for another. */
export function formatOfName(name: string): ImportFormat | null {
  const [, extension = ''] = /\.([a-z]+)$/i.exec(name) ?? [];
  return byExtension.get(extension.toLowerCase()) ?? null;
}

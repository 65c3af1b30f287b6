import type { Answer } from 'jackfield/testing';
import type { WorkshopServer } from './workshop-server.js';

const mediaTypes = { csv: 'text/csv', json: 'application/json', ndjson: 'application/x-ndjson' } as const;

/** Sends a file as the body of an import. */
export function importText(server: Pick<WorkshopServer, 'client'>, collection: string, format: keyof typeof mediaTypes, text: string | Buffer): Promise<Answer> {
  return server.client.send('POST', `/utils/import/${encodeURIComponent(collection)}`, { body: text, headers: { 'Content-Type': mediaTypes[format] } });
}

/** `line 4 name FAILED_VALIDATION required`, for each error. */
export function places({ body }: Answer): string[] {
  return (body.errors as { extensions: Record<string, string | number> }[]).map(({ extensions: { line, field, code, type } }) =>
    [`line ${line}`, field, code, type].filter((part) => part !== undefined).join(' '));
}

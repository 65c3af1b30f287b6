import { ApiError } from '../errors/api-error.js';
import { ApiErrors } from '../errors/api-errors.js';
import type { Payload } from '../query/mutation.js';
import type { Collection } from '../schema/schema.js';
import { UnplacedError } from './write-errors.js';

/** The same problem with the line of its item. */
export function onLine({ code, details, cause }: ApiError, line: number, path: string, field?: string): ApiError {
  return new ApiError(code, { path, ...details, ...(field === undefined ? {} : { field, path: `${path}.${field}` }), line }, { cause });
}

/** What an error of a write tells a client; nothing where it is not about the items. */
export function clientErrors(error: unknown): readonly ApiError[] {
  if (error instanceof ApiErrors) return error.errors;
  if (error instanceof UnplacedError) return [error.error];
  return error instanceof ApiError ? [error] : [];
}

/** The name that the caller may not write: one that is hidden answers as one that is not there. */
export function unknownName(payload: Payload, { fields, relations }: Collection): string | undefined {
  return Object.keys(payload).find((name) => !fields.has(name) && !relations.has(name));
}

import { ApiError } from '../errors/api-error.js';
import { suggest } from '../errors/suggest.js';

/** A query that cannot be read. What the client wrote is quoted shortened: an answer must not grow with a bad request. */
export function invalidQuery(path: string, reason: string, hint?: string): ApiError {
  return new ApiError('INVALID_QUERY', { path: shortened(path, 200), reason, ...(hint === undefined ? {} : { hint }) });
}

/** A query that is beyond a limit of the config. */
export function beyondLimit(path: string, what: string, limit: number): ApiError {
  return invalidQuery(path, `There can be at most ${limit} ${what}.`);
}

/** A text of the client, for a reason. */
export function quoted(text: string): string {
  return `"${shortened(text, 60)}"`;
}

/** What kind of value the client gave, for a reason. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return `${value}`;
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** The hint for a name that is not known: the nearest one, else all of them. */
export function knownNames(name: string, known: readonly string[]): string {
  const nearest = suggest(name, known);
  return nearest === null ? `Known: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

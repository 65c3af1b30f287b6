import type { RawRequest } from './generate-query.js';

/** A request as HTTP has it. */
export interface HttpRequest {
  readonly method: 'GET' | 'SEARCH' | 'QUERY';
  /** Path and query. */
  readonly url: string;
  readonly body: string | null;
}

/** Beyond this, servers and proxies refuse a URL: such a query needs a body. */
const longestUrl = 8000;

/**
 * Every way to ask for a read: GET with JSON, with brackets and with the text that the server itself would write (`canonical`), where
 * they fit into a URL; SEARCH and QUERY unless it is one item.
 */
export function requestsFor({ collection, key, keys, query }: RawRequest, canonical: string | null): readonly HttpRequest[] {
  const path = `/items/${encodeURIComponent(collection)}${key === null ? '' : `/${key}`}`;
  const texts = [queryString(query, json), queryString(query, brackets), ...(canonical === null ? [] : [canonical])];
  const requests: HttpRequest[] = (keys === null ? [...new Set(texts)] : [])
    .map((text): HttpRequest => ({ method: 'GET', url: text === '' ? path : `${path}?${text}`, body: null }))
    .filter(({ url }) => url.length <= longestUrl);
  if (key !== null) return requests;
  const body = JSON.stringify({ query, ...(keys === null ? {} : { keys }) });
  return [...requests, { method: 'SEARCH', url: path, body }, { method: 'QUERY', url: path, body }];
}

function queryString(query: Readonly<Record<string, unknown>>, write: (name: string, value: unknown) => readonly string[]): string {
  return Object.entries(query).flatMap(([name, value]) => write(name, value)).join('&');
}

/** Objects as JSON text, lists of names with commas. */
function json(name: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return [`${name}=${encodeURIComponent(value.join(','))}`];
  return [`${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`];
}

/** Brackets all the way down, or JSON where they could not say it: null, and what is empty. */
function brackets(name: string, value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !isSayable(value) ? json(name, value) : bracketed(encodeURIComponent(name), value);
}

function bracketed(name: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((element: unknown, index) => bracketed(`${name}[${index}]`, element));
  if (typeof value !== 'object' || value === null) return json(name, value);
  return Object.entries(value).flatMap(([key, member]) => bracketed(`${name}[${encodeURIComponent(key)}]`, member));
}

function isSayable(value: unknown): boolean {
  if (value === null || value === '') return false;
  if (typeof value !== 'object') return true;
  const members: readonly unknown[] = Object.values(value);
  return members.length > 0 && members.every(isSayable);
}

import { ApiError } from '../errors/api-error.js';
import { isObject } from './input.js';
import type { QueryLimits } from './limits.js';
import type { Mutation, Payload, Target } from './mutation.js';
import type { MutationLimits } from './mutation-limits.js';
import { parseQuery } from './parse.js';

/** What of a mutation is not in its body. */
export interface ParseMutationOptions {
  readonly collection: string;
  /** One item: its key in URL form. */
  readonly key?: string | null;
  readonly limits: { readonly query: QueryLimits; readonly mutation: MutationLimits };
}

/**
 * Reads the body of a creation: one item, or a list of them. No body is an item of defaults.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` for anything else, and for a list that is too long
 */
export function parseCreate(body: unknown, { collection, limits }: ParseMutationOptions): Mutation {
  if (Array.isArray(body)) return { kind: 'create', collection, payloads: payloadsOf(body, limits.mutation), isMany: true };
  return { kind: 'create', collection, payloads: [payloadOf(body === undefined ? {} : body, '')], isMany: false };
}

/**
 * Reads the body of a change. With a key it is the item's; else `{keys, data}`, `{query, data}`, a list of items that name their keys, or
 * the changes of a singleton.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` for anything else, and for lists that are too long; `INVALID_QUERY` for a wrong query
 */
export function parseUpdate(body: unknown, options: ParseMutationOptions): Mutation {
  const { collection, key = null, limits } = options;
  if (Array.isArray(body) && key === null) return { kind: 'updateEach', collection, payloads: payloadsOf(body, limits.mutation) };
  const payload = payloadOf(body === undefined ? {} : body, '');
  if (key !== null) return { kind: 'update', collection, target: { kind: 'key', key }, payload };
  const target = targetOf(payload, options);
  if (target === null) return { kind: 'update', collection, target: { kind: 'singleton' }, payload };
  return { kind: 'update', collection, target, payload: payloadOf(payload['data'], 'data') };
}

/**
 * Reads the body of a deletion: with a key none is needed; else a list of keys, `{keys}` or `{query}`.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` for anything else, and for lists that are too long; `INVALID_QUERY` for a wrong query
 */
export function parseDelete(body: unknown, options: ParseMutationOptions): Mutation {
  const { collection, key = null, limits } = options;
  if (key !== null) return { kind: 'delete', collection, target: { kind: 'key', key } };
  const target = Array.isArray(body) ? keysOf(body, '', limits.mutation) : isObject(body) ? targetOf(body, options) : null;
  if (target === null) throw invalidPayload('', 'The body must be a list of keys, {"keys": […]} or {"query": {…}}.');
  return { kind: 'delete', collection, target };
}

/** A payload that cannot be read. */
export function invalidPayload(path: string, reason: string): ApiError {
  return new ApiError('INVALID_PAYLOAD', { ...(path === '' ? {} : { path }), reason });
}

function targetOf(body: Payload, { collection, limits }: ParseMutationOptions): Target | null {
  if (Object.hasOwn(body, 'keys')) return keysOf(body['keys'], 'keys', limits.mutation);
  if (!Object.hasOwn(body, 'query')) return null;
  if (!isObject(body['query'])) throw invalidPayload('query', 'This must be an object.');
  return { kind: 'query', query: parseQuery(body['query'], { collection, representation: 'rest', limits: limits.query, source: 'body' }) };
}

function keysOf(value: unknown, path: string, { maxItems }: MutationLimits): Target {
  if (!Array.isArray(value)) throw invalidPayload(path, 'This must be a list of keys.');
  if (value.length > maxItems) throw invalidPayload(path, `There can be at most ${maxItems} keys.`);
  return { kind: 'keys', keys: value.map((key: unknown, index) => parseKey(key, `${path}[${index}]`)) };
}

/**
 * Reads a key as a body holds it.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` for what is neither a text nor a whole number
 */
export function parseKey(key: unknown, path: string): string {
  if (typeof key === 'string' && key !== '') return key;
  if (Number.isSafeInteger(key)) return String(key);
  throw invalidPayload(path, 'A key must be a text or a whole number.');
}

function payloadsOf(body: readonly unknown[], { maxItems }: MutationLimits): Payload[] {
  if (body.length > maxItems) throw invalidPayload('data', `There can be at most ${maxItems} items.`);
  return body.map((payload, index) => payloadOf(payload, `data[${index}]`));
}

function payloadOf(value: unknown, path: string): Payload {
  if (!isObject(value)) throw invalidPayload(path, 'An item must be an object of its values.');
  return value;
}

import type { QueryLimits } from './limits.js';
import { beyondLimit, described, invalidQuery, quoted } from './invalid-query.js';
import type { Scalar } from './filter.js';
import { splitNames } from './names.js';

/** The parameters of a read as they came, from a URL or a body. Nothing in it is trusted. */
export type QueryInput = Readonly<Record<string, unknown>>;

/** What stays the same while one query is read, and what is counted in all of it. */
export interface Reading {
  readonly limits: QueryLimits;
  /** Whether a list may come as an object whose keys are indices: what brackets make of `a[0]=x&a[1]=y`. */
  readonly takesIndexedLists: boolean;
  names: number;
  conditions: number;
}

/** Whether a parameter is as good as not sent: `search=` and `{"search": null}` are no search. */
export function isAbsent(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

/** Whether a value is an object and no list. Its keys are the client's: read them with `Object.keys`. */
export function isObject(value: unknown): value is QueryInput {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an object, or the JSON text of one. */
export function readObject(value: unknown, path: string): QueryInput {
  const object = typeof value === 'string' ? parseJson(value, path) : value;
  if (!isObject(object)) throw invalidQuery(path, `This must be an object or the JSON text of one, got ${described(object)}.`);
  return object;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidQuery(path, `${quoted(text)} is not valid JSON.`);
  }
}

/** The elements of a list; null for what is no list. */
export function readList(value: unknown, reading: Reading): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!reading.takesIndexedLists || !isObject(value)) return null;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? keys.flatMap((key) => value[key]) : null;
}

/** Reads names: a comma list, or a list of such. Twice the same counts once. */
export function readNames(value: unknown, path: string, reading: Reading): readonly string[] {
  if (isAbsent(value)) return noNames;
  const texts = typeof value === 'string' ? [value] : readList(value, reading);
  if (!texts) throw invalidQuery(path, `This must be a comma list or a list of names, got ${described(value)}.`);
  const names = new Set<string>();
  for (const text of texts) {
    if (typeof text !== 'string') throw invalidQuery(path, `A name must be a text, got ${described(text)}.`);
    for (const name of splitNames(readText(text, path))) names.add(name);
  }
  countNames(names.size, path, reading);
  return Object.freeze([...names]);
}

/** The list of no names. */
export const noNames: readonly string[] = Object.freeze([]);

/** Counts names against the limit of the whole query. */
export function countNames(count: number, path: string, reading: Reading): void {
  reading.names += count;
  if (reading.names > reading.limits.maxFields) throw beyondLimit(path, 'names in a query', reading.limits.maxFields);
}

/** Reads a whole number, or the text of one. */
export function readInteger(value: unknown, path: string, minimum: number): number {
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < minimum || number > greatestInteger) {
    throw invalidQuery(path, `This must be a whole number from ${minimum} to ${greatestInteger}, got ${described(value)}.`);
  }
  return number + 0;
}

/** A page times a limit still fits the 64-bit integers of every database. */
const greatestInteger = 2_147_483_647;

/** Checks a text: what no database can store as text would fail there. */
export function readText(text: string, path: string): string {
  if (unstorable.test(text)) throw invalidQuery(path, 'A text must not hold the character U+0000 or half of a surrogate pair.');
  return text;
}

const unstorable = /[\0\p{Surrogate}]/u;

/** Reads a value to compare with. Numbers that JavaScript cannot hold exactly are refused: as text they lose nothing. */
export function readScalar(value: unknown, path: string): Scalar {
  if (typeof value === 'string') return readText(value, path);
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'number') throw invalidQuery(path, `A value must be a text, a number or a boolean, got ${described(value)}.`);
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
    throw invalidQuery(path, 'The number is too large to be exact.', 'Write it as a text.');
  }
  return value + 0;
}

import qs from 'qs';
import { isAbsent, type QueryInput } from './input.js';
import { beyondLimit, described, invalidQuery, knownNames } from './invalid-query.js';
import type { QueryLimits } from './limits.js';

type Pairs = Record<string, string | string[]>;

/**
 * Reads the query string of a URL, with or without its `?`. Brackets become objects without prototype: `filter[a][_eq]=1`,
 * `fields[]=a`, `sort[0]=a`. Lists stay objects by index, since `filter[2020][_eq]=1` is a field; `parseQuery` knows where a list belongs.
 *
 * @throws {ApiError} `INVALID_QUERY` for malformed percent-encoding, too many parameters, and `_or[][…]` repeated
 */
export function parseSearchParameters(queryString: string, limits: QueryLimits): QueryInput {
  const pairs: Pairs = Object.create(null);
  let count = 0;
  let hasBrackets = false;
  for (const part of queryString.slice(queryString.startsWith('?') ? 1 : 0).split('&')) {
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals), 'query');
    if (name === '') continue;
    count += 1;
    if (count > limits.maxParameters) throw beyondLimit(name, 'parameters', limits.maxParameters);
    hasBrackets ||= name.includes('[');
    const value = equals < 0 ? '' : decode(part.slice(equals + 1), name);
    const before = pairs[name];
    if (Array.isArray(before)) before.push(value);
    else pairs[name] = before === undefined ? value : [before, value];
  }
  return hasBrackets ? expandBrackets(pairs) : pairs;
}

function decode(text: string, path: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidQuery(path, 'The URL holds malformed percent-encoding.');
  }
}

/** More brackets than any query within its limits has. */
const deepestBrackets = 500;

function expandBrackets(pairs: Pairs): QueryInput {
  refuseUnnumberedAlternatives(pairs);
  const hasProto = Object.keys(pairs).some((name) => name.includes('[__proto__]'));
  try {
    const expanded: QueryInput = qs.parse((hasProto ? hideProto(pairs) : pairs) as Record<string, string>, {
      plainObjects: true, allowPrototypes: true, parseArrays: false, arrayLimit: Infinity, depth: deepestBrackets, strictDepth: true,
    });
    return hasProto ? showProto(expanded) as QueryInput : expanded;
  } catch (error) {
    if (error instanceof RangeError) throw beyondLimit('query', 'brackets in the name of a parameter', deepestBrackets);
    throw error;
  }
}

/** `_or[][a]=1&_or[][b]=2` could mean one alternative or two. */
function refuseUnnumberedAlternatives(pairs: Pairs): void {
  const seen = new Set<string>();
  for (const name of Object.keys(pairs)) {
    const [, prefix] = /^(.*\[_or\]\[\])\[/s.exec(name) ?? [];
    if (prefix === undefined) continue;
    if (seen.has(prefix)) throw invalidQuery(prefix, 'It is not clear where one alternative ends.', 'Number them: "[_or][0]", "[_or][1]".');
    seen.add(prefix);
  }
}

/** Stands before a name that qs drops. No decoded text can hold half of a surrogate pair. */
const mark = '\uD800';

function hideProto(pairs: Pairs): Pairs {
  const hidden: Pairs = Object.create(null);
  for (const name of Object.keys(pairs)) hidden[name.replaceAll('[__proto__]', `[${mark}__proto__]`)] = pairs[name]!;
  return hidden;
}

function showProto(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const shown: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) shown[name.startsWith(mark) ? name.slice(mark.length) : name] = showProto(member);
  return shown;
}

/** The formats that `export` takes. */
export const exportFormats = ['csv', 'json', 'ndjson', 'xml', 'yaml'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/**
 * The format that `export` asks for; null where it asks for none.
 *
 * @throws {ApiError} `INVALID_QUERY` for an unknown one
 */
export function exportFormat(input: QueryInput): ExportFormat | null {
  const value = input['export'];
  if (isAbsent(value)) return null;
  const known = exportFormats.find((each) => each === value);
  if (!known) {
    const name = typeof value === 'string' ? value : '';
    throw invalidQuery('export', `There is no format ${described(value)}.`, knownNames(name, exportFormats));
  }
  return known;
}

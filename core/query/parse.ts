import { isAbsent, isObject, readList, readText, type QueryInput, type Reading } from './input.js';
import { beyondLimit, described, invalidQuery, knownNames, quoted } from './invalid-query.js';
import type { QueryLimits } from './limits.js';
import { splitNames } from './names.js';
import { parseTopLevel, plainLevel } from './parse-level.js';
import { metaNames, type MetaName, type Query, type QueryLevel, type Representation } from './query.js';

/** What of a read is not among its parameters. */
export interface ParseOptions {
  readonly collection: string;
  /** One item: its key in URL form. Such a read has no list, so its filter, paging, grouping and `meta` are checked and left out. */
  readonly key?: string | null;
  /** Only these items: the keys as a body holds them, texts or numbers. */
  readonly keys?: unknown;
  readonly representation: Representation;
  readonly limits: QueryLimits;
  /** `url` (the default) also takes lists as brackets make them, `body` does not. */
  readonly source?: 'url' | 'body';
}

/**
 * Reads the parameters of a read into a Query: deep-frozen plain data, the same whatever form they came in. Only their form is
 * checked: names are looked up, and values held against types, in the caller's view.
 *
 * @throws {ApiError} `INVALID_QUERY` for whatever cannot be read or is beyond a limit
 */
export function parseQuery(input: QueryInput, options: ParseOptions): Query {
  const { collection, key = null, representation, limits } = options;
  if (!isObject(input)) throw invalidQuery('query', `The query must be an object, got ${described(input)}.`);
  const reading: Reading = { limits, takesIndexedLists: options.source !== 'body', names: 0, conditions: 0 };
  const level = parseTopLevel(input, reading);
  const meta = parseMeta(input['meta'], reading);
  if (key !== null) {
    const { fields, alias, deep } = level;
    return Object.freeze({ ...plainLevel, fields, alias, deep, collection, key, keys: null, meta: noMeta, representation });
  }
  return Object.freeze({ ...level, collection, key, keys: parseKeys(options.keys, limits), meta, representation });
}

/**
 * Makes a parser of single levels, whose limits count over all that it reads: for routes whose requests come in pieces. Names of related
 * items and of fields are not read: such a route has `members`.
 *
 * @throws {ApiError} from the parser: `INVALID_QUERY` as `parseQuery`
 */
export function createLevelParser(limits: QueryLimits): (parameters: QueryInput) => QueryLevel {
  const reading: Reading = { limits, takesIndexedLists: false, names: 0, conditions: 0 };
  return (parameters) => parseTopLevel(parameters, reading);
}

const noMeta: readonly MetaName[] = Object.freeze([]);

function parseMeta(value: unknown, reading: Reading): readonly MetaName[] {
  if (isAbsent(value)) return noMeta;
  const texts = readList(value, reading) ?? [value];
  const found = new Set<MetaName>();
  for (const text of texts) {
    if (typeof text !== 'string') throw invalidQuery('meta', `This must be a text or a list of texts, got ${described(text)}.`);
    for (const name of splitNames(text)) {
      const known = name === '*' ? metaNames : metaNames.filter((each) => each === name);
      if (known.length === 0) throw invalidQuery('meta', `There is no ${quoted(name)} in "meta".`, knownNames(name, ['*', ...metaNames]));
      for (const each of known) found.add(each);
    }
  }
  return Object.freeze([...found]);
}

function parseKeys(value: unknown, limits: QueryLimits): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw invalidQuery('keys', `This must be a list of keys, got ${described(value)}.`);
  if (value.length > limits.maxListLength) throw beyondLimit('keys', 'keys', limits.maxListLength);
  return Object.freeze(value.map((key: unknown, index) => {
    if (typeof key === 'string' && key !== '') return readText(key, `keys[${index}]`);
    if (Number.isSafeInteger(key)) return String(key);
    throw invalidQuery(`keys[${index}]`, `A key must be a text or a whole number, got ${described(key)}.`);
  }));
}

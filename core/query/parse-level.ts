import { parseFilter } from './parse-filter.js';
import {
  countNames, isAbsent, isObject, noNames, readInteger, readNames, readObject, readText, type QueryInput, type Reading,
} from './input.js';
import { beyondLimit, described, invalidQuery, knownNames, quoted } from './invalid-query.js';
import { pathDepth } from './names.js';
import { aggregateFunctions, type AggregateFunction, type QueryLevel } from './query.js';

/** Parameters of a level as `deep` writes them. */
const deepParameters: readonly string[] =
  ['_filter', '_search', '_sort', '_limit', '_offset', '_page', '_alias', '_aggregate', '_groupBy', '_group'];

const nothing: Readonly<Record<string, never>> = Object.freeze(Object.create(null) as Record<string, never>);

/** A level of which nothing was asked. */
export const plainLevel: QueryLevel = Object.freeze({
  fields: noNames, alias: nothing, filter: null, search: null, sort: noNames, limit: null, offset: 0, page: null,
  aggregate: nothing, groupBy: noNames, deep: nothing,
});

/**
 * Reads the parameters of the whole query. Those it does not know are left to others.
 *
 * @throws {ApiError} `INVALID_QUERY`
 */
export function parseTopLevel(input: QueryInput, reading: Reading): QueryLevel {
  const fields = readPaths(input['fields'], 'fields', reading);
  return Object.freeze({ ...parseParameters(input, '', '', reading), fields, deep: parseDeep(input['deep'], reading) });
}

function parseDeep(value: unknown, reading: Reading): QueryLevel['deep'] {
  if (isAbsent(value)) return nothing;
  const object = readObject(value, 'deep');
  for (const key of Object.keys(object)) {
    if (deepParameters.includes(key)) {
      throw invalidQuery(`deep.${key}`, `"${key}" needs the name of a relation around it.`, `Write {"relation": {"${key}": …}}.`);
    }
  }
  return parseRelations(object, 'deep', 1, reading);
}

/** The relations in an object of `deep`: every key that is no parameter. A key with `_` is one if an object stands beside it. */
function parseRelations(object: QueryInput, path: string, depth: number, reading: Reading): QueryLevel['deep'] {
  const names = Object.keys(object).filter((key) => !deepParameters.includes(key));
  if (names.length === 0) return nothing;
  countNames(names.length, path, reading);
  if (depth > reading.limits.maxDepth) throw beyondLimit(path, 'relations one below another', reading.limits.maxDepth);
  const levels: Record<string, QueryLevel> = Object.create(null);
  for (const name of names) {
    const here = `${path}.${name}`;
    const value = object[name];
    if (name.startsWith('_') && !isObject(value)) {
      throw invalidQuery(here, `There is no parameter ${quoted(name)} in "deep".`, knownNames(name, deepParameters));
    }
    const level = readObject(value, here);
    levels[readText(name, here)] = Object.freeze({
      ...parseParameters(level, '_', `${here}.`, reading), deep: parseRelations(level, here, depth + 1, reading),
    });
  }
  return Object.freeze(levels);
}

/** What both the whole query and a relation in `deep` may ask for. `prefix` stands before each name, `path` before that. */
function parseParameters(input: QueryInput, prefix: '' | '_', path: string, reading: Reading): QueryLevel {
  const at = `${path}${prefix}`;
  const group = isAbsent(input[`${prefix}groupBy`]) ? 'group' : 'groupBy';
  const offset = readCount(input[`${prefix}offset`], `${at}offset`, 0);
  const page = readCount(input[`${prefix}page`], `${at}page`, 0);
  return {
    fields: noNames,
    alias: parseAlias(input[`${prefix}alias`], `${at}alias`, reading),
    filter: parseFilter(input[`${prefix}filter`], `${at}filter`, reading),
    search: parseSearch(input[`${prefix}search`], `${at}search`, reading),
    sort: parseSort(input[`${prefix}sort`], `${at}sort`, reading),
    limit: readCount(input[`${prefix}limit`], `${at}limit`, -1),
    offset: page === null ? offset ?? 0 : 0,
    page: page === 0 ? 1 : page,
    aggregate: parseAggregate(input[`${prefix}aggregate`], `${at}aggregate`, reading),
    groupBy: readNames(input[`${prefix}${group}`], `${at}${group}`, reading),
    deep: nothing,
  };
}

function readCount(value: unknown, path: string, minimum: number): number | null {
  return isAbsent(value) ? null : readInteger(value, path, minimum);
}

function parseSearch(value: unknown, path: string, reading: Reading): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw invalidQuery(path, `This must be a text, got ${described(value)}.`);
  const text = String(value);
  if (text.length > reading.limits.maxSearchLength) throw beyondLimit(path, 'characters', reading.limits.maxSearchLength);
  return readText(text, path);
}

function parseSort(value: unknown, path: string, reading: Reading): readonly string[] {
  const sort = readPaths(value, path, reading);
  if (sort.includes('-')) throw invalidQuery(path, 'A "-" needs the name of a field after it.');
  return sort;
}

function readPaths(value: unknown, path: string, reading: Reading): readonly string[] {
  const paths = readNames(value, path, reading);
  for (const each of paths) {
    if (pathDepth(each) > reading.limits.maxDepth) {
      throw beyondLimit(`${path}.${each}`, 'relations one below another', reading.limits.maxDepth);
    }
  }
  return paths;
}

function parseAlias(value: unknown, path: string, reading: Reading): Readonly<Record<string, string>> {
  if (isAbsent(value)) return nothing;
  const object = readObject(value, path);
  const names: Record<string, string> = Object.create(null);
  const aliases = Object.keys(object);
  countNames(aliases.length, path, reading);
  for (const alias of aliases) {
    const here = `${path}.${alias}`;
    const name = object[alias];
    if (typeof name !== 'string' || name === '') {
      throw invalidQuery(here, `This must be the name of a field or relation, got ${described(name)}.`);
    }
    names[readText(alias, here)] = readText(name, here);
  }
  return Object.freeze(names);
}

function parseAggregate(value: unknown, path: string, reading: Reading): QueryLevel['aggregate'] {
  if (isAbsent(value)) return nothing;
  const object = readObject(value, path);
  const aggregate: Partial<Record<AggregateFunction, readonly string[]>> = Object.create(null);
  for (const name of Object.keys(object)) {
    const here = `${path}.${name}`;
    const known = aggregateFunctions.find((each) => each === name);
    if (!known) throw invalidQuery(here, `There is no aggregate function ${quoted(name)}.`, knownNames(name, aggregateFunctions));
    aggregate[known] = parseAggregated(known, object[name], here, reading);
  }
  return Object.freeze(aggregate);
}

const everything: readonly string[] = Object.freeze(['*']);

/** `countAll` counts rows whatever is written beside it, as long as it is no field: a count of a field is `count`. */
function parseAggregated(name: AggregateFunction, value: unknown, path: string, reading: Reading): readonly string[] {
  const names = name === 'countAll' && value === true ? everything : readNames(value, path, reading);
  if (name === 'countAll') {
    if (names.length === 0 || (names.length === 1 && names[0] === '*')) return everything;
    throw invalidQuery(path, '"countAll" counts rows and takes "*" alone.', 'Count a field with "count".');
  }
  if (names.length === 0) throw invalidQuery(path, `"${name}" needs the name of a field.`);
  if (name !== 'count' && names.includes('*')) throw invalidQuery(path, `"${name}" takes fields, not "*".`);
  return names;
}

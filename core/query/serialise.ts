import type { Filter } from './filter.js';
import type { QueryInput } from './input.js';
import { splitNames } from './names.js';
import type { Query, QueryLevel } from './query.js';

type Output = Record<string, unknown>;

/**
 * A Query as the `query` of a SEARCH body: `parseQuery` makes the same Query of it. Collection, keys and representation are not part
 * of it, and what was not asked for is left out.
 */
export function toBody(query: Query): QueryInput {
  const body = levelBody(query, '');
  if (query.meta.length > 0) body['meta'] = query.meta;
  return body;
}

/**
 * A Query as the query string of a GET, without `?`: the same text for the same Query. Empty where nothing was asked for.
 * `keys` have no form in a URL: a Query that has them has no equivalent GET.
 */
export function toSearchParams(query: Query): string {
  const parameters: string[] = [];
  for (const [name, value] of Object.entries(toBody(query))) {
    if (Array.isArray(value)) parameters.push(...listParameters(name, value as readonly string[]));
    else parameters.push(`${name}=${encode(typeof value === 'string' ? value : JSON.stringify(value))}`);
  }
  return parameters.join('&');
}

/** A comma list, unless an odd parenthesis in a name would hide a comma. */
function listParameters(name: string, names: readonly string[]): string[] {
  const list = names.join(',');
  const isClear = splitNames(list).join('\n') === names.join('\n');
  return isClear ? [`${name}=${encode(list)}`] : names.map((each) => `${name}[]=${encode(each)}`);
}

/** Percent-encodes what a query string must not hold, and leaves lists readable. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%24', '$');
}

function levelBody(level: QueryLevel, prefix: '' | '_'): Output {
  const body: Output = Object.create(null);
  if (level.fields.length > 0) body[`${prefix}fields`] = level.fields;
  if (level.filter) body[`${prefix}filter`] = filterBody(level.filter);
  if (level.search !== null) body[`${prefix}search`] = level.search;
  if (level.sort.length > 0) body[`${prefix}sort`] = level.sort;
  if (level.limit !== null) body[`${prefix}limit`] = level.limit;
  if (level.offset !== 0) body[`${prefix}offset`] = level.offset;
  if (level.page !== null) body[`${prefix}page`] = level.page;
  if (Object.keys(level.alias).length > 0) body[`${prefix}alias`] = level.alias;
  if (Object.keys(level.aggregate).length > 0) body[`${prefix}aggregate`] = level.aggregate;
  if (level.groupBy.length > 0) body[`${prefix}groupBy`] = level.groupBy;
  const relations = Object.keys(level.deep);
  const nested: Output = prefix === '_' ? body : Object.create(null);
  for (const name of relations) nested[name] = levelBody(level.deep[name]!, '_');
  if (prefix === '' && relations.length > 0) body['deep'] = nested;
  return body;
}

/** A filter as a client writes it: `parseFilter` makes the same of it. */
export function filterBody(filter: Filter): Record<string, unknown> {
  switch (filter.kind) {
    case 'and':
      return filter.filters.length === 0 ? {} : { _and: filter.filters.map(filterBody) };
    case 'or':
      return { _or: filter.filters.map(filterBody) };
    case 'relation': {
      const related = filterBody(filter.filter);
      return single(filter.relation, filter.quantifier === 'path' ? related : { [`_${filter.quantifier}`]: related });
    }
    case 'field': {
      const name = filter.function ? `${filter.function}(${filter.field})` : filter.field;
      return single(name, { [filter.operator]: filter.value ?? true });
    }
  }
}

/** An object of one member, without prototype: the name may be `__proto__`. */
function single(name: string, value: unknown): Output {
  const object: Output = Object.create(null);
  object[name] = value;
  return object;
}

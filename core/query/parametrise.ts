import type { Filter, FilterValue } from './filter.js';
import { plainLevel } from './parse-level.js';
import type { Query, QueryLevel, SelectedMember } from './query.js';

/** A value of the request that was taken out of its query, by number. */
export interface ValueReference {
  readonly request: number;
}

/** A query level without its values: what a plan is made from, the same for every request of one shape. */
export interface ShapedLevel extends Omit<QueryLevel<ValueReference>, 'search' | 'limit' | 'offset' | 'page' | 'deep' | 'members'> {
  readonly search: { readonly request: number; readonly looksLike: SearchTerm } | null;
  /** A number where the list is short for certain: a database plans a page better when it knows its length. */
  readonly limit: ValueReference | number | null;
  readonly offset: ValueReference | null;
  readonly deep: Readonly<Record<string, ShapedLevel>>;
  readonly members?: readonly SelectedMember<ShapedLevel>[];
}

/** What a search term could be beside a text: it decides which columns can equal it. */
export interface SearchTerm {
  readonly isInteger: boolean;
  readonly isDecimal: boolean;
  readonly isUuid: boolean;
}

export interface ShapedQuery extends ShapedLevel, Pick<Query, 'collection' | 'meta' | 'representation'> {
  readonly key: ValueReference | null;
  /** One list of keys. */
  readonly keys: (ValueReference & { readonly count: number }) | null;
  /** What a relation is read with where `deep` says nothing of it. */
  readonly plainLevel: ShapedLevel;
}

/** A query taken apart: its shape as a value and as text (the key of its plan), and the values in the order of their numbers. */
export interface Parametrised {
  readonly query: ShapedQuery;
  readonly shape: string;
  readonly values: readonly FilterValue[];
}

/** The limits that decide how long a list can be. */
export interface PageLimits {
  readonly defaultLimit: number;
  /** -1 for none. */
  readonly maxLimit: number;
}

/** A list that is at most this long is answered as one row; a longer one is streamed. */
const longestPage = 1000;

const known = new WeakMap<Query, Parametrised>();

/** Takes the values out of a query. The same Query object is taken apart once only: routes may keep what they parsed. */
export function parametrise(query: Query, limits: PageLimits): Parametrised {
  let parametrised = known.get(query);
  if (!parametrised) {
    const values: FilterValue[] = [];
    const shaped = shapeQuery(query, limits, values);
    parametrised = { query: shaped, shape: JSON.stringify(shaped), values };
    known.set(query, parametrised);
  }
  return parametrised;
}

function shapeQuery(query: Query, limits: PageLimits, values: FilterValue[]): ShapedQuery {
  return {
    collection: query.collection,
    representation: query.representation,
    meta: query.meta,
    key: query.key === null ? null : take(query.key, values),
    keys: query.keys && { ...take(query.keys, values), count: query.keys.length },
    plainLevel: shapeLevel(plainLevel, limits, values),
    ...shapeLevel(query, limits, values),
  };
}

function shapeLevel(level: QueryLevel, limits: PageLimits, values: FilterValue[]): ShapedLevel {
  const limit = effectiveLimit(level.limit, limits);
  const offset = level.page === null ? level.offset : (level.page - 1) * Math.max(limit ?? 0, 0);
  const deep: Record<string, ShapedLevel> = Object.create(null);
  for (const [name, nested] of Object.entries(level.deep)) deep[name] = shapeLevel(nested, limits, values);
  return {
    fields: level.fields,
    alias: level.alias,
    filter: level.filter && shapeFilter(level.filter, values),
    search: level.search === null ? null : { ...take(level.search, values), looksLike: looksLike(level.search) },
    sort: level.sort,
    limit: limit === null || limit <= longestPage ? limit : take(limit, values),
    offset: offset === 0 ? null : take(offset, values),
    aggregate: level.aggregate,
    groupBy: level.groupBy,
    deep,
    ...(level.members && { members: shapeMembers(level.members, limits, values) }),
  };
}

function shapeMembers(members: readonly SelectedMember[], limits: PageLimits, values: FilterValue[]): SelectedMember<ShapedLevel>[] {
  return members.map((member) => {
    if (member.kind === 'related') return { ...member, level: shapeLevel(member.level, limits, values) };
    return member.kind === 'object' ? { ...member, members: shapeMembers(member.members, limits, values) } : member;
  });
}

/** null for all. */
function effectiveLimit(limit: number | null, { defaultLimit, maxLimit }: PageLimits): number | null {
  const asked = limit ?? defaultLimit;
  if (maxLimit < 0) return asked < 0 ? null : asked;
  return asked < 0 ? maxLimit : Math.min(asked, maxLimit);
}

function shapeFilter(filter: Filter, values: FilterValue[]): Filter<ValueReference> {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, filters: filter.filters.map((each) => shapeFilter(each, values)) };
    case 'relation':
      return { ...filter, filter: shapeFilter(filter.filter, values) };
    case 'field':
      return { ...filter, value: take(filter.value, values) };
  }
}

function take(value: FilterValue, values: FilterValue[]): ValueReference {
  values.push(value);
  return { request: values.length - 1 };
}

const integer = /^[+-]?\d{1,19}$/;
const decimal = /^[+-]?(\d{1,100}(\.\d{0,100})?|\.\d{1,100})$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function looksLike(term: string): SearchTerm {
  return { isInteger: integer.test(term) && isInt64(BigInt(term.replace('+', ''))), isDecimal: decimal.test(term), isUuid: uuid.test(term) };
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

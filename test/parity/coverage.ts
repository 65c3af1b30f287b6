import { functions, operators, type Filter } from '../../core/query/filter.js';
import { aggregateFunctions, type Query, type QueryLevel } from '../../core/query/query.js';
import type { Collection, Relation, Schema } from '../../core/schema/schema.js';
import { fieldOrFunction, select, walk } from './evaluate-selection.js';
import { collectionOf, plainLevel } from './world.js';

/** What a suite's queries must have had in them, each at least once. */
export const wanted: readonly string[] = [
  ...operators.map((name) => `operator ${name}`),
  ...functions.flatMap((name) => [`function ${name} in fields`, `function ${name} in filter`]),
  'function in sort', 'function in groupBy', "function of a relation's field",
  ...['m2o', 'o2m', 'self m2o', 'self o2m', 'composite m2o', 'composite o2m']
    .flatMap((kind) => [`relation ${kind} in fields`, `relation ${kind} in filter`]),
  'relation m2o in sort', 'relation o2m in sort',
  ...['some', 'none', 'path'].flatMap((name) => [`quantifier ${name} of m2o`, `quantifier ${name} of o2m`]),
  ...aggregateFunctions.map((name) => `aggregate ${name}`),
  'aggregate of a nested list', 'groupBy', 'groupBy two', 'sort of groups',
  'fields of depth 3 and more', 'filter of depth 3 and more', 'sort of depth 3 and more', 'deep of depth 3 and more',
  'and', 'or', '*', '*.*', 'no fields', 'bare keys of a list', 'alias of a field', 'alias of a relation', 'nothing but aliases',
  'sort', 'descending sort', 'sort of a collection without a key', 'search', 'limit', 'limit 0', 'limit -1', 'offset', 'page',
  'nested filter', 'nested filter of m2o', 'nested search', 'nested sort', 'nested limit', 'nested offset', 'nested page',
  'total_count', 'filter_count', 'key', 'key that is missing', 'composite key', 'keys', 'view', '$NOW',
  'route GET', 'route SEARCH', 'route QUERY', 'refused',
];

/** How often each thing occurred. */
export type Coverage = Map<string, number>;

/** What of `wanted` never occurred. */
export function gaps(coverage: Coverage): readonly string[] {
  return wanted.filter((name) => !coverage.has(name));
}

/** How often each thing occurred, in lines for people. */
export function report(coverage: Coverage): string {
  const lines = [''];
  for (const name of wanted) {
    const entry = `${name} ${coverage.get(name) ?? 0}`;
    const line = lines.at(-1) ?? '';
    if (line.length + entry.length > 130) lines.push(entry);
    else lines[lines.length - 1] = line === '' ? entry : `${line}, ${entry}`;
  }
  return lines.map((line) => `      ${line}\n`).join('');
}

export function count(coverage: Coverage, name: string): void {
  coverage.set(name, (coverage.get(name) ?? 0) + 1);
}

/** Counts what a query has in it. */
export function cover(coverage: Coverage, query: Query, schema: Schema): void {
  const collection = collectionOf({ schema }, query.collection);
  const covering: Covering = { schema, seen: (name) => count(coverage, name) };
  if (collection.kind === 'view') covering.seen('view');
  for (const name of query.meta) covering.seen(name);
  if (query.key !== null) {
    covering.seen('key');
    if (collection.key.length > 1) covering.seen('composite key');
    coverFields(covering, collection, query, query.fields, 1);
    return;
  }
  if (query.keys !== null) covering.seen('keys');
  coverLevel(covering, collection, query, query.fields, 1);
}

interface Covering {
  readonly schema: Schema;
  readonly seen: (name: string) => void;
}

function coverLevel(covering: Covering, collection: Collection, level: QueryLevel, paths: readonly string[] | null, depth: number): void {
  const { seen } = covering;
  const prefix = depth > 1 ? 'nested ' : '';
  if (level.filter) {
    seen(`${prefix}filter`);
    coverFilter(covering, collection, level.filter, 1);
  }
  if (level.search) seen(`${prefix}search`);
  if (level.sort.length > 0) seen(`${prefix}sort`);
  if (level.limit !== null) seen(level.limit > 0 ? `${prefix}limit` : `limit ${level.limit}`);
  if (level.offset > 0) seen(`${prefix}offset`);
  if (level.page !== null) seen(`${prefix}page`);
  const aggregates = aggregateFunctions.filter((name) => level.aggregate[name]);
  for (const name of aggregates) seen(`aggregate ${name}`);
  if (level.groupBy.length > 0) seen('groupBy');
  if (level.groupBy.length > 1) seen('groupBy two');
  if (level.groupBy.some((path) => fieldOrFunction(collection, path).function)) seen('function in groupBy');
  if (aggregates.length > 0 || level.groupBy.length > 0) {
    if (depth > 1) seen('aggregate of a nested list');
    if (level.sort.length > 0) seen('sort of groups');
    return;
  }
  for (const text of level.sort) coverSort(covering, collection, text);
  if (level.sort.length > 0 && collection.key.length === 0) seen('sort of a collection without a key');
  if (paths === null) seen('bare keys of a list');
  else coverFields(covering, collection, level, paths, depth);
}

function coverFields(covering: Covering, collection: Collection, level: QueryLevel, paths: readonly string[], depth: number): void {
  const { seen } = covering;
  if (paths.length === 0) seen('no fields');
  if (paths.includes('*')) seen('*');
  if (paths.some((path) => path.startsWith('*.'))) seen('*.*');
  if (paths.some((path) => /^[a-z]+\(.*\..*\)$/.test(path) && !collection.fields.has(path))) seen("function of a relation's field");
  if (depth >= 3) seen('fields of depth 3 and more');
  const { values, relations, aliased } = select(collection, level, paths);
  for (const reference of [...values.values(), ...aliased.values()]) {
    if (reference.function) seen(`function ${reference.function} in fields`);
  }
  if (aliased.size > 0) seen(values.size + relations.size > 0 ? 'alias of a field' : 'nothing but aliases');
  for (const [key, { relation, paths: below }] of relations) {
    for (const kind of kindsOf(relation)) seen(`relation ${kind} in fields`);
    if (key !== relation.name) seen('alias of a relation');
    const target = collectionOf(covering, relation.relatedCollection);
    const deep = level.deep[key];
    if (deep && depth >= 3) seen('deep of depth 3 and more');
    if (relation.kind === 'm2o') {
      if (deep?.filter) seen('nested filter of m2o');
      if (below.length > 0) coverFields(covering, target, deep ?? plainLevel, below, depth + 1);
    } else {
      coverLevel(covering, target, deep ?? plainLevel, below.length > 0 ? below : null, depth + 1);
    }
  }
}

function coverFilter(covering: Covering, collection: Collection, filter: Filter, depth: number): void {
  const { seen } = covering;
  switch (filter.kind) {
    case 'and':
    case 'or':
      seen(filter.kind);
      for (const part of filter.filters) coverFilter(covering, collection, part, depth);
      return;
    case 'field':
      seen(`operator ${filter.operator}`);
      if (filter.function) seen(`function ${filter.function} in filter`);
      if (String(filter.value).includes('$NOW')) seen('$NOW');
      return;
    case 'relation': {
      const relation = collection.relations.get(filter.relation);
      if (!relation) throw new Error(`No relation "${filter.relation}" in "${collection.name}".`);
      for (const kind of kindsOf(relation)) seen(`relation ${kind} in filter`);
      seen(`quantifier ${filter.quantifier} of ${relation.kind}`);
      if (depth >= 3) seen('filter of depth 3 and more');
      coverFilter(covering, collectionOf(covering, relation.relatedCollection), filter.filter, depth + 1);
    }
  }
}

function coverSort(covering: Covering, collection: Collection, text: string): void {
  const { seen } = covering;
  if (text.startsWith('-')) seen('descending sort');
  const { relations, end } = walk(covering, collection, text.replace(/^-/, ''));
  for (const relation of relations) seen(`relation ${relation.kind} in sort`);
  if (end.function) seen('function in sort');
  if (relations.length >= 2) seen('sort of depth 3 and more');
}

function kindsOf(relation: Relation): readonly string[] {
  const kinds: string[] = [relation.kind];
  if (relation.collection === relation.relatedCollection) kinds.push(`self ${relation.kind}`);
  if (relation.fields.length > 1) kinds.push(`composite ${relation.kind}`);
  return kinds;
}

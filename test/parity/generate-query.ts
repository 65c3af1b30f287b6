import { aggregateFunctions, type AggregateFunction } from '../../core/query/query.js';
import type { Collection, Relation } from '../../core/schema/schema.js';
import type { Choices } from './choices.js';
import { bareKey, keyText } from './evaluate.js';
import { generateFilter } from './generate-filter.js';
import { functionCalls, searchTerm, typesOf } from './generate-value.js';
import { collectionOf, dictionary, rowsOf, type World } from './world.js';

/** A read as a client asks for it. */
export interface RawRequest {
  readonly collection: string;
  readonly key: string | null;
  /** Only a body can hold them. */
  readonly keys: readonly string[] | null;
  readonly query: RawQuery;
}

/** Parameters by name, with values as JSON has them. */
export type RawQuery = Record<string, unknown>;

const greatestDepth = 4;

const metas = ['*', 'total_count', 'filter_count', 'filter_count,total_count', ['total_count', 'filter_count']];

/** Writes a read of some collection that a server should answer. */
export function generateRequest(choices: Choices, world: World): RawRequest {
  const collections = [...world.schema.collections.values()];
  const readsOne = choices.chance(0.12);
  const collection = readsOne ? keyedCollection(choices, world, collections) : choices.pick(collections);
  const rows = rowsOf(world, collection.name);
  const { paths, parameters } = generateLevel(choices, world, collection, greatestDepth, '');
  const query = parameters;
  if (paths.length > 0) query['fields'] = choices.chance(0.5) ? paths : paths.join(',');
  if (choices.chance(0.3)) query['meta'] = choices.pick(metas);
  if (readsOne) {
    const key = choices.chance(0.7) ? keyText(world, collection, choices.pick(rows)) : missingKey(collection);
    return { collection: collection.name, key, keys: null, query };
  }
  const hasKeys = collection.key.length > 0 && choices.chance(0.12);
  const keys = hasKeys ? choices.some(rows, 1, 4).map((row) => String(bareKey(world, collection, row))) : null;
  return { collection: collection.name, key: null, keys, query };
}

/** One that has items and a key, of one field as often as of several. */
function keyedCollection(choices: Choices, world: World, collections: readonly Collection[]): Collection {
  const keyed = collections.filter(({ name, key }) => key.length > 0 && rowsOf(world, name).length > 0);
  const size = choices.pickRarest([...new Set(keyed.map(({ key }) => `key of ${key.length}`))]);
  return choices.pick(keyed.filter(({ key }) => size === `key of ${key.length}`));
}

/** A key in form, of no item. */
function missingKey(collection: Collection): string {
  return collection.key.map((name) => {
    const type = collection.fields.get(name)?.type;
    if (type === 'uuid') return '99999999-9999-4999-8999-999999999999';
    return type === 'integer' || type === 'bigInteger' ? '987654' : 'nobody';
  }).join(',');
}

interface Level {
  /** What of each item is asked for, from here on. */
  readonly paths: readonly string[];
  readonly parameters: RawQuery;
}

/** A level of a query: the whole (`prefix` empty) or a list below a relation (`_`). */
function generateLevel(choices: Choices, world: World, collection: Collection, depth: number, prefix: '' | '_'): Level {
  const parameters = dictionary<unknown>();
  const set = (name: string, value: unknown): void => void (parameters[prefix + name] = value);
  const isGrouped = choices.chance(prefix === '' ? 0.22 : 0.1);
  if (choices.chance(prefix === '' ? 0.55 : 0.3)) set('filter', generateFilter(choices, world, collection, Math.min(depth, 3)));
  if (choices.chance(0.12)) set('search', searchTerm(choices, rowsOf(world, collection.name)));
  if (isGrouped) {
    for (const [name, value] of Object.entries(generateGroup(choices, collection))) set(name, value);
  } else {
    const sort = generateSort(choices, world, collection);
    if (sort.length > 0) set('sort', choices.chance(0.5) ? sort : sort.join(','));
  }
  setPage(choices, set);
  const fields = isGrouped ? noFields : generateFields(choices, world, collection, depth);
  if (Object.keys(fields.alias).length > 0) set('alias', fields.alias);
  if (prefix === '' && Object.keys(fields.deep).length > 0) parameters['deep'] = fields.deep;
  if (prefix === '_') for (const [key, level] of Object.entries(fields.deep)) parameters[key] = level;
  return { paths: fields.paths, parameters };
}

function setPage(choices: Choices, set: (name: string, value: unknown) => void): void {
  const limit = choices.chance(0.04) ? 0 : choices.pick([null, null, null, null, 1, 2, 3, 5, 20, -1, -1]);
  if (limit !== null) set('limit', choices.chance(0.2) ? String(limit) : limit);
  if (choices.chance(0.15)) set('offset', choices.below(4));
  if (choices.chance(0.12) && limit !== -1) set('page', choices.below(4));
}

interface Fields {
  readonly paths: readonly string[];
  readonly deep: RawQuery;
  readonly alias: Record<string, string>;
}

const noFields: Fields = { paths: [], deep: dictionary(), alias: dictionary() };

const aliases = ['alpha', 'ünlike', 'two words', '__proto__', "it's", 'p.q', 'constructor', '"quoted"', 'a?b'];

function generateFields(choices: Choices, world: World, collection: Collection, depth: number): Fields {
  const paths: string[] = [];
  const deep = dictionary<unknown>();
  const alias = dictionary<string>();
  const isFree = (name: string): boolean => !collection.fields.has(name) && !collection.relations.has(name) && alias[name] === undefined;
  const newAlias = (of: string): string => {
    const name = choices.pick(aliases.filter(isFree));
    alias[name] = of;
    return name;
  };
  const names = [...collection.fields.keys()];
  const calls = callsOf(choices, collection);

  if (choices.chance(0.05)) return { paths: choices.some(names, 1, 2).map(newAlias), deep, alias };
  if (choices.chance(0.25)) paths.push('*');
  if (choices.chance(0.06)) paths.push('*.*');
  paths.push(...choices.some(names, 0, 4), ...choices.some(calls, 0, 2));
  if (choices.chance(0.2)) paths.push(newAlias(choices.pick([...names, ...calls])));
  if (depth > 0) {
    for (const relation of choices.some([...collection.relations.values()], 0, 2)) {
      const key = choices.chance(0.15) ? newAlias(relation.name) : relation.name;
      paths.push(...generateRelated(choices, world, relation, key, depth, deep));
    }
  }
  return { paths, deep, alias };
}

/** The paths below a relation, and what `deep` says of it. Functions of its fields may be written around the whole path. */
function generateRelated(
  choices: Choices, world: World, relation: Relation, key: string, depth: number, deep: RawQuery,
): readonly string[] {
  const target = collectionOf(world, relation.relatedCollection);
  if (relation.kind === 'm2o') {
    const { paths, deep: below, alias } = generateFields(choices, world, target, depth - 1);
    const level = dictionary<unknown>();
    if (choices.chance(0.25)) level['_filter'] = generateFilter(choices, world, target, 1);
    if (choices.chance(0.05)) level['_search'] = searchTerm(choices, rowsOf(world, target.name));
    if (Object.keys(alias).length > 0) level['_alias'] = alias;
    for (const [name, nested] of Object.entries(below)) level[name] = nested;
    if (Object.keys(level).length > 0) deep[key] = level;
    return prefixed(choices, key, relation, paths);
  }
  const { paths, parameters } = generateLevel(choices, world, target, depth - 1, '_');
  if (target.key.length === 0 && !parameters['_aggregate'] && !parameters['_groupBy']) parameters['_sort'] ??= wholeSort(choices, target);
  if (Object.keys(parameters).length > 0) deep[key] = parameters;
  return prefixed(choices, key, relation, paths);
}

function prefixed(choices: Choices, key: string, relation: Relation, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [relation.kind === 'o2m' ? key : `${key}.*`];
  return paths.map((path) => wrapped(choices, key, path));
}

/** A path below a relation. A function may stand around the whole of it. */
function wrapped(choices: Choices, key: string, path: string): string {
  const [, name, argument] = /^([a-z]+)\((.+)\)$/.exec(path) ?? [];
  return name !== undefined && choices.chance(0.3) ? `${name}(${key}.${argument})` : `${key}.${path}`;
}

/** One call of each function that something here has, in any order. */
function callsOf(choices: Choices, collection: Collection): readonly string[] {
  const counts = [...collection.relations.values()].filter(({ kind }) => kind === 'o2m').map(({ name }) => `count(${name})`);
  return choices.some([...functionCalls(collection).map(({ call }) => call), ...counts], 3, 3);
}

function generateSort(choices: Choices, world: World, collection: Collection): readonly string[] {
  if (collection.key.length === 0) return wholeSort(choices, collection);
  if (choices.chance(0.4)) return [];
  return Array.from({ length: 1 + choices.below(2) }, () => direction(choices) + sortPath(choices, world, collection, 3));
}

function sortPath(choices: Choices, world: World, collection: Collection, depth: number): string {
  const relations = [...collection.relations.values()];
  if (depth > 0 && relations.length > 0 && choices.chance(0.35)) {
    const relation = choices.pick(relations);
    return wrapped(choices, relation.name, sortPath(choices, world, collectionOf(world, relation.relatedCollection), depth - 1));
  }
  const calls = callsOf(choices, collection);
  return calls.length > 0 && choices.chance(0.3) ? choices.pick(calls) : choices.pick(sortable(collection));
}

/** Every column: without a key, only that is an order. */
function wholeSort(choices: Choices, collection: Collection): readonly string[] {
  const names = sortable(collection);
  return choices.some(names, names.length, names.length).map((name) => direction(choices) + name);
}

function direction(choices: Choices): '' | '-' {
  return choices.chance(0.45) ? '-' : '';
}

function sortable(collection: Collection): readonly string[] {
  return [...collection.fields.values()].filter(({ type }) => type !== 'json').map(({ name }) => name);
}

function generateGroup(choices: Choices, collection: Collection): RawQuery {
  const group = dictionary<unknown>();
  const aggregate = dictionary<unknown>();
  const keys = [...sortable(collection), ...functionCalls(collection).map(({ call }) => call)];
  const groupBy = choices.chance(0.7) ? choices.some(keys, 1, 2) : [];
  const orders: string[] = [...groupBy];
  const count = choices.below(3) + (groupBy.length === 0 ? 1 : 0);
  for (const name of new Set(Array.from({ length: count }, () => pickAggregate(choices)))) {
    const types = aggregated(name);
    const fields = [...collection.fields.values()].filter(({ type }) => types.includes(type)).map((field) => field.name);
    if (name === 'countAll' || (name === 'count' && choices.chance(0.4))) {
      aggregate[name] = '*';
      orders.push(name);
    } else if (fields.length > 0) {
      const chosen = [...choices.some(fields, 1, 2), ...(name === 'count' && choices.chance(0.2) ? ['*'] : [])];
      aggregate[name] = choices.chance(0.5) ? chosen : chosen.join(',');
      // Databases differ in the last digits of an average, and so could in an order by it.
      if (!name.startsWith('avg')) orders.push(`${name}.${chosen[0]}`);
    }
  }
  if (Object.keys(aggregate).length === 0 && groupBy.length === 0) aggregate['count'] = '*';
  if (Object.keys(aggregate).length > 0) group['aggregate'] = aggregate;
  if (groupBy.length > 0) {
    group['groupBy'] = choices.chance(0.5) ? groupBy : groupBy.join(',');
    if (choices.chance(0.5)) group['sort'] = choices.some(orders, 1, 2).map((name) => direction(choices) + name);
  }
  return group;
}

function pickAggregate(choices: Choices): AggregateFunction {
  const name = choices.pickRarest(aggregateFunctions.map((each) => `aggregate ${each}`));
  return aggregateFunctions.find((each) => name.endsWith(` ${each}`)) ?? 'count';
}

function aggregated(name: string): readonly string[] {
  if (name === 'count') return typesOf.every;
  if (name === 'countDistinct') return typesOf.comparable;
  return name === 'min' || name === 'max' ? typesOf.ordered : typesOf.numbers;
}

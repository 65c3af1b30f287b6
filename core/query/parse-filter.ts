import { isOperator, readComparison } from './comparison.js';
import { operators, type Filter, type Operator } from './filter.js';
import { isAbsent, isObject, readList, readObject, readText, type QueryInput, type Reading } from './input.js';
import { beyondLimit, described, invalidQuery, knownNames, quoted } from './invalid-query.js';
import { parseCompared, type Compared } from './names.js';

/** Where in the request one is. */
interface Place {
  /** Exactly, for what cannot be read: `filter._or[1].author._eqq`. */
  readonly exact: string;
  /** Without `_and` and `_or`, so that it follows from the Filter: `filter.author._eq`. */
  readonly path: string;
  /** How many relations lead here. */
  readonly relations: number;
  /** How many objects and lists of filters. */
  readonly nesting: number;
}

/** No filter that is within `maxFilterDepth` nests so deep: it keeps the call stack safe. */
const deepestNesting = 500;

/**
 * Reads a filter, an object or its JSON text. `_and` in `_and`, `_or` in `_or`, groups of one and empty conditions disappear.
 *
 * @returns null where nothing is asked of an item
 * @throws {ApiError} `INVALID_QUERY` with the exact path
 */
export function parseFilter(value: unknown, path: string, reading: Reading): Filter | null {
  if (isAbsent(value)) return null;
  const filters: Filter[] = [];
  collectItem(readObject(value, path), { exact: path, path, relations: 0, nesting: 0 }, filters, reading);
  const filter = join('and', filters);
  if (filter && depthOf(filter) > reading.limits.maxFilterDepth) {
    throw beyondLimit(path, 'relations, "_and" and "_or" one below another', reading.limits.maxFilterDepth);
  }
  return filter;
}

/** The conditions of an object that speaks of an item: its keys are fields and relations. */
function collectItem(object: QueryInput, place: Place, into: Filter[], reading: Reading): void {
  for (const key of Object.keys(object)) {
    const value = object[key];
    const here = below(place, key);
    if (key === '_and') {
      for (const branch of branchesOf(value, here, reading)) collectItem(branch.object, branch.place, into, reading);
    } else if (key === '_or') {
      add(join('or', branchesOf(value, here, reading).map((branch) => {
        const filters: Filter[] = [];
        collectItem(branch.object, branch.place, filters, reading);
        return join('and', filters);
      })), into);
    } else if (isOperator(key) || key === '_some' || key === '_none') {
      throw invalidQuery(here.exact, `"${key}" needs the name of a field around it.`, `Write {"field": {"${key}": …}}.`);
    } else {
      checkNoOperator(key, value, here);
      collectField(key, value, here, into, reading);
    }
  }
}

/** What is asked of one field, or of the items a relation leads to. */
function collectField(name: string, value: unknown, place: Place, into: Filter[], reading: Reading): void {
  const compared = parseCompared(readText(name, place.exact), place.exact);
  if (!isObject(value)) {
    into.push(comparison(compared, '_eq', value, below(place, '_eq', place.exact), reading));
    return;
  }
  const own: Filter[] = [];
  const related: Filter[] = [];
  collectOfField(compared, value, place, own, related, reading);
  into.push(...own);
  add(relation(compared, 'path', join('and', related)), into);
}

/** Sorts the conditions of a field's object: those on the field itself, and those on what it leads to. */
function collectOfField(compared: Compared, object: QueryInput, place: Place, own: Filter[], related: Filter[], reading: Reading): void {
  for (const key of Object.keys(object)) {
    const value = object[key];
    const here = below(place, key);
    if (isOperator(key)) {
      own.push(comparison(compared, key, value, here, reading));
    } else if (key === '_and') {
      for (const branch of branchesOf(value, here, reading)) collectOfField(compared, branch.object, branch.place, own, related, reading);
    } else if (key === '_or') {
      collectAlternatives(compared, branchesOf(value, here, reading), own, related, reading);
    } else if (key === '_some' || key === '_none') {
      own.push(quantified(compared, key, value, alongRelation(compared, here, reading), reading));
    } else {
      checkNoOperator(key, value, here);
      collectField(key, value, alongRelation(compared, here, reading), related, reading);
    }
  }
}

/** `_or` inside a field's object: it stays below the relation where it speaks of related items alone. */
function collectAlternatives(
  compared: Compared, branches: readonly { object: QueryInput; place: Place }[], own: Filter[], related: Filter[], reading: Reading,
): void {
  const sorted = branches.map((branch) => {
    const parts: { own: Filter[]; related: Filter[] } = { own: [], related: [] };
    collectOfField(compared, branch.object, branch.place, parts.own, parts.related, reading);
    return parts;
  });
  if (sorted.every((parts) => parts.own.length === 0)) {
    add(join('or', sorted.map((parts) => join('and', parts.related))), related);
  } else {
    add(join('or', sorted.map((parts) => join('and', [...parts.own, relation(compared, 'path', join('and', parts.related))]))), own);
  }
}

function quantified(compared: Compared, key: '_some' | '_none', value: unknown, place: Place, reading: Reading): Filter {
  if (!isObject(value)) throw invalidQuery(place.exact, `"${key}" takes a filter on the related items, got ${described(value)}.`);
  countCondition(place, reading);
  const filters: Filter[] = [];
  collectItem(value, place, filters, reading);
  return relation(compared, key === '_some' ? 'some' : 'none', join('and', filters) ?? anything)!;
}

/** Meets every item: what `_some: {}` asks of a related one. */
const anything: Filter = Object.freeze({ kind: 'and', filters: Object.freeze([]) });

function comparison(compared: Compared, operator: Operator, value: unknown, place: Place, reading: Reading): Filter {
  countCondition(place, reading);
  const read = readComparison(operator, value, place.exact, reading);
  // The path names the operator as it is now, so that it stays the same when the Filter is written out and read again.
  const path = read.operator === operator ? place.path : place.path.slice(0, -operator.length) + read.operator;
  return Object.freeze({ kind: 'field', field: compared.field, function: compared.function, ...read, path });
}

function countCondition(place: Place, reading: Reading): void {
  reading.conditions += 1;
  if (reading.conditions > reading.limits.maxFilterConditions) {
    throw beyondLimit(place.exact, 'conditions in a query', reading.limits.maxFilterConditions);
  }
}

function relation({ field }: Compared, quantifier: 'some' | 'none' | 'path', filter: Filter | null): Filter | null {
  return filter && Object.freeze({ kind: 'relation', relation: field, quantifier, filter });
}

/** Joins conditions, leaving out those that are none; null when none is left. */
function join(kind: 'and' | 'or', conditions: readonly (Filter | null)[]): Filter | null {
  const filters = conditions.flatMap((each) => (each === null ? [] : each.kind === kind ? each.filters : [each]));
  if (filters.length < 2) return filters[0] ?? null;
  return Object.freeze({ kind, filters: Object.freeze(filters) });
}

function add(filter: Filter | null, into: Filter[]): void {
  if (filter?.kind === 'and') into.push(...filter.filters);
  else if (filter) into.push(filter);
}

function branchesOf(value: unknown, place: Place, reading: Reading): { object: QueryInput; place: Place }[] {
  const elements = readList(value, reading);
  if (!elements) throw invalidQuery(place.exact, `This must be a list of filters, got ${described(value)}.`);
  return elements.map((object, index) => {
    const exact = `${place.exact}[${index}]`;
    if (!isObject(object)) throw invalidQuery(exact, `A filter must be an object, got ${described(object)}.`);
    return { object, place: { ...place, exact, path: place.path.slice(0, place.path.lastIndexOf('.')) } };
  });
}

/** A key with `_` is a field if an object stands beside it, since columns may be called `_id`. */
function checkNoOperator(key: string, value: unknown, place: Place): void {
  if (!key.startsWith('_') || isObject(value)) return;
  throw invalidQuery(place.exact, `There is no operator ${quoted(key)}.`, knownNames(key, filterKeys));
}

const filterKeys: readonly string[] = [...operators, '_and', '_or', '_some', '_none'];

function alongRelation(compared: Compared, place: Place, reading: Reading): Place {
  if (compared.function) {
    throw invalidQuery(place.exact, 'A function takes operators only.', `Write {"relation": {"${compared.function}(field)": …}}.`);
  }
  if (place.relations >= reading.limits.maxDepth) throw beyondLimit(place.exact, 'relations one below another', reading.limits.maxDepth);
  return { ...place, relations: place.relations + 1 };
}

function below(place: Place, key: string, exact = `${place.exact}.${key}`): Place {
  if (place.nesting >= deepestNesting) throw beyondLimit(exact, 'objects one inside another', deepestNesting);
  return { ...place, exact, path: `${place.path}.${key}`, nesting: place.nesting + 1 };
}

function depthOf(filter: Filter): number {
  if (filter.kind === 'field') return 0;
  if (filter.kind === 'relation') return 1 + depthOf(filter.filter);
  return 1 + filter.filters.reduce((most, each) => Math.max(most, depthOf(each)), 0);
}

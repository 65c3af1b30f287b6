import { functions, type FunctionName } from '../../core/query/filter.js';
import type { QueryLevel } from '../../core/query/query.js';
import type { Collection, Relation } from '../../core/schema/schema.js';
import { collectionOf, type World } from './world.js';

/** What of an item is answered, in the order of its keys. */
export interface Selection {
  /** Key of the answer → a field, or a function of one. */
  readonly values: ReadonlyMap<string, Reference>;
  /** Key of the answer → related items. */
  readonly relations: ReadonlyMap<string, Nested>;
  /** Alias → field. */
  readonly aliased: ReadonlyMap<string, Reference>;
}

/** A field or relation by name, or a function of it. */
export interface Reference {
  readonly name: string;
  readonly function: FunctionName | null;
}

export interface Nested {
  readonly relation: Relation;
  /** Paths below the relation; empty for bare keys. */
  readonly paths: readonly string[];
}

/**
 * Resolves paths of fields. Fields come in the order asked for, then relations in the order in which something below them (or,
 * of a list, its keys) is first asked for, then aliased fields. Asking for something below a relation beats asking for its key.
 */
export function select(collection: Collection, level: QueryLevel, paths: readonly string[]): Selection {
  const values = new Map<string, Reference>();
  const relations = new Map<string, { relation: Relation; paths: string[] }>();
  const aliased = new Map<string, Reference>();

  function add(path: string): void {
    const [head, rest] = splitPath(collection, level, path);
    if (head === '*') {
      addAll(rest);
      return;
    }
    const name = level.alias[head] ?? head;
    const relation = collection.relations.get(name);
    if (rest !== null || (relation && !collection.fields.has(name))) {
      if (!relation) throw new Error(`No relation "${name}" in "${collection.name}".`);
      const nested = relations.get(head) ?? { relation, paths: [] };
      if (rest !== null) nested.paths.push(rest);
      relations.set(head, nested);
      return;
    }
    const reference = fieldOrFunction(collection, name);
    if (head !== name) aliased.set(head, reference);
    else values.set(reference.function ? `${reference.name}_${reference.function}` : name, reference);
  }

  function addAll(rest: string | null): void {
    const inWildcard = [...collection.relations.values()].filter((relation) => relation.inWildcard);
    for (const name of collection.fields.keys()) {
      if (rest === null || !inWildcard.some((relation) => relation.name === name)) values.set(name, { name, function: null });
    }
    for (const { name, kind } of inWildcard) {
      if (rest !== null) add(`${name}.${rest}`);
      else if (kind === 'o2m') add(name);
    }
    if (rest === null) Object.keys(level.alias).forEach(add);
  }

  for (const path of paths.length === 0 ? ['*'] : paths) add(path);
  for (const key of relations.keys()) {
    values.delete(key);
    aliased.delete(key);
  }
  return { values, relations, aliased };
}

/** A field of that whole name, else a function of one: `year(published_on)`. */
export function fieldOrFunction(collection: Collection, text: string): Reference {
  return collection.fields.has(text) ? { name: text, function: null } : referenceOf(text);
}

function referenceOf(text: string): Reference {
  const [, called, argument] = /^([a-z]+)\((.+)\)$/s.exec(text) ?? [];
  const name = functions.find((each) => each === called);
  return name !== undefined && argument !== undefined ? { name: argument, function: name } : { name: text, function: null };
}

/**
 * Splits `author.name` after the first step, and `year(author.born)` as if it were `author.year(born)`. A name may itself hold
 * points: what exists as a whole is not split.
 */
export function splitPath(collection: Collection, level: QueryLevel | null, path: string): [string, string | null] {
  const isKnown = (name: string): boolean =>
    name === '*' || collection.fields.has(name) || collection.relations.has(name) || level?.alias[name] !== undefined;
  const { name, function: apply } = referenceOf(path);
  if (isKnown(path) || (apply && isKnown(name))) return [path, null];
  for (let point = name.indexOf('.'); point !== -1; point = name.indexOf('.', point + 1)) {
    const head = name.slice(0, point);
    const rest = name.slice(point + 1);
    if (isKnown(head)) return [head, apply ? `${apply}(${rest})` : rest];
  }
  throw new Error(`Nothing in "${collection.name}" is called "${path}".`);
}

/** Where a path leads. */
export interface Walk {
  readonly relations: readonly Relation[];
  /** At the end of them. */
  readonly collection: Collection;
  readonly end: Reference;
}

/** Follows a path through relations to a field or function. */
export function walk(world: Pick<World, 'schema'>, collection: Collection, path: string): Walk {
  const relations: Relation[] = [];
  let current = collection;
  let [head, rest] = splitPath(current, null, path);
  while (rest !== null) {
    const relation = current.relations.get(head);
    if (!relation) throw new Error(`No relation "${head}" in "${current.name}".`);
    relations.push(relation);
    current = collectionOf(world, relation.relatedCollection);
    [head, rest] = splitPath(current, null, rest);
  }
  return { relations, end: fieldOrFunction(current, head), collection: current };
}

import { ApiError } from '../errors/api-error.js';
import type { ShapedLevel } from '../query/parametrise.js';
import type { Relation } from '../schema/schema.js';
import type { CollectionView, View } from './access.js';
import type { Authorising, Selection } from './authorised.js';
import { isCall, normaliseCall, resolveOperand, splitAtRelation, stepAlong } from './resolve-path.js';

/** The paths below each relation, in the order of first mention. */
type Nested = Map<string, string[]>;

/**
 * Resolves `fields`: wildcards become names, paths of one relation become one nested level.
 *
 * No field at all is the bare key of the item. The order is the contract's: fields in the order asked for, then relations in the order of
 * first mention, then fields under an alias. Where nothing is left but fields under an alias, the item is its bare key; so is a relation
 * without paths below it, or with none that lead to what the caller may see.
 */
export function resolveSelection(shaped: ShapedLevel, view: CollectionView, authorising: Authorising, prefix: string): readonly Selection[] | 'key' {
  if (shaped.fields.length === 0) return 'key';
  const plain = new Map<string, Selection>();
  const aliased = new Map<string, Selection>();
  const nested: Nested = new Map();
  for (const path of shaped.fields) collect(path, { shaped, view, whole: authorising.view, plain, aliased, nested });
  authorising.addMembers(plain.size + aliased.size + nested.size);
  checkUnused(shaped, nested, view, authorising, prefix);
  const related = [...nested].flatMap(([key, paths]) => relatedSelection(key, paths, shaped, view, authorising, prefix));
  // A key stands once: an alias before a field of that name, a relation's items before its bare key.
  for (const key of aliased.keys()) plain.delete(key);
  for (const { key } of related) {
    plain.delete(key);
    aliased.delete(key);
  }
  if (plain.size === 0 && related.length === 0 && (aliased.size > 0 || isRelated(prefix))) return 'key';
  return [...plain.values(), ...related, ...aliased.values()];
}

/** Whether the items are those of a relation: `deep.books.`. */
function isRelated(prefix: string): boolean {
  return prefix !== '';
}

interface Collecting {
  readonly shaped: ShapedLevel;
  readonly view: CollectionView;
  readonly whole: View;
  readonly plain: Map<string, Selection>;
  readonly aliased: Map<string, Selection>;
  readonly nested: Nested;
}

function collect(path: string, into: Collecting): void {
  const { shaped, view: { collection } } = into;
  if (path === '*') {
    for (const name of collection.fields.keys()) collectName(name, name, false, into);
    for (const relation of collection.relations.values()) if (relation.kind === 'o2m' && relation.inWildcard) below(relation.name, null, into);
    for (const alias of Object.keys(shaped.alias)) collect(alias, into);
    return;
  }
  const alias = shaped.alias[path];
  if (alias !== undefined) return collectName(path, alias, true, into);
  if (collection.fields.has(path) || collection.relations.has(path)) return collectName(path, path, false, into);
  if (path.startsWith('*.')) return collectEveryRelation(path.slice(2), into);
  const isRelation = (name: string) => name in shaped.alias || collection.relations.has(name);
  const normal = normaliseCall(path, collection, isRelation);
  const split = isCall(normal) ? undefined : splitAtRelation(normal, isRelation);
  if (split) return below(split.head, split.rest, into);
  collectName(normal, normal, false, into);
}

/** `*.rest`: the fields that are no relations, and `rest` of every relation that `*` holds. */
function collectEveryRelation(rest: string, into: Collecting): void {
  const { collection } = into.view;
  for (const relation of collection.relations.values()) if (relation.inWildcard) below(relation.name, rest, into);
  for (const name of collection.fields.keys()) if (!collection.relations.get(name)?.inWildcard) collectName(name, name, false, into);
}

function collectName(key: string, name: string, isAlias: boolean, into: Collecting): void {
  const { collection } = into.view;
  const operand = resolveOperand(name, collection, into.whole);
  if (operand) {
    const selection: Selection = { kind: 'operand', key: isAlias ? key : operand.name, isAlias, operand };
    (isAlias ? into.aliased : into.plain).set(selection.key, selection);
  } else if (collection.relations.has(name)) {
    below(key, null, into);
  } else {
    throw new ApiError('FORBIDDEN');
  }
}

function below(key: string, rest: string | null, { nested }: Collecting): void {
  const paths = nested.get(key) ?? [];
  if (rest !== null) paths.push(rest);
  nested.set(key, paths);
}

/** A path into a collection that the caller may not see at all is left out without a word. */
function relatedSelection(
  key: string, paths: readonly string[], shaped: ShapedLevel, view: CollectionView, authorising: Authorising, prefix: string,
): Selection[] {
  const isAlias = key in shaped.alias;
  const relation = relationNamed(key, shaped, view);
  const collection = authorising.view.collections.get(relation.relatedCollection);
  if (!collection) return [];
  const deep = shaped.deep[key] ?? authorising.plainLevel;
  const level = authorising.level({ ...deep, fields: paths }, collection, `${prefix}deep.${key}.`);
  return [{ kind: 'related', key, isAlias, step: { relation, collection }, level }];
}

/** @throws {ApiError} `FORBIDDEN` for a name or alias of no relation */
function relationNamed(key: string, shaped: ShapedLevel, { collection }: CollectionView): Relation {
  const relation = collection.relations.get(shaped.alias[key] ?? key);
  if (!relation) throw new ApiError('FORBIDDEN');
  return relation;
}

/** Names in `alias` and `deep` are checked even where nothing was asked for under them. */
function checkUnused(shaped: ShapedLevel, nested: Nested, view: CollectionView, authorising: Authorising, prefix: string): void {
  for (const name of Object.values(shaped.alias)) {
    if (!view.collection.relations.has(name) && !resolveOperand(name, view.collection, authorising.view)) throw new ApiError('FORBIDDEN');
  }
  for (const [key, level] of Object.entries(shaped.deep)) {
    if (nested.has(key)) continue;
    const { collection } = stepAlong(relationNamed(key, shaped, view), authorising.view);
    authorising.level(level, collection, `${prefix}deep.${key}.`);
  }
}

import { ApiError } from '../errors/api-error.js';
import { functions, type FunctionName } from '../query/filter.js';
import type { Collection, Relation } from '../schema/schema.js';
import type { CollectionView, View } from './access.js';
import type { AuthorisedAggregate, AuthorisedGroup, Operand, SortBy, Step } from './authorised.js';
import { checkFunction, checkOpen, checkSortable } from './operators.js';

const functionCall = /^(\w+)\((.+)\)$/s;

/**
 * Finds what a name without a path stands for: a field by its whole name first, then a function call.
 *
 * @returns undefined for a name that is neither
 * @throws {ApiError} `FORBIDDEN` for a function of what is not there, `INVALID_QUERY` for one that does not exist or fit
 */
export function resolveOperand(name: string, collection: Collection, view: View): Operand | undefined {
  const field = collection.fields.get(name);
  if (field) return { kind: 'field', name, field };
  const call = functionCall.exec(name);
  if (!call) return undefined;
  return resolveFunction(functionNamed(call[1]!, name), call[2]!, collection, view, name);
}

/** @throws {ApiError} as `resolveOperand` does */
export function resolveFunction(name: FunctionName, argument: string, collection: Collection, view: View, path: string): Operand {
  const key = `${argument}_${name}`;
  const relation = collection.relations.get(argument);
  if (name === 'count' && relation?.kind === 'o2m') return { kind: 'count', name: key, step: stepAlong(relation, view) };
  const field = collection.fields.get(argument);
  if (!field) throw new ApiError('FORBIDDEN');
  checkOpen(field);
  checkFunction(name, field.type, path);
  return { kind: 'function', name: key, function: name, field };
}

function functionNamed(name: string, path: string): FunctionName {
  const known = functions.find((each) => each === name);
  if (known) return known;
  throw new ApiError('INVALID_QUERY', { path, reason: `There is no function "${name}".`, hint: `Known functions: ${functions.join(', ')}.` });
}

/**
 * Writes the first relation of a function's argument before the call: `year(author.born)` is `author.year(born)`. A field whose own
 * name has a dot stays as it is.
 */
export function normaliseCall(path: string, collection: Collection, isRelation: (name: string) => boolean): string {
  const call = functionCall.exec(path);
  if (!call) return path;
  const [, name = '', argument = ''] = call;
  if (collection.fields.has(argument) || collection.relations.has(argument)) return path;
  const split = splitAtRelation(argument, isRelation);
  return split ? `${split.head}.${name}(${split.rest})` : path;
}

/** Whether a path starts with a function call: a dot inside its parentheses is part of a field's name. */
export function isCall(path: string): boolean {
  return functionCall.test(path);
}

/** Splits a path at the first dot whose left side is a relation: names of relations may have dots themselves. */
export function splitAtRelation(path: string, isRelation: (name: string) => boolean): { head: string; rest: string } | undefined {
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (isRelation(head)) return { head, rest: path.slice(dot + 1) };
  }
  return undefined;
}

/** @throws {ApiError} `FORBIDDEN` where the caller has no view of what the relation leads to */
export function stepAlong(relation: Relation, view: View): Step {
  const collection = view.collections.get(relation.relatedCollection);
  if (!collection) throw new ApiError('FORBIDDEN');
  return { relation, collection };
}

/**
 * Resolves one item of `sort`.
 *
 * @throws {ApiError} `FORBIDDEN` for unknown names; `INVALID_QUERY` for what a list of groups cannot be ordered by
 */
export function resolveSort(text: string, view: CollectionView, whole: View, group: AuthorisedGroup | null, prefix: string): SortBy {
  const descending = text.startsWith('-') && !view.collection.fields.has(text);
  const path = descending ? text.slice(1) : text;
  if (group) return resolveGroupSort(path, descending, view, group, `${prefix}sort`);
  const relations: Step[] = [];
  let collection = view.collection;
  let rest = path;
  for (;;) {
    const { relations: relationsHere } = collection;
    const isRelation = (name: string) => relationsHere.has(name);
    rest = normaliseCall(rest, collection, isRelation);
    const split = isCall(rest) ? undefined : splitAtRelation(rest, isRelation);
    const operand = collection.fields.has(rest) || !split ? resolveOperand(rest, collection, whole) : undefined;
    if (operand?.kind === 'field') {
      checkOpen(operand.field);
      checkSortable(operand.field.type, `${prefix}sort`);
    }
    if (operand) return { kind: 'path', relations, operand, descending };
    if (!split) throw new ApiError('FORBIDDEN');
    const step = stepAlong(relationsHere.get(split.head)!, whole);
    relations.push(step);
    collection = step.collection.collection;
    rest = split.rest;
  }
}

function resolveGroupSort(path: string, descending: boolean, { collection }: CollectionView, group: AuthorisedGroup, where: string): SortBy {
  const index = group.keys.findIndex(({ name, operand }) => (
    name === path || (operand.kind === 'function' && `${operand.function}(${operand.field.name})` === path)));
  if (index >= 0) return { kind: 'groupKey', index, descending };
  const aggregate = group.aggregates.find((each) => path === pathOf(each));
  if (aggregate) return { kind: 'aggregate', aggregate, descending };
  if (!collection.fields.has(path) && !functionCall.test(path)) throw new ApiError('FORBIDDEN');
  throw new ApiError('INVALID_QUERY', {
    path: where,
    reason: 'Groups can be sorted by what they are grouped by and by their aggregates only.',
    hint: `Name one of ${[...group.keys.map(({ name }) => name), ...group.aggregates.map(pathOf)].join(', ')}.`,
  });
}

/** How a sort names an aggregate. */
function pathOf({ function: name, field }: AuthorisedAggregate): string {
  return field ? `${name}.${field.name}` : name;
}

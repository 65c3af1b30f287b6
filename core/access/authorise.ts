import { ApiError } from '../errors/api-error.js';
import type { Filter } from '../query/filter.js';
import type { ShapedLevel, ShapedQuery } from '../query/parametrise.js';
import type { AggregateFunction } from '../query/query.js';
import type { Schema } from '../schema/schema.js';
import type { CollectionView, View } from './access.js';
import type { AuthorisedAggregate, AuthorisedGroup, AuthorisedLevel, AuthorisedQuery, Authorising, Operand, ResolvedFilter } from './authorised.js';
import { checkAggregate, checkOpen, checkSortable } from './operators.js';
import { resolveFilter } from './resolve-filter.js';
import { resolveMembers } from './resolve-members.js';
import { resolveOperand, resolveSort } from './resolve-path.js';
import { resolveSelection } from './resolve-selection.js';
import { wholeView } from './views.js';

/**
 * Resolves a query in the caller's view.
 *
 * @throws {ApiError} `FORBIDDEN` for names that are not in the view; `INVALID_QUERY` for operators and functions that do not fit, and
 *   for an answer with too many members
 */
export function authorise(query: ShapedQuery, view: View, { maxMembers }: { readonly maxMembers: number }): AuthorisedQuery {
  const collection = collectionOf(view, query.collection);
  let members = 0;
  const authorising: Authorising = {
    view,
    plainLevel: query.plainLevel,
    addMembers(count) {
      members += count;
      if (members > maxMembers) {
        throw new ApiError('INVALID_QUERY', {
          path: 'fields',
          reason: `An item of the answer would have more than ${maxMembers} members.`,
          hint: 'Name the fields instead of using wildcards.',
        });
      }
    },
    level: (shaped, nested, prefix) => authoriseLevel(shaped, nested, authorising, prefix),
  };
  const fields = query.fields.length > 0 ? query.fields : ['*'];
  return { query, view, ...authorising.level({ ...query, fields }, collection, '') };
}

/** @throws {ApiError} `FORBIDDEN` where the view has no such collection */
export function collectionOf(view: View, name: string): CollectionView {
  const collection = view.collections.get(name);
  if (!collection) throw new ApiError('FORBIDDEN');
  return collection;
}

function authoriseLevel(shaped: ShapedLevel, collection: CollectionView, authorising: Authorising, prefix: string): AuthorisedLevel {
  const { view } = authorising;
  const group = authoriseGroup(shaped, collection, view, prefix);
  return {
    shaped,
    collection,
    selection: authoriseSelection(shaped, collection, group, authorising, prefix),
    filter: shaped.filter && resolveFilter(shaped.filter, collection, view, (value) => value),
    sort: shaped.sort.map((path) => resolveSort(path, collection, view, group, prefix)),
    group,
  };
}

function authoriseSelection(
  shaped: ShapedLevel, collection: CollectionView, group: AuthorisedGroup | null, authorising: Authorising, prefix: string,
): AuthorisedLevel['selection'] {
  if (shaped.members) return resolveMembers(shaped.members, collection, group, authorising, prefix);
  // Groups have no use for it, but its names must exist all the same.
  const selection = resolveSelection(shaped, collection, authorising, prefix);
  return group ? [] : selection;
}

/** A rule of a view on the items of a collection: its names are resolved in the whole schema. */
export function resolveRule(rule: Filter, collection: string, schema: Schema): ResolvedFilter {
  const whole = wholeView(schema);
  return resolveFilter(rule, collectionOf(whole, collection), whole, (constant) => ({ constant }));
}

function authoriseGroup(shaped: ShapedLevel, view: CollectionView, whole: View, prefix: string): AuthorisedGroup | null {
  const functions = Object.keys(shaped.aggregate) as AggregateFunction[];
  if (shaped.groupBy.length === 0 && functions.length === 0) return null;
  return {
    keys: shaped.groupBy.map((path) => groupKey(path, view, whole, `${prefix}groupBy`)),
    aggregates: functions.flatMap((name) => (
      (shaped.aggregate[name] ?? []).map((field) => aggregateOf(name, field, view, `${prefix}aggregate.${name}`)))),
  };
}

function groupKey(path: string, { collection }: CollectionView, whole: View, where: string): { name: string; operand: Operand } {
  const operand = resolveOperand(path, collection, whole);
  if (operand?.kind === 'count') throw new ApiError('INVALID_QUERY', { path: where, reason: 'Items cannot be grouped by a count.' });
  if (operand?.kind === 'field') {
    checkOpen(operand.field);
    checkSortable(operand.field.type, where);
  }
  if (operand) return { name: operand.name, operand };
  if (path.includes('.') && collection.relations.has(path.split('.')[0]!)) {
    throw new ApiError('INVALID_QUERY', { path: where, reason: 'Items can be grouped by fields of their own collection only.' });
  }
  throw new ApiError('FORBIDDEN');
}

function aggregateOf(name: AggregateFunction, fieldName: string, { collection }: CollectionView, where: string): AuthorisedAggregate {
  if (name === 'countAll' || (fieldName === '*' && name === 'count')) return { function: name, field: null };
  const field = collection.fields.get(fieldName);
  if (!field) throw new ApiError('FORBIDDEN');
  checkAggregate(name, field, where);
  return { function: name, field };
}

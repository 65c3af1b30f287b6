import { ApiError } from '../errors/api-error.js';
import type { Filter } from '../query/filter.js';
import type { CollectionView, View } from './access.js';
import type { Operand, ResolvedFilter, ValueOf } from './authorised.js';
import { checkOpen, checkOperator } from './operators.js';
import { resolveFunction, stepAlong } from './resolve-path.js';

/**
 * Resolves a filter's names in a view. `valueOf` says what a leaf's value is in the result.
 *
 * @throws {ApiError} `FORBIDDEN` for unknown names, `INVALID_QUERY` for operators and functions that do not fit
 */
export function resolveFilter<Value>(filter: Filter<Value>, view: CollectionView, whole: View, valueOf: (value: Value) => ValueOf): ResolvedFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, filters: filter.filters.map((each) => resolveFilter(each, view, whole, valueOf)) };
    case 'relation': {
      const relation = view.collection.relations.get(filter.relation);
      if (!relation) throw nothingBelow(view, filter.relation);
      const step = stepAlong(relation, whole);
      return { kind: 'relation', step, quantifier: filter.quantifier, filter: resolveFilter(filter.filter, step.collection, whole, valueOf) };
    }
    case 'field':
      return resolveLeaf(filter, view, whole, valueOf);
  }
}

function resolveLeaf<Value>(
  leaf: Extract<Filter<Value>, { kind: 'field' }>, view: CollectionView, whole: View, valueOf: (value: Value) => ValueOf,
): ResolvedFilter {
  const { operator, path } = leaf;
  const relation = view.collection.relations.get(leaf.field);
  const field = view.collection.fields.get(leaf.field);
  if (!leaf.function && !field && relation) {
    if (operator !== '_null' && operator !== '_nnull') {
      throw new ApiError('INVALID_QUERY', {
        path,
        reason: `"${operator}" cannot be used on a relation; it takes _null, _nnull, _some, _none or a field of the related items.`,
      });
    }
    return { kind: 'relation', step: stepAlong(relation, whole), quantifier: operator === '_null' ? 'none' : 'some', filter: null };
  }
  const operand: Operand | undefined = leaf.function
    ? resolveFunction(leaf.function, leaf.field, view.collection, whole, path)
    : field && { kind: 'field', name: leaf.field, field };
  if (!operand) throw new ApiError('FORBIDDEN');
  if (operand.kind === 'field') checkOpen(operand.field);
  checkOperator(operator, operand.kind === 'field' ? operand.field.type : 'integer', path);
  return { kind: 'compare', operand, operator, value: valueOf(leaf.value), path };
}

/** What is no relation: a field of the collection has nothing below it, anything else does not exist. */
function nothingBelow({ collection }: CollectionView, name: string): ApiError {
  return collection.fields.has(name)
    ? new ApiError('INVALID_QUERY', { path: `filter.${name}`, reason: 'A field that is no relation takes operators only.' })
    : new ApiError('FORBIDDEN');
}

import type { View } from '../access/access.js';
import { resolveRule } from '../access/authorise.js';
import type { ResolvedFilter } from '../access/authorised.js';
import { wholeView } from '../access/views.js';
import type { SearchTerm, ShapedQuery, ValueReference } from '../query/parametrise.js';
import type { Representation } from '../query/query.js';
import type { Collection, Field } from '../schema/schema.js';
import { and } from './and.js';
import type { Condition, SlotReference } from './plan.js';
import { createSlots, type SlotOptions } from './slots.js';
import { column, joinTo, operandExpression, relatedRows, rowsOf, type Planning, type Scope } from './scope.js';

/** Starts a plan in a view. */
export function createPlanning(view: View, representation: Representation): Planning {
  const wholeSchema = wholeView(view.schema);
  let aliases = 0;
  const planning: Planning = {
    slots: createSlots(),
    representation,
    nextAlias: () => `t${aliases++}`,
    whole: (name) => wholeSchema.collections.get(name)!,
    visible: (scope) => scope.view.rows && planning.rule(scope.view.rows, scope),
    rule(rule, scope) {
      const { name } = scope.collection;
      const unmasked = { ...scope, view: planning.whole(name) };
      return planFilter(resolveRule(rule, name, view.schema), unmasked, planning, { joins: false });
    },
  };
  return planning;
}

/**
 * Plans a filter on the rows of a scope. To-one paths are looked into by left joins, or by sub-queries where `joins` is false:
 * inside the condition of a join there is nothing yet to join to.
 */
export function planFilter(filter: ResolvedFilter, scope: Scope, planning: Planning, options: { joins: boolean }): Condition {
  switch (filter.kind) {
    case 'and':
      return and(filter.filters.map((each) => planFilter(each, scope, planning, options)));
    case 'or':
      // An empty list of alternatives means no filter at all.
      if (filter.filters.length === 0) return { kind: 'constant', value: true };
      return { kind: 'or', conditions: filter.filters.map((each) => planFilter(each, scope, planning, options)) };
    case 'relation':
      return planRelation(filter, scope, planning, options);
    case 'compare':
      return planComparison(filter, scope, planning);
  }
}

function planRelation(filter: Extract<ResolvedFilter, { kind: 'relation' }>, scope: Scope, planning: Planning, options: { joins: boolean }): Condition {
  const { step, quantifier } = filter;
  if (quantifier === 'path' && step.relation.kind === 'm2o' && options.joins) {
    return planFilter(filter.filter!, joinTo(scope, step, planning), planning, options);
  }
  const { related, tie } = relatedRows(scope, step, planning);
  const where = filter.filter && planFilter(filter.filter, related, planning, { joins: true });
  const isOptional = quantifier === 'path' && filter.filter !== null && mayAcceptNulls(filter.filter);
  const found: Condition = { kind: 'exists', rows: rowsOf(related, where), link: tie, isOptional };
  return quantifier === 'none' ? { kind: 'not', condition: found } : found;
}

/** Whether a row of nulls could meet the filter, so that a path with nothing at its end matters. */
function mayAcceptNulls(filter: ResolvedFilter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every(mayAcceptNulls);
    case 'or':
      return filter.filters.length === 0 || filter.filters.some(mayAcceptNulls);
    case 'relation':
      return filter.quantifier === 'none' || (filter.quantifier === 'path' && mayAcceptNulls(filter.filter!));
    case 'compare':
      return filter.operator === '_null' || filter.operator === '_empty' || filter.operand.kind === 'count';
  }
}

const withoutValue: ReadonlySet<string> = new Set(['_null', '_nnull', '_empty', '_nempty']);
const equality: ReadonlySet<string> = new Set(['_eq', '_neq', '_in', '_nin']);
const withList: ReadonlySet<string> = new Set(['_in', '_nin']);
const withTwo: ReadonlySet<string> = new Set(['_between', '_nbetween']);

function planComparison({ operand, operator, value, path }: Extract<ResolvedFilter, { kind: 'compare' }>, scope: Scope, planning: Planning): Condition {
  const expression = operandExpression(scope, operand, planning);
  const slot = (options?: SlotOptions): SlotReference =>
    operand.kind === 'field'
      ? planning.slots.forField(value, operand.field, path, { ...options, isEquality: equality.has(operator) })
      : planning.slots.forNumber(value, path, options);
  const values = withoutValue.has(operator) ? []
    : withList.has(operator) ? [slot({ isList: true })]
      : withTwo.has(operator) ? [slot({ index: 0 }), slot({ index: 1 })]
        : [slot()];
  return { kind: 'compare', operator, expression, values };
}

/**
 * The term as part of a text, without regard to case, or as the whole of a number or uuid. Enums, dates, booleans, json and
 * related items are not searched.
 */
export function searchCondition(search: ValueReference & { readonly looksLike: SearchTerm }, scope: Scope, planning: Planning, path: string): Condition {
  const conditions: Condition[] = [];
  for (const field of scope.view.collection.fields.values()) {
    const operator = field.concealed ? null : searchOperator(field, search.looksLike);
    if (!operator) continue;
    const type = field.type === 'integer' ? 'bigInteger' : field.type;
    const slot = planning.slots.add({ source: { request: search.request }, type, isList: false, values: null, purpose: 'value', path });
    conditions.push({ kind: 'compare', operator, expression: column(scope, field.name, planning), values: [slot] });
  }
  return conditions.length === 0 ? { kind: 'constant', value: false } : { kind: 'or', conditions };
}

function searchOperator(field: Field, { isInteger, isDecimal, isUuid }: SearchTerm): '_icontains' | '_eq' | null {
  switch (field.type) {
    case 'string':
    case 'text':
      return field.values ? null : '_icontains';
    case 'integer':
    case 'bigInteger':
      return isInteger ? '_eq' : null;
    case 'decimal':
      return isDecimal ? '_eq' : null;
    case 'uuid':
      return isUuid ? '_eq' : null;
    default:
      return null;
  }
}

/** The item, or the items, that a query names by key. A collection without a key has none. */
export function keyCondition(query: ShapedQuery, scope: Scope, planning: Planning): Condition | null {
  const { collection } = scope.view;
  if (query.key === null && query.keys === null) return null;
  if (collection.key.length === 0) return { kind: 'constant', value: false };
  if (query.key) return and(keyParts(query.key, collection).map((part) => equalsPart(part, scope, planning)));
  const { request, count } = query.keys!;
  if (count === 0) return { kind: 'constant', value: false };
  if (collection.key.length === 1) {
    const field = collection.fields.get(collection.key[0]!)!;
    const slot = planning.slots.add({ source: { request }, type: field.type, isList: true, values: field.values, purpose: 'key', path: 'keys' });
    return { kind: 'compare', operator: '_in', expression: column(scope, field.name, planning), values: [slot] };
  }
  const alternatives = Array.from({ length: count }, (_, index) => (
    and(keyParts({ request, index }, collection).map((part) => equalsPart(part, scope, planning)))));
  return { kind: 'or', conditions: alternatives };
}

interface KeyPart {
  readonly field: Field;
  readonly source: { readonly request: number; readonly index?: number; readonly part?: { readonly number: number; readonly of: number } };
}

function keyParts(source: { readonly request: number; readonly index?: number }, { key, fields }: Collection): KeyPart[] {
  return key.map((name, number) => ({ field: fields.get(name)!, source: { ...source, part: { number, of: key.length } } }));
}

function equalsPart({ field, source }: KeyPart, scope: Scope, planning: Planning): Condition {
  const slot = planning.slots.add({ source, type: field.type, isList: false, values: field.values, purpose: 'key', path: 'key' });
  return { kind: 'compare', operator: '_eq', expression: column(scope, field.name, planning), values: [slot] };
}

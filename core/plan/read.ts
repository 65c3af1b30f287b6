import type { AuthorisedGroup, AuthorisedLevel, AuthorisedQuery, Operand, Selection, SortBy, Step } from '../access/authorised.js';
import type { Collection } from '../schema/schema.js';
import { and } from './and.js';
import { createPlanning, keyCondition, planFilter, searchCondition } from './conditions.js';
import type { Condition, Count, Expression, Key, List, Member, Order, ReadPlan, Shape, SlotReference } from './plan.js';
import {
  column, isMasked, joinOf, joinTo, link, openScope, operandExpression, relatedRows, rowsOf, storedColumn, type Planning, type Scope,
} from './scope.js';

/**
 * Plans an authorised query: one list of items, each with the shape of its JSON, and the counts that `meta` asks for.
 *
 * Conditions and orders look into to-one relations by left joins, which never multiply rows, and into to-many ones by
 * sub-queries. A nested list is a list of its own, tied to its parent's row.
 */
export function planRead(authorised: AuthorisedQuery): ReadPlan {
  const { query, view, collection: { collection }, group } = authorised;
  const planning = createPlanning(view, query.representation);
  const isSingleton = collection.singleton && query.keys === null && group === null;
  const single = query.key !== null ? 'by key' : isSingleton ? 'singleton' : null;
  const keys = (scope: Scope) => keyCondition(query, scope, planning);
  return {
    list: query.key !== null ? planItemByKey(authorised, planning, keys) : planList(authorised, planning, keys, ''),
    single,
    meta: query.key !== null ? [] : query.meta.map((name) => planCount(name, authorised, planning, keys)),
    representation: query.representation,
    slots: planning.slots.all,
    answers: typeof query.limit === 'number' && !single ? 'page' : 'rows',
  };
}

/** What ties a list to something outside of it: the row of its parent, or the keys asked for. */
type Tie = (scope: Scope) => Condition | null;

/** By key there is one item at most: filter, search, order and page have no say. */
function planItemByKey(level: AuthorisedLevel, planning: Planning, tie: Tie): List {
  const scope = openScope(level.collection, planning);
  const where = and([tie(scope), planning.visible(scope)]);
  return { rows: rowsOf(scope, where), group: null, order: [], limit: null, offset: null, item: planItem(level, scope, planning, '') };
}

function planList(level: AuthorisedLevel, planning: Planning, tie: Tie, prefix: string): List {
  const scope = openScope(level.collection, planning);
  const rows = rowsOf(scope, planWhere(level, scope, planning, tie, prefix));
  const { limit } = level.shaped;
  const page = {
    limit: typeof limit === 'number' ? limit : pageSlot(limit, 'limit', planning, prefix),
    offset: pageSlot(level.shaped.offset, 'offset', planning, prefix),
  };
  if (level.group) return { rows, ...planGroups(level, level.group, scope, planning), ...page };
  return { rows, group: null, order: planOrder(level, scope, planning), ...page, item: planItem(level, scope, planning, prefix) };
}

function planWhere(level: AuthorisedLevel, scope: Scope, planning: Planning, tie: Tie, prefix: string): Condition {
  const { search } = level.shaped;
  return and([
    tie(scope),
    planning.visible(scope),
    level.filter && planFilter(level.filter, scope, planning, { joins: true }),
    search && searchCondition(search, scope, planning, `${prefix}search`),
  ]);
}

/** `total_count` counts what the caller may see, `filter_count` what the query's filter and search leave of it. */
function planCount(name: Count['name'], level: AuthorisedLevel, planning: Planning, tie: Tie): Count {
  const scope = openScope(level.collection, planning);
  const where = name === 'filter_count' ? planWhere(level, scope, planning, tie, '') : planning.visible(scope);
  return { name, rows: rowsOf(scope, where) };
}

function pageSlot(value: { readonly request: number } | null, name: string, planning: Planning, prefix: string): SlotReference | null {
  return value && planning.slots.add({ source: value, type: 'count', isList: false, values: null, purpose: 'page', path: prefix + name });
}

/** The order asked for, then the key, so that it is total. */
function planOrder(level: AuthorisedLevel, scope: Scope, planning: Planning): Order[] {
  const { key } = scope.collection;
  const sorted = new Set(level.sort.map((by) => (by.kind === 'path' && by.relations.length === 0 && by.operand.kind === 'field' ? by.operand.field.name : null)));
  const isLeft = (name: string): boolean => !sorted.has(name) || isMasked(scope, name);
  return [
    ...level.sort.flatMap((by) => (by.kind === 'path' ? [pathOrder(by, scope, planning)] : [])),
    ...key.filter(isLeft).map((name) => ({ expression: storedColumn(scope, name), descending: false, nullable: false })),
  ];
}

function pathOrder({ relations, operand, descending }: Extract<SortBy, { kind: 'path' }>, scope: Scope, planning: Planning): Order {
  return { expression: pathExpression(relations, operand, scope, planning), descending, nullable: relations.length > 0 || isNullable(operand, scope) };
}

/** Along to-one relations by joins; from the first to-many one on, the least value of the rest. */
function pathExpression(relations: Extract<SortBy, { kind: 'path' }>['relations'], operand: Operand, scope: Scope, planning: Planning): Expression {
  const [step, ...rest] = relations;
  if (!step) return operandExpression(scope, operand, planning);
  if (step.relation.kind === 'm2o') return pathExpression(rest, operand, joinTo(scope, step, planning), planning);
  const { related, tie } = relatedRows(scope, step, planning);
  return { kind: 'least', expression: pathExpression(rest, operand, related, planning), rows: rowsOf(related, tie) };
}

/** A function is null for a value that has no such part, a field also where it is hidden. */
function isNullable(operand: Operand, scope: Scope): boolean {
  return operand.kind === 'field' ? operand.field.nullable || isMasked(scope, operand.field.name) : operand.kind === 'function';
}

/** Groups by their keys and aggregates; in order by what was asked for, then by the keys. */
function planGroups(level: AuthorisedLevel, group: AuthorisedGroup, scope: Scope, planning: Planning): Pick<List, 'group' | 'order' | 'item'> {
  const keys = group.keys.map(({ operand }) => operandExpression(scope, operand, planning));
  const aggregates = group.aggregates.map(({ function: name, field }): Expression => ({
    kind: 'aggregate', function: name, argument: field && column(scope, field.name, planning),
  }));
  const sorted = new Set(level.sort.map((by) => (by.kind === 'groupKey' ? by.index : -1)));
  const keyOrder = (index: number, descending: boolean): Order => ({
    expression: keys[index]!, descending, nullable: isNullable(group.keys[index]!.operand, scope),
  });
  const order = level.sort.flatMap((by): Order[] => {
    if (by.kind === 'groupKey') return [keyOrder(by.index, by.descending)];
    if (by.kind === 'aggregate') return [{ expression: aggregates[group.aggregates.indexOf(by.aggregate)]!, descending: by.descending, nullable: true }];
    return [];
  });
  const rest = keys.flatMap((_, index) => (sorted.has(index) ? [] : [keyOrder(index, false)]));
  const planned: PlannedGroup = { group, aggregates, keys: groupKeyMembers(group, keys, planning) };
  // All members of a selection may be left out by directives.
  const members = level.shaped.members && level.selection !== 'key'
    ? level.selection.map((selection) => planGroupMember(selection, planned, planning))
    : [...planned.keys, ...aggregateMembers(group, aggregates)];
  return { group: { keys }, order: [...order, ...rest], item: { kind: 'object', members } };
}

interface PlannedGroup {
  readonly group: AuthorisedGroup;
  /** In the order of the group's own. */
  readonly aggregates: readonly Expression[];
  readonly keys: readonly Member[];
}

/** In GraphQL the keys are a member without types of its own: their values are those of REST. */
function groupKeyMembers(group: AuthorisedGroup, keys: readonly Expression[], { representation }: Planning): Member[] {
  return group.keys.map(({ name, operand }, i) => ({
    key: { name },
    shape: { kind: 'value', expression: keys[i]!, ...(representation === 'graphql' && operand.kind === 'field' && { form: 'rest' }) },
  }));
}

function planGroupMember(selection: Selection, planned: PlannedGroup, planning: Planning): Member {
  const key = memberKey(selection, planning);
  switch (selection.kind) {
    case 'groupKeys':
      return { key, shape: { kind: 'object', members: planned.keys } };
    case 'aggregate': {
      const { aggregate } = selection;
      const expression = planned.aggregates[planned.group.aggregates.indexOf(aggregate)]!;
      // The least and greatest of big integers are numbers, as their sum is.
      return { key, shape: { kind: 'value', expression, ...(aggregate.field?.type === 'bigInteger' && { form: 'number' }) } };
    }
    case 'object':
      return { key, shape: { kind: 'object', members: selection.members.map((each) => planGroupMember(each, planned, planning)) } };
    case 'text':
      return { key, shape: textShape(selection.text, planning) };
    default:
      throw new Error('The members of a group are its keys and aggregates.');
  }
}

function textShape(text: string, { slots }: Planning): Shape {
  const slot = slots.add({ source: { constant: text }, type: 'text', isList: false, values: null, purpose: 'name', path: 'members' });
  return { kind: 'value', expression: { kind: 'text', ...slot } };
}

function memberKey({ key, isAlias }: Selection, { slots }: Planning): Key {
  if (!isAlias) return { name: key };
  return slots.add({ source: { constant: key }, type: 'text', isList: false, values: null, purpose: 'name', path: 'alias' });
}

/** `count` of `*` is a number of its own; of fields, each function is an object of them. */
function aggregateMembers(group: AuthorisedGroup, aggregates: readonly Expression[]): Member[] {
  const members = new Map<string, Member>();
  const objects = new Map<string, Member[]>();
  group.aggregates.forEach(({ function: name, field }, i) => {
    const shape: Shape = { kind: 'value', expression: aggregates[i]! };
    if (!field && group.aggregates.every((each) => each.function !== name || !each.field)) {
      members.set(name, { key: { name }, shape });
      return;
    }
    const fields = objects.get(name) ?? [];
    objects.set(name, fields);
    members.set(name, { key: { name }, shape: { kind: 'object', members: fields } });
    if (!fields.some(({ key }) => 'name' in key && key.name === (field?.name ?? '*'))) fields.push({ key: { name: field?.name ?? '*' }, shape });
  });
  return [...members.values()];
}

function planItem(level: AuthorisedLevel, scope: Scope, planning: Planning, prefix: string): Shape {
  if (level.selection === 'key') return keyShape(scope, planning);
  return { kind: 'object', members: level.selection.map((selection) => planMember(selection, scope, planning, prefix)) };
}

/** The bare key; the fields of an item that has none, or none that the caller may see. */
function keyShape(scope: Scope, planning: Planning): Shape {
  const { key, fields } = scope.view.collection;
  const valueOf = (name: string): Expression => column(scope, name, planning);
  if (key.length === 1) return { kind: 'value', expression: valueOf(key[0]!) };
  if (key.length > 1) return { kind: 'value', expression: { kind: 'key', parts: key.map(valueOf) } };
  return { kind: 'object', members: [...fields.keys()].map((name) => ({ key: { name }, shape: { kind: 'value', expression: valueOf(name) } })) };
}

function planMember(selection: Selection, scope: Scope, planning: Planning, prefix: string): Member {
  const key = memberKey(selection, planning);
  switch (selection.kind) {
    case 'operand':
      return { key, shape: operandShape(selection.operand, scope, planning) };
    case 'related':
      return { key, shape: relatedShape(selection, scope, planning, prefix) };
    case 'object':
      return { key, shape: { kind: 'object', members: selection.members.map((each) => planMember(each, scope, planning, prefix)) } };
    case 'text':
      return { key, shape: textShape(selection.text, planning) };
    default:
      throw new Error('Only groups have aggregates.');
  }
}

function operandShape(operand: Operand, scope: Scope, planning: Planning): Shape {
  const form = operand.kind === 'field' ? keyForm(operand.field.name, scope.collection, planning) : {};
  return { kind: 'value', expression: operandExpression(scope, operand, planning), ...form };
}

/** In GraphQL the parts of a key are texts. */
function keyForm(name: string, { key }: Collection, { representation }: Planning): { readonly form?: 'key' } {
  return representation === 'graphql' && key.includes(name) ? { form: 'key' } : {};
}

function relatedShape({ key, step, level }: Extract<Selection, { kind: 'related' }>, scope: Scope, planning: Planning, prefix: string): Shape {
  const nestedPrefix = `${prefix}deep.${key}.`;
  if (step.relation.kind === 'o2m') {
    return { kind: 'list', list: planList(level, planning, (related) => link(scope, step.relation, related, planning), nestedPrefix) };
  }
  const known = knownShape(step, level, scope, planning);
  if (known) return known;
  const related = openScope(step.collection, planning);
  const on = and([
    link(scope, step.relation, related, planning),
    planning.visible(related),
    level.filter && planFilter(level.filter, related, planning, { joins: false }),
    level.shaped.search && searchCondition(level.shaped.search, related, planning, `${nestedPrefix}search`),
  ]);
  const present = storedColumn(related, step.relation.relatedFields[0]!);
  return { kind: 'related', join: joinOf(related, on), present, shape: planItem(level, related, planning, nestedPrefix) };
}

/**
 * The related item without a look at its row: where it is there for certain, the caller may read it whatever is in it, and only what refers to it
 * is asked for. null where it has to be looked for.
 */
function knownShape({ relation, collection }: Step, level: AuthorisedLevel, scope: Scope, planning: Planning): Shape | null {
  const [field, ...others] = relation.fields;
  const [relatedField] = relation.relatedFields;
  const isOpen = collection.rows === null && !collection.masks.has(relatedField!) && collection.collection.fields.has(relatedField!);
  if (!relation.isEnforced || others.length > 0 || !isOpen || level.filter || level.shaped.search) return null;
  const { key } = collection.collection;
  const isReference = (selection: Selection): boolean => (
    selection.kind === 'text' || (selection.kind === 'operand' && selection.operand.kind === 'field' && selection.operand.field.name === relatedField));
  const isKnown = level.selection === 'key' ? key.length === 1 && key[0] === relatedField : level.selection.every(isReference);
  if (!isKnown) return null;
  const present = column(scope, field!, planning);
  const bare: Shape = { kind: 'value', expression: present };
  const value: Shape = { ...bare, ...keyForm(relatedField!, planning.whole(relation.relatedCollection).collection, planning) };
  const shape: Shape = level.selection === 'key' ? bare : {
    kind: 'object',
    members: level.selection.map((selection) => (
      { key: memberKey(selection, planning), shape: selection.kind === 'text' ? textShape(selection.text, planning) : value })),
  };
  return { kind: 'related', join: null, present, shape };
}

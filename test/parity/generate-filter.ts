import { operators, type Operator } from '../../core/query/filter.js';
import type { Collection, Relation } from '../../core/schema/schema.js';
import type { Choices } from './choices.js';
import { fieldValue } from './evaluate-expression.js';
import { functionCalls, operand, takesNow, typesFor } from './generate-value.js';
import { collectionOf, dictionary, rowsOf, type World } from './world.js';

/** A filter as a client writes it. */
export type RawFilter = Record<string, unknown>;

/** Writes a filter on a collection, up to `depth` relations deep. */
export function generateFilter(choices: Choices, world: World, collection: Collection, depth: number): RawFilter {
  const kind = choices.below(12);
  if (kind === 0) return group('_and', choices, world, collection, depth);
  if (kind === 1) return group('_or', choices, world, collection, depth);
  const filter = dictionary<unknown>();
  const relations = [...collection.relations.values()];
  if (depth > 0 && relations.length > 0 && kind < 8) addRelation(filter, choices, world, pickRelation(choices, relations), depth);
  else addComparison(filter, choices, world, collection);
  if (choices.chance(0.25)) addComparison(filter, choices, world, collection);
  return filter;
}

function group(name: '_and' | '_or', choices: Choices, world: World, collection: Collection, depth: number): RawFilter {
  const filter = dictionary<unknown>();
  const count = choices.chance(0.05) ? 0 : 2 + choices.below(2);
  filter[name] = Array.from({ length: count }, () => generateFilter(choices, world, collection, depth));
  return filter;
}

function addRelation(filter: RawFilter, choices: Choices, world: World, relation: Relation, depth: number): void {
  if (filter[relation.name] !== undefined) return;
  const collection = collectionOf(world, relation.collection);
  if (!collection.fields.has(relation.name) && choices.chance(0.15)) {
    filter[relation.name] = { [choices.pick(['_null', '_nnull'])]: choices.chance(0.8) };
    return;
  }
  const target = collectionOf(world, relation.relatedCollection);
  const [quantifier = 'path'] = choices.pickRarest(['_some', '_none', 'path'].map((name) => `${name} ${relation.kind}`)).split(' ');
  const isOfMissing = choices.chance(quantifier === 'path' ? 0.4 : 0.1);
  const below = isOfMissing ? isNull(choices.pick([...target.fields.keys()])) : generateFilter(choices, world, target, depth - 1);
  if (quantifier === 'path') {
    filter[relation.name] = below;
    return;
  }
  const quantified = dictionary<unknown>();
  quantified[quantifier] = below;
  filter[relation.name] = quantified;
}

/** What a missing item meets. */
function isNull(name: string): RawFilter {
  const filter = dictionary<unknown>();
  filter[name] = { _null: true };
  return filter;
}

/** Chooses the operator first, so that each occurs as often as any other. */
function addComparison(filter: RawFilter, choices: Choices, world: World, collection: Collection): void {
  if (choices.chance(0.3) && addFunction(filter, choices, world, collection)) return;
  const free = [...collection.fields.values()].filter(({ name }) => filter[name] === undefined);
  if (free.length === 0) return;
  const operator = pickOperator(choices, operators.filter((each) => free.some(({ type }) => typesFor(each).includes(type))));
  const fitting = free.filter(({ type }) => typesFor(operator).includes(type));
  const moments = fitting.filter(({ type }) => takesNow(operator, type));
  const field = choices.pick(moments.length > 0 && choices.chance(0.8) ? moments : fitting);
  const stored = rowsOf(world, collection.name).map((row) => row.get(field.name) ?? null);
  filter[field.name] = condition(choices, operator, operand(choices, operator, field.type, stored), field.name);
}

function pickOperator(choices: Choices, possible: readonly Operator[]): Operator {
  const name = choices.pickRarest(possible);
  return possible.find((each) => each === name) ?? '_null';
}

function kindOf({ kind, fields, collection, relatedCollection }: Relation): string {
  return `${fields.length > 1 ? 'composite' : ''} ${collection === relatedCollection ? 'self' : ''} ${kind}`;
}

/** A relation of a kind that filters rarely led along so far. */
function pickRelation(choices: Choices, relations: readonly Relation[]): Relation {
  const kind = choices.pickRarest([...new Set(relations.map(kindOf))]);
  return choices.pick(relations.filter((relation) => kindOf(relation) === kind));
}

const numberOperators = operators.filter((operator) => typesFor(operator).includes('integer'));

function addFunction(filter: RawFilter, choices: Choices, world: World, collection: Collection): boolean {
  const calls = functionCalls(collection).map(({ field, name, call }) => ({ of: field.name, name, call }));
  const counts = [...collection.relations.values()].filter(({ kind }) => kind === 'o2m')
    .map(({ name }) => ({ of: name, name: 'count', call: `count(${name})` }));
  const possible = [...calls, ...counts].filter(({ call }) => filter[call] === undefined);
  if (possible.length === 0) return false;
  const name = choices.pickRarest([...new Set(possible.map((each) => each.name))]);
  const { of, call } = choices.pick(possible.filter((each) => each.name === name));
  const operator = pickOperator(choices, numberOperators);
  const apply = functionNames.find((each) => each === name) ?? 'count';
  const stored = rowsOf(world, collection.name).map((row) => fieldValue(world, collection, of, apply, row).value);
  filter[call] = condition(choices, operator, operand(choices, operator, 'integer', stored), call);
  return true;
}

const functionNames = ['year', 'month', 'week', 'day', 'weekday', 'hour', 'minute', 'second', 'count'] as const;

/** `_eq` may be left out where a name cannot be taken for an operator. */
function condition(choices: Choices, operator: Operator, value: unknown, name: string): unknown {
  if (operator === '_eq' && !name.startsWith('_') && choices.chance(0.2)) return value;
  const conditions = dictionary<unknown>();
  conditions[operator] = value;
  if (operator === '_gt' && choices.chance(0.2)) conditions['_nnull'] = true;
  return conditions;
}

import { aggregateFunctions, type AggregateFunction, type QueryLevel } from '../../core/query/query.js';
import type { Collection } from '../../core/schema/schema.js';
import { fieldValue } from './evaluate-expression.js';
import { ordered, type Order } from './evaluate-order.js';
import { fieldOrFunction } from './evaluate-selection.js';
import { compareValues, scaled, unscaled, written, type Row, type Typed, type Value } from './values.js';
import { dictionary, type World } from './world.js';

/** Rows that agree in what they are grouped by. */
interface Group {
  readonly keys: readonly Typed[];
  readonly rows: readonly Row[];
}

/** The groups that a level asks for, in order, each as its JSON. No `groupBy`: one group of all rows, even of none. */
export function groups(world: World, collection: Collection, level: QueryLevel, rows: readonly Row[]): readonly unknown[] {
  const found = level.groupBy.length === 0 ? [{ keys: [], rows }] : grouped(world, collection, level.groupBy, rows);
  return ordered(world, found, groupOrders(world, collection, level)).map((group) => groupJson(world, collection, level, group));
}

function grouped(world: World, collection: Collection, paths: readonly string[], rows: readonly Row[]): readonly Group[] {
  const byKeys = new Map<string, { keys: Typed[]; rows: Row[] }>();
  for (const row of rows) {
    const keys = paths.map((path) => {
      const reference = fieldOrFunction(collection, path);
      return fieldValue(world, collection, reference.name, reference.function, row);
    });
    const told = world.defect === 'groups merged' ? keys.slice(1) : keys;
    const identity = JSON.stringify(told.map(({ value }) => (value === null ? null : String(value))));
    const group = byKeys.get(identity) ?? { keys, rows: [] };
    group.rows.push(row);
    byKeys.set(identity, group);
  }
  return [...byKeys.values()];
}

/** The key a group has in an answer. */
function keyOf(collection: Collection, path: string): string {
  const { name, function: apply } = fieldOrFunction(collection, path);
  return apply === null ? name : `${name}_${apply}`;
}

/** `sort`, by what the groups are made by or by an aggregate (`count`, `sum.pages`), then the groups' keys. */
function groupOrders(world: World, collection: Collection, level: QueryLevel): readonly Order<Group>[] {
  const byName = (text: string): Order<Group> => {
    const descending = text.startsWith('-') && !level.groupBy.includes(text);
    const name = descending ? text.slice(1) : text;
    const index = level.groupBy.findIndex((path) => path === name || keyOf(collection, path) === name);
    if (index !== -1) return byKey(index, descending);
    const aggregateName = aggregateFunctions.find((each) => name === each || name.startsWith(`${each}.`));
    if (!aggregateName) throw new Error(`Groups cannot be sorted by "${name}".`);
    const field = name === aggregateName ? '*' : name.slice(aggregateName.length + 1);
    return { descending, value: ({ rows }) => aggregate(world, collection, aggregateName, field, rows) };
  };
  return [
    ...(world.defect === 'sort ignored' ? [] : level.sort).map(byName),
    ...level.groupBy.map((_, index) => byKey(index, false)),
  ];
}

function byKey(index: number, descending: boolean): Order<Group> {
  return { descending, value: (group) => group.keys[index] ?? { type: 'integer', value: null } };
}

function groupJson(world: World, collection: Collection, level: QueryLevel, group: Group): unknown {
  const json = dictionary<unknown>();
  level.groupBy.forEach((path, index) => {
    json[keyOf(collection, path)] = written(group.keys[index] ?? { type: 'integer', value: null });
  });
  for (const name of Object.keys(level.aggregate)) {
    const called = aggregateFunctions.find((each) => each === name);
    if (!called) throw new Error(`No aggregate function "${name}".`);
    const fields = level.aggregate[called] ?? [];
    const results = dictionary<unknown>();
    for (const field of fields) results[field] = aggregateJson(called, aggregate(world, collection, called, field, group.rows));
    json[name] = fields.every((field) => field === '*') ? results['*'] : results;
  }
  return json;
}

/** Counts are text. */
function aggregateJson(name: AggregateFunction, typed: Typed): unknown {
  return name.startsWith('count') ? String(typed.value) : written(typed);
}

function aggregate(world: World, collection: Collection, name: AggregateFunction, fieldName: string, rows: readonly Row[]): Typed {
  const extra = world.defect === 'count one too many' ? 1 : 0;
  if (fieldName === '*' || name === 'countAll') return { type: 'integer', value: rows.length + extra };
  const field = collection.fields.get(fieldName);
  if (!field) throw new Error(`No field "${fieldName}" in "${collection.name}".`);
  const all = rows.map((row) => row.get(fieldName) ?? null).filter((value) => value !== null);
  const values = name.endsWith('Distinct') ? distinct(all) : all;
  if (name === 'count' || name === 'countDistinct') return { type: 'integer', value: values.length + extra };
  if (name === 'min' || name === 'max') {
    const sorted = values.toSorted((left, right) => compareValues(field.type, left, right));
    return { type: field.type, value: sorted.at(name === 'min' ? 0 : -1) ?? null };
  }
  const isSum = name === 'sum' || name === 'sumDistinct';
  if (field.type === 'float') {
    if (values.length === 0) return { type: 'float', value: null };
    const total = values.reduce<number>((sum, value) => sum + Number(value), 0);
    return { type: 'float', value: isSum ? total : total / values.length };
  }
  if (values.length === 0) return { type: 'decimal', value: null };
  const total = values.reduce<bigint>((sum, value) => sum + scaled(String(value)), 0n);
  const scale = field.type === 'decimal' ? (field.scale ?? 0) : 0;
  return { type: 'decimal', value: isSum ? unscaled(total, scale) : unscaled(total / BigInt(values.length), 12) };
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [String(value), value])).values()];
}

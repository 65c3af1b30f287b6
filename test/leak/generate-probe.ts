import type { Collection } from '../../core/schema/schema.js';
import type { Choices } from '../parity/choices.js';
import type { RawQuery, RawRequest } from '../parity/generate-query.js';
import { Json, type Row, type Value } from '../parity/values.js';
import { dictionary, rowsOf } from '../parity/world.js';
import type { LeakStage } from './leak-stage.js';

/** Ways to find out a value that is not shown. */
export const ways = ['filter', 'search', 'sort', 'aggregate', 'group', 'count', 'to one', 'to many'] as const;

export type Way = (typeof ways)[number];

/** Writes a read that aims at a value of some row which may be hidden, in a field that is shown on others. */
export function generateProbe(choices: Choices, stage: LeakStage, way: Way = choices.pick(ways)): RawRequest {
  const { shownWorld } = stage;
  const masked = (way === 'filter' || way === 'search') && choices.chance(0.6) ? maskedValues(stage, way) : [];
  if (masked.length > 0) {
    const { collection: { name, key }, field, value } = choices.pick(masked);
    const sort = key.length === 0 ? { sort: sortable(shownWorld.schema.collections.get(name)!) } : {};
    const aim = way === 'search' ? { search: value } : { filter: of(field, { _eq: value }) };
    return { collection: name, key: null, keys: null, query: Object.assign(dictionary<unknown>(), { limit: -1, fields: ['*'], ...sort }, aim) };
  }
  const collection = choices.pick([...shownWorld.schema.collections.values()]);
  const rows = rowsOf(shownWorld, collection.name);
  const query = Object.assign(dictionary<unknown>(), { limit: -1, fields: ['*'] }, rows.length === 0 ? {} : probe(choices, collection, way, (field) => textOf(choices.pick(rows).get(field) ?? null)));
  // Without a key there is no order but the one that is asked for.
  const isList = query['aggregate'] === undefined && query['groupBy'] === undefined;
  if (isList && collection.key.length === 0) query['sort'] = sortable(collection);
  return { collection: collection.name, key: null, keys: null, query };
}

interface MaskedValue {
  readonly collection: Collection;
  readonly field: string;
  readonly value: string;
}

const texts: ReadonlySet<string> = new Set(['string', 'text']);

/** Values that are hidden in rows that are shown: what nobody may find those rows by. */
function maskedValues({ world, shownWorld, copy }: LeakStage, way: Way): MaskedValue[] {
  return [...shownWorld.schema.collections.values()].flatMap((collection) => {
    const { key } = world.schema.collections.get(collection.name)!;
    const keyOf = (row: Row): string => JSON.stringify(key.map((field) => String(row.get(field))));
    const shown = new Map(key.length === 0 ? [] : copy.data.get(collection.name)?.map((row) => [keyOf(row), row]));
    const fields = [...collection.fields.values()].filter(({ name, type }) => (way === 'search' ? texts.has(type) : sortable(collection).includes(name)));
    return rowsOf(world, collection.name).flatMap((row) => fields.flatMap(({ name: field }): MaskedValue[] => {
      const value = textOf(row.get(field) ?? null);
      return /^[ -~]+$/.test(value) && shown.get(keyOf(row))?.get(field) === null ? [{ collection, field, value }] : [];
    }));
  });
}

function probe(choices: Choices, collection: Collection, way: Way, valueOf: (field: string) => string): RawQuery {
  const [field] = choices.some(sortable(collection), 1, 1);
  if (field === undefined) return {};
  switch (way) {
    case 'filter': {
      const value = valueOf(field);
      return { filter: of(field, value === '' ? { _null: choices.chance(0.5) } : { _eq: value }) };
    }
    case 'search': {
      const [text = field] = choices.some([...collection.fields.values()].filter(({ type }) => type === 'string' || type === 'text').map(({ name }) => name), 1, 1);
      const value = valueOf(text);
      return /^[ -~]+$/.test(value) ? { search: value } : {};
    }
    case 'sort':
      return { sort: [`${choices.chance(0.5) ? '-' : ''}${field}`, ...sortable(collection)], limit: 2 };
    case 'aggregate':
      return { aggregate: { countDistinct: field, count: ['*', field] } };
    case 'group':
      return { groupBy: [field], aggregate: { count: '*' } };
    default: {
      const relations = [...collection.relations.values()].filter((relation) => relation.kind === (way === 'to one' ? 'm2o' : 'o2m'));
      if (relations.length === 0) return {};
      const { name, kind } = choices.pick(relations);
      if (way === 'count') return { fields: [...collection.key, `count(${name})`] };
      return { fields: [...collection.key, `${name}.*`], ...(kind === 'o2m' && { deep: of(name, { _limit: -1 }) }) };
    }
  }
}

function textOf(value: Value): string {
  return value === null || value instanceof Json ? '' : String(value);
}

function sortable({ fields }: Collection): string[] {
  return [...fields.values()].filter(({ type }) => type !== 'json').map(({ name }) => name);
}

function of(name: string, condition: unknown): RawQuery {
  const filter = dictionary<unknown>();
  filter[name] = condition;
  return filter;
}

import type { FunctionName } from '../../core/query/filter.js';
import type { ApiType } from '../../core/schema/catalog.js';
import type { Collection } from '../../core/schema/schema.js';
import { Json, type Row, type Typed } from './values.js';
import { related, type World } from './world.js';

/** Functions of each type: parts of what a date or time has, and how many elements a JSON array has. */
export const functionsOf: Readonly<Partial<Record<ApiType, readonly FunctionName[]>>> = {
  date: ['year', 'month', 'week', 'day', 'weekday'],
  time: ['hour', 'minute', 'second'],
  dateTime: ['year', 'month', 'week', 'day', 'weekday', 'hour', 'minute', 'second'],
  timestamp: ['year', 'month', 'week', 'day', 'weekday', 'hour', 'minute', 'second'],
  json: ['count'],
};

/** A field of an item, or a function of one. `count` takes a relation too. */
export function fieldValue(world: World, collection: Collection, name: string, apply: FunctionName | null, row: Row): Typed {
  const relation = collection.relations.get(name);
  if (apply === 'count' && relation?.kind === 'o2m') {
    const extra = world.defect === 'count one too many' ? 1 : 0;
    return { type: 'integer', value: related(world, relation, row).length + extra };
  }
  const field = collection.fields.get(name);
  if (!field) throw new Error(`No field "${name}" in "${collection.name}".`);
  const value = row.get(name) ?? null;
  if (apply === null) return { type: field.type, value };
  if (value === null) return { type: 'integer', value: null };
  if (value instanceof Json) return { type: 'integer', value: Array.isArray(value.content) ? value.content.length : null };
  return { type: 'integer', value: part(apply, String(value)) };
}

/** A part of a date, a time, or both in one text. */
function part(name: FunctionName, text: string): number {
  const time = text.includes('T') ? text.slice(11) : text;
  switch (name) {
    case 'year':
      return Number(text.slice(0, 4));
    case 'month':
      return Number(text.slice(5, 7));
    case 'day':
      return Number(text.slice(8, 10));
    case 'weekday':
      return day(text).getUTCDay();
    case 'week':
      return isoWeek(day(text));
    case 'hour':
      return Number(time.slice(0, 2));
    case 'minute':
      return Number(time.slice(3, 5));
    case 'second':
      return Number(time.slice(6, 8));
    case 'count':
      throw new Error('A date has no count.');
  }
}

function day(text: string): Date {
  return new Date(`${text.slice(0, 10)}T00:00:00Z`);
}

/** The week after ISO 8601: the year's first is the one that holds its first Thursday. */
function isoWeek(date: Date): number {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const newYear = day(`${String(thursday.getUTCFullYear()).padStart(4, '0')}-01-01`);
  return Math.floor((thursday.getTime() - newYear.getTime()) / 86_400_000 / 7) + 1;
}

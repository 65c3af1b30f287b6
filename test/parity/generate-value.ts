import type { Operator, Scalar } from '../../core/query/filter.js';
import type { ApiType } from '../../core/schema/catalog.js';
import type { Collection, Field } from '../../core/schema/schema.js';
import type { Choices } from './choices.js';
import { functionsOf } from './evaluate-expression.js';
import { Json, type Row, type Value } from './values.js';

const numbers: readonly ApiType[] = ['integer', 'bigInteger', 'decimal', 'float'];
const texts: readonly ApiType[] = ['string', 'text'];
const moments: readonly ApiType[] = ['date', 'time', 'dateTime', 'timestamp'];
const ordered: readonly ApiType[] = [...numbers, ...texts, ...moments];
const comparable: readonly ApiType[] = [...ordered, 'boolean', 'uuid'];
const every: readonly ApiType[] = [...comparable, 'json'];

/** The types that aggregates and orders can use. */
export const typesOf = { numbers, texts, moments, ordered, comparable, every } as const;

/** The types of field an operator takes. */
export function typesFor(operator: Operator): readonly ApiType[] {
  switch (operator) {
    case '_null':
    case '_nnull':
      return every;
    case '_eq':
    case '_neq':
    case '_in':
    case '_nin':
      return comparable;
    case '_lt':
    case '_lte':
    case '_gt':
    case '_gte':
    case '_between':
    case '_nbetween':
      return ordered;
    default:
      return texts;
  }
}

/** What stands beside an operator, as a client writes it. */
export function operand(choices: Choices, operator: Operator, type: ApiType, stored: readonly Value[]): unknown {
  switch (operator) {
    case '_null':
    case '_nnull':
    case '_empty':
    case '_nempty':
      return choices.pick([true, true, false]);
    case '_eq':
    case '_neq':
      return choices.chance(0.1) ? null : comparand(choices, type, stored);
    case '_in':
    case '_nin': {
      const list = Array.from({ length: 1 + choices.below(4) }, () => comparand(choices, type, stored));
      return list.every((each) => !String(each).includes(',')) && choices.chance(0.3) ? list.join(',') : list;
    }
    case '_between':
    case '_nbetween':
      return [orderedComparand(choices, type, stored), orderedComparand(choices, type, stored)];
    case '_lt':
    case '_lte':
    case '_gt':
    case '_gte':
      if (takesNow(operator, type) && choices.chance(0.6)) return choices.pick(nows);
      return orderedComparand(choices, type, stored);
    default:
      return fragment(choices, stored);
  }
}

/** Whether `$NOW` makes sense there. It never equals a stored value: the suite could not tell the moment. */
export function takesNow(operator: Operator, type: ApiType): boolean {
  return /^_[lg]te?$/.test(operator) && moments.includes(type) && type !== 'time';
}

/** Texts are compared by range with numbers and dates only: so it is in the language. */
function orderedComparand(choices: Choices, type: ApiType, stored: readonly Value[]): Scalar {
  if (texts.includes(type)) return choices.pick(['42', '7.5', '2000-01-01']);
  return comparand(choices, type, stored);
}

const nows = ['$NOW', '$NOW(-2 years)', '$NOW(+3 days)', '$NOW(-1 month)', '$NOW(+5 hours)'];

const others: Readonly<Record<string, readonly Scalar[]>> = {
  integer: [0, 5, '7', -1], bigInteger: ['9007199254740993', 3, '-7'], decimal: ['7.77', 42, '14.990', 0.1], float: [1.5, '42', -2.25, 0],
  string: ['alpha', '42', 'nothing like it', "O'Brien"], text: ['alpha', 'The City', '50% off_', '$5'],
  uuid: ['00000000-0000-4000-8000-000000000001', 'A0000000-0000-4000-8000-00000000000A'],
  boolean: [true, false, 'true', 'false'],
  date: ['2000-02-29', '2012-01-01'], time: ['12:30:00', '08:30:00.000', '12:30:00.5'],
  dateTime: ['2000-02-29T12:00:00', '2000-02-29 12:00:00.5'], timestamp: ['2010-07-15T22:30:00Z', '2010-07-16T00:30:00.5+02:00'],
};

/** A value that is stored, or one that may not be. */
function comparand(choices: Choices, type: ApiType, stored: readonly Value[]): Scalar {
  const usable = stored.filter((value) => value !== null && value !== '' && !(value instanceof Json));
  if (usable.length === 0 || choices.chance(0.3)) return choices.pick(others[type] ?? [1]);
  return clientForm(choices, type, choices.pick(usable));
}

function clientForm(choices: Choices, type: ApiType, value: Value): Scalar {
  const text = String(value);
  if (type === 'integer' || type === 'float') return choices.chance(0.7) ? Number(text) : text;
  if (type === 'boolean') return choices.chance(0.7) ? text === 'true' : text;
  if (type === 'dateTime' && choices.chance(0.3)) return text.replace('T', ' ');
  return moments.includes(type) ? text.replace(/\.0+(Z?)$/, '$1') : text;
}

/** A part of a stored text, or something that looks like a wildcard. ASCII alone: beyond it each database has its own lower case. */
function fragment(choices: Choices, stored: readonly Value[]): Scalar {
  const usable = stored.filter((value): value is string => typeof value === 'string' && /^[ -~]+$/.test(value));
  if (usable.length === 0 || choices.chance(0.3)) return choices.pick(['a', 'CITY', '%', '_', '\\', '"', "'", '42', 'alPHa', '.']);
  const text = choices.pick(usable);
  const start = choices.below(text.length);
  const end = choices.pick([start + 1 + choices.below(4), text.length]);
  const cut = choices.chance(0.3) ? text.slice(0, start + 1) : text.slice(start, end);
  return choices.chance(0.4) ? cut.toUpperCase() : cut;
}

/** Something to search for. */
export function searchTerm(choices: Choices, rows: readonly Row[]): string {
  if (rows.length > 0 && choices.chance(0.5)) {
    const texts = [...choices.pick(rows).values()]
      .filter((value) => value !== null && !(value instanceof Json) && /^[ -~]+$/.test(String(value)));
    // A decimal may end in zeros: written so, it is no integer.
    if (texts.length > 0) return String(choices.pick(texts)).slice(0, 40).replace(/^(-?\d+)\.0+$/, '$1');
  }
  return choices.pick([
    'alpha', 'CITY', '42', '7.77', '%', '_', '\\', "'", '9007199254740993', '00000000-0000-4000-8000-000000000001', 'not there', 'a',
  ]);
}

/** A date's function with the field it is of, for fields that have one. */
export function functionCalls(collection: Collection): readonly { field: Field; call: string; name: string }[] {
  return [...collection.fields.values()].flatMap((field) =>
    (functionsOf[field.type] ?? []).map((name) => ({ field, name, call: `${name}(${field.name})` })));
}

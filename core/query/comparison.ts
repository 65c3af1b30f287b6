import { operators, type FilterValue, type Operator, type Scalar } from './filter.js';
import { isAbsent, readList, readScalar, type Reading } from './input.js';
import { beyondLimit, described, invalidQuery } from './invalid-query.js';

/** An operator with the value it compares with, in their final form. */
export interface Comparison {
  readonly operator: Operator;
  readonly value: FilterValue;
}

/** Whether a key of a filter is an operator. */
export function isOperator(key: string): key is Operator {
  return knownOperators.has(key);
}

const knownOperators: ReadonlySet<string> = new Set(operators);

const opposites: Readonly<Partial<Record<Operator, Operator>>> = { _null: '_nnull', _nnull: '_null', _empty: '_nempty', _nempty: '_empty' };

/**
 * Reads what stands beside an operator. `_eq: null` becomes `_null`, `_null: false` becomes `_nnull`, a comma list becomes a list.
 *
 * @throws {ApiError} `INVALID_QUERY` for a value that the operator does not take, whatever the field
 */
export function readComparison(operator: Operator, value: unknown, path: string, reading: Reading): Comparison {
  switch (operator) {
    case '_null': case '_nnull': case '_empty': case '_nempty':
      return { operator: readFlag(value, path) ? operator : opposites[operator]!, value: null };
    case '_in': case '_nin':
      return { operator, value: readValues(value, path, reading) };
    case '_between': case '_nbetween':
      return { operator, value: readRange(value, operator, path, reading) };
    case '_eq': case '_neq':
      if (value === null) return { operator: operator === '_eq' ? '_null' : '_nnull', value: null };
      return { operator, value: readSingle(value, operator, path) };
    case '_lt': case '_lte': case '_gt': case '_gte':
      return { operator, value: readOrdered(value, operator, path) };
    default:
      return { operator, value: readSingle(value, operator, path) };
  }
}

/** Nothing counts as yes: `filter[subtitle][_null]` asks for what is null. */
function readFlag(value: unknown, path: string): boolean {
  if (isAbsent(value) || value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw invalidQuery(path, `This must be true or false, got ${described(value)}.`);
}

function readSingle(value: unknown, operator: Operator, path: string): Scalar {
  if (Array.isArray(value)) throw invalidQuery(path, `"${operator}" takes one value, got a list.`, 'Lists go with "_in" and "_nin".');
  if (value === '') throw invalidQuery(path, `"${operator}" cannot compare with an empty text.`, 'Use "_empty" or "_nempty".');
  return readScalar(value, path);
}

function readOrdered(value: unknown, operator: Operator, path: string): Scalar {
  const single = readSingle(value, operator, path);
  if (typeof single !== 'string' || number.test(single) || moment.test(single) || single.startsWith('$')) return single;
  throw invalidQuery(path, `"${operator}" compares with a number, a date or a time, got ${described(single)}.`);
}

const number = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A date, a time, or both, as ISO 8601 and SQL write them. */
const moment = /^(?=.)(\d{4}-\d\d-\d\d)?((^|[T ])\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|[+-]\d\d(:?\d\d)?))?)?$/i;

function readValues(value: unknown, path: string, reading: Reading): readonly Scalar[] {
  const elements = typeof value === 'string' ? splitValues(value) : readList(value, reading) ?? [value];
  if (elements.length === 0) throw invalidQuery(path, 'The list must have at least one value.');
  if (elements.length > reading.limits.maxListLength) throw beyondLimit(path, 'values in a list', reading.limits.maxListLength);
  return Object.freeze(elements.map((element) => readScalar(element, path)));
}

function splitValues(text: string): string[] {
  return text === '' ? [] : text.split(',');
}

function readRange(value: unknown, operator: Operator, path: string, reading: Reading): readonly Scalar[] {
  const values = readValues(value, path, reading);
  if (values.length !== 2 || values.includes('')) throw invalidQuery(path, `"${operator}" takes two values, the least and the greatest.`);
  return values;
}

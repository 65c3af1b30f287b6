import { ApiError } from '../errors/api-error.js';
import type { FunctionName, Operator } from '../query/filter.js';
import type { AggregateFunction } from '../query/query.js';
import type { ApiType } from '../schema/catalog.js';
import type { Field } from '../schema/schema.js';

const numbers = ['integer', 'bigInteger', 'decimal', 'float'] as const;
const texts = ['string', 'text'] as const;
const dates = ['date', 'dateTime', 'timestamp'] as const;
const times = ['time', 'dateTime', 'timestamp'] as const;

const everyType: readonly ApiType[] = [...numbers, ...texts, ...dates, 'time', 'boolean', 'uuid', 'json', 'binary', 'array', 'unknown'];
const comparable: readonly ApiType[] = [...numbers, ...texts, ...dates, 'time', 'boolean', 'uuid', 'unknown'];
const ordered: readonly ApiType[] = [...numbers, ...texts, ...dates, 'time'];

/** The types of field each operator takes. */
const typesOfOperator: Readonly<Record<Operator, readonly ApiType[]>> = {
  _eq: comparable, _neq: comparable, _in: comparable, _nin: comparable,
  _lt: ordered, _lte: ordered, _gt: ordered, _gte: ordered, _between: ordered, _nbetween: ordered,
  _null: everyType, _nnull: everyType,
  _empty: texts, _nempty: texts,
  _contains: texts, _ncontains: texts, _icontains: texts,
  _starts_with: texts, _nstarts_with: texts, _istarts_with: texts, _nistarts_with: texts,
  _ends_with: texts, _nends_with: texts, _iends_with: texts, _niends_with: texts,
};

/** The types of field each function takes. `count` also takes an o2m relation. */
const typesOfFunction: Readonly<Record<FunctionName, readonly ApiType[]>> = {
  year: dates, month: dates, week: dates, day: dates, weekday: dates,
  hour: times, minute: times, second: times,
  count: ['json', 'array'],
};

const typesOfAggregate: Readonly<Record<AggregateFunction, readonly ApiType[]>> = {
  count: everyType, countAll: everyType,
  countDistinct: [...comparable, 'binary'],
  sum: numbers, sumDistinct: numbers, avg: numbers, avgDistinct: numbers,
  min: ordered, max: ordered,
};

/** The types that items can be sorted and grouped by. */
const sortable: readonly ApiType[] = [...comparable, 'binary'];

/**
 * A secret can be shown as asterisks; whatever else is asked of it would tell something of it.
 *
 * @throws {ApiError} `FORBIDDEN` for a concealed field, like for one that is not there
 */
export function checkOpen({ concealed }: Field): void {
  if (concealed) throw new ApiError('FORBIDDEN');
}

/** @throws {ApiError} `INVALID_QUERY` when items cannot be sorted or grouped by values of this type */
export function checkSortable(type: ApiType, path: string): void {
  if (!sortable.includes(type)) {
    throw new ApiError('INVALID_QUERY', {
      path, reason: `Items cannot be sorted or grouped by a field of type ${type}; they can by ${list(sortable)}.`,
    });
  }
}

/** @throws {ApiError} `INVALID_QUERY` when the operator does not take fields of this type */
export function checkOperator(operator: Operator, type: ApiType, path: string): void {
  if (!typesOfOperator[operator].includes(type)) {
    throw new ApiError('INVALID_QUERY', {
      path, reason: `"${operator}" cannot be used on a field of type ${type}; it takes ${list(typesOfOperator[operator])}.`,
    });
  }
}

/** @throws {ApiError} `INVALID_QUERY` when the function does not take fields of this type */
export function checkFunction(name: FunctionName, type: ApiType, path: string): void {
  if (!typesOfFunction[name].includes(type)) {
    throw new ApiError('INVALID_QUERY', {
      path, reason: `"${name}" cannot be used on a field of type ${type}; it takes ${list(typesOfFunction[name])}.`,
    });
  }
}

/** @throws {ApiError} `INVALID_QUERY` when the aggregate function does not take fields of this type */
export function checkAggregate(name: AggregateFunction, field: Field, path: string): void {
  checkOpen(field);
  if (!typesOfAggregate[name].includes(field.type)) {
    throw new ApiError('INVALID_QUERY', {
      path, reason: `"${name}" cannot be used on a field of type ${field.type}; it takes ${list(typesOfAggregate[name])}.`,
    });
  }
}

function list(types: readonly ApiType[]): string {
  return types.join(', ');
}

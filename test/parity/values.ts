import type { Scalar } from '../../core/query/filter.js';
import type { ApiType } from '../../core/schema/catalog.js';

/**
 * A value of a row in memory, in the one form this suite uses whatever the database: decimals are text with their scale, times
 * carry six digits of fraction (`08:30:00.000000`), dates with a time also a `T`, and those with a zone are in UTC and end in `Z`.
 */
export type Value = null | boolean | number | bigint | string | Json;

/** The value of a json column. */
export class Json {
  constructor(readonly content: unknown) {}

  toString(): string {
    return JSON.stringify(this.content);
  }
}

/** An item in memory: field → value. A field that is not there is null. */
export type Row = ReadonlyMap<string, Value>;

/** A value with what it is. */
export interface Typed {
  readonly type: ApiType;
  readonly value: Value;
}

/** The JSON of a value over REST. */
export function written({ type, value }: Typed): unknown {
  if (value === null) return null;
  if (value instanceof Json) return value.content;
  const text = String(value);
  switch (type) {
    case 'bigInteger':
    case 'decimal':
      return text;
    case 'time':
      return withoutEmptyFraction(text);
    case 'dateTime':
      return text.slice(0, 19);
    case 'timestamp':
      return `${text.slice(0, 23)}Z`;
    default:
      return value;
  }
}

/** Order of two values of one type that are not null: texts by code point, numbers by size, false before true. */
export function compareValues(type: ApiType, left: Value, right: Value): number {
  if (type === 'decimal') return compare(scaled(String(left)), scaled(String(right)));
  if (typeof left === 'string' && typeof right === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return typeof left === 'bigint' && typeof right === 'bigint' ? compare(left, right) : compare(Number(left), Number(right));
}

/** What a client wrote, as a value of the type it is compared with. */
export function read(type: ApiType, scalar: Scalar, now: Date): Value {
  const text = resolved(String(scalar), now);
  switch (type) {
    case 'boolean':
      return text === 'true' || text === '1';
    case 'integer':
    case 'float':
      return Number(text);
    case 'bigInteger':
      return BigInt(text);
    case 'uuid':
      return text.toLowerCase();
    case 'date':
      return text.slice(0, 10);
    case 'time':
      return withFraction(text);
    case 'dateTime':
      return withFraction(text.replace(' ', 'T').replace(/Z$/, ''));
    case 'timestamp':
      return inUtc(text);
    default:
      return text;
  }
}

/** A decimal as an integer number of 10⁻¹², so that sums and comparisons are exact. */
export function scaled(text: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Error(`Not a decimal: ${text}`);
  const units = BigInt(whole + fraction.padEnd(12, '0').slice(0, 12));
  return sign === '-' ? -units : units;
}

/** The text of a number of 10⁻¹² with that many digits after the point. */
export function unscaled(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(13, '0');
  const sign = units < 0n ? '-' : '';
  const whole = digits.slice(0, -12);
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-12).slice(0, scale)}`;
}

function compare(left: number | bigint, right: number | bigint): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function withoutEmptyFraction(time: string): string {
  return time.replace(/0+$/, (zeros, position: number) => (position > 8 ? '' : zeros)).replace(/\.$/, '');
}

function withFraction(text: string): string {
  const [whole, fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(6, '0')}`;
}

function inUtc(text: string): string {
  const [, local, fraction = '', zone] = /^([\dT: -]{10,19}?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  if (local === undefined) throw new Error(`Not a timestamp: ${text}`);
  const time = local.length === 10 ? `${local}T00:00:00` : local.replace(' ', 'T');
  const seconds = new Date(`${time}${zone ?? 'Z'}`).toISOString().slice(0, 19);
  return `${seconds}.${fraction.padEnd(6, '0')}Z`;
}

/** `$NOW` and its offsets in whole units, as the time they stand for. */
function resolved(text: string, now: Date): string {
  const [whole, sign, count, unit] = /^\$NOW(?:\(([+-]?)(\d+) (\w+?)s?\))?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const moved = new Date(now);
  const amount = Number(count ?? 0) * (sign === '-' ? -1 : 1);
  if (unit === 'year') moved.setUTCFullYear(moved.getUTCFullYear() + amount);
  if (unit === 'month') moved.setUTCMonth(moved.getUTCMonth() + amount);
  if (unit === 'day') moved.setUTCDate(moved.getUTCDate() + amount);
  if (unit === 'hour') moved.setUTCHours(moved.getUTCHours() + amount);
  return moved.toISOString();
}

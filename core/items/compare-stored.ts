import type { ApiType } from '../schema/catalog.js';
import { parseDecimal, type Decimal } from './decimal.js';

/**
 * The order of two values of one type in the form that `convertValue` gives, as a number below, equal to or above 0. Texts are ordered by
 * their characters' numbers: databases have orders of their own.
 */
export function compareStored(left: unknown, right: unknown, type: ApiType): number {
  if (type === 'decimal') return compareDecimals(String(left), String(right));
  if (left === right) return 0;
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : 1;
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : 1;
  return String(left) < String(right) ? -1 : 1;
}

function compareDecimals(left: string, right: string): number {
  const [a, b] = [parseDecimal(left), parseDecimal(right)];
  if (!a || !b) return left === right ? 0 : left < right ? -1 : 1;
  const digits = Math.max(a.fraction.length, b.fraction.length);
  const difference = units(a, digits) - units(b, digits);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function units({ isNegative, whole, fraction }: Decimal, digits: number): bigint {
  const value = BigInt(whole + fraction.padEnd(digits, '0'));
  return isNegative ? -value : value;
}

import type { Database } from 'better-sqlite3';
import {
  asText, comparableMoment, decimalDigits, partOf, readBinary, readDate, readDateTime, readDecimal, readJson, readTime, readTimestamp, type Stored,
} from './values.js';

/** All functions have this prefix, so that none of the owner's is hidden. */
const prefix = 'jackfield_';

/** Digits after the point of an average, beyond those of its values. */
const averageDigits = 16;

/** Gives a connection the functions that compiled statements call. */
export function registerFunctions(connection: Database): void {
  const define = (name: string, fn: (...values: never[]) => Stored) => connection.function(prefix + name, { deterministic: true, safeIntegers: true }, fn as (...values: unknown[]) => unknown);
  define('text', (value: Stored) => asText(value));
  define('lower', (value: Stored) => asText(value)?.toLowerCase() ?? null);
  define('date', readDate);
  define('time', readTime);
  define('datetime', readDateTime);
  define('timestamp', readTimestamp);
  define('moment', comparableMoment);
  define('part', (name: string, value: Stored) => asBigInt(partOf(name, value)));
  define('decimal', (value: Stored, scale: bigint) => readDecimal(value, Number(scale)));
  define('binary', readBinary);
  define('json', readJson);
  define('key_part', (value: string) => encodeURIComponent(value));
  defineSum(connection);
  defineAverage(connection);
}

function asBigInt(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

/** Exact numbers: an integer of units of 10^-scale. */
interface Sum {
  units: bigint;
  scale: number;
  count: bigint;
}

/** SQLite's own `sum` rounds decimals to doubles and fails beyond 64 bits. */
function defineSum(connection: Database): void {
  connection.aggregate(`${prefix}sum`, {
    deterministic: true,
    safeIntegers: true,
    start: emptySum,
    step: addTo,
    result: (sum: Sum) => (sum.count === 0n ? null : decimalText(sum.units, sum.scale)),
  });
}

function defineAverage(connection: Database): void {
  connection.aggregate(`${prefix}avg`, {
    deterministic: true,
    safeIntegers: true,
    start: emptySum,
    step: addTo,
    result: ({ units, scale, count }: Sum) => {
      if (count === 0n) return null;
      const scaled = units * 10n ** BigInt(averageDigits);
      const quotient = (2n * scaled + (scaled < 0n ? -count : count)) / (2n * count);
      return decimalText(quotient, scale + averageDigits);
    },
  });
}

function emptySum(): Sum {
  return { units: 0n, scale: 0, count: 0n };
}

function addTo(sum: Sum, value: unknown): Sum {
  if (value === null || Buffer.isBuffer(value)) return sum;
  const digits = decimalDigits(value as bigint | number | string);
  if (digits === null) return sum;
  const [whole, fraction = ''] = digits.split('.') as [string, string?];
  const scale = Math.max(sum.scale, fraction.length);
  sum.units = sum.units * 10n ** BigInt(scale - sum.scale) + BigInt(whole + fraction.padEnd(scale, '0'));
  sum.scale = scale;
  sum.count += 1n;
  return sum;
}

function decimalText(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}

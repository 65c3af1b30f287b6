import type { ErrorCode } from '../errors/codes.js';
import { convertValue, descriptions } from '../plan/convert.js';
import type { ApiType } from '../schema/catalog.js';
import type { Field } from '../schema/schema.js';
import { decimalText, parseDecimal, roundDecimal } from './decimal.js';

/** Why a value cannot be stored. */
export interface Misfit {
  readonly code: ErrorCode;
  /** The rule that is broken, for `FAILED_VALIDATION`. */
  readonly type?: string;
  readonly reason: string;
}

/** A value as it is bound, or why there is none. */
export type Stored = { readonly value: unknown } | { readonly misfit: Misfit };

/**
 * Brings a value that a client writes to the form in which it is stored, the same for every dialect: integers are `bigint`, decimals digits
 * rounded to their scale, moments texts, json its text, bytes a Buffer, arrays lists of such.
 *
 * @param integerBits - as the database's capabilities tell
 */
export function storedValue(value: unknown, field: Field, integerBits: Readonly<Record<string, number>>): Stored {
  if (value === null) return field.nullable ? { value: null } : failed('nnull', 'The value must not be null.');
  const stored = converted(value, field.type, field, integerBits);
  if ('misfit' in stored || !field.values) return stored;
  return field.values.includes(String(stored.value)) ? stored : failed('in', `The value must be one of ${field.values.join(', ')}.`);
}

function converted(value: unknown, type: ApiType, field: Field, integerBits: Readonly<Record<string, number>>): Stored {
  switch (type) {
    case 'integer':
    case 'bigInteger':
      return storedInteger(value, integerBits[field.sqlType] ?? 64);
    case 'decimal':
      return storedDecimal(value, field);
    case 'string':
    case 'text':
      return storedText(value, field.length);
    case 'json':
      return storedJson(value);
    case 'binary':
      return storedBinary(value);
    case 'array':
      return storedArray(value, field, integerBits);
    case 'unknown':
      return isScalar(value) ? storedText(String(value), null) : failed('type', 'The value must be a text.');
    case 'date':
    case 'time':
    case 'dateTime':
    case 'timestamp':
      return plainValue(value, type, 'INVALID_PAYLOAD');
    default:
      return plainValue(value, type, 'FAILED_VALIDATION');
  }
}

function plainValue(value: unknown, type: ApiType, code: 'FAILED_VALIDATION' | 'INVALID_PAYLOAD'): Stored {
  const plain = isScalar(value) ? convertValue(value, type) : undefined;
  return plain === undefined ? { misfit: { code, type: 'type', reason: `The value must be ${descriptions[type]}.` } } : { value: plain };
}

const wholeNumber = /^\s*[+-]?\d+\s*$/;

function storedInteger(value: unknown, bits: number): Stored {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER && bits > 53) {
    return failed('type', 'The number is too large to be exact: write it as a text.');
  }
  const isWhole = typeof value === 'string' ? wholeNumber.test(value) : Number.isInteger(value);
  if (!isWhole) return failed('type', 'The value must be a whole number.');
  const whole = convertValue(value as string | number, 'bigInteger');
  if (typeof whole === 'bigint' && BigInt.asIntN(bits, whole) === whole) return { value: whole };
  return { misfit: { code: 'VALUE_OUT_OF_RANGE', reason: `The number does not fit ${bits} bits.` } };
}

function storedDecimal(value: unknown, { precision, scale }: Field): Stored {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return failed('type', 'The number is too large to be exact: write it as a text.');
  }
  const text = isScalar(value) ? convertValue(value, 'decimal') : undefined;
  const decimal = typeof text === 'string' ? parseDecimal(text) : null;
  if (!decimal) return failed('type', 'The value must be a number.');
  if (precision === null || scale === null || scale < 0) return { value: decimalText(decimal) };
  const rounded = roundDecimal(decimal, scale);
  const room = Math.max(precision - scale, 0);
  if (rounded.whole === '0' || rounded.whole.length <= room) return { value: decimalText(rounded) };
  return { misfit: { code: 'VALUE_OUT_OF_RANGE', reason: `The number must have at most ${room} digits before its point.` } };
}

/** No database takes U+0000 in a text, or half of a surrogate pair. */
const unstorable = /[\0\p{Surrogate}]/u;

function storedText(value: unknown, length: number | null): Stored {
  if (typeof value !== 'string') return failed('type', 'The value must be a text.');
  if (unstorable.test(value)) return failed('type', 'A text must not hold the character U+0000 or half of a surrogate pair.');
  // Databases count characters, not the halves that some of them have in JavaScript.
  if (length !== null && value.length > length && Array.from(value).length > length) {
    return { misfit: { code: 'VALUE_TOO_LONG', reason: `The text must have at most ${length} characters.` } };
  }
  return { value };
}

/** A text is the JSON text of a value, any other value itself. */
function storedJson(value: unknown): Stored {
  let parsed = value;
  if (typeof value === 'string') {
    try {
      parsed = JSON.parse(value);
    } catch {
      return failed('type', 'The value must be JSON: a text is parsed.');
    }
  }
  if (!isStorableJson(parsed, deepestJson)) {
    return failed('type', `The value must not hold U+0000, half of a surrogate pair, or more than ${deepestJson} values one in another.`);
  }
  return { value: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** Databases have limits of their own, further off. */
const deepestJson = 500;

function isStorableJson(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !unstorable.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.entries(value).every(([name, member]) => !unstorable.test(name) && isStorableJson(member, depth - 1));
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function storedBinary(value: unknown): Stored {
  if (typeof value === 'string' && base64.test(value)) return { value: Buffer.from(value, 'base64') };
  if (typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)) {
    const bytes: readonly unknown[] = value.data;
    if (bytes.every(isByte)) return { value: Buffer.from(bytes as number[]) };
  }
  return failed('type', 'The value must be bytes: {"type":"Buffer","data":[…]}, or a text in Base64.');
}

function isByte(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
}

function storedArray(value: unknown, field: Field, integerBits: Readonly<Record<string, number>>): Stored {
  if (!Array.isArray(value)) return failed('type', 'The value must be a list.');
  const elements: unknown[] = [];
  for (const element of value as readonly unknown[]) {
    const stored: Stored = element === null ? { value: null }
      : Array.isArray(element) ? storedArray(element, field, integerBits)
        : converted(element, field.elementType ?? 'unknown', { ...field, sqlType: field.sqlType.replace(/(\[\])+$/, '') }, integerBits);
    if ('misfit' in stored) return stored;
    elements.push(stored.value);
  }
  return { value: elements };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function failed(type: string, reason: string): Stored {
  return { misfit: { code: 'FAILED_VALIDATION', type, reason } };
}

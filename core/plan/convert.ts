import type { ApiType } from '../schema/catalog.js';

/**
 * Brings a value that a client compares with to the form that its type is bound in, the same for every dialect: integers are
 * `bigint`, decimals digits, floats numbers, texts, uuids and moments texts (`2024-02-29T11:14:15.000000Z`).
 *
 * @returns undefined for what does not fit the type
 */
export function convertValue(value: string | number | boolean | Date, type: ApiType): bigint | number | string | boolean | undefined {
  switch (type) {
    case 'integer':
    case 'bigInteger':
      return toInteger(value);
    case 'decimal':
      return toDecimal(value);
    case 'float':
      return toFloat(value);
    case 'boolean':
      return toBoolean(value);
    case 'uuid':
      return typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : undefined;
    case 'date':
      return toMoment(value)?.slice(0, 10);
    case 'time':
      return toTime(value);
    case 'dateTime':
      return toMoment(value);
    case 'timestamp': {
      const moment = toMoment(value);
      return moment && `${moment}Z`;
    }
    default:
      return toText(value);
  }
}

/** What a value must be, for errors. */
export const descriptions: Readonly<Record<ApiType, string>> = {
  integer: 'a whole number', bigInteger: 'a whole number', decimal: 'a number', float: 'a number', boolean: 'true or false',
  uuid: 'a uuid', date: 'a date such as 2024-02-29', time: 'a time such as 08:30:00',
  dateTime: 'a date and time such as 2024-02-29T08:30:00', timestamp: 'a date and time such as 2024-02-29T08:30:00Z',
  string: 'a text', text: 'a text', json: 'a text', binary: 'a text', array: 'a text', unknown: 'a text',
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const wholeNumber = /^[+-]?\d{1,30}$/;
const decimalNumber = /^[+-]?(\d{1,500}(\.\d{0,500})?|\.\d{1,500})(e[+-]?\d{1,3})?$/i;
const moment = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const time = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/;

function toInteger(value: string | number | boolean | Date): bigint | undefined {
  const text = typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : typeof value === 'string' ? value.trim() : '';
  if (!wholeNumber.test(text)) return undefined;
  const whole = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, whole) === whole ? whole : undefined;
}

function toDecimal(value: string | number | boolean | Date): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return decimalNumber.test(text) ? text : undefined;
}

function toFloat(value: string | number | boolean | Date): number | undefined {
  const text = toDecimal(value);
  const number = Number(text ?? NaN);
  return Number.isFinite(number) ? number : undefined;
}

function toBoolean(value: string | number | boolean | Date): boolean | undefined {
  if (value === true || value === 'true' || value === 1 || value === '1') return true;
  if (value === false || value === 'false' || value === 0 || value === '0') return false;
  return undefined;
}

/** No database takes a NUL in a text. */
function toText(value: string | number | boolean | Date): string | undefined {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return text.includes('\0') ? undefined : text;
}

/** To the microsecond, in UTC; what has no zone is taken as it is. */
function toMoment(value: string | number | boolean | Date): string | undefined {
  if (value instanceof Date) return value.toISOString().replace('Z', '000');
  const match = typeof value === 'string' ? moment.exec(value.trim()) : null;
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A date that does not exist becomes another one, or none.
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return undefined;
  if (zone && !/^z$/i.test(zone)) date.setTime(date.getTime() - minutesOf(zone) * 60_000);
  const text = date.toISOString();
  return text.startsWith('-') || text.startsWith('+') ? undefined : `${text.slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}`;
}

function minutesOf(zone: string): number {
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}

function toTime(value: string | number | boolean | Date): string | undefined {
  if (value instanceof Date) return value.toISOString().slice(11, 19);
  const match = typeof value === 'string' ? time.exec(value.trim()) : null;
  if (!match) return undefined;
  const [, hour, minute, second = '00', fraction = ''] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const digits = fraction.slice(0, 6).replace(/0+$/, '');
  return `${hour}:${minute}:${second}${digits && `.${digits}`}`;
}

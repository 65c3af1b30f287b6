/**
 * How stored values are read where SQLite itself does not decide: it has no dates, decimals or booleans of its own, and any
 * column may hold a value of any kind. What does not fit its declared type is given as text.
 */

/** What SQLite can hand to a function. Integers come as bigint, so that nothing is lost. */
export type Stored = null | bigint | number | string | Buffer;

/** A moment, to the microsecond, without a zone. */
interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

const momentText = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?\s*$/i;
const timeText = /^\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*$/;

/** Numbers beyond it are milliseconds since 1970, others seconds: as drivers and tools store moments. */
const greatestSeconds = 100_000_000_000;

/** A text as it is; anything else that fits no type as the text closest to it. */
export function asText(value: Stored): string | null {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
}

export function readDate(value: Stored): string | null {
  const moment = readMoment(value);
  return moment ? dateOf(moment) : asText(value);
}

/** `08:30:00`, with its fraction as stored. */
export function readTime(value: Stored): string | null {
  const match = typeof value === 'string' ? timeText.exec(value) : null;
  if (match) return `${pad(Number(match[1]))}:${match[2]}:${match[3] ?? '00'}${fractionOf(microsecondsOf(match[4]))}`;
  const moment = typeof value === 'string' ? readMoment(value) : null;
  return moment ? `${timeOf(moment)}${fractionOf(moment.microsecond)}` : asText(value);
}

/** `2016-05-10T08:30:00`: the fraction is dropped. */
export function readDateTime(value: Stored): string | null {
  const moment = readMoment(value);
  return moment ? `${dateOf(moment)}T${timeOf(moment)}` : asText(value);
}

/** `2016-05-10T08:30:00.000Z`: three digits, cut and not rounded. */
export function readTimestamp(value: Stored): string | null {
  const moment = readMoment(value);
  return moment ? `${dateOf(moment)}T${timeOf(moment)}.${pad(Math.floor(moment.microsecond / 1000), 3)}Z` : asText(value);
}

/** A form of dates and times in which texts compare as moments do: to the microsecond. */
export function comparableMoment(type: string, value: Stored): string | null {
  if (type === 'date') return readDate(value);
  // A fraction only makes a time longer: texts compare as they stand.
  if (type === 'time') return readTime(value);
  const moment = readMoment(value);
  return moment ? `${dateOf(moment)}T${timeOf(moment)}.${pad(moment.microsecond, 6)}${type === 'timestamp' ? 'Z' : ''}` : asText(value);
}

/** A part of a date or time; null where the value holds none. */
export function partOf(name: string, value: Stored): number | null {
  const time = typeof value === 'string' ? timeText.exec(value) : null;
  const moment = time
    ? { year: 1970, month: 1, day: 1, hour: Number(time[1]), minute: Number(time[2]), second: Number(time[3] ?? 0), microsecond: 0 }
    : readMoment(value);
  if (!moment) return null;
  if (name === 'weekday') return dayOf(moment).getUTCDay();
  if (name === 'week') return weekOf(moment);
  return moment[name as 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'];
}

/** A decimal with at least the digits of its scale. Nothing that was stored is lost. */
export function readDecimal(value: Stored, scale: number): string | null {
  if (value === null || Buffer.isBuffer(value)) return asText(value);
  const digits = decimalDigits(value);
  if (digits === null) return asText(value);
  const [whole, fraction = ''] = digits.split('.') as [string, string?];
  const padded = fraction.padEnd(Math.max(scale, 0), '0');
  return padded ? `${whole}.${padded}` : whole;
}

/** A number as plain decimal digits; null for what is none. */
export function decimalDigits(value: bigint | number | string): string | null {
  const text = String(value).trim();
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text);
  if (!match || (!match[2] && !match[3])) return null;
  const sign = match[1] === '-' ? '-' : '';
  const exponent = Number(match[4] ?? 0);
  let whole = match[2]!;
  let fraction = match[3] ?? '';
  if (exponent > 0) {
    fraction = fraction.padEnd(exponent, '0');
    whole += fraction.slice(0, exponent);
    fraction = fraction.slice(exponent);
  } else if (exponent < 0) {
    whole = whole.padStart(-exponent, '0');
    fraction = whole.slice(exponent) + fraction;
    whole = whole.slice(0, exponent);
  }
  whole = whole.replace(/^0+(?=\d)/, '') || '0';
  const isZero = /^0*$/.test(whole + fraction);
  return `${isZero ? '' : sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** Bytes as `{"type":"Buffer","data":[0,255]}`; a text in a binary column as its bytes. */
export function readBinary(value: Stored): string | null {
  return value === null ? null : JSON.stringify(Buffer.isBuffer(value) ? value : Buffer.from(String(value)));
}

/** JSON as JSON; what is none as a JSON text. */
export function readJson(value: Stored): string | null {
  const text = asText(value);
  if (text === null) return null;
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

function readMoment(value: Stored): Moment | null {
  if (value === null || Buffer.isBuffer(value)) return null;
  if (typeof value !== 'string') return momentOfNumber(Number(value));
  const match = momentText.exec(value);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const moment: Moment = {
    year: Number(year), month: Number(month), day: Number(day),
    hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: Number(second ?? 0), microsecond: microsecondsOf(fraction),
  };
  if (!isReal(moment)) return null;
  return zone && !/^z$/i.test(zone) ? shift(moment, -minutesOf(zone)) : moment;
}

function momentOfNumber(value: number): Moment | null {
  const milliseconds = Math.abs(value) > greatestSeconds ? value : value * 1000;
  return Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15 ? momentOfDate(new Date(milliseconds), 0) : null;
}

function momentOfDate(date: Date, microsecondsBelow: number): Moment {
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(),
    microsecond: date.getUTCMilliseconds() * 1000 + microsecondsBelow,
  };
}

function dayOf({ year, month, day }: Moment): Date {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

function isReal(moment: Moment): boolean {
  const date = dayOf(moment);
  return date.getUTCMonth() === moment.month - 1 && date.getUTCDate() === moment.day && moment.hour < 24 && moment.minute < 60 && moment.second < 60;
}

function shift(moment: Moment, minutes: number): Moment {
  const date = dayOf(moment);
  date.setUTCHours(moment.hour, moment.minute + minutes, moment.second, Math.floor(moment.microsecond / 1000));
  return momentOfDate(date, moment.microsecond % 1000);
}

/** The week of ISO 8601: the one with the year's first Thursday is the first. */
function weekOf(moment: Moment): number {
  const date = dayOf(moment);
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const firstDay = new Date(date);
  firstDay.setUTCMonth(0, 1);
  return Math.ceil(((date.getTime() - firstDay.getTime()) / 86_400_000 + 1) / 7);
}

function minutesOf(zone: string): number {
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return zone.startsWith('-') ? -minutes : minutes;
}

function microsecondsOf(fraction = ''): number {
  return Number(fraction.slice(0, 6).padEnd(6, '0'));
}

function fractionOf(microsecond: number): string {
  return microsecond === 0 ? '' : `.${pad(microsecond, 6).replace(/0+$/, '')}`;
}

function dateOf({ year, month, day }: Moment): string {
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

function timeOf({ hour, minute, second }: Moment): string {
  return `${pad(hour)}:${pad(minute)}:${pad(second)}`;
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}

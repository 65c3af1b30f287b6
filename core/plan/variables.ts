import type { Identity } from '../access/access.js';
import { ApiError } from '../errors/api-error.js';
import type { Scalar } from '../query/filter.js';

/** What variables stand for in one request. */
export interface VariableContext {
  readonly identity: Identity;
  readonly now: Date;
}

const nowWithOffset = /^\$NOW\(\s*([+-]?)\s*(\d{1,9})\s*([a-z]+)\s*\)$/i;

const units: Readonly<Record<string, readonly string[]>> = {
  year: ['y', 'yr', 'yrs', 'year', 'years'],
  month: ['mo', 'mos', 'mth', 'month', 'months'],
  week: ['w', 'wk', 'wks', 'week', 'weeks'],
  day: ['d', 'day', 'days'],
  hour: ['h', 'hr', 'hrs', 'hour', 'hours'],
  minute: ['m', 'min', 'mins', 'minute', 'minutes'],
  second: ['s', 'sec', 'secs', 'second', 'seconds'],
  millisecond: ['ms', 'msec', 'msecs', 'millisecond', 'milliseconds'],
};

/**
 * Puts a value in place of `$NOW`, `$NOW(-1 day)`, `$CURRENT_USER` and `$CURRENT_ROLE`; anything else stays as it is. A user or
 * role that is not there is null, which equals nothing.
 *
 * @throws {ApiError} `INVALID_QUERY` for an offset that cannot be read
 */
export function resolveVariable(value: Scalar, { identity, now }: VariableContext, path: string): Scalar | Date | null {
  if (typeof value !== 'string' || !value.startsWith('$')) return value;
  if (value === '$NOW') return now;
  if (value === '$CURRENT_USER') return identity.user;
  if (value === '$CURRENT_ROLE') return identity.role;
  if (!value.startsWith('$NOW(')) return value;
  const match = nowWithOffset.exec(value);
  const unit = match && Object.keys(units).find((name) => units[name]!.includes(match[3]!.toLowerCase()));
  const moment = match && unit && shift(now, unit, Number(match[2]) * (match[1] === '-' ? -1 : 1));
  if (!moment) throw new ApiError('INVALID_QUERY', { path, reason: `"${value}" is no moment.`, hint: 'Write for example $NOW(-1 day) or $NOW(+2 weeks).' });
  return moment;
}

/** Months and years keep the day where the month has it, else its last day. null beyond what a date can be. */
function shift(now: Date, unit: string, amount: number): Date | null {
  const date = new Date(now);
  switch (unit) {
    case 'year':
    case 'month': {
      const day = date.getUTCDate();
      date.setUTCDate(1);
      date.setUTCMonth(date.getUTCMonth() + amount * (unit === 'year' ? 12 : 1));
      const last = new Date(Date.UTC(2000, 0, 1));
      last.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
      date.setUTCDate(Math.min(day, last.getUTCDate()));
      break;
    }
    default:
      date.setTime(date.getTime() + amount * milliseconds[unit]!);
  }
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date : null;
}

const milliseconds: Readonly<Record<string, number>> = { week: 604_800_000, day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 };

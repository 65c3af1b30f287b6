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

/** What a variable stands for: one value, several, or null for none, which equals nothing. */
export type Resolved = Scalar | Date | null | readonly Scalar[];

/** Variables that stand for several values: for `_in` and `_nin`. */
const lists: ReadonlySet<string> = new Set(['$CURRENT_ROLES', '$CURRENT_POLICIES']);
const singles: ReadonlySet<string> = new Set(['$NOW', '$CURRENT_USER', '$CURRENT_ROLE']);
const ofUser = '$CURRENT_USER.';

/** Whether a value stands for another one. */
export function isVariable(value: Scalar): boolean {
  return typeof value === 'string' && value.startsWith('$')
    && (singles.has(value) || lists.has(value) || value.startsWith(ofUser) || value.startsWith('$NOW('));
}

/** Whether a value is a variable that always stands for several values. */
export function isListVariable(value: Scalar): boolean {
  return typeof value === 'string' && lists.has(value);
}

/**
 * Puts a value in place of `$NOW`, `$NOW(-1 day)`, `$CURRENT_USER`, `$CURRENT_ROLE`, `$CURRENT_ROLES` and `$CURRENT_POLICIES`; anything else
 * stays as it is. A user or role that is not there is null, which equals nothing.
 *
 * @param origin - rules may also name what is known of a user, `$CURRENT_USER.department`; a client could find out by it what they may not
 *   read of themselves
 * @throws {ApiError} `INVALID_QUERY` for an offset that cannot be read
 */
export function resolveVariable(value: Scalar, { identity, now }: VariableContext, path: string, origin: 'rule' | 'client' = 'client'): Resolved {
  if (typeof value !== 'string' || !value.startsWith('$')) return value;
  if (value === '$NOW') return now;
  if (value === '$CURRENT_USER') return identity.user;
  if (value === '$CURRENT_ROLE') return identity.role;
  if (value === '$CURRENT_ROLES') return identity.roles;
  if (value === '$CURRENT_POLICIES') return identity.policies;
  if (value.startsWith(ofUser)) {
    if (origin === 'rule') return attribute(identity.attributes.get(value.slice(ofUser.length)));
    throw new ApiError('INVALID_QUERY', {
      path, reason: 'What is known of the user can be named in the rules of policies only.', hint: 'Write $CURRENT_USER.',
    });
  }
  if (!value.startsWith('$NOW(')) return value;
  const match = nowWithOffset.exec(value);
  const unit = match && Object.keys(units).find((name) => units[name]!.includes(match[3]!.toLowerCase()));
  const moment = match && unit && shift(now, unit, Number(match[2]) * (match[1] === '-' ? -1 : 1));
  if (!moment) throw new ApiError('INVALID_QUERY', { path, reason: `"${value}" is no moment.`, hint: 'Write for example $NOW(-1 day) or $NOW(+2 weeks).' });
  return moment;
}

/** What is known of a user may be of any kind; what a rule can do nothing with is none. */
function attribute(value: unknown): Resolved {
  if (Array.isArray(value)) return value.filter(isScalar);
  return value instanceof Date || isScalar(value) ? value : null;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
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

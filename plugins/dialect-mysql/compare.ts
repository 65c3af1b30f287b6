import type { Operator, Slot, TypedSql } from 'jackfield';
import { mark, markList } from './placeholders.js';
import { inSetOf, textOf } from './text.js';

/** What bound values are cast to: they all are sent as texts. */
const casts: Partial<Record<Slot['type'], string>> = {
  integer: 'signed', bigInteger: 'signed', boolean: 'signed', decimal: 'decimal(65,30)', float: 'double',
  date: 'date', time: 'time(6)', dateTime: 'datetime(6)', timestamp: 'datetime(6)',
};

export function placeholder(position: number, { type, isList }: Slot): string {
  const cast = casts[type];
  if (isList) return cast ? markList(position, 'cast(', ` as ${cast})`) : markList(position);
  return cast ? `cast(${mark(position)} as ${cast})` : mark(position);
}

/** Values go as texts: the server has no type of its own for what the driver would make of numbers. */
export function encode({ type }: Pick<Slot, 'type'>): (value: unknown) => unknown {
  const one = (value: unknown): unknown => {
    if (value === null || Buffer.isBuffer(value)) return value;
    if (typeof value === 'boolean') return value ? '1' : '0';
    const text = (value as string | number | bigint).toString();
    return type === 'dateTime' || type === 'timestamp' ? text.replace('T', ' ').replace('Z', '') : text;
  };
  return (value) => (Array.isArray(value) ? value.map(one) : one(value));
}

const comparisons: Partial<Record<Operator, string>> = { _eq: '=', _neq: '<>', _lt: '<', _lte: '<=', _gt: '>', _gte: '>=' };

/** Makes comparisons, where texts are equal by a collation only where they are the same. */
export function createCompare(collation: string): (operator: Operator, value: TypedSql, placeholders: readonly string[]) => string {
  const exact = (value: TypedSql): string => `${textOf(value)} collate ${collation}`;

  return (operator, value, [first = '', second = '']) => {
    switch (operator) {
      case '_null': return `${value.sql} is null`;
      case '_nnull': return `${value.sql} is not null`;
      case '_empty': return `(${value.sql} is null or length(${value.sql}) = 0)`;
      case '_nempty': return `(${value.sql} is not null and length(${value.sql}) > 0)`;
      default: return isText(value) ? compareTexts(operator, value, exact(value), first, second) : compareValues(operator, value, first, second);
    }
  };
}

function isText({ type }: TypedSql): boolean {
  return type === 'string' || type === 'text' || type === 'unknown';
}

function compareValues(operator: Operator, { sql: column, type, field }: TypedSql, first: string, second: string): string {
  const sql = type === 'boolean' ? `(${column} <> 0)` : column;
  // A number of single precision is compared in it.
  const [one, two] = field?.sqlType.startsWith('float') ? [single(first), single(second)] : [first, second];
  const comparison = comparisons[operator];
  if (comparison) return `${sql} ${comparison} ${one}`;
  switch (operator) {
    case '_in': return `${sql} in (${one})`;
    case '_nin': return `${sql} not in (${one})`;
    case '_between': return `${sql} between ${one} and ${two}`;
    case '_nbetween': return `${sql} not between ${one} and ${two}`;
    default: throw new Error(`${operator} is no comparison of a ${type}.`);
  }
}

function single(bound: string): string {
  return bound.replaceAll(' as double)', ' as float)');
}

/**
 * Texts. The collation of the column may take different ones for equal: it is asked first, so that an index serves, and then whether they are
 * the same.
 */
function compareTexts(operator: Operator, value: TypedSql, exact: string, first: string, second: string): string {
  const { sql, type } = value;
  // What is no text in the database has no collation.
  const [native, one, two] = type === 'unknown' ? [exact, first, second] : [sql, inSetOf(value, first), inSetOf(value, second)];
  switch (operator) {
    case '_eq': return `(${native} = ${one} and ${exact} = ${first})`;
    case '_neq': return `${exact} <> ${first}`;
    case '_in': return `(${native} in (${inSetOf(value, first)}) and ${exact} in (${first}))`;
    case '_nin': return `${exact} not in (${first})`;
    case '_between': return `${native} between ${one} and ${two}`;
    case '_nbetween': return `${native} not between ${one} and ${two}`;
    default: {
      const comparison = comparisons[operator];
      return comparison ? `${native} ${comparison} ${one}` : pattern(operator, value, exact, first);
    }
  }
}

/** `_starts_with`, `_nistarts_with` and so on: negated by `n`, without case by `i`. `%` and `_` are characters like any other. */
function pattern(operator: Operator, value: TypedSql, exact: string, text: string): string {
  const [, negated, caseless, place] = /^_(n?)(i?)(contains|starts_with|ends_with)$/.exec(operator)!;
  const not = negated ? 'not ' : '';
  const collation = exact.slice(exact.lastIndexOf(' collate '));
  const [where, what] = caseless ? [`lower(${textOf(value)})${collation}`, `lower(${text})`] : [exact, text];
  if (place === 'contains') return `${not}instr(${where}, ${what}) > 0`;
  if (place === 'ends_with') return `${not}right(${where}, char_length(${what})) = ${what}`;
  const begins = `left(${where}, char_length(${what})) = ${what}`;
  if (negated || caseless || value.type === 'unknown') return `${not}${begins}`;
  const escaped = `replace(replace(replace(${text}, '|', '||'), '%', '|%'), '_', '|_')`;
  return `(${value.sql} like ${inSetOf(value, `concat(${escaped}, '%')`)} escape '|' and ${begins})`;
}

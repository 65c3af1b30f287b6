import type { AggregateFunction, Field, FunctionName, Operator, Representation, Slot, SqlMember, Syntax, TypedSql } from 'jackfield';

/** A function takes 1,000 arguments at most. */
const mostMembers = 400;

/** Flags of `json_valid`: JSON text, or SQLite's own binary form of it, as `jsonb()` makes. */
const jsonOrBinaryJson = 9;

/** What is greater is infinite, which JSON has no number for. */
const greatestDouble = '1.7976931348623157e308';

/**
 * The words of SQLite. Functions named `jackfield_…` are ours, see `functions.ts`. JSON is never passed through a derived table:
 * there it would become a mere text.
 */
export const sqliteSyntax: Syntax = {
  quoteName,
  placeholder: (position, { type }) => (type === 'decimal' ? `cast(?${position} as numeric)` : `?${position}`),
  encode,
  comparable,
  sortable: comparable,
  compare,
  function: functionOf,
  aggregate,
  // Exact sums are texts.
  sortableAggregate: ({ sql, type }) => (type === 'decimal' ? `cast(${sql} as numeric)` : sql),
  key: (parts) => parts.map((part) => `jackfield_key_part(${partText(part)})`).join(" || ',' || "),
  json,
  object,
  row: () => null,
  array: (item, order) => `json_group_array(${item}${order && ` order by ${order}`})`,
  // Answers cut the fractions of moments.
  exactJson: (value) => (value.type === 'dateTime' || value.type === 'timestamp' ? comparable(value) : json(value, 'rest')),
  // JSON passes through as it is; the bare key of an item becomes JSON.
  text: (value) => `json_quote(${value})`,
  countText: (sql) => `cast(${sql} as text)`,
  // NULL is the least value of all here.
  order: (sql, descending, nullable) => `${sql}${descending ? ' desc' : ''}${nullable ? ` nulls ${descending ? 'first' : 'last'}` : ''}`,
  page: (order, limit, offset) => (order && ` order by ${order}`)
    + (limit === null && offset === null ? '' : ` limit ${limit ?? '-1'}${offset === null ? '' : ` offset ${offset}`}`),
  computesInOrder: true,
  countAll: 'count(*)',
  groupKey: ({ sql }) => ({ terms: [sql], value: sql }),
  keepsDerivedOrder: false,
  derivedSeesOuter: true,
  looksUpRelated: false,
  defaultRow: 'default values',
  assigned: (position) => `?${position}`,
  stored,
  // One writer at a time is all that SQLite takes.
  lockRows: '',
};

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Integers are bound as 64 bits, booleans as 0 and 1, lists as the text of a JSON array. */
function encode({ type, isList }: Slot): (value: unknown) => unknown {
  if (isList) return (value) => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : typeof each === 'boolean' ? Number(each) : each));
  if (type === 'boolean') return (value) => (value === null ? null : Number(value));
  if (type === 'count') return (value) => BigInt(value as number);
  return (value) => value;
}

/**
 * Booleans are stored as 0 and 1, moments as SQLite's own functions write them (`2024-05-06 07:08:09`, in UTC), lists as JSON. The
 * affinity of the column makes numbers of decimals.
 */
function stored({ type }: Field): (value: unknown) => unknown {
  switch (type) {
    case 'boolean':
      return (value) => (value === null ? null : Number(value));
    case 'dateTime':
    case 'timestamp':
      return (value) => (typeof value === 'string' ? value.replace('T', ' ').replace(/\.?0*Z?$/, '') : value);
    case 'array':
      return (value) => (value === null ? null : JSON.stringify(value));
    default:
      return (value) => value;
  }
}

const moments: ReadonlySet<string> = new Set(['date', 'time', 'dateTime', 'timestamp']);

/** Moments are stored in many forms: all are brought to one. */
function comparable({ sql, type }: TypedSql): string {
  if (moments.has(type)) return `jackfield_moment('${type}', ${sql})`;
  if (type === 'uuid') return `lower(${sql})`;
  if (type === 'boolean') return truth(sql);
  return sql;
}

/** Booleans are numbers, or texts as tools write them. */
function truth(sql: string): string {
  return `case when ${sql} is null then null when lower(${sql}) in ('0', 'false', 'f', 'no', 'n', 'off', '0.0', '') then 0 else 1 end`;
}

const comparisons: Partial<Record<Operator, string>> = { _eq: '=', _neq: '<>', _lt: '<', _lte: '<=', _gt: '>', _gte: '>=' };

function compare(operator: Operator, value: TypedSql, [first, second]: readonly string[]): string {
  const sql = value.type === 'boolean' ? `(${comparable(value)})` : comparable(value);
  const comparison = comparisons[operator];
  if (comparison) return value.type === 'uuid' && operator === '_eq' ? uuidEquals(value.sql, first!) : `${sql} ${comparison} ${first}`;
  switch (operator) {
    case '_in': return `${sql} in ${listOf(value, first!)}`;
    case '_nin': return `${sql} not in ${listOf(value, first!)}`;
    case '_between': return `${sql} between ${first} and ${second}`;
    case '_nbetween': return `${sql} not between ${first} and ${second}`;
    case '_null': return `${value.sql} is null`;
    case '_nnull': return `${value.sql} is not null`;
    case '_empty': return `(${value.sql} is null or ${value.sql} = '')`;
    case '_nempty': return `(${value.sql} is not null and ${value.sql} <> '')`;
    default: return pattern(operator, value.sql, first!);
  }
}

/** Both spellings, so that an index on the column serves. */
function uuidEquals(sql: string, uuid: string): string {
  return `${sql} in (${uuid}, upper(${uuid}))`;
}

function listOf({ type }: TypedSql, placeholder: string): string {
  const list = placeholder.replace(/^cast\((.+) as numeric\)$/, '$1');
  const isNumber = type === 'integer' || type === 'bigInteger' || type === 'decimal' || type === 'float' || type === 'count';
  return `(select ${isNumber ? 'cast(value as numeric)' : 'value'} from json_each(${list}))`;
}

/** `_starts_with`, `_nistarts_with` and so on: negated by `n`, without case by `i`. */
function pattern(operator: Operator, sql: string, text: string): string {
  const [, negated, caseless, place] = /^_(n?)(i?)(contains|starts_with|ends_with)$/.exec(operator)!;
  const where = caseless ? `jackfield_lower(${sql})` : sql;
  const what = caseless ? `jackfield_lower(${text})` : text;
  const found = place === 'contains' ? `instr(${where}, ${what}) > 0`
    : place === 'starts_with' ? `substr(${where}, 1, length(${what})) = ${what}`
      : `substr(${where}, max(length(${where}) - length(${what}), 0) + 1) = ${what}`;
  return negated ? `not (${found})` : found;
}

function functionOf(name: FunctionName, { sql }: TypedSql): string {
  if (name === 'count') return `case when json_valid(${sql}, ${jsonOrBinaryJson}) and json_type(${sql}) = 'array' then json_array_length(${sql}) end`;
  return `jackfield_part('${name}', ${sql})`;
}

function aggregate(name: AggregateFunction, argument: TypedSql | null): TypedSql {
  const isDistinct = name.endsWith('Distinct');
  const base = isDistinct ? name.slice(0, -'Distinct'.length) : name;
  if (!argument || base === 'countAll') return { sql: 'count(*)', type: 'count', field: null };
  if (base === 'count') return { sql: `count(${isDistinct ? 'distinct ' : ''}${argument.sql})`, type: 'count', field: null };
  if (base === 'min' || base === 'max') return { ...argument, sql: `${base}(${argument.sql})` };
  const operand = `${isDistinct ? 'distinct ' : ''}${argument.sql}`;
  if (argument.type === 'float') return { sql: `${base}(${operand})`, type: 'float', field: null };
  if (argument.type === 'integer') return { sql: `${base}(${operand})`, type: 'decimal', field: null };
  // SQLite's own functions round decimals to doubles, and fail beyond 64 bits. A sum keeps the scale of its column; an average has digits of its own.
  return { sql: `jackfield_${base}(${operand})`, type: 'decimal', field: base === 'sum' ? argument.field : null };
}

function json({ sql, type, field }: TypedSql, representation: Representation): string {
  switch (type) {
    case 'count':
      return representation === 'graphql' ? sql : `cast(${sql} as text)`;
    case 'bigInteger':
      return `jackfield_text(${sql})`;
    case 'decimal':
      return representation === 'graphql' ? `cast(${sql} as real)` : `jackfield_decimal(${sql}, ${field?.scale ?? 0})`;
    case 'integer':
      return orText(sql);
    case 'float':
      return `case when abs(${sql}) > ${greatestDouble} then iif(${sql} > 0, 'Infinity', '-Infinity') else ${orText(sql)} end`;
    case 'boolean':
      return `case when ${sql} is null then null else json(case when ${truth(sql)} then 'true' else 'false' end) end`;
    case 'uuid':
      return `lower(${orText(sql)})`;
    case 'date':
      return `jackfield_date(${sql})`;
    case 'time':
      return `jackfield_time(${sql})`;
    case 'dateTime':
      return `jackfield_datetime(${sql})`;
    case 'timestamp':
      return `jackfield_timestamp(${sql})`;
    case 'json':
    case 'array':
      return `case when typeof(${sql}) = 'blob' and json_valid(${sql}, ${jsonOrBinaryJson}) then json(${sql}) `
        + `else json(jackfield_json(${sql})) end`;
    case 'binary':
      return `json(jackfield_binary(${sql}))`;
    case 'string':
    case 'text':
    case 'unknown':
      return orText(sql);
  }
}

/** A blob has no JSON. */
function orText(sql: string): string {
  return `case typeof(${sql}) when 'blob' then jackfield_text(${sql}) else ${sql} end`;
}

function partText({ sql, type, field }: TypedSql): string {
  const value = json({ sql, type, field }, 'rest');
  return type === 'boolean' ? `case when ${truth(sql)} then 'true' else 'false' end` : `cast(${value} as text)`;
}

function object(members: readonly SqlMember[]): string {
  const chunks: string[] = [];
  for (let i = 0; i < Math.max(members.length, 1); i += mostMembers) {
    chunks.push(`json_object(${members.slice(i, i + mostMembers).map((member) => `${'name' in member ? literal(member.name) : member.placeholder}, ${member.value}`).join(', ')})`);
  }
  if (chunks.length === 1) return chunks[0]!;
  return `json('{' || ${chunks.map((chunk) => `substr(${chunk}, 2, length(${chunk}) - 2)`).join(` || ',' || `)} || '}')`;
}

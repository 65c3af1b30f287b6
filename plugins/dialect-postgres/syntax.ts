import type { AggregateFunction, ApiType, FunctionName, Operator, Representation, Slot, SqlMember, Syntax, TypedSql } from 'jackfield';

/** PostgreSQL cuts longer names off without a word: such a key is written as a text. In bytes. */
const longestColumnName = 63;

/** `json_build_object` takes 100 arguments. */
const mostMembers = 50;

/** Casts of bound values, where the type of what they are compared with does not decide. */
const casts: Partial<Record<Slot['type'], string>> = {
  integer: 'int8', bigInteger: 'int8', decimal: 'numeric', boolean: 'bool', uuid: 'uuid', date: 'date', time: 'time',
  dateTime: 'timestamp', timestamp: 'timestamptz', count: 'int8', unknown: 'text',
};

/** The words of PostgreSQL. Nothing here depends on a setting of the session. */
export const postgresSyntax: Syntax = {
  quoteName,
  placeholder,
  encode: () => encode,
  comparable,
  sortable: comparable,
  compare,
  function: functionOf,
  aggregate,
  sortableAggregate: ({ sql }) => sql,
  key: (parts) => `concat_ws(',', ${parts.map(keyPart).join(', ')})`,
  json,
  object,
  row: (item, alias) =>
    ('members' in item && areColumns(item.members) ? { from: `cross join lateral (${columns(item.members)}) as ${alias}`, item: alias } : null),
  array: (item, order) => `coalesce(json_agg(${item}${order && ` order by ${order}`}), '[]')`,
  // Answers cut the fractions of moments.
  exactJson: (value) => (value.type === 'dateTime' || value.type === 'timestamp' ? value.sql : json(value, 'rest')),
  text: (value) => `to_json(${value})::text`,
  countText: (sql) => `${sql}::text`,
  // NULL is the greatest value of all, as in PostgreSQL itself, whose indexes serve therefore. To CockroachDB it would be the least.
  order: (sql, descending, nullable) => `${sql}${descending ? ' desc' : ''}${nullable ? ` nulls ${descending ? 'first' : 'last'}` : ''}`,
  page: (order, limit, offset) =>
    `${order && ` order by ${order}`}${limit === null ? '' : ` limit ${limit}`}${offset === null ? '' : ` offset ${offset}`}`,
  computesInOrder: true,
  countAll: 'count(*)',
  groupKey: ({ sql }) => ({ terms: [sql], value: sql }),
  keepsDerivedOrder: true,
  derivedSeesOuter: true,
  looksUpRelated: true,
  defaultRow: 'default values',
  // The column decides the type.
  assigned: (position) => `$${position}`,
  stored: () => encode,
  lockRows: ' for update',
};

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  // No backslash is special: standard_conforming_strings is on.
  return `'${text.replaceAll("'", "''")}'`;
}

function placeholder(position: number, { type, isList, purpose }: Slot): string {
  if (purpose === 'name') return `$${position}::text`;
  const cast = casts[type];
  return cast ? `$${position}::${cast}${isList ? '[]' : ''}` : `$${position}`;
}

/** The driver writes lists as arrays, and everything else as text. */
function encode(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : Array.isArray(value) ? value.map(encode) : value;
}

function comparable({ sql, type, field }: TypedSql): string {
  if (field?.sqlType === 'money') return `${sql}::numeric`;
  return type === 'unknown' ? `${sql}::text` : sql;
}

const comparisons: Partial<Record<Operator, string>> = { _eq: '=', _neq: '<>', _lt: '<', _lte: '<=', _gt: '>', _gte: '>=' };

function compare(operator: Operator, value: TypedSql, [first, second]: readonly string[]): string {
  const sql = comparable(value);
  const comparison = comparisons[operator];
  if (comparison) return `${sql} ${comparison} ${first}`;
  switch (operator) {
    case '_in': return `${sql} = any(${first})`;
    case '_nin': return `${sql} <> all(${first})`;
    case '_between': return `${sql} between ${first} and ${second}`;
    case '_nbetween': return `${sql} not between ${first} and ${second}`;
    case '_null': return `${value.sql} is null`;
    case '_nnull': return `${value.sql} is not null`;
    case '_empty': return `(${value.sql} is null or ${asText(value)} = '')`;
    case '_nempty': return `(${value.sql} is not null and ${asText(value)} <> '')`;
    default: return pattern(operator, asText(value), first!);
  }
}

/** Of enums and the like; of a `char` its padding stays. */
function asText({ sql, field }: TypedSql): string {
  const sqlType = field?.sqlType ?? 'text';
  return sqlType === 'text' || sqlType.startsWith('character varying') ? sql : sqlType.startsWith('character') ? `concat(${sql})` : `${sql}::text`;
}

/** `_starts_with`, `_nistarts_with` and so on: negated by `n`, without case by `i`. `%` and `_` are characters like any other. */
function pattern(operator: Operator, sql: string, text: string): string {
  const [, negated, caseless, place] = /^_(n?)(i?)(contains|starts_with|ends_with)$/.exec(operator)!;
  const escaped = `replace(replace(replace(${text}::text, '\\', '\\\\'), '%', '\\%'), '_', '\\_')`;
  const start = place === 'starts_with' ? '' : "'%' || ";
  const end = place === 'ends_with' ? '' : " || '%'";
  return `${sql} ${negated ? 'not ' : ''}${caseless ? 'ilike' : 'like'} ${start}${escaped}${end}`;
}

function functionOf(name: FunctionName, { sql, type, field }: TypedSql): string {
  if (name === 'count') return countElements(sql, type, field?.sqlType ?? '');
  const moment = type === 'timestamp' ? `${sql} at time zone 'UTC'` : sql;
  const part = name === 'weekday' ? 'dow' : name;
  // Infinity is a year to PostgreSQL, and no other part.
  if (name === 'year') return `case when isfinite(${moment}) then extract(year from ${moment})::int end`;
  return name === 'second' ? `trunc(extract(second from ${moment}))::int` : `extract(${part} from ${moment})::int`;
}

function countElements(sql: string, type: ApiType | 'count', sqlType: string): string {
  if (type === 'array') return `cardinality(${sql})`;
  const [kind, value] = sqlType === 'json' ? ['json', sql] : ['jsonb', `${sql}::jsonb`];
  return `case when ${kind}_typeof(${value}) = 'array' then ${kind}_array_length(${value}) end`;
}

function aggregate(name: AggregateFunction, argument: TypedSql | null): TypedSql {
  const isDistinct = name.endsWith('Distinct');
  const base = isDistinct ? name.slice(0, -'Distinct'.length) : name;
  if (!argument || base === 'countAll') return { sql: 'count(*)', type: 'count', field: null };
  if (base === 'count') return { sql: `count(${isDistinct ? 'distinct ' : ''}${argument.sql})`, type: 'count', field: null };
  if (base === 'min' || base === 'max') return { ...argument, sql: extreme(base, argument) };
  // Single precision would be summed in single precision.
  const operand = argument.type === 'float' ? `${argument.sql}::float8` : argument.sql;
  return { sql: `${base}(${isDistinct ? 'distinct ' : ''}${operand})`, type: argument.type === 'float' ? 'float' : 'decimal', field: null };
}

/** `min` and `max` have no form for some types whose values are in order all the same. */
function extreme(name: 'min' | 'max', { sql, type }: TypedSql): string {
  switch (type) {
    case 'uuid': return `${name}(${sql}::text collate "C")::uuid`;
    case 'boolean': return `${name === 'min' ? 'bool_and' : 'bool_or'}(${sql})`;
    case 'binary': return `decode(${name}(encode(${sql}, 'hex') collate "C"), 'hex')`;
    default: return `${name}(${sql})`;
  }
}

function json({ sql, type, field }: TypedSql, representation: Representation): string {
  switch (type) {
    case 'count':
      return representation === 'graphql' ? sql : `${sql}::text`;
    case 'bigInteger':
      return `${sql}::text`;
    case 'decimal':
      if (representation === 'graphql') return `${sql}::float8`;
      return field?.sqlType === 'money' ? `${sql}::numeric::text` : `${sql}::text`;
    case 'unknown':
      return `${sql}::text`;
    case 'float':
      return representation === 'graphql' ? `${sql}::float8` : sql;
    case 'dateTime':
      return `date_trunc('second', ${sql})`;
    case 'timestamp':
      // Of years before Christ `to_char` drops the era, and of infinity everything.
      return `case when ${sql} >= '0001-01-01Z' and ${sql} < 'infinity' `
        + `then to_char(${sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') else to_json(${sql} at time zone 'UTC') #>> '{}' end`;
    case 'binary':
      return `(select json_build_object('type', 'Buffer', 'data', coalesce(json_agg(get_byte(${sql}, b) order by b), '[]')) `
        + `from generate_series(0, length(${sql}) - 1) as b where ${sql} is not null having ${sql} is not null)`;
    case 'array':
      return jsonArray(sql, field?.elementType ?? 'unknown');
    default:
      return sql;
  }
}

/** Elements are written as values of their type are. Moments lose the shape of an array of arrays, others keep it. */
function jsonArray(sql: string, type: ApiType): string {
  switch (type) {
    case 'bigInteger':
    case 'decimal':
    case 'unknown':
      return `${sql}::text[]`;
    case 'dateTime':
    case 'timestamp':
      return `case when ${sql} is not null then (select coalesce(json_agg(${json({ sql: 'e', type, field: null }, 'rest')} order by i), '[]') `
        + `from unnest(${sql}) with ordinality as u (e, i)) end`;
    default:
      return sql;
  }
}

/**
 * A row of a sub-query, which becomes an object when it is embedded or sent: twice as fast as `json_build_object`. That one
 * serves for keys that no column can bear.
 */
function object(members: readonly SqlMember[]): string {
  if (members.length === 0) return `'{}'::json`;
  if (areColumns(members)) return `(select r from (${columns(members)}) as r)`;
  const chunks: string[] = [];
  for (let i = 0; i < members.length; i += mostMembers) {
    chunks.push(`json_build_object(${members.slice(i, i + mostMembers).map((member) => `${'name' in member ? literal(member.name) : member.placeholder}, ${member.value}`).join(', ')})`);
  }
  if (chunks.length === 1) return chunks[0]!;
  return `('{' || ${chunks.map((chunk) => `substr(${chunk}::text, 2, length(${chunk}::text) - 2)`).join(` || ',' || `)} || '}')::json`;
}

function areColumns(members: readonly SqlMember[]): members is readonly (SqlMember & { readonly name: string })[] {
  return members.length > 0 && members.every((member) => 'name' in member && member.name !== '' && Buffer.byteLength(member.name) <= longestColumnName);
}

function columns(members: readonly (SqlMember & { readonly name: string })[]): string {
  return `select ${members.map(({ name, value }) => `${value} as ${quoteName(name)}`).join(', ')}`;
}

const textTypes: ReadonlySet<string> = new Set(['string', 'text', 'unknown', 'json', 'array']);

/** Like `encodeURIComponent`: letters, digits and `-_.!~*'()` stay, other bytes of the UTF-8 are escaped. */
function keyPart({ sql, type }: TypedSql): string {
  if (type === 'timestamp') return `replace(to_char(${sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), ':', '%3A')`;
  if (!textTypes.has(type)) return `replace(replace((to_json(${sql}) #>> '{}'), ':', '%3A'), '+', '%2B')`;
  return `(select coalesce(string_agg(case when c between 48 and 57 or c between 65 and 90 or c between 97 and 122 or c in (33, 39, 40, 41, 42, 45, 46, 95, 126) `
    + `then chr(c) else '%' || upper(lpad(to_hex(c), 2, '0')) end, '' order by i), '') `
    + `from (select i, get_byte(convert_to(${sql}::text, 'UTF8'), i) as c from generate_series(0, octet_length(convert_to(${sql}::text, 'UTF8')) - 1) as i) as bytes)`;
}

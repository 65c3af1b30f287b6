import type { Representation, SqlMember, TypedSql } from 'jackfield';
import { asText, binary, inUtc, literal, numbers, typeName } from './sql.js';

/**
 * JSON is put together as text: `FOR JSON` takes no names that are bound, nests by the dots of a name, and has a text of its own for numbers
 * and moments.
 */

/** `concat` takes 254 arguments. */
const mostParts = 200;

/** A value as JSON text. NULL stays NULL. */
export function json(value: TypedSql, representation: Representation): string {
  const { sql, type } = value;
  switch (type) {
    case 'count':
      return representation === 'graphql' ? `convert(nvarchar(20), ${sql})` : quoted(`convert(nvarchar(20), ${sql})`);
    case 'integer':
      return `convert(nvarchar(20), ${sql})`;
    case 'bigInteger':
      return quoted(`convert(nvarchar(20), ${sql})`);
    case 'decimal':
      return representation === 'graphql' ? digits(`convert(float, ${sql})`) : quoted(decimalText(value));
    case 'float':
      return typeName(value) === 'real' && representation === 'rest' ? shortDigits(sql) : digits(`convert(float, ${sql})`);
    case 'boolean':
      return `case ${sql} when 1 then N'true' when 0 then N'false' end`;
    case 'uuid':
      return quoted(`lower(convert(nvarchar(36), ${sql}) ${binary})`);
    case 'date':
      return quoted(`convert(nvarchar(10), ${sql}, 23)`);
    case 'time':
      return quoted(timeText(sql));
    case 'dateTime':
      return quoted(momentText(sql, 19));
    case 'timestamp':
      return quoted(`${momentText(inUtc(sql), 23)} + N'Z'`);
    case 'json':
      return typeName(value) === 'json' ? `${asText(sql)} ${binary}` : `case isjson(${sql}) when 1 then ${asText(sql)} ${binary} else ${text(sql)} end`;
    case 'binary':
      return buffer(sql);
    case 'string': case 'text': case 'unknown': case 'array':
      return text(sql);
  }
}

/** A value as JSON text of which nothing is cut. */
export function exactJson(value: TypedSql): string {
  if (value.type === 'dateTime') return quoted(momentText(`convert(datetime2(7), ${value.sql})`, 27));
  if (value.type === 'timestamp') return quoted(`${momentText(inUtc(value.sql), 27)} + N'Z'`);
  return json(value, 'rest');
}

/** A JSON object. Members without a value are null. */
export function object(members: readonly SqlMember[]): string {
  if (members.length === 0) return `convert(nvarchar(max), N'{}')`;
  const parts = members.flatMap((member, index) => {
    const start = index === 0 ? '{' : ',';
    const key = 'name' in member
      ? [literal(`${start}${JSON.stringify(member.name)}:`)]
      : [literal(`${start}"`), escaped(member.placeholder), literal('":')];
    return [...key, `isnull(${member.value}, N'null')`];
  });
  return concat([...parts, literal('}')]);
}

/** Of any length: with nothing that is `max` in it, text would be cut after 4,000 characters. */
function concat(parts: readonly string[]): string {
  const [first, ...others] = parts;
  if (parts.length <= mostParts) return `concat(convert(nvarchar(max), ${first}), ${others.join(', ') || "N''"})`;
  const chunks = Array.from({ length: Math.ceil(parts.length / mostParts) }, (_, i) => parts.slice(i * mostParts, (i + 1) * mostParts));
  return `concat(${chunks.map(concat).join(', ')})`;
}

/** A decimal with the digits of its scale. */
function decimalText(value: TypedSql): string {
  return `convert(nvarchar(41), ${exactDecimal(value)})`;
}

/** `money` has two digits in its text, and four in truth. */
export function exactDecimal(value: TypedSql): string {
  const name = typeName(value);
  return name === 'money' || name === 'smallmoney' ? `convert(decimal(19,4), ${value.sql})` : value.sql;
}

/** All digits of a double, as JSON has them too: `1.2500000000000000e+001`. */
function digits(sql: string): string {
  return `convert(nvarchar(40), ${sql}, 3)`;
}

/** Eight digits of a single, where they are enough to tell it. */
function shortDigits(sql: string): string {
  const short = `convert(nvarchar(40), ${sql}, 1)`;
  return `case when convert(real, ${short}) = ${sql} then ${short} else ${digits(sql)} end`;
}

/** `08:30:00`, with its fraction as stored. */
export function timeText(sql: string): string {
  const fraction = `replace(rtrim(replace(convert(nvarchar(16), convert(time(7), ${sql}), 121), N'0', N' ')), N' ', N'0')`;
  return `case when datepart(nanosecond, ${sql}) = 0 then convert(nvarchar(8), ${sql}, 108) else ${fraction} end`;
}

/** The first characters of `2016-05-10T08:30:00.9876543`: digits are cut off, not rounded. */
export function momentText(sql: string, length: number): string {
  return `stuff(convert(nvarchar(${length}), ${sql}, 121), 11, 1, N'T')`;
}

function quoted(sql: string): string {
  return `N'"' + ${sql} + N'"'`;
}

function text(sql: string): string {
  return quoted(escaped(sql));
}

/** `string_escape` puts a backslash before `/` as well, and before nothing else that would be a `/` then. */
function escaped(sql: string): string {
  return `replace(string_escape(${asText(sql)}, N'json') ${binary}, N'\\/', N'/')`;
}

/** Bytes as `{"type":"Buffer","data":[0,255]}`. */
function buffer(sql: string): string {
  // An aggregate may not name a column that is outside and one that is inside: the bytes have to be columns first.
  const bytes = `select p.i, convert(nvarchar(max), convert(tinyint, substring(${sql}, p.i, 1))) as b from ${numbers(`isnull(datalength(${sql}), 0)`)} as p`;
  const data = `select string_agg(x.b, N',') within group (order by x.i) from (${bytes}) as x`;
  return `case when ${sql} is not null then concat(convert(nvarchar(max), N'{"type":"Buffer","data":['), (${data}), N']}') end`;
}

import type { Representation, SqlMember, TypedSql } from 'jackfield';
import type { Server } from './server.js';
import { literal, textOf } from './text.js';

/**
 * JSON is put together as text: the database's own JSON functions bring the keys of an object into another order (MySQL), and forget
 * what is JSON on the way through a derived table (MariaDB). NULL is no JSON yet: `object` writes it as `null`.
 */
export function json(value: TypedSql, representation: Representation, server: Server): string {
  const { sql, type, field } = value;
  const sqlType = field?.sqlType ?? '';
  switch (type) {
    case 'count':
      return representation === 'graphql' ? sql : quoted(sql);
    case 'integer':
      return withoutZeros(sql, sqlType);
    case 'bigInteger':
      return quoted(withoutZeros(sql, sqlType));
    case 'decimal':
      return representation === 'graphql' ? `cast(${sql} as double)` : quoted(withoutZeros(sql, sqlType));
    case 'float':
      return sqlType.startsWith('float') && !sqlType.startsWith('float(') ? single(sql) : sql;
    case 'boolean':
      return `case ${sql} <> 0 when true then 'true' when false then 'false' end`;
    case 'uuid':
      return quoted(`lower(${sql})`);
    case 'date':
      return quoted(`date_format(${sql}, '%Y-%m-%d')`);
    case 'time':
      return quoted(time(sql));
    case 'dateTime':
      return quoted(`date_format(${sql}, '%Y-%m-%dT%H:%i:%s')`);
    case 'timestamp':
      return `concat('"', left(date_format(${sql}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z"')`;
    case 'json':
    case 'array':
      return server.isMariaDb ? `if(json_valid(${sql}), ${sql}, json_quote(${sql}))` : `cast(${sql} as char)`;
    case 'binary':
      return `if(${sql} is null, null, concat('{"type":"Buffer","data":[', ${byteList(sql, "conv(b, 16, 10)", ',', server)}, ']}'))`;
    case 'string':
    case 'text':
    case 'unknown':
      return `json_quote(${textOf(value)})`;
  }
}

/** Moments with every digit of their fraction. */
export function exactJson(value: TypedSql, server: Server): string {
  const { sql, type } = value;
  if (type !== 'dateTime' && type !== 'timestamp') return json(value, 'rest', server);
  return `concat('"', date_format(${sql}, '%Y-%m-%dT%H:%i:%s.%f'), '${type === 'timestamp' ? 'Z' : ''}"')`;
}

function quoted(sql: string): string {
  return `concat('"', ${sql}, '"')`;
}

/** As text, a number that is filled up with zeros begins with them, and so does the year 0. */
function withoutZeros(sql: string, sqlType: string): string {
  return sqlType.includes('zerofill') || sqlType.startsWith('year') ? `${sql} + 0` : sql;
}

/** Six digits are all that a number of single precision is written with, also where they are not enough to tell it from others. */
function single(sql: string): string {
  return `if(cast(concat(${sql}) as float) = ${sql}, concat(${sql}), cast(${sql} as double))`;
}

/** Without the zeros that a fraction ends with. */
function time(sql: string): string {
  const whole = `time_format(${sql}, '%H:%i:%s')`;
  return `if(microsecond(${sql}) = 0, ${whole}, trim(trailing '0' from time_format(${sql}, '%H:%i:%s.%f')))`;
}

/** What is made of each byte `b`, which is two hexadecimal digits, one after the other. There is no other way to look at bytes. */
function byteList(sql: string, each: string, separator: string, { isMariaDb }: Server): string {
  const pairs = `regexp_replace(hex(${sql}), '(..)', ${isMariaDb ? String.raw`'"\\1",'` : `'"$1",'`})`;
  const bytes = `json_table(concat('[', trim(trailing ',' from ${pairs}), ']'), '$[*]' columns (n for ordinality, b varchar(2) path '$'))`;
  return `coalesce((select group_concat(${each} order by n separator '${separator}') from ${bytes} as bytes), '')`;
}

const textTypes: ReadonlySet<string> = new Set(['string', 'text', 'unknown', 'json', 'array']);

/** Like `encodeURIComponent`: letters, digits and `-_.!~*'()` stay, other bytes of the UTF-8 are escaped. */
export function keyPart(value: TypedSql, server: Server): string {
  if (!textTypes.has(value.type)) {
    const text = `trim(both '"' from ${json(value, 'rest', server)})`;
    return value.type === 'binary' ? encoded(text, server) : `replace(replace(${text}, ':', '%3A'), '+', '%2B')`;
  }
  return encoded(textOf(value), server);
}

function encoded(text: string, server: Server): string {
  const plain = `unhex(b) regexp '^[-A-Za-z0-9_.!~*''()]$'`;
  return byteList(`convert(${text} using utf8mb4)`, `if(${plain}, convert(unhex(b) using utf8mb4), concat('%', b))`, '', server);
}

export function object(members: readonly SqlMember[]): string {
  if (members.length === 0) return `'{}'`;
  const parts = members.flatMap((member, index) => {
    const start = index === 0 ? '{' : ',';
    const name = 'name' in member ? [literal(`${start}${JSON.stringify(member.name)}:`)] : [`'${start}'`, `json_quote(${member.placeholder})`, `':'`];
    return [...name, `coalesce(${member.value}, 'null')`];
  });
  return `concat(${parts.join(', ')}, '}')`;
}

import type { AggregateFunction, FunctionName, TypedSql } from 'jackfield';
import { exactDecimal } from './json.js';
import { asText, binary, bytes, inUtc, typeName } from './sql.js';

/** A value in the form it compares, sorts and groups by. Texts keep the collation of their column. */
export function comparable(value: TypedSql): string {
  const { sql, type } = value;
  switch (type) {
    // Sorted by their text: `uniqueidentifier` begins with its last bytes.
    case 'uuid': return `convert(nvarchar(36), ${sql}) ${binary}`;
    // `min` and `max` do not take a bit.
    case 'boolean': return `convert(tinyint, ${sql})`;
    case 'decimal': return exactDecimal(value);
    case 'unknown': case 'json': return asText(sql);
    default: {
      const name = typeName(value);
      return name === 'text' || name === 'ntext' ? asText(sql) : name === 'image' ? `convert(varbinary(max), ${sql})` : sql;
    }
  }
}

/** A part of a date or time, or the length of a JSON array. */
export function functionOf(name: FunctionName, { sql, type }: TypedSql): string {
  if (name === 'count') return countElements(sql);
  const moment = type === 'timestamp' ? inUtc(sql) : sql;
  switch (name) {
    case 'week': return `datepart(iso_week, ${moment})`;
    // Whatever day the session begins its weeks with: the 7th of January 1900 was a Sunday.
    case 'weekday': return `(datediff(day, '19000107', ${moment}) % 7 + 7) % 7`;
    default: return `datepart(${name}, ${moment})`;
  }
}

/** OPENJSON is given nothing but an array, since it fails for what is no JSON. */
function countElements(sql: string): string {
  const isArray = `case when isjson(${sql}) = 1 then left(json_query(${sql}), 1) end = N'['`;
  return `case when ${isArray} then (select count_big(*) from openjson(case when ${isArray} then ${sql} end)) end`;
}

/** What a sum of many values needs in front of its point, beyond what one needs. */
const roomForSum = 10;

export function aggregate(name: AggregateFunction, argument: TypedSql | null): TypedSql {
  const isDistinct = name.endsWith('Distinct');
  const base = isDistinct ? name.slice(0, -'Distinct'.length) : name;
  if (!argument || base === 'countAll') return { sql: 'count_big(*)', type: 'count', field: null };
  const distinct = isDistinct ? 'distinct ' : '';
  if (base === 'count') return { sql: `count_big(${distinct}${isDistinct ? told(argument) : argument.sql})`, type: 'count', field: null };
  if (base === 'min' || base === 'max') return { ...argument, sql: `${base}(${argument.sql})` };
  const type = argument.type === 'float' ? 'float' : 'decimal';
  return { sql: `${base}(${distinct}${base === 'sum' ? summed(argument) : averaged(argument)})`, type, field: null };
}

/** In a form in which equality tells texts apart as `_eq` does. */
function told(value: TypedSql): string {
  return isCollated(value) ? bytes(value.sql, value) : value.sql;
}

/** Sums have the type of what is summed: all digits there are, and as many after the point as the column. */
function summed({ sql, type }: TypedSql): string {
  if (type === 'float') return `convert(float, ${sql})`;
  return type === 'decimal' ? sql : `convert(decimal(38,0), ${sql})`;
}

/** An average has the scale of what is averaged: some digits more. */
function averaged({ sql, type, field }: TypedSql): string {
  if (type === 'float') return `convert(float, ${sql})`;
  const scale = field?.scale ?? 0;
  const whole = field?.precision === undefined || field.precision === null ? 20 : field.precision - scale;
  return `convert(decimal(38,${Math.max(scale, Math.min(scale + 12, 38 - whole - roomForSum))}), ${sql})`;
}

/** Whether values are texts, which have a collation. */
export function isCollated({ type }: TypedSql): boolean {
  return type === 'string' || type === 'text' || type === 'unknown';
}

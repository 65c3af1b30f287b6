import type { ApiType, Operator, TypedSql } from 'jackfield';
import { exactDecimal } from './json.js';
import { asText, binary, bytes, isCodePage, isShort, typeName } from './sql.js';

const ranges: Partial<Record<Operator, string>> = { _lt: '<', _lte: '<=', _gt: '>', _gte: '>=' };

/**
 * A comparison. Texts are equal only where their bytes are, whatever the collation of the column says; it is asked first all the same, since
 * an index can answer it.
 */
export function compare(operator: Operator, value: TypedSql, [first = '', second = '']: readonly string[]): string {
  const { sql } = value;
  const range = ranges[operator];
  if (range) return `${operand(value)} ${range} ${bound(first, value)}`;
  switch (operator) {
    case '_eq': return equal(value, first);
    case '_neq': return `not ${equal(value, first)}`;
    case '_in': return isText(value) ? textIn(value, first) : `${operand(value)} in (${elements(value, first)})`;
    case '_nin': return isText(value) ? `${bytes(sql, value)} not in (${texts(bytes('v', value), first)})` : `${operand(value)} not in (${elements(value, first)})`;
    case '_between': return `${operand(value)} between ${bound(first, value)} and ${bound(second, value)}`;
    case '_nbetween': return `${operand(value)} not between ${bound(first, value)} and ${bound(second, value)}`;
    case '_null': return `${sql} is null`;
    case '_nnull': return `${sql} is not null`;
    // A text of spaces equals an empty one.
    case '_empty': return `(${sql} is null or datalength(${asText(sql)}) = 0)`;
    case '_nempty': return `datalength(${asText(sql)}) > 0`;
    default: return pattern(operator, value, first);
  }
}

const textTypes: ReadonlySet<string> = new Set<ApiType>(['string', 'text', 'unknown', 'json', 'binary', 'array']);

function isText({ type }: TypedSql): boolean {
  return textTypes.has(type);
}

/** A number that is bound as text: a decimal, and what is compared with something computed. */
function isBoundAsText({ type, field }: TypedSql): boolean {
  return type === 'decimal' || (field === null && (type === 'integer' || type === 'count'));
}

/** A value as it is compared. */
function operand(value: TypedSql): string {
  if (value.type === 'decimal') return exactDecimal(value);
  return isText(value) ? nativeText(value) : value.sql;
}

/** A text in its own collation, for which an index may serve. */
function nativeText({ sql, type, field }: TypedSql): string {
  const isComparable = (type === 'string' || type === 'text') && !['text', 'ntext'].includes(typeName({ field }));
  return isComparable ? sql : asText(sql);
}

function bound(placeholder: string, value: TypedSql): string {
  if (isBoundAsText(value)) return decimal(placeholder, value);
  return isCodePage(value) ? `convert(varchar(max), ${placeholder})` : placeholder;
}

function equal(value: TypedSql, placeholder: string): string {
  if (isText(value)) return `(${nativeText(value)} = ${nativeBound(placeholder, value)} and ${bytes(value.sql, value)} = ${bytes(placeholder, value)})`;
  return `${operand(value)} = ${exactMoment(bound(placeholder, value), value)}`;
}

/** As the type of the column, which would be converted otherwise, row by row. */
function nativeBound(placeholder: string, value: TypedSql): string {
  return isCodePage(value) ? `convert(varchar(${isShort(value) ? '8000' : 'max'}), ${placeholder})` : placeholder;
}

/** `datetime` has three hundred moments in a second: the one that was meant. Before 1753 it has none, and none is equal then. */
function exactMoment(sql: string, value: TypedSql): string {
  return typeName(value) === 'datetime' ? `try_convert(datetime, ${sql})` : sql;
}

/**
 * A decimal with as many digits before its point as its column can have, and as many after it as are left of 38: so that nothing is rounded
 * to a value that is there. What is greater than any value of the column is one more than all of them.
 */
function decimal(text: string, value: TypedSql): string {
  const { whole, scale } = decimalType(value);
  const beyond = whole < 38 ? `1${'0'.repeat(whole)}` : '9'.repeat(38);
  return `isnull(try_convert(decimal(38,${scale}), ${text}), case when left(${text}, 1) = N'-' then -${beyond} when ${text} is not null then ${beyond} end)`;
}

function decimalType({ field }: TypedSql): { readonly whole: number; readonly scale: number } {
  const whole = field?.precision === undefined || field.precision === null ? 27 : field.precision - (field.scale ?? 0);
  return { whole, scale: Math.max(0, 37 - whole) };
}

const elementTypes: Partial<Record<TypedSql['type'], string>> = {
  integer: 'bigint', bigInteger: 'bigint', float: 'float', boolean: 'bit', uuid: 'uniqueidentifier', date: 'date', time: 'time(7)',
  dateTime: 'datetime2(7)', timestamp: 'datetimeoffset(7)',
};

/** The values of a list, which is bound as the text of a JSON array. */
function elements(value: TypedSql, placeholder: string): string {
  if (isBoundAsText(value)) {
    const element = `try_convert(decimal(38,${decimalType(value).scale}), v)`;
    return `${texts(element, placeholder)} where ${element} is not null`;
  }
  const moment = exactMoment('v', value);
  return `select ${moment} from openjson(${placeholder}) with (v ${elementTypes[value.type]} '$')${moment === 'v' ? '' : ` where ${moment} is not null`}`;
}

function texts(selected: string, placeholder: string): string {
  return `select ${selected} from openjson(${placeholder}) with (v nvarchar(max) '$')`;
}

/**
 * By way of its bytes a text has no collation of its own, and takes that of the column: columns of OPENJSON would be in conflict with any
 * but the database's default.
 */
function textIn(value: TypedSql, placeholder: string): string {
  const plain = isShort(value) ? `convert(nvarchar(4000), ${bytes('v', value)})` : asText(bytes('v', value));
  return `(${nativeText(value)} in (${texts(nativeBound(plain, value), placeholder)}) and ${bytes(value.sql, value)} in (${texts(bytes('v', value), placeholder)}))`;
}

/** `_starts_with`, `_nistarts_with` and so on: negated by `n`, without case by `i`. No character of the text is special. */
function pattern(operator: Operator, value: TypedSql, placeholder: string): string {
  const [, negated, caseless, place] = /^_(n?)(i?)(contains|starts_with|ends_with)$/.exec(operator)!;
  const like = (what: string, text: string) => {
    const found = `${place === 'starts_with' ? '' : "N'%' + "}${text}${place === 'ends_with' ? '' : " + N'%'"}`;
    return `${what} ${negated ? 'not ' : ''}like ${found}`;
  };
  const folded = (text: string) => (caseless ? `lower(${text} ${binary})` : `${text} ${binary}`);
  const exact = like(folded(asText(value.sql)), escaped(folded(asText(placeholder))));
  const mayUseIndex = operator === '_starts_with' && isShort(value) && value.type === 'string';
  return mayUseIndex ? `(${like(nativeText(value), escaped(nativeBound(placeholder, value)))} and ${exact})` : exact;
}

/** Each special character as a set of its own. The bracket comes first: the others bring brackets along. */
function escaped(text: string): string {
  return ['[', '%', '_'].reduce((sql, special) => `replace(${sql}, N'${special}', N'[${special}]')`, text);
}

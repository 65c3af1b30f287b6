import type { TypedSql } from 'jackfield';

/**
 * The collation that texts are taken apart and put together in: by their code units. Text of columns with different collations can be joined
 * only when all of it is brought to one.
 */
export const binary = 'collate Latin1_General_100_BIN2';

/** One name, quoted whole. */
export function quoteName(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

export function literal(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`;
}

/** The type of a field without its length: `nvarchar` of `nvarchar(50)`. */
export function typeName({ field }: Pick<TypedSql, 'field'>): string {
  return /^[^(]*/.exec(field?.sqlType ?? '')![0];
}

/** A value of any type as Unicode text of any length, in the collation of its column. */
export function asText(sql: string): string {
  return `convert(nvarchar(max), ${sql})`;
}

/** The bytes of a text: they are equal only where case and trailing spaces are. */
export function bytes(sql: string, { field }: Pick<TypedSql, 'field'>): string {
  // Shorter types compare much faster.
  return isShort({ field }) ? `convert(varbinary(8000), convert(nvarchar(4000), ${sql}))` : `convert(varbinary(max), ${asText(sql)})`;
}

/** Whether a column holds at most 4,000 characters. */
export function isShort({ field }: Pick<TypedSql, 'field'>): boolean {
  return field !== null && field.length !== null && field.length <= 4000;
}

/** Whether a column is of a type that holds the characters of one code page. */
export function isCodePage(value: Pick<TypedSql, 'field'>): boolean {
  return ['varchar', 'char'].includes(typeName(value));
}

/** A moment with an offset, in UTC. */
export function inUtc(sql: string): string {
  return `convert(datetime2(7), switchoffset(${sql}, '+00:00'))`;
}

/** A derived table of the numbers `i` from 1 to a count, of 268 million at most. */
export function numbers(count: string): string {
  return `(select top (${count}) row_number() over (order by (select null)) as i from ${manyRows})`;
}

const sixteen = `(values ${Array.from({ length: 16 }, () => '(0)').join(', ')})`;
const manyRows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((alias) => `${sixteen} as ${alias} (n)`).join(' cross join ');

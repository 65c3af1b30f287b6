import type { ApiType } from 'jackfield';

/** What a column's type means to the API. */
export interface ColumnType {
  readonly type: ApiType;
  /** As the catalog has it, without the display widths of integers, which mean nothing. */
  readonly sqlType: string;
  readonly values: readonly string[] | null;
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
}

/** What the catalog tells of a column's type. */
export interface DeclaredType {
  /** `int(10) unsigned`, `enum('a','b')` */
  readonly columnType: string;
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
}

/** Types by their first word. What is missing is `unknown`: its text is served. `docs/types.md` lists them. */
const byName: ReadonlyMap<string, ApiType> = new Map(Object.entries({
  tinyint: 'integer', smallint: 'integer', mediumint: 'integer', int: 'integer', year: 'integer',
  bigint: 'bigInteger', decimal: 'decimal', float: 'float', double: 'float',
  char: 'string', varchar: 'string', enum: 'string', set: 'string',
  tinytext: 'text', text: 'text', mediumtext: 'text', longtext: 'text',
  uuid: 'uuid', date: 'date', time: 'time', datetime: 'dateTime', timestamp: 'timestamp', json: 'json',
  binary: 'binary', varbinary: 'binary', tinyblob: 'binary', blob: 'binary', mediumblob: 'binary', longblob: 'binary',
} satisfies Record<string, ApiType>));

/** Integers of less than 64 bits that have a sign, as `sqlType` writes them. */
export const integerBits: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, mediumint: 24, int: 32 };

/** The API type of a column. `tinyint(1)` and `bit(1)` are booleans, as tools declare them. */
export function columnType({ columnType: declared, length, precision, scale }: DeclaredType): ColumnType {
  const lower = declared.replace(/^[^(']+/, (words) => words.toLowerCase());
  const name = /^[a-z0-9]+/.exec(lower)?.[0] ?? '';
  const isBoolean = /^(tinyint\(1\)( unsigned)?|bit\(1\))$/.test(lower);
  const type = isBoolean ? 'boolean' : byName.get(name) ?? 'unknown';
  const isText = name.endsWith('char');
  return {
    type,
    sqlType: type === 'integer' || type === 'bigInteger' ? lower.replace(/\(\d+\)/, '') : lower,
    values: name === 'enum' ? listedValues(lower) : null,
    length: isText ? length : null,
    precision: type === 'decimal' ? precision : null,
    scale: type === 'decimal' ? scale : null,
  };
}

/** The values in `enum('a','it''s')`: quotes are doubled, a backslash is one. */
function listedValues(declared: string): readonly string[] {
  return [...declared.matchAll(/'((?:[^']|'')*)'/g)].map(([, value]) => (value ?? '').replaceAll("''", "'"));
}

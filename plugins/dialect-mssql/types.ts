import type { ApiType } from 'jackfield';
import type { ColumnRow } from './catalog-queries.js';

/** What a column's type means to the API. */
export interface ColumnType {
  /** As one declares it: `nvarchar(50)`. */
  readonly sqlType: string;
  readonly type: ApiType;
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
}

/** Types by their names. What is missing is `unknown`: its text is served, and it takes equality alone. `docs/types.md` lists them. */
export const apiTypes: ReadonlyMap<string, ApiType> = new Map(Object.entries({
  boolean: ['bit'],
  integer: ['tinyint', 'smallint', 'int'],
  bigInteger: ['bigint'],
  decimal: ['decimal', 'numeric', 'money', 'smallmoney'],
  float: ['float', 'real'],
  string: ['char', 'varchar', 'nchar', 'nvarchar'],
  text: ['text', 'ntext'],
  uuid: ['uniqueidentifier'],
  date: ['date'],
  time: ['time'],
  dateTime: ['datetime', 'datetime2', 'smalldatetime'],
  timestamp: ['datetimeoffset'],
  json: ['json'],
  binary: ['binary', 'varbinary', 'image', 'rowversion'],
} satisfies Partial<Record<ApiType, readonly string[]>>).flatMap(([type, names]) => names.map((name) => [name, type as ApiType])));

/** Integers of less than 64 bits. What is less than 0 or more than 255 the database refuses for a `tinyint`, which has no sign. */
export const integerBits: Readonly<Record<string, number>> = { tinyint: 16, smallint: 16, int: 32 };

const wide: ReadonlySet<string> = new Set(['nchar', 'nvarchar']);
const sized: ReadonlySet<string> = new Set(['char', 'varchar', 'nchar', 'nvarchar', 'binary', 'varbinary']);
const precise: ReadonlySet<string> = new Set(['decimal', 'numeric']);
const fractional: ReadonlySet<string> = new Set(['time', 'datetime2', 'datetimeoffset']);

export function columnType({ type: given, length: bytes, precision, scale }: Pick<ColumnRow, 'type' | 'length' | 'precision' | 'scale'>): ColumnType {
  // The catalog has the old name, which means something else elsewhere.
  const name = given === 'timestamp' ? 'rowversion' : given;
  const declared = apiTypes.get(name) ?? 'unknown';
  const isMax = sized.has(name) && bytes === -1;
  const length = isMax ? null : wide.has(name) ? bytes / 2 : bytes;
  const type = declared === 'string' && isMax ? 'text' : declared;
  const suffix = isMax ? '(max)' : sized.has(name) ? `(${length})` : precise.has(name) ? `(${precision},${scale})` : fractional.has(name) ? `(${scale})` : '';
  return {
    sqlType: `${name}${suffix}`,
    type,
    length: type === 'string' ? length : null,
    precision: type === 'decimal' ? precision : null,
    scale: type === 'decimal' ? scale : null,
  };
}

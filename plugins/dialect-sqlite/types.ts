import type { ApiType } from 'jackfield';

/** What a declared type means to the API. */
export interface ColumnType {
  readonly type: ApiType;
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
}

/** Names of types in capitals, without length and precision. `docs/types.md` lists them. */
export const declaredTypes: ReadonlyMap<string, ApiType> = new Map(Object.entries({
  boolean: ['BOOLEAN', 'BOOL'],
  integer: [
    'INTEGER', 'INT', 'INT2', 'INT4', 'SMALLINT', 'TINYINT', 'MEDIUMINT', 'YEAR', 'SERIAL', 'SMALLSERIAL',
    'INTEGER UNSIGNED', 'INT UNSIGNED', 'SMALLINT UNSIGNED', 'TINYINT UNSIGNED', 'MEDIUMINT UNSIGNED',
  ],
  bigInteger: ['BIGINT', 'INT8', 'UNSIGNED BIG INT', 'BIGINT UNSIGNED', 'BIGSERIAL'],
  decimal: ['DECIMAL', 'NUMERIC', 'DEC', 'NUMBER', 'MONEY', 'SMALLMONEY'],
  float: ['REAL', 'DOUBLE', 'DOUBLE PRECISION', 'FLOAT', 'FLOAT4', 'FLOAT8'],
  string: [
    'CHAR', 'VARCHAR', 'NCHAR', 'NVARCHAR', 'CHARACTER', 'CHARACTER VARYING', 'VARYING CHARACTER', 'NATIVE CHARACTER',
    'NATIONAL CHARACTER', 'NATIONAL CHARACTER VARYING', 'VARCHAR2', 'NVARCHAR2', 'STRING', 'ENUM',
  ],
  text: ['TEXT', 'CLOB', 'NTEXT', 'TINYTEXT', 'MEDIUMTEXT', 'LONGTEXT'],
  uuid: ['UUID', 'GUID', 'UNIQUEIDENTIFIER'],
  date: ['DATE'],
  time: ['TIME', 'TIME WITHOUT TIME ZONE', 'TIMETZ', 'TIME WITH TIME ZONE'],
  dateTime: ['DATETIME', 'DATETIME2', 'SMALLDATETIME', 'TIMESTAMP', 'TIMESTAMP WITHOUT TIME ZONE'],
  timestamp: ['TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE', 'DATETIMEOFFSET'],
  json: ['JSON', 'JSONB'],
  binary: ['BLOB', 'BINARY', 'VARBINARY', 'BYTEA', 'TINYBLOB', 'MEDIUMBLOB', 'LONGBLOB', 'IMAGE'],
  unknown: ['', 'ANY'],
} satisfies Partial<Record<ApiType, readonly string[]>>).flatMap(([type, names]) => names.map((name) => [name, type as ApiType])));

/**
 * The API type of a declared SQLite type. SQLite takes any words for a type: what is not in the table counts by the rules of its
 * own affinity, so that `LONG VARCHAR` is a text and `POINT` (which has INT in it) an integer.
 *
 * @see https://www.sqlite.org/datatype3.html#determination_of_column_affinity
 */
export function columnType(declared: string): ColumnType {
  const { name, parameters } = parse(declared);
  const type = declaredTypes.get(name) ?? affinityType(name);
  const [first = null, second = null] = parameters;
  return {
    type,
    length: type === 'string' || type === 'text' ? first : null,
    precision: type === 'decimal' ? first : null,
    scale: type === 'decimal' && first !== null ? second ?? 0 : null,
  };
}

/** `decimal(10, 2) unsigned` is `DECIMAL UNSIGNED` with 10 and 2. */
function parse(declared: string): { name: string; parameters: readonly number[] } {
  const parameters: number[] = [];
  const name = declared.replace(/\(([^)]*)\)/, (_, list: string) => {
    for (const part of list.split(',')) {
      if (/^\s*[0-9]+\s*$/.test(part)) parameters.push(Number(part));
    }
    return ' ';
  });
  return { name: name.trim().replaceAll(/\s+/g, ' ').toUpperCase(), parameters };
}

function affinityType(name: string): ApiType {
  if (name.includes('INT')) return 'integer';
  if (/CHAR|CLOB|TEXT/.test(name)) return 'text';
  if (name.includes('BLOB')) return 'binary';
  if (/REAL|FLOA|DOUB/.test(name)) return 'float';
  return /^(DECIMAL|NUMERIC) /.test(name) ? 'decimal' : 'unknown';
}

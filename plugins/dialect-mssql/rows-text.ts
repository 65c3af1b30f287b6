import type { Field } from 'jackfield';
import { TYPES } from 'tedious';
import type { Bound } from './bind.js';
import { converted } from './syntax.js';

/** The rows of an INSERT as one bound text: a JSON array of arrays, each of which begins with its number. */
export interface RowsText {
  readonly bound: Bound;
  /** The columns of the rows as `openjson` has them: `[:n]` is the number. */
  readonly columns: string;
  /** For each field its value in a row. */
  readonly values: readonly string[];
}

/** The text that holds rows of any number, and what reads it. Nothing is rounded or cut on the way, and names play no part in it. */
export function rowsText(fields: readonly Field[], rows: readonly (readonly unknown[])[]): RowsText {
  const text = JSON.stringify(rows.map((row, number) => [number, ...row.map((value, index) => member(value, fields[index]!))]));
  const columns = fields.map((field, index) => `, [${index + 1}] ${memberType(field)} '$[${index + 1}]'`);
  return {
    bound: { type: TYPES.NVarChar, value: text, length: Infinity },
    columns: `[:n] int '$[0]'${columns.join('')}`,
    values: fields.map((field, index) => (field.type === 'float' ? `convert(float, r.[${index + 1}])` : converted(`r.[${index + 1}]`, field))),
  };
}

/** A value as it stands in the text. Seventeen digits tell one double from every other; bytes are read as Base64. */
function member(value: unknown, { type }: Field): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && type === 'float') return value.toExponential(16);
  if (typeof value === 'boolean') return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') : value;
}

/** How long a text can be that `openjson` reads as a short one: what is longer would be lost without a word. */
const longestText = 4000;

/** What `openjson` reads a value as. A character may be two of the server's. */
function memberType({ type, length }: Field): string {
  switch (type) {
    case 'integer': case 'bigInteger': return 'bigint';
    case 'boolean': return 'bit';
    case 'binary': return 'varbinary(max)';
    case 'float': case 'decimal': case 'uuid': case 'date': case 'time': case 'dateTime': case 'timestamp': return `nvarchar(${longestText})`;
    case 'string': return length !== null && length * 2 <= longestText ? `nvarchar(${longestText})` : 'nvarchar(max)';
    default: return 'nvarchar(max)';
  }
}

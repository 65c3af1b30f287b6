import type { TypedSql } from 'jackfield';
import { within } from './placeholders.js';
import type { Server } from './server.js';

/** A collation in which texts are equal only where they are the same, case and trailing spaces too. Its order is that of code points. */
export function exactCollation({ isMariaDb }: Server): string {
  return isMariaDb ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
}

export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

const shapes = /^(geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geom(etry)?collection)\b/;

/** A value as a text of utf8mb4. */
export function textOf({ sql, type, field }: TypedSql): string {
  const sqlType = field?.sqlType ?? '';
  if (type === 'unknown') {
    const bits = /^bit\((\d+)\)/.exec(sqlType);
    if (bits) return `lpad(bin(${sql} + 0), ${bits[1]}, '0')`;
    if (shapes.test(sqlType)) return `st_astext(${sql})`;
  }
  return isUtf8(field?.sqlType) ? sql : `convert(${sql} using utf8mb4)`;
}

/** Whether a column holds texts in utf8mb4: others name their character set. What is computed from them is utf8mb4. */
function isUtf8(sqlType: string | undefined): boolean {
  return sqlType === undefined || (/^(char|varchar|tinytext|text|mediumtext|longtext)/.test(sqlType) && !sqlType.includes('character set'));
}

/** A bound text in the character set of the column that it is compared with, so that an index serves. What that set lacks becomes `?`. */
export function inSetOf({ field }: TypedSql, placeholder: string): string {
  const [, set] = /character set (\w+)/.exec(field?.sqlType ?? '') ?? [];
  return set === undefined ? placeholder : within(placeholder, 'convert(', ` using ${set})`);
}

/** Whether a bound value of the type is a shape, a row of bits or another thing that is stored in a form of its own. */
export function storedForm(sqlType: string, placeholder: string): string {
  if (shapes.test(sqlType)) return `st_geomfromtext(${placeholder})`;
  if (sqlType === 'bit(1)') return `cast(${placeholder} as unsigned)`;
  return sqlType.startsWith('bit(') ? `cast(conv(${placeholder}, 2, 10) as unsigned)` : placeholder;
}

import type { TypedSql } from 'jackfield';
import { json, momentText, timeText } from './json.js';
import { asText, binary, inUtc, numbers } from './sql.js';

/** A composite key in URL form: its parts percent-encoded, joined by `,`. */
export function key(parts: readonly TypedSql[]): string {
  return parts.map(part).join(" + N',' + ");
}

const colons = (sql: string): string => `replace(${sql}, N':', N'%3A')`;

function part(value: TypedSql): string {
  const { sql, type } = value;
  switch (type) {
    case 'integer': case 'bigInteger': case 'count': return `convert(nvarchar(20), ${sql})`;
    case 'decimal': return `convert(nvarchar(41), ${sql})`;
    case 'float': return `replace(${json(value, 'rest')}, N'+', N'%2B')`;
    case 'boolean': return json(value, 'rest');
    case 'uuid': return `lower(convert(nvarchar(36), ${sql}) ${binary})`;
    case 'date': return `convert(nvarchar(10), ${sql}, 23)`;
    case 'time': return colons(timeText(sql));
    case 'dateTime': return colons(momentText(sql, 19));
    case 'timestamp': return colons(`${momentText(inUtc(sql), 23)} + N'Z'`);
    case 'binary': return `convert(nvarchar(max), ${sql}, 2)`;
    default: return encoded(asText(sql));
  }
}

/** In this collation a character beyond 16 bits is one. */
const wholeCharacters = 'collate Latin1_General_100_CI_AS_SC';

/** Like `encodeURIComponent`: letters, digits and `-_.!~*'()` stay, other bytes of the UTF-8 are escaped. */
function encoded(sql: string): string {
  const text = `${sql} ${wholeCharacters}`;
  // A dot keeps spaces at the end from being passed over.
  const positions = numbers(`isnull(len(${text} + N'.') - 1, 0)`);
  const characters = `select p.i, substring(${text}, p.i, 1) as s, unicode(substring(${text}, p.i, 1)) as c from ${positions} as p`;
  const utf8 = `case when x.c < 128 then ${percent('x.c')} `
    + `when x.c < 2048 then ${percent('192 + x.c / 64')} + ${percent('128 + x.c % 64')} `
    + `when x.c < 65536 then ${percent('224 + x.c / 4096')} + ${percent('128 + x.c / 64 % 64')} + ${percent('128 + x.c % 64')} `
    + `else ${percent('240 + x.c / 262144')} + ${percent('128 + x.c / 4096 % 64')} + ${percent('128 + x.c / 64 % 64')} + ${percent('128 + x.c % 64')} end`;
  const isPlain = 'x.c between 48 and 57 or x.c between 65 and 90 or x.c between 97 and 122 or x.c in (33, 39, 40, 41, 42, 45, 46, 95, 126)';
  const all = `select string_agg(convert(nvarchar(max), case when ${isPlain} then x.s else ${utf8} end) ${binary}, N'') `
    + `within group (order by x.i) from (${characters}) as x`;
  return `case when ${sql} ${binary} like N'%[^-A-Za-z0-9_.!~*''()]%' then (${all}) else ${sql} ${binary} end`;
}

function percent(byte: string): string {
  return `N'%' + convert(nchar(2), convert(binary(1), ${byte}), 2)`;
}

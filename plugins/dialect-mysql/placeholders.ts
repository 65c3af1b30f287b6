/**
 * Placeholders of MySQL have no numbers: they take values in the order in which they stand in the text. While a statement is put together
 * they are marks with the position of their value, which the text of a statement cannot hold otherwise; `bound` puts `?` in their place.
 */

/** One value. */
export function mark(position: number): string {
  return `\0${position}\0`;
}

/** The values of a list, each within the same text: `cast(` and ` as signed)`. */
export function markList(position: number, before = '', after = ''): string {
  return `\0${position}[${before}\0${after}]\0`;
}

/** A placeholder, or each value of a list, within a text. */
export function within(placeholder: string, before: string, after: string): string {
  const list = listMark.exec(placeholder);
  return list ? markList(Number(list[1]), before + list[2], list[3] + after) : before + placeholder + after;
}

// oxlint-disable-next-line no-control-regex -- as below
const listMark = /^\0(\d+)\[([^\0]*)\0([^\0]*)\]\0$/;

/** The numbers of rows in `limit` are written out: the aggregate that they cut takes no placeholder there. */
export function writtenOut(page: string): string {
  return page.replaceAll(/\0(\d+)\0/g, '\0$1#\0');
}

/** A statement as the driver takes it. */
export interface BoundSql {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Nothing is in it. */
const emptyList = 'select null from dual where 1 = 0';

// oxlint-disable-next-line no-control-regex -- no text of a statement holds U+0000 otherwise
const marks = /\0(\d+)(?:(#)|\[([^\0]*)\0([^\0]*)\])?\0/g;

/**
 * Puts a placeholder in place of each mark.
 *
 * @param values - by position, from 1
 */
export function bound(text: string, values: readonly unknown[]): BoundSql {
  const ordered: unknown[] = [];
  const sql = text.replaceAll(marks, (_, position: string, number: string | undefined, before: string | undefined, after: string | undefined) => {
    const value = values[Number(position) - 1];
    if (number !== undefined) return wholeNumber(value);
    if (before === undefined || after === undefined) {
      ordered.push(value);
      return '?';
    }
    const list = padded(value as readonly unknown[]);
    ordered.push(...list);
    return list.length === 0 ? emptyList : list.map(() => `${before}?${after}`).join(', ');
  });
  return { sql, values: ordered };
}

function wholeNumber(value: unknown): string {
  const text = String(value);
  if (!/^\d{1,19}$/.test(text)) throw new Error('A number of rows is no whole number.');
  return text;
}

/** The last value is repeated, so that lists of similar length share a prepared statement. */
function padded(list: readonly unknown[]): readonly unknown[] {
  const length = list.length <= 1 ? list.length : 2 ** Math.ceil(Math.log2(list.length));
  return [...list, ...Array.from({ length: length - list.length }, () => list.at(-1))];
}

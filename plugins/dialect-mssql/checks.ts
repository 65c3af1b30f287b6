/** What a check constraint says of the values of one column. */
export interface ColumnCheck {
  readonly column: string;
  /** The texts that it lists, or that there is JSON in the column. */
  readonly allows: readonly string[] | 'json';
}

const name = String.raw`\[((?:[^\]]|\]\])+)\]`;
const text = String.raw`N?'((?:[^']|'')*)'`;
const equality = new RegExp(`^${name}=${text}$`, 'i');
const isNull = new RegExp(`^${name} IS NULL$`, 'i');
// Servers that are only compatible keep more of what the owner wrote: spaces, and names in quotes or bare.
const json = new RegExp(String.raw`^isjson\((?:${name}|"?([^"()]+)"?)\) ?(?:= ?\(?1\)?|> ?\(?0\)?|<> ?\(?0\)?)$`, 'i');

/**
 * What a check does, of which the server keeps the text: `([status]='done' OR [status]='draft')` for `status in ('draft', 'done')`, which it
 * turns around. null for what does anything else, which is never guessed at.
 *
 * @example readCheck("([status] IS NULL OR ([status]='b' OR [status]='a'))") // { column: 'status', allows: ['a', 'b'] }
 */
export function readCheck(definition: string): ColumnCheck | null {
  const terms = alternatives(definition);
  const columns = new Set<string>();
  const values: string[] = [];
  let hasJson = false;
  for (const term of terms) {
    const equal = equality.exec(term);
    const isJson = json.exec(term);
    const column = equal?.[1] ?? isJson?.[1] ?? isJson?.[2] ?? isNull.exec(term)?.[1];
    if (column === undefined) return null;
    columns.add(column.replaceAll(']]', ']'));
    if (equal) values.push(equal[2]!.replaceAll("''", "'"));
    hasJson ||= isJson !== null;
  }
  const [column, ...others] = columns;
  if (column === undefined || others.length > 0 || hasJson === values.length > 0) return null;
  return { column, allows: hasJson ? 'json' : values.reverse() };
}

/** What stands between the ORs, without the parentheses around it. */
function alternatives(expression: string): string[] {
  const inner = stripped(expression);
  const parts = split(inner);
  return parts.length === 1 ? [inner] : parts.flatMap(alternatives);
}

/** Takes away parentheses that enclose the whole: `((100))` is `100`. */
export function stripped(expression: string): string {
  const trimmed = expression.trim();
  if (!trimmed.startsWith('(')) return trimmed;
  let depth = 0;
  for (const { token, end } of tokens(trimmed)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0) return end === trimmed.length ? stripped(trimmed.slice(1, -1)) : trimmed;
  }
  return trimmed;
}

function split(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { token, end } of tokens(expression)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token.toLowerCase() === ' or ') {
      parts.push(expression.slice(start, end - token.length));
      start = end;
    }
  }
  return [...parts, expression.slice(start)];
}

/** Texts and names are one token each, whatever is in them. */
const tokenPattern = / or |N?'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|[^]/gi;

function* tokens(expression: string): Iterable<{ readonly token: string; readonly end: number }> {
  for (const { 0: token, index } of expression.matchAll(tokenPattern)) yield { token, end: index + token.length };
}

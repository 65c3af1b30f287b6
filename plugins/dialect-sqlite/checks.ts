/** The texts that check constraints allow, by the name of their column in lower case. */
export type AllowedValues = ReadonlyMap<string, readonly string[]>;

interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'other';
  /** Of names and strings without their quotes. */
  readonly text: string;
}

/**
 * The check constraints of a CREATE TABLE statement that do nothing but list texts: `check (status in ('draft', 'published'))`, also
 * with `or status is null`. SQLite keeps constraints as the text of the statement alone, so it is read here; whatever looks
 * different is passed over, never guessed at.
 */
export function listingChecks(createTable: string): AllowedValues {
  const found = new Map<string, readonly string[]>();
  const tokens = tokenise(createTable);
  for (let index = 0, depth = 0; index < tokens.length; index += 1) {
    if (isSymbol(tokens[index], '(')) depth += 1;
    else if (isSymbol(tokens[index], ')')) depth -= 1;
    else if (depth === 1 && isWord(tokens[index], 'check') && isSymbol(tokens[index + 1], '(')) {
      const end = closing(tokens, index + 1);
      const list = parseList(tokens.slice(index + 2, end));
      // Two lists for one column allow what both hold.
      const other = list === null ? undefined : found.get(list.column);
      if (list !== null) found.set(list.column, other === undefined ? list.values : other.filter((value) => list.values.includes(value)));
      index = end;
    }
  }
  return found;
}

/** `x in ('a', 'b')`, before or after `x is null or`; null for anything else. */
function parseList(tokens: readonly Token[]): { column: string; values: readonly string[] } | null {
  const inner = tokens.length > 0 && isSymbol(tokens[0], '(') && closing(tokens, 0) === tokens.length - 1 ? tokens.slice(1, -1) : null;
  if (inner !== null) return parseList(inner);

  const or = tokens.findIndex((token) => isWord(token, 'or'));
  if (or !== -1) {
    const [left, right] = [tokens.slice(0, or), tokens.slice(or + 1)];
    const list = isNullTest(left) ? parseList(right) : isNullTest(right) ? parseList(left) : null;
    const tested = isNullTest(left) ? left[0] : right[0];
    return list !== null && tested?.text.toLowerCase() === list.column ? list : null;
  }

  const [column, operator, open, ...rest] = tokens;
  if (column === undefined || !isName(column) || !isWord(operator, 'in') || !isSymbol(open, '(') || !isSymbol(rest.pop(), ')')) return null;
  const isList = rest.length % 2 === 1 && rest.every((token, index) => (index % 2 === 0 ? token.kind === 'string' : isSymbol(token, ',')));
  if (!isList) return null;
  return { column: column.text.toLowerCase(), values: rest.filter((_, index) => index % 2 === 0).map((token) => token.text) };
}

function isNullTest(tokens: readonly Token[]): boolean {
  return tokens.length === 3 && isName(tokens[0]) && isWord(tokens[1], 'is') && isWord(tokens[2], 'null');
}

/** The index of the parenthesis that closes the one at `open`, or the end of a text that never closes it. */
function closing(tokens: readonly Token[], open: number): number {
  for (let index = open, depth = 0; index < tokens.length; index += 1) {
    if (isSymbol(tokens[index], '(')) depth += 1;
    if (isSymbol(tokens[index], ')') && (depth -= 1) === 0) return index;
  }
  return tokens.length;
}

const isName = (token: Token | undefined): boolean => token?.kind === 'name' || token?.kind === 'word';
const isWord = (token: Token | undefined, word: string): boolean => token?.kind === 'word' && token.text.toLowerCase() === word;
const isSymbol = (token: Token | undefined, symbol: string): boolean => token?.kind === 'other' && token.text === symbol;

/** One token, or the space between two. As SQLite has it, any character beyond ASCII belongs to a word. */
const tokenPattern = new RegExp([
  String.raw`(?<space>\s+|--[^\n]*|/\*[^]*?(?:\*/|$))`,
  String.raw`(?<string>'(?:[^']|'')*')`,
  '(?<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\\[[^\\]]*\\])',
  String.raw`(?<word>[A-Za-z0-9_$\u{80}-\u{10ffff}]+)`,
  String.raw`(?<other>[^])`,
].join('|'), 'gu');

function tokenise(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const { 0: text, groups } of sql.matchAll(tokenPattern)) {
    if (groups?.['space'] !== undefined) continue;
    if (groups?.['string'] !== undefined) tokens.push({ kind: 'string', text: text.slice(1, -1).replaceAll("''", "'") });
    else if (groups?.['name'] !== undefined) tokens.push({ kind: 'name', text: unquote(text) });
    else tokens.push({ kind: groups?.['word'] === undefined ? 'other' : 'word', text });
  }
  return tokens;
}

function unquote(name: string): string {
  const quote = name.charAt(0);
  return quote === '[' ? name.slice(1, -1) : name.slice(1, -1).replaceAll(quote + quote, quote);
}

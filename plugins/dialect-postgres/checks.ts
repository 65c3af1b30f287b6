/**
 * The texts that a check constraint lists, as `pg_get_constraintdef` prints `check (status in ('draft', 'published'))`; null for
 * a check that does anything else.
 *
 * @example listedValues("CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))") // ['a', 'b']
 */
export function listedValues(definition: string): readonly string[] | null {
  const tokens = withoutCasts(tokenise(definition.replace(/^CHECK /, '')));
  const shape = tokens.map((token) => (isName(token) ? 'name' : token.kind === 'string' ? 'string' : token.text)).join(' ');
  const match = /^(?:name IS NULL OR )?name = (?:ANY ARRAY \[ string(?: , string)* \]|string)(?: OR name IS NULL)?$/.exec(shape);
  const names = new Set(tokens.filter(isName).map(({ text }) => text));
  if (match === null || names.size !== 1) return null;
  return tokens.filter(({ kind }) => kind === 'string').map(({ text }) => text);
}

interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'symbol';
  readonly text: string;
}

const keywords: ReadonlySet<string> = new Set(['ANY', 'ARRAY', 'IS', 'NULL', 'OR', 'AND', 'NOT', 'COLLATE']);

/** A string, a quoted name, a word, or one of the symbols. Parentheses are dropped: the shape that is looked for has no other reading. */
const tokenPattern = new RegExp([
  String.raw`(?<escaped>E'(?:[^'\\]|''|\\[^])*')`,
  String.raw`(?<string>'(?:[^']|'')*')`,
  String.raw`(?<name>"(?:[^"]|"")*")`,
  String.raw`(?<word>[\p{L}_][\p{L}\p{N}_$]*)`,
  String.raw`(?<symbol>::|[^\s()])`,
].join('|'), 'gu');

function tokenise(text: string): readonly Token[] {
  return [...text.matchAll(tokenPattern)].map(({ 0: token, groups }) => {
    // What is escaped is a quote by a quote, or a backslash by a backslash.
    if (groups?.['escaped'] !== undefined) return { kind: 'string', text: token.slice(2, -1).replaceAll(/''|\\\\/g, (pair) => pair.charAt(0)) };
    if (groups?.['string'] !== undefined) return { kind: 'string', text: token.slice(1, -1).replaceAll("''", "'") };
    if (groups?.['name'] !== undefined) return { kind: 'name', text: token };
    return { kind: groups?.['word'] === undefined ? 'symbol' : 'word', text: token };
  });
}

function isName({ kind, text }: Token): boolean {
  return kind === 'name' || (kind === 'word' && !keywords.has(text));
}

/** Takes out `::text`, `::character varying(20)`, `::public."My type"[]`. */
function withoutCasts(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    if (tokens[index]?.text !== '::') {
      kept.push(tokens[index]!);
      continue;
    }
    while (isTypeName(tokens[index + 1])) index += 1;
    if (tokens[index + 1]?.text === '[' && tokens[index + 2]?.text === ']') index += 2;
  }
  return kept;
}

function isTypeName(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== 'string' && (isName(token) || /^[.0-9]$/.test(token.text));
}

/** The texts that a check lists, and the column that it is about. */
export interface ListedValues {
  readonly column: string;
  readonly values: readonly string[];
}

/**
 * The texts that a check constraint lists, as the catalog prints `check (status in ('draft', 'published'))`; null for a check that does
 * anything else.
 *
 * @example listedValues("(`status` in (_utf8mb4\\'draft\\',_utf8mb4\\'done\\'))") // of MySQL
 * @example listedValues("`status` in ('draft','done')") // of MariaDB
 */
export function listedValues(clause: string): ListedValues | null {
  const tokens = tokenise(clause);
  const shape = tokens.map(({ kind, text }) => (kind === 'word' || kind === 'symbol' ? text : kind)).join(' ');
  const match = /^(?:name is null or )?name (?:in string(?: , string)*|= string)(?: or name is null)?$/.exec(shape);
  const names = new Set(tokens.filter(({ kind }) => kind === 'name').map(({ text }) => text));
  const [column] = names;
  if (match === null || column === undefined || names.size !== 1) return null;
  return { column, values: tokens.filter(({ kind }) => kind === 'string').map(({ text }) => text) };
}

interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'symbol';
  readonly text: string;
}

/** Parentheses are dropped: the shape that is looked for has no other reading. So are the character sets before texts. */
const tokenPattern = /(?:_utf8mb4|_utf8mb3|_utf8|_latin1|_ascii)?(?<string>'(?:[^'\\]|''|\\[^])*')|(?<name>`(?:[^`]|``)*`)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<symbol>[^\s()])/gu;

function tokenise(clause: string): readonly Token[] {
  // MySQL puts a backslash before the quotes of texts.
  const text = /_[a-z0-9]+\\'/.test(clause) ? clause.replaceAll("\\'", "'") : clause;
  return [...text.matchAll(tokenPattern)].map(({ 0: token, groups }) => {
    const quoted = groups?.['string'];
    if (quoted !== undefined) return { kind: 'string', text: quoted.slice(1, -1).replaceAll(/''|\\([^])/g, (_, escaped?: string) => escaped ?? "'") };
    if (groups?.['name'] !== undefined) return { kind: 'name', text: token.slice(1, -1).replaceAll('``', '`') };
    return { kind: groups?.['word'] === undefined ? 'symbol' : 'word', text: token.toLowerCase() };
  });
}

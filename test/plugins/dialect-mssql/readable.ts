/** Clauses that begin a line. */
const clause = /^(?:select|from|left join|cross apply|where|group by|having|order by|offset)\b/;

const token = /'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|[()]|[a-z]+(?: by| join| apply)?\b|[^]/gy;

/** The same statement in lines: each sub-query is indented, each of its clauses begins a line. */
export function readable(sql: string): string {
  const lines = [''];
  // Of every parenthesis that is open, whether it holds a sub-query.
  const open: boolean[] = [];
  const depth = (): number => open.filter(Boolean).length;
  const startLine = (): void => {
    lines.push('  '.repeat(depth()));
  };
  const tokens = [...sql.matchAll(token)].map(([text]) => text);
  tokens.forEach((text, index) => {
    if (text === '(') {
      open.push(tokens[index + 1] === 'select');
      lines[lines.length - 1] += text;
      return;
    }
    if (text === ')') {
      if (open.pop()) startLine();
      lines[lines.length - 1] += text;
      return;
    }
    const isSubquery = open.at(-1) ?? true;
    if (isSubquery && clause.test(text)) startLine();
    lines[lines.length - 1] += text;
  });
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '').join('\n');
}

/**
 * Takes JSON apart without reading its values: each stays the text it was, with every digit. The texts come from the database and are
 * known to be JSON.
 */

/** The members of an object, name → text of the value, in their order. */
export function splitObject(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = afterSpace(text, text.indexOf('{') + 1);
  while (text.charAt(at) === '"') {
    const endOfName = endOfString(text, at);
    const start = afterSpace(text, text.indexOf(':', endOfName) + 1);
    const end = endOfValue(text, start);
    members.set(JSON.parse(text.slice(at, endOfName)) as string, text.slice(start, end));
    at = afterSpace(text, end);
    if (text.charAt(at) === ',') at = afterSpace(text, at + 1);
  }
  return members;
}

/** The texts of the elements of a list. */
export function splitList(text: string): string[] {
  const elements: string[] = [];
  let at = afterSpace(text, text.indexOf('[') + 1);
  while (at < text.length && text.charAt(at) !== ']') {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = afterSpace(text, end);
    if (text.charAt(at) === ',') at = afterSpace(text, at + 1);
  }
  return elements;
}

/** An object of members as `splitObject` gives them. */
export function joinObject(members: Iterable<readonly [name: string, text: string]>): string {
  return `{${Array.from(members, ([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}

function endOfValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return endOfString(text, start);
  if (first !== '{' && first !== '[') return endOfLiteral(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new Error('The database answered JSON that does not end.');
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}

function endOfLiteral(text: string, start: number): number {
  let at = start;
  while (at < text.length && !',}] \n\r\t'.includes(text.charAt(at))) at += 1;
  return at;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (' \n\r\t'.includes(text.charAt(at)) && at < text.length) at += 1;
  return at;
}

import { functions, type FunctionName } from './filter.js';
import { invalidQuery, knownNames, quoted } from './invalid-query.js';

/** Splits a comma list, but not inside parentheses. Space around a name, and empty names, do not count. */
export function splitNames(text: string): string[] {
  if (!text.includes('(')) return text.split(',').map((name) => name.trim()).filter((name) => name !== '');
  return splitOutsideParentheses(text, ',').map((name) => name.trim()).filter((name) => name !== '');
}

/** How many relations a path leads along: dots in the argument of a function do not count. */
export function pathDepth(path: string): number {
  return splitOutsideParentheses(path, '.').length - 1;
}

function splitOutsideParentheses(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let open = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') open += 1;
    else if (character === ')') open = Math.max(0, open - 1);
    else if (character === separator && open === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** What a key of a filter compares: a field, or a function of one. */
export interface Compared {
  readonly field: string;
  readonly function: FunctionName | null;
}

/**
 * Reads `published_on` or `year(published_on)`.
 *
 * @throws {ApiError} `INVALID_QUERY` for a call of an unknown function
 */
export function parseCompared(key: string, path: string): Compared {
  const call = key.endsWith(')') ? functionCall.exec(key) : null;
  if (!call) return { field: key, function: null };
  const [, name = '', field = ''] = call;
  const known = functions.find((each) => each === name);
  if (!known) throw invalidQuery(path, `There is no function ${quoted(name)}.`, knownNames(name, functions));
  return { field, function: known };
}

const functionCall = /^(\w+)\((.+)\)$/s;

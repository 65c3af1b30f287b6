import type { Knex } from 'knex';

/**
 * A knex on the same connections that writes the given words as the names they stand for, each quoted whole, and gives rows under the
 * words: knex itself splits names at `.` and ` as `, and leaves `*` bare. What `raw` answers keeps the names of the database.
 *
 * @param words name → word
 */
export function knexWithNames(knex: Knex, words: ReadonlyMap<string, string>): Knex {
  if (words.size === 0) return knex;
  const names = new Map([...words].map(([name, word]) => [word, name]));
  // A clone with a config of its own; pool and driver are shared.
  const clone = knex.withUserParams({});
  const client = clone.client as Client;
  const before = { ...client.config };
  // Where a dialect numbers its placeholders, knex looks for `?` everywhere in the SQL, in quoted names too.
  const questionMark = client.positionBindings('\\?') === '?' ? '\\?' : '?';
  client.config.wrapIdentifier = (word, quote, context) => {
    const name = names.get(word);
    if (name === undefined) return before.wrapIdentifier?.(word, quote, context) ?? quote(word);
    // `*` is the one name that knex does not quote; with a letter beside it, it does.
    return (name === '*' ? quote('*a').replace('*a', '*') : quote(name)).replaceAll('?', questionMark);
  };
  client.config.postProcessResponse = (response, context) => {
    const processed = before.postProcessResponse === undefined ? response : before.postProcessResponse(response, context);
    return Array.isArray(processed) ? processed.map((row: unknown) => rename(row, words)) : rename(processed, words);
  };
  return clone;
}

/** What is used of knex's client, which its types leave open. */
interface Client {
  readonly config: {
    wrapIdentifier?: (word: string, quote: (name: string) => string, context: unknown) => string;
    postProcessResponse?: (response: unknown, context: unknown) => unknown;
  };
  positionBindings(sql: string): string;
}

/** Renames the keys of a row. What is no plain object (a number of rows, a driver's result) stays as it is. */
function rename(row: unknown, words: ReadonlyMap<string, string>): unknown {
  if (typeof row !== 'object' || row === null || !isPlain(row) || !Object.keys(row).some((name) => words.has(name))) return row;
  return Object.fromEntries(Object.entries(row).map(([name, value]: [string, unknown]) => [words.get(name) ?? name, value]));
}

function isPlain(row: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(row);
  return prototype === Object.prototype || prototype === null;
}

import type { Knex } from 'knex';

/**
 * A knex on the same connections that writes the given words as the names they stand for, each quoted whole: knex itself splits names
 * at `.` and ` as `, and leaves `*` bare.
 *
 * @param words name → word
 */
export function knexWithNames(knex: Knex, words: ReadonlyMap<string, string>): Knex {
  if (words.size === 0) return knex;
  const names = new Map([...words].map(([name, word]) => [word, name]));
  // A clone with a config of its own; pool and driver are shared.
  const clone = knex.withUserParams({});
  const client = clone.client as Client;
  // Where a dialect numbers its placeholders, knex looks for `?` everywhere in the SQL, in quoted names too.
  const questionMark = client.positionBindings('\\?') === '?' ? '\\?' : '?';
  client.config.wrapIdentifier = (word, quote) => {
    const name = names.get(word);
    if (name === undefined) return quote(word);
    // `*` is the one name that knex does not quote; with a letter beside it, it does.
    return (name === '*' ? quote('*a').replace('*a', '*') : quote(name)).replaceAll('?', questionMark);
  };
  return clone;
}

/** What is used of knex's client, which its types leave open. */
interface Client {
  readonly config: { wrapIdentifier?: (word: string, quote: (name: string) => string) => string };
  positionBindings(sql: string): string;
}

import { BootError } from 'jackfield';

/** What a server is, as far as SQL for it differs. */
export interface Server {
  /** For people: `MariaDB 10.11.19`. */
  readonly description: string;
  readonly isMariaDb: boolean;
  /** The version as numbers: `[8, 0, 36]`. */
  readonly version: readonly number[];
}

/** The oldest versions that have `JSON_TABLE`, a binary collation that heeds trailing spaces, and derived tables as they are needed. */
const oldest = { MariaDB: [10, 6, 0], MySQL: [8, 0, 17] } as const;

/**
 * Reads what `select version()` answers.
 *
 * @throws {BootError} when the server is too old
 */
export function parseServer(version: string): Server {
  const isMariaDb = /mariadb/i.test(version);
  const name = isMariaDb ? 'MariaDB' : 'MySQL';
  // Some services put 5.5.5 before the version of a MariaDB.
  const numbers = /(\d+)\.(\d+)\.(\d+)/.exec(version.replace(/^5\.5\.5-/, ''))?.slice(1).map(Number) ?? [0, 0, 0];
  if (isOlder(numbers, oldest[name])) {
    throw new BootError(`${name} ${numbers.join('.')} is too old: ${oldest[name].join('.')} or later is needed.`);
  }
  return { description: `${name} ${numbers.join('.')}`, isMariaDb, version: numbers };
}

function isOlder(version: readonly number[], than: readonly number[]): boolean {
  const index = version.findIndex((number, each) => number !== than[each]);
  return index !== -1 && version[index]! < than[index]!;
}

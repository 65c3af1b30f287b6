import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BootError } from 'jackfield';

/** Where a SQLite database is and what may be done with it. */
export interface Location {
  /** A path, or `:memory:`. */
  readonly filename: string;
  readonly isMemory: boolean;
  readonly isReadOnly: boolean;
}

const modes: ReadonlySet<string> = new Set(['ro', 'rw', 'rwc']);

/**
 * The location a URL names, or null where the URL is not SQLite's: `sqlite:PATH`, `file:PATH`, `:memory:`, or a plain path that ends
 * in `.sqlite`, `.sqlite3` or `.db`. `?mode=ro` opens for reading only, `?mode=rwc` makes the file where there is none.
 *
 * @throws {BootError} when the file does not exist: an empty database in its place would hide a mistyped path
 */
export function parseLocation(url: string): Location | null {
  const mark = url.indexOf('?');
  const address = mark === -1 ? url : url.slice(0, mark);
  const scheme = /^(sqlite|file):/.exec(address)?.[1];
  // One letter before a colon is a drive.
  const isPath = !/^[a-z][a-z0-9+.-]+:/i.test(address) && /\.(sqlite3?|db)$/i.test(address);
  if (scheme === undefined && address !== ':memory:' && !isPath) return null;

  const filename = pathOf(address, scheme);
  const mode = parseMode(url, mark === -1 ? '' : url.slice(mark + 1));
  const isMemory = filename === ':memory:';
  if (filename === '') {
    throw new BootError(`\`database.url\` is ${JSON.stringify(url)}, which names no file. It looks like \`sqlite:path/to/file.sqlite\`.`);
  }
  if (!isMemory && mode !== 'rwc' && !existsSync(filename)) {
    const hint = 'To make an empty one, add `?mode=rwc` to its URL.';
    throw new BootError(`There is no SQLite file at ${JSON.stringify(filename)}. ${hint}`);
  }
  return { filename, isMemory, isReadOnly: mode === 'ro' };
}

function pathOf(address: string, scheme: string | undefined): string {
  if (scheme === undefined) return address;
  if (/^file:\/\/(localhost)?\//.test(address)) return fileURLToPath(address);
  return address.slice(scheme.length + 1).replace(/^\/\//, '');
}

function parseMode(url: string, query: string): string {
  let mode = 'rw';
  for (const [name, value] of new URLSearchParams(query)) {
    if (name !== 'mode' || !modes.has(value)) {
      const allowed = '`mode=ro`, `mode=rw` or `mode=rwc`';
      throw new BootError(`\`database.url\` is ${JSON.stringify(url)}: after the "?" only ${allowed} can stand, got "${name}=${value}".`);
    }
    mode = value;
  }
  return mode;
}

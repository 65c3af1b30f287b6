import { createHash, randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { sampleRows } from './rows.js';
import { sampleTables } from './schema.js';
import { dataPackages, loadSources } from './sources.js';

/** Counts changes to how the rows are made, which the tables and the packages' versions do not show. */
const revision = 1;

/**
 * The version of the sample that this code builds, a positive 31-bit number: it changes with the tables, the data packages and the
 * way rows are made. The file carries it as its `user_version`.
 */
export function sampleVersion(): number {
  const content = JSON.stringify([revision, sampleTables, dataPackages()]);
  return createHash('sha256').update(content).digest().readUInt32BE(0) >>> 1 || 1;
}

/** Whether a file is a sample of the current version. A missing or broken file is none. */
export function isCurrentSample(file: string): boolean {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return database.pragma('user_version', { simple: true }) === sampleVersion();
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

/**
 * Builds the sample database. The file appears whole or not at all: it is made under another name and then moved, so that servers
 * that start at the same time do not meet half a file.
 *
 * @throws when the folder cannot be written, or a row refers to one that is missing
 */
export async function buildSample(file: string): Promise<void> {
  await removeUnfinished(file);
  const unfinished = `${file}.${randomUUID()}`;
  try {
    fill(unfinished);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Takes away what builds left that were killed: whatever is older than any build can take. */
async function removeUnfinished(file: string): Promise<void> {
  const oldest = Date.now() - 10 * 60_000;
  for (const name of await readdir(dirname(file))) {
    const path = join(dirname(file), name);
    if (name.startsWith(`${basename(file)}.`) && (await stat(path)).mtimeMs < oldest) await rm(path, { force: true });
  }
}

function fill(file: string): void {
  const database = new Database(file);
  try {
    // The file is thrown away when anything fails, so nothing need be safe before the end.
    database.pragma('journal_mode = memory');
    database.pragma('synchronous = off');
    database.pragma('foreign_keys = on');
    database.exec('begin');
    database.exec(sampleTables);
    const tables = new Map<string, readonly object[]>([['sources', dataPackages()], ...sampleRows(loadSources())]);
    for (const [table, rows] of tables) insert(database, table, rows);
    database.pragma(`user_version = ${sampleVersion()}`);
    database.exec('commit');
    database.exec('analyze');
  } finally {
    database.close();
  }
}

function insert(database: Database.Database, table: string, rows: readonly object[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const statement = database.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((column) => `@${column}`).join(', ')})`,
  );
  for (const row of rows) statement.run(row);
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { BootError } from '../../../core/errors/boot-error.js';
import { parseLocation } from '../../../plugins/dialect-sqlite/location.js';

describe('The location of a SQLite database', () => {
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield location-'));
    file = join(folder, 'a.db');
    await writeFile(file, '');
  });
  after(() => rm(folder, { recursive: true }));

  it('is a path with or without a scheme, or a file URL', () => {
    for (const url of [file, `sqlite:${file}`, `sqlite://${file}`, `file:${file}`, pathToFileURL(file).href]) {
      expect(parseLocation(url), url).to.deep.equal({ filename: file, isMemory: false, isReadOnly: false });
    }
    expect(parseLocation(':memory:')).to.include({ filename: ':memory:', isMemory: true });
    expect(parseLocation('sqlite::memory:')).to.include({ filename: ':memory:', isMemory: true });
  });

  it('is for reading only where the URL says so', () => {
    expect(parseLocation(`${file}?mode=ro`)).to.include({ filename: file, isReadOnly: true });
    expect(parseLocation(`sqlite:${file}?mode=rw`)).to.include({ isReadOnly: false });
  });

  it('is not in other URLs', () => {
    for (const url of ['postgres://localhost/a.db', 'mysql://localhost/x', 'duckdb:data/a.db', 'notes.txt', '']) {
      expect(parseLocation(url), url).to.equal(null);
    }
  });

  it('must be there, unless it may be made', () => {
    const missing = join(folder, 'none.sqlite');
    expect(() => parseLocation(missing)).to.throw(BootError, `There is no SQLite file at ${JSON.stringify(missing)}.`);
    expect(parseLocation(`${missing}?mode=rwc`)).to.include({ filename: missing });
  });

  it('refuses what it does not know', () => {
    expect(() => parseLocation(`${file}?mode=wr`)).to.throw(BootError, 'got "mode=wr"');
    expect(() => parseLocation(`${file}?cache=shared`)).to.throw(BootError, 'got "cache=shared"');
    expect(() => parseLocation('sqlite:')).to.throw(BootError, 'names no file');
  });
});

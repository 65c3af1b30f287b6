import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import { buildSample, sampleVersion } from '../../config/sample/build.js';
import { prepareSample } from '../../config/sample/sample.js';
import { dataPackages } from '../../config/sample/sources.js';

describe('the sample database', () => {
  let folder: string;
  const systemTemporaryFolder = process.env['TMPDIR'];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-sample-'));
  });

  afterEach(async () => {
    if (systemTemporaryFolder === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = systemTemporaryFolder;
    await rm(folder, { recursive: true, force: true });
  });

  it('is built at the first start, in a folder that Git ignores, and found at the next', async () => {
    const file = await prepareSample(folder);
    expect(file).to.equal(join(folder, '.jackfield', 'sample.sqlite'));
    expect(await readFile(join(folder, '.jackfield', '.gitignore'), 'utf8')).to.equal('*\n');
    const built = await stat(file);
    expect(await prepareSample(folder)).to.equal(file);
    expect((await stat(file)).ino).to.equal(built.ino);
    expect(await readdir(dirname(file))).to.have.members(['.gitignore', 'sample.sqlite']);
  });

  it('is built anew where the file is of another version, or no database', async () => {
    const file = await prepareSample(folder);
    const older = new Sqlite(file);
    older.pragma('user_version = 1');
    older.close();
    await prepareSample(folder);
    expect(read(file, 'pragma user_version')).to.deep.equal([{ user_version: sampleVersion() }]);

    await writeFile(file, 'not a database');
    await prepareSample(folder);
    expect(read(file, 'pragma user_version')).to.deep.equal([{ user_version: sampleVersion() }]);
  });

  it('lives among the temporary files where the working directory cannot be written', async () => {
    const notAFolder = join(folder, 'file');
    await writeFile(notAFolder, '');
    process.env['TMPDIR'] = folder;
    const file = await prepareSample(notAFolder);
    expect(dirname(dirname(file))).to.equal(folder);
    expect(read(file, 'select count(*) as countries from countries')).to.deep.equal([{ countries: 250 }]);
    expect(await prepareSample(notAFolder)).to.equal(file);
  });

  it('refuses a place among the temporary files that is not a folder of its own', async () => {
    const notAFolder = join(folder, 'file');
    await writeFile(notAFolder, '');
    process.env['TMPDIR'] = folder;
    const taken = dirname(await prepareSample(notAFolder));
    await rm(taken, { recursive: true });
    await writeFile(taken, '');
    const refusal = await prepareSample(notAFolder).then(() => null, (error: unknown) => error);
    expect(refusal).to.be.instanceOf(Error);
  });

  it('is the same, byte for byte, whenever it is built', async () => {
    const [first, second] = [join(folder, 'first.sqlite'), join(folder, 'second.sqlite')];
    await buildSample(first);
    await buildSample(second);
    expect((await readFile(first)).equals(await readFile(second))).to.equal(true);
  });

  it('leaves nothing behind when it cannot be finished', async () => {
    const refusal = await buildSample(join(folder, 'missing', 'sample.sqlite')).then(() => null, (error: unknown) => error);
    expect(refusal).to.be.instanceOf(Error);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('takes away what a build left that was killed, but not what another is building now', async () => {
    await writeFile(join(folder, 'sample.sqlite.killed'), '');
    await utimes(join(folder, 'sample.sqlite.killed'), new Date(0), new Date(0));
    await writeFile(join(folder, 'sample.sqlite.running'), '');
    await buildSample(join(folder, 'sample.sqlite'));
    expect(await readdir(folder)).to.have.members(['sample.sqlite', 'sample.sqlite.running']);
  });

  it('holds only rows whose references exist, and borders in both directions', async () => {
    const file = await prepareSample(folder);
    expect(read(file, 'pragma foreign_key_check')).to.deep.equal([]);
    expect(read(file, `select * from borders as one where not exists (
      select 1 from borders as other where other.country = one.neighbour and other.neighbour = one.country)`)).to.deep.equal([]);
    const counts = read(file, `select
      (select count(*) from countries) as countries, (select count(*) from regions where parent is not null) as parts,
      (select count(*) from cities) as cities, (select count(*) from countries where capital is not null) as capitals`);
    expect(counts).to.deep.equal([{ countries: 250, parts: 24, cities: 24_362, capitals: 241 }]);
  });

  it('names its sources and their licences in itself, in its README and in the project\'s, with the versions installed', async () => {
    const file = await prepareSample(folder);
    const rows = read(file, 'select * from sources order by package');
    expect(rows).to.deep.equal(dataPackages());
    const pinned = JSON.parse(await readFile('package.json', 'utf8')).dependencies;
    const own = await readFile('config/sample/README.md', 'utf8');
    const project = await readFile('README.md', 'utf8');
    for (const source of dataPackages()) {
      expect(pinned[source.package]).to.equal(source.version);
      expect(own).to.include(`${source.package}]`).and.to.include(source.version);
      expect(project).to.include(source.package);
    }
    for (const name of ['GeoNames', 'Unicode', 'Mohammed Le Doze', 'ODbL', 'CC BY 4.0']) {
      expect(own).to.include(name);
      expect(project).to.include(name);
    }
  });
});

function read(file: string, sql: string): unknown[] {
  const database = new Sqlite(file, { readonly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine, type CommandLine } from '../../../core/commands/command-line.js';
import { exportItems } from '../../../core/commands/export.js';
import { importItems } from '../../../core/commands/import.js';
import { BootError } from '../../../core/errors/boot-error.js';
import { forEachDatabase } from '../../support/databases.js';
import { runCommand, type CommandOutcome } from '../../support/command.js';
import { createFolder, type Folder } from '../kernel/folder.js';

const script = `
  create table places (id integer primary key, name varchar(30) not null, note varchar(30));
  insert into places values (1, 'a, "b"', ''), (2, 'ž', null), (3, 'x
y', 'null');
  create table copies (id integer primary key, name varchar(30) not null, note varchar(30));
`;

forEachDatabase('importing and exporting by command', (database) => {
  let folder: Folder;
  before(async () => {
    folder = await createFolder({
      'bad.csv': `id,name\n${Array.from({ length: 1500 }, (_, index) => `${index + 10},n`).join('\n')}\n9,\nx,y\n`,
    });
  });
  after(() => folder.remove());
  const run = (texts: readonly string[], input?: string): Promise<CommandOutcome> =>
    runCommand([...texts, '--database', database.url], { directory: folder.path, ...(input === undefined ? {} : { input }) });
  const line = (texts: readonly string[]): CommandLine => readCommandLine([...texts, '--database', database.url], ['import', 'export']);
  const written = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

  it('brings items from one collection to another', async function () {
    this.timeout(60_000);
    expect(await run(['export', 'places', 'places.csv'])).to.deep.equal({ code: 0, output: '', errors: '' });
    expect(written('places.csv')).to.equal('"id","name","note"\n1,"a, ""b""",""\n2,"ž",\n3,"x\ny","null"');
    expect(await run(['import', 'copies', 'places.csv'])).to.deep.equal({ code: 0, output: '3 items were imported into copies.\n', errors: '' });
    const { output } = await run(['export', 'copies', '--format', 'json', '--query', '{"filter":{"id":{"_gt":1}},"sort":["-id"]}']);
    expect(JSON.parse(output)).to.deep.equal([{ id: 3, name: 'x\ny', note: 'null' }, { id: 2, name: 'ž', note: null }]);
    await database.run('delete from copies');
    expect((await run(['import', 'copies', '-', '--format', 'json'], output)).output).to.equal('2 items were imported into copies.\n');
    await database.run('delete from copies');
  });

  it('says what is wrong and where, and leaves nothing behind', async function () {
    this.timeout(60_000);
    expect(await run(['import', 'copies', 'bad.csv'])).to.deep.equal({ code: 1, output: '', errors:
      'jackfield: Nothing was imported.\n  line 1502, name: The value must not be null. (FAILED_VALIDATION)\n'
      + '  line 1503, id: The value must be a whole number. (FAILED_VALIDATION)\n' });
    await exportItems(line(['export', 'copies', join(folder.path, 'nothing.csv')]));
    expect(written('nothing.csv')).to.equal('');
  });

  it('explains what cannot be done', async () => {
    const [good, none] = [join(folder.path, 'bad.csv'), join(folder.path, 'none.csv')];
    for (const [texts, message] of [
      [['import', 'places', 'places'], 'Which format has "places"? Say --format csv, json, ndjson.'], [['import', 'places', 'a.csv', '--format', 'xml'], 'There is no format "xml" to import.'],
      [['import', 'places', 'missing.csv'], 'The file "missing.csv" cannot be read (ENOENT).'], [['import', 'plcaes', good], 'There is no collection "plcaes". Did you mean "places"?'],
      [['export', 'places', 'a.exe'], 'Which format is "a.exe" to have?'], [['export', 'places', '--query', '[]'], '--query must be a JSON object'],
      [['export', 'places', 'no/such/folder.csv'], 'cannot be written (ENOENT).'], [['export', 'places', none, '--query', '{"fields":["nope"]}'], 'Nothing was exported: '],
    ] as const) {
      const error = await (texts[0] === 'import' ? importItems(line(texts)) : exportItems(line(texts))).catch((thrown: unknown) => thrown);
      expect(error, texts.join(' ')).to.be.instanceOf(BootError).with.property('message').that.includes(message);
    }
    expect([none, `${none}.unfinished`].filter((path) => existsSync(path))).to.deep.equal([]);
  });
}, script);

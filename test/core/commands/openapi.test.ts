import { expect } from 'chai';
import { library } from '../../fixtures/library.js';
import { runCommand, type CommandOutcome } from '../../support/command.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { createFolder, type Folder } from '../kernel/folder.js';

describe('jackfield openapi', () => {
  let database: TestDatabase;
  let folder: Folder;
  before(async () => {
    database = await createDatabase('sqlite', library);
    folder = await createFolder();
  });
  after(async () => {
    await database.drop();
    await folder.remove();
  });

  const run = (...texts: readonly string[]): Promise<CommandOutcome> => runCommand(['openapi', ...texts], { directory: folder.path });

  it('writes the document of all that an administrator can ask', async () => {
    const { code, output } = await run(database.url, '--format', '3.2');
    expect(code).to.equal(0);
    const document = JSON.parse(output);
    expect(document.openapi).to.equal('3.2.0');
    expect(document.paths).to.include.keys('/items/books', '/items/books/{key}', '/collections');
  }).timeout(60_000);

  it('refuses a version that there is not', async () => {
    const { code, errors } = await run(database.url, '--format', '2.0');
    expect([code, errors.split('\n')[0]]).to.deep.equal([2, 'jackfield: There is no format "2.0" of the document. It is one of 3.0, 3.1, 3.2.']);
  }).timeout(60_000);
});

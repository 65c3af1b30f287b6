import { expect } from 'chai';
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { startServer, type TestServer } from 'jackfield/testing';
import { describeCollection, schemaAsJson } from '../../../core/commands/schema.js';
import { welcome } from '../../../core/commands/start.js';
import { createFolder, type Folder } from '../kernel/folder.js';

const address = { host: '0.0.0.0', port: 8055 };

describe('what commands print', () => {
  let folder: Folder;
  let server: TestServer;

  before(async () => {
    folder = await createFolder();
    const file = join(folder.path, 'shop.sqlite');
    const database = new Sqlite(file);
    database.exec(`
      create table authors (id integer primary key, name varchar(50) not null);
      create table books (
        id integer primary key, price decimal(10, 2), author_id integer references authors,
        state varchar(5) check (state in ('new', 'used'))
      );
    `);
    database.close();
    server = await startServer({ database: { url: file }, admin: { token: 'a-token-that-is-configured' } });
  });
  after(async () => {
    await server.stop();
    await folder.remove();
  });

  it('welcomes with a token that was made for the start', async () => {
    const text = await welcome(server.kernel, address, 'made-for-this-start');
    expect(text).to.match(/^Jackfield serves SQLite \S+, 2 collections, at http:\/\/localhost:8055\n/);
    expect(text).to.contain('TOKEN=made-for-this-start');
  });

  it('never tells a token that somebody configured', async () => {
    const text = await welcome(server.kernel, address, null);
    expect(text).to.contain('Sign in with the administrator\'s token of the config').and.not.to.contain('a-token-that-is-configured');
  });

  it('says that nobody can sign in where no plugin knows anybody', async () => {
    const names = ['auth', 'auth-token', 'auth-local', 'auth-jwt', 'auth-totp'];
    const closed = await startServer({ database: { url: ':memory:' }, plugins: Object.fromEntries(names.map((name) => [name, false])) });
    try {
      expect(await welcome(closed.kernel, { host: '::1', port: 1 }, 'made')).to.contain(
        'http://[::1]:1').and.to.contain('the anonymous see nothing',
      );
    } finally {
      await closed.stop();
    }
  });

  it('describes a collection with its fields, keys and relations', () => {
    const books = server.kernel.registry.get('schema').current().collections.get('books');
    expect(books && describeCollection(books)).to.equal([
      'books (key id)',
      '  id         integer',
      '  price      decimal(10, 2)  nullable',
      '  author_id  integer         nullable',
      '  state      string(5)       nullable, one of new, used',
      '  author_id  m2o             authors (author_id = id), in *',
    ].join('\n'));
  });

  it('writes a schema as plain JSON, maps as lists', () => {
    const json = JSON.stringify(schemaAsJson(server.kernel.registry.get('schema').current()));
    const { collections } = JSON.parse(json) as { collections: { name: string; relations: unknown[] }[] };
    expect(collections.map(({ name, relations }) => [name, relations.length])).to.deep.equal([['authors', 1], ['books', 1]]);
  });
});

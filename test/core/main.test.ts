import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createFolder, type Folder } from './kernel/folder.js';

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** What a starting server prints, up to the token. Rejects where it ends before. */
async function untilWelcome(child: ChildProcess): Promise<string> {
  let output = '';
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Sign in')) resolve(output);
    });
    child.once('close', () => reject(new Error(`It ended: ${output}${errors}`)));
  });
}

describe('the jackfield command', function () {
  this.timeout(60_000);
  let folder: Folder;

  before(async () => {
    folder = await createFolder({ 'jackfield.config.json': '{ "mirror": { "singletons": ["settings"] } }' });
    const database = new Sqlite(join(folder.path, 'shop.sqlite'));
    database.exec(`
      create table authors (id integer primary key, name varchar(50) not null);
      create table books (id integer primary key, title text, author_id integer references authors);
      create table settings (id integer primary key, theme varchar(10) check (theme in ('dark', 'light')));
      create virtual table words using fts5(word);
    `);
    database.close();
  });
  after(() => folder.remove());

  function launch(texts: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
    const main = [`--import=${import.meta.resolve('tsx')}`, '--conditions=jackfield-source', resolve('core/main.ts')];
    return spawn(process.execPath, [...main, ...texts], { cwd: folder.path, env: { PATH: process.env['PATH'], ...environment } });
  }

  async function run(texts: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const child = launch(texts, environment);
    let output = '';
    let errors = '';
    child.stdout?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    child.stderr?.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
    const [code] = await once(child, 'close') as [number | null];
    return { code, output, errors };
  }

  it('serves a file, tells a token that it made, reads the catalog again on SIGHUP and ends well on SIGTERM', async () => {
    const child = launch(['start', 'shop.sqlite', '--port', '0'], { LOG_LEVEL: 'warn' });
    try {
      const welcome = await untilWelcome(child);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(welcome)?.[0] ?? '';
      const token = /TOKEN=(\S+)/.exec(welcome)?.[1] ?? '';
      const headers = { Authorization: `Bearer ${token}` };
      const ask = async (path: string): Promise<number> => (await fetch(`${url}${path}`, { headers })).status;
      expect(await ask('/items/books')).to.equal(200);
      expect((await fetch(`${url}/items/books`)).status).to.equal(403);
      expect(await ask('/items/shelves')).to.equal(403);

      const database = new Sqlite(join(folder.path, 'shop.sqlite'));
      database.exec('create table shelves (id integer primary key)');
      database.close();
      child.kill('SIGHUP');
      let status = 403;
      for (let attempts = 0; attempts < 100 && status !== 200; attempts += 1) {
        await new Promise((resolve) => void setTimeout(resolve, 50));
        status = await ask('/items/shelves');
      }
      expect(status).to.equal(200);

      child.kill('SIGTERM');
      const [code] = await once(child, 'exit') as [number | null];
      expect(code).to.equal(0);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('checks what would be exposed, and what is left out and why', async () => {
    const { code, output } = await run(['check', 'shop.sqlite']);
    expect(output).to.match(/^SQLite \S+: \d collections would be exposed\.$/m);
    expect(output).to.match(/^ {2}\/items\/books +table books +key id +3 fields +1 relations$/m);
    expect(output).to.match(/^ {2}\/items\/settings +singleton table settings/m);
    expect(output).to.match(/^ {2}words: \S/m);
    expect(code).to.equal(0);
  });

  it('writes the schema as JSON', async () => {
    const { output } = await run(['schema', 'shop.sqlite', '--json']);
    const { collections } = JSON.parse(output) as { collections: readonly { name: string; fields: readonly { name: string }[] }[] };
    expect(collections.find(({ name }) => name === 'authors')?.fields.map(({ name }) => name)).to.deep.equal(['id', 'name']);
  });

  it('lists the plugins in start order, without a database', async () => {
    const { code, output } = await run(['plugins'], { JACKFIELD_PLUGINS__SEARCH: 'false' });
    expect(output).to.match(/^kernel\n {2}provides {2}config, log, http/).and.to.match(/^rest: /m);
    expect(output).to.match(/^dialect-sqlite: .*\n {2}hooks {5}database\.open$/m);
    expect(output).not.to.match(/^search/m);
    expect(code).to.equal(0);
  });

  it('says in a sentence what keeps it from starting', async () => {
    const missing = await run(['start', 'missing.sqlite']);
    expect(missing).to.include({ code: 1, output: '' });
    expect(missing.errors).to.match(/^jackfield: .*missing\.sqlite.*\n$/);
    expect(await run(['strat'])).to.deep.equal({
      code: 2, output: '', errors: 'jackfield: There is no command "strat". Did you mean "start"?\nSee "jackfield help".\n',
    });
  });
});

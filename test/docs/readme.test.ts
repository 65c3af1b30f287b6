import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startServer, testToken, type Answer, type Client, type TestServer } from 'jackfield/testing';
import { loadConfig } from '../../core/kernel/load-config.js';
import { prepareSample, sampleMirror } from '../../config/sample/sample.js';

/** Where the server of the README listens. */
const shownUrl = 'http://127.0.0.1:8055';

/** A fenced block of a page. */
interface Block {
  readonly language: string;
  readonly text: string;
}

describe('the README', () => {
  let folder: string;
  let blocks: readonly Block[];
  let server: TestServer;

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'jackfield-readme-'));
    const readme = await readFile('README.md', 'utf8');
    blocks = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({ language, text }));
    await writeFile(join(folder, 'require-limit.ts'), blocks.find(({ language }) => language === 'ts')?.text ?? '');
    server = await startServer({
      database: { url: await prepareSample(folder) },
      mirror: sampleMirror,
      plugins: { './require-limit.ts': { collections: ['cities'] } },
    }, { directory: folder });
  });

  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows requests that answer what it shows', async () => {
    const requests = blocks.map(({ text }, index) => ({ command: text, shown: blocks[index + 1] }))
      .filter(({ command }) => command.startsWith('curl '));
    expect(requests).to.have.length(3);
    for (const { command, shown } of requests) {
      const answer = await runCurl(command, server.client);
      expect(answer.status, answer.text).to.equal(200);
      expect(shown?.language).to.equal('json');
      expect(answer.body).to.deep.equal(JSON.parse(shown?.text ?? ''));
    }
  });

  it('shows a configuration that is accepted', async () => {
    const shown = blocks.find(({ text }) => text.includes('"database"'));
    const { config } = await loadConfig({ directory: folder, file: false, environment: {}, overrides: JSON.parse(shown?.text ?? '') });
    expect(config.server.port).to.equal(8080);
    expect(config.plugins['search']).to.equal(false);
  });

  it('shows a plugin that does what it says, on every route', async () => {
    const everything = await server.client.get('/items/cities', { limit: -1 });
    expect(everything.status).to.equal(400);
    expect(everything.body.errors[0].extensions).to.deep.include({ code: 'INVALID_QUERY', path: 'limit' });
    expect((await server.client.search('/items/cities', { query: { limit: -1 } })).status).to.equal(400);
    expect((await server.client.get('/items/cities', { limit: 1 })).status).to.equal(200);
    expect((await server.client.get('/items/regions', { limit: -1 })).status).to.equal(200);
  });

  it('names only commands that exist', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
    const help = await readFile('core/commands/help.ts', 'utf8');
    const shell = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text).join('\n');
    for (const [, name = ''] of shell.matchAll(/^npx jackfield (\w+)/gm)) expect(help).to.include(`jackfield ${name}`);
    expect(shell).to.include('npm ci\nnpm start');
    expect(scripts).to.have.property('start');
  });
});

/** Sends what a curl command of the page would. */
async function runCurl(command: string, client: Client): Promise<Answer> {
  const words = splitShellWords(command.replaceAll('\\\n', ' ')).slice(1);
  const headers: [string, string][] = [];
  let [method, url, body]: [string, string, string | null] = ['GET', '', null];
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '-X') method = words.shift() ?? '';
    else if (word === '-d') body = words.shift() ?? '';
    else if (word === '-H') headers.push((words.shift() ?? '').split(': ') as [string, string]);
    else if (word !== '-g') url = word;
  }
  expect(url).to.satisfy((text: string) => text.startsWith(shownUrl));
  return client.send(method, url.slice(shownUrl.length), { headers, body });
}

/** Words with quotes around them or not. The one variable that the page uses is the token. */
function splitShellWords(command: string): string[] {
  return [...command.trim().matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
    .map(([, single, double, bare]) => single ?? (double ?? bare ?? '').replace('$TOKEN', testToken));
}

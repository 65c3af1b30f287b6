import { expect } from 'chai';
import { join } from 'node:path';
import { loadConfig, type ConfigSources, type LoadedConfig } from '../../../core/kernel/load-config.js';
import { createFolder, type Folder } from './folder.js';

describe('the configuration', () => {
  let folder: Folder;

  beforeEach(async () => {
    folder = await createFolder();
  });
  afterEach(() => folder.remove());

  const load = (sources: Partial<ConfigSources> = {}): Promise<LoadedConfig> =>
    loadConfig({ directory: folder.path, file: null, environment: {}, overrides: {}, ...sources });
  const failure = async (sources: Partial<ConfigSources> = {}): Promise<string> =>
    load(sources).then(() => 'no error', (error: unknown) => (error as Error).message);

  it('is that of the defaults where nothing is said', async () => {
    const { config, file, directory } = await load();
    expect(config.server.port).to.equal(8055);
    expect(config.plugins).to.include.keys('rest', 'search', 'dialect-sqlite', 'dialect-postgres');
    expect([file, directory]).to.deep.equal([null, folder.path]);
  });

  const files: readonly [name: string, content: string][] = [
    ['jackfield.config.json', '{ "$schema": "x", "server": { "port": 1234 } }'],
    ['jackfield.config.yaml', 'server:\n  port: 1234\n'],
    ['jackfield.config.yml', 'server: { port: 1234 }'],
    ['jackfield.config.mjs', 'export default { server: { port: 1234 } };'],
    ['jackfield.config.js', 'import { defineConfig } from "jackfield";\n'
      + 'export default defineConfig(async () => ({ server: { port: 1234 } }));'],
    ['jackfield.config.ts', 'import { defineConfig } from "jackfield";\n'
      + 'const port: number = 1234; export default defineConfig({ server: { port } });'],
  ];
  for (const [name, content] of files) {
    it(`is read from ${name}`, async () => {
      await folder.write({ [name]: content });
      const { config, file } = await load();
      expect(config.server.port).to.equal(1234);
      expect(config.server.host).to.equal('127.0.0.1');
      expect(file).to.equal(join(folder.path, name));
    });
  }

  it('is empty where the file is', async () => {
    await folder.write({ 'jackfield.config.yaml': '# nothing yet\n' });
    expect((await load()).config.server.port).to.equal(8055);
  });

  it('is read from another file when one is named, whose folder paths start from', async () => {
    await folder.write({ 'etc/mine.json': '{ "server": { "port": 1 } }', 'jackfield.config.json': '{ "server": { "port": 2 } }' });
    const { config, directory } = await load({ file: 'etc/mine.json' });
    expect(config.server.port).to.equal(1);
    expect(directory).to.equal(join(folder.path, 'etc'));
  });

  it('comes from file, environment and overrides, each over the one before', async () => {
    await folder.write({ 'jackfield.config.json': '{ "server": { "port": 1, "host": "a" }, "log": { "level": "warn" } }' });
    const { config } = await load({
      environment: { PORT: '2', HOST: 'b', JACKFIELD_SERVER__HOST: 'c' }, overrides: { server: { port: 3 } },
    });
    expect([config.server.port, config.server.host, config.log.level]).to.deep.equal([3, 'c', 'warn']);
  });

  describe('of plugins', () => {
    it('switches off by file and by environment, what is not there too', async () => {
      await folder.write({ 'jackfield.config.json': '{ "plugins": { "search": false, "rate-limit": false } }' });
      const { config } = await load({ environment: { JACKFIELD_PLUGINS__REST: 'false', JACKFIELD_PLUGINS__DIALECT_SQLITE: 'false' } });
      expect(config.plugins).to.include({ 'search': false, 'rate-limit': false, 'rest': false, 'dialect-sqlite': false });
    });

    it('starts from none with `defaults: false`', async () => {
      await folder.write({ 'jackfield.config.json': '{ "plugins": { "defaults": false, "rest": {} } }' });
      expect((await load()).config.plugins).to.deep.equal({ rest: {} });
    });

    it('switches on again with `true`, and keeps the options below it', async () => {
      await folder.write({ 'jackfield.config.json': '{ "plugins": { "rest": { "rememberedQueries": 5 } } }' });
      expect((await load({ environment: { JACKFIELD_PLUGINS__REST: 'true' } })).config.plugins['rest']).to.deep.equal(
        { rememberedQueries: 5 },
      );
      expect((await load({ overrides: { plugins: { rest: false } } })).config.plugins['rest']).to.equal(false);
    });

    it('recognises what the environment names', async () => {
      const { config } = await load({ environment: { JACKFIELD_PLUGINS__RATE_LIMIT: 'false', JACKFIELD_SERVICES__RATE_LIMIT_STORE: 'x' } });
      expect(config.plugins['rate-limit']).to.equal(false);
      expect(config.services).to.deep.equal({ rateLimitStore: 'x' });
    });
  });

  describe('refuses', () => {
    it('a file that does not exist', async () => {
      expect(await failure({ file: 'nowhere.json' })).to.equal(`The config ${join(folder.path, 'nowhere.json')} does not exist.`);
    });

    it('a kind of file that it does not know', async () => {
      await folder.write({ 'mine.toml': '' });
      expect(await failure({ file: 'mine.toml' })).to.contain('must end in .ts, .js, .mjs, .json, .yaml, .yml.');
    });

    it('two files of which either could be meant', async () => {
      await folder.write({ 'jackfield.config.json': '{}', 'jackfield.config.yaml': '' });
      expect(await failure()).to.match(/There are several configs.*Name it with --config/);
    });

    it('a file that cannot be read, naming it and the reason', async () => {
      await folder.write({ 'jackfield.config.json': '{ "server": ' });
      expect(await failure()).to.match(/The config .*jackfield\.config\.json cannot be read: .*JSON/);
      await folder.write({ 'bad.ts': 'throw new Error("no weather today");' });
      expect(await failure({ file: 'bad.ts' })).to.match(/bad\.ts cannot be read: no weather today/);
    });

    it('a file that holds something else', async () => {
      await folder.write({ 'jackfield.config.json': '[]' });
      expect(await failure()).to.contain('must hold an object, got a list.');
    });

    it('wrong options, with their paths', async () => {
      await folder.write({ 'jackfield.config.json': '{ "server": { "prot": 1 }, "plugins": { "rest": 3 } }' });
      expect(await failure()).to.equal([
        'Several options are wrong:',
        '  `server.prot` is not known. Did you mean `server.port`?',
        '  `plugins.rest` must be true or false or an object, got 3.',
      ].join('\n'));
    });
  });
});

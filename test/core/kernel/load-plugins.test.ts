import { expect } from 'chai';
import { ApiError } from 'jackfield';
import { loadPlugins, type EnabledPlugin, type PluginSources } from '../../../core/kernel/load-plugins.js';
import { apiVersion, definePlugin } from '../../../core/kernel/plugin.js';
import { Type } from 'typebox';
import { createFolder, type Folder } from './folder.js';

const mine = `
  import { ApiError, definePlugin, Type, type Plugin } from 'jackfield';
  import { other } from './other.js';
  const plugin: Plugin = definePlugin({
    name: 'mine',
    options: Type.Object({ greeting: Type.String({ default: 'hello' }), manyTimes: Type.Integer({ minimum: 1, default: 1 }) }),
    setup({ on }) {
      on('http.identify', () => { throw new ApiError('FORBIDDEN'); });
      on('http.identify', () => { throw new other('FORBIDDEN'); });
    },
  });
  export default plugin;
`;
const other = 'import { ApiError } from "jackfield"; export const other: typeof ApiError = ApiError;';
const packaged = `
  import { ApiError, definePlugin } from 'jackfield';
  export default definePlugin({ name: 'packaged', setup({ on }) { on('http.identify', () => { throw new ApiError('FORBIDDEN'); }); } });
`;

/** What a plugin's handlers throw. */
function thrownBy({ plugin }: EnabledPlugin): readonly unknown[] {
  const thrown: unknown[] = [];
  void plugin.setup({ on: (_name: string, handler: () => void) => {
    try {
      handler();
    } catch (error) {
      thrown.push(error);
    }
  } } as never);
  return thrown;
}

describe('loading plugins', () => {
  let folder: Folder;

  before(async () => {
    folder = await createFolder({
      'plugins/mine.ts': mine,
      'plugins/other.ts': other,
      'plugins/broken.ts': 'throw new Error("no such file");',
      'plugins/nothing.ts': 'export const name = "nothing";',
      'plugins/twin.mjs': 'import { definePlugin } from "jackfield"; export default definePlugin({ name: "mine", setup() {} });',
      'node_modules/jackfield-plugin-x/package.json': '{ "name": "jackfield-plugin-x", "type": "module", "exports": "./index.js" }',
      'node_modules/jackfield-plugin-x/index.js': packaged,
      'plugins/package.json': '{ "type": "module" }',
      'plugins/plain.js': packaged,
      // Another copy of Jackfield is installed beside this one.
      'foreign/node_modules/jackfield/package.json': '{ "name": "jackfield", "type": "module", "exports": "./index.js" }',
      'foreign/node_modules/jackfield/index.js': 'export class ApiError {}; export const definePlugin = (plugin) => plugin;',
      'foreign/plugin.mjs': packaged,
      'foreign/plugin.ts': packaged,
    });
  });
  after(() => folder.remove());

  const load = (plugins: PluginSources['plugins'], more: Partial<PluginSources> = {}): Promise<readonly EnabledPlugin[]> =>
    loadPlugins({ plugins, directory: folder.path, environment: {}, values: [], ...more });
  const failure = (plugins: PluginSources['plugins'], more: Partial<PluginSources> = {}): Promise<string> =>
    load(plugins, more).then(() => 'no error', (error: unknown) => (error as Error).message);

  it('finds them by name, by package, by path and as values', async () => {
    const value = definePlugin({ name: 'value', setup() {} });
    const enabled = await load({ 'rest': {}, 'jackfield-plugin-x': true, './plugins/mine.ts': {} }, { values: [value] });
    expect(enabled.map(({ plugin }) => plugin.name)).to.deep.equal(['rest', 'packaged', 'mine', 'value']);
    expect(enabled.map(({ key }) => key)).to.deep.equal(['rest', 'jackfield-plugin-x', './plugins/mine.ts', 'value']);
  });

  it('gives a plugin loaded by path, the files it imports, and one loaded as a package the very ApiError of this process', async () => {
    const enabled = await load({ './plugins/mine.ts': {}, 'jackfield-plugin-x': {} });
    const thrown = enabled.flatMap(thrownBy);
    expect(thrown.map((error) => error instanceof ApiError)).to.deep.equal([true, true, true]);
  });

  it('gives a plugin in TypeScript this process\'s jackfield even where another copy is nearer', async () => {
    const enabled = await load({ './foreign/plugin.ts': {} });
    expect(enabled.flatMap(thrownBy)[0]).to.be.instanceOf(ApiError);
  });

  it('loads JavaScript too', async () => {
    const enabled = await load({ './plugins/plain.js': {} });
    expect(enabled.flatMap(thrownBy)[0]).to.be.instanceOf(ApiError);
  });

  it('does not import what is switched off', async () => {
    expect(await load({ './plugins/broken.ts': false, 'unheard-of': false })).to.deep.equal([]);
    const value = definePlugin({ name: 'value', setup() {} });
    expect(await load({ value: false }, { values: [value] })).to.deep.equal([]);
  });

  it('checks options and fills in their defaults', async () => {
    const [enabled] = await load({ './plugins/mine.ts': { manyTimes: 3 } });
    expect(enabled?.options).to.deep.equal({ greeting: 'hello', manyTimes: 3 });
    expect(Object.isFrozen(enabled?.options)).to.equal(true);
    expect(await failure({ './plugins/mine.ts': { manyTimes: 0 } })).to.equal(
      '`plugins../plugins/mine.ts.manyTimes` must be an integer, at least 1, got 0.',
    );
    expect(await failure({ './plugins/mine.ts': { greetin: 'x' } })).to.contain('Did you mean `plugins../plugins/mine.ts.greeting`?');
    expect(await failure({ 'jackfield-plugin-x': { a: 1 } })).to.equal(
      '`plugins.jackfield-plugin-x.a` is not known: there are no options here.',
    );
  });

  it('reads options from the environment', async () => {
    const [enabled] = await load({ './plugins/mine.ts': { manyTimes: 3 } }, { environment: { JACKFIELD_PLUGINS__MINE__MANY_TIMES: '4' } });
    expect(enabled?.options).to.deep.equal({ greeting: 'hello', manyTimes: 4 });
    expect(await failure({ './plugins/mine.ts': {} }, { environment: { JACKFIELD_PLUGINS__MINE__MANY_TIME: '4' } }))
      .to.match(/JACKFIELD_PLUGINS__MINE__MANY_TIME names no option\. Did you mean JACKFIELD_PLUGINS__MINE__MANY_TIMES\?$/);
  });

  it('refuses an option in the environment for a plugin that does not exist, not for one that is switched off', async () => {
    expect(await failure({}, { environment: { JACKFIELD_PLUGINS__RSET__REMEMBERED_QUERIES: '1' } })).to.equal(
      'The environment variable JACKFIELD_PLUGINS__RSET__REMEMBERED_QUERIES is for a plugin that does not exist.'
      + ' Did you mean JACKFIELD_PLUGINS__REST__REMEMBERED_QUERIES?',
    );
    const environment = { JACKFIELD_PLUGINS__REST__REMEMBERED_QUERIES: '1', JACKFIELD_PLUGINS__MINE__GREETING: 'x' };
    expect(await load({ rest: false, mine: false }, { environment })).to.deep.equal([]);
  });

  it('gives options to a plugin that is a value, under its name', async () => {
    const value = definePlugin({ name: 'value', options: Type.Object({ size: Type.Integer({ default: 1 }) }), setup() {} });
    const [enabled] = await load({ value: { size: 2 } }, { values: [value] });
    expect(enabled?.options).to.deep.equal({ size: 2 });
  });

  describe('refuses', () => {
    it('an unknown one, and names the nearest', async () => {
      expect(await failure({ rset: {} })).to.equal(
        'The plugin `rset` is not known: no built-in plugin and no installed package has this name. Did you mean `rest`?',
      );
      expect(await failure({ 'jackfield-plugin-weather': {} })).to.contain('Built-in plugins are `auth`, ');
      expect(await failure({ './plugins/mime.ts': {} })).to.equal(
        'The plugin `./plugins/mime.ts` does not exist: paths start from the folder of the config.',
      );
    });

    it('one whose code fails, with its reason', async () => {
      expect(await failure({ './plugins/broken.ts': {} })).to.equal('The plugin `./plugins/broken.ts` cannot be loaded: no such file');
    });

    it('a module that is no plugin', async () => {
      expect(await failure({ './plugins/nothing.ts': {} })).to.equal(
        '`./plugins/nothing.ts` is no plugin: its default export must be made by `definePlugin`.',
      );
    });

    it('one that another copy of jackfield made', async () => {
      expect(await failure({ './foreign/plugin.mjs': {} })).to.contain('`./foreign/plugin.mjs` was made by another copy of jackfield');
    });

    it('two of one name', async () => {
      expect(await failure({ './plugins/mine.ts': {}, './plugins/twin.mjs': {} }))
        .to.equal('`./plugins/mine.ts` and `./plugins/twin.mjs` are both called `mine`: only one plugin may have a name.');
    });

    it('one made for another version of the API', async () => {
      const values = [definePlugin({ name: 'later', apiVersion: apiVersion + 1, setup() {} })];
      expect(await failure({}, { values })).to.equal(
        `The plugin \`later\` was made for version ${apiVersion + 1} of the plugin API, and this is version ${apiVersion}.`,
      );
    });

    it('one that takes the kernel\'s name', async () => {
      expect(await failure({}, { values: [definePlugin({ name: 'kernel', setup() {} })] })).to.contain('may not be called `kernel`');
    });
  });
});

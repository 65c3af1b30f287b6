import { Ajv } from 'ajv';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { generatedDocs } from '../../docs/generated.js';

/** Names of the members of an interface, as they stand in its file. */
const declared = (file: string, name: string): readonly string[] => {
  const [, body = ''] = new RegExp(`export interface ${name} \\{\\n(.*?)\\n\\}`, 's').exec(readFileSync(file, 'utf8')) ?? [];
  return [...body.matchAll(/^ {2}'?([\w.]+)'?: /gm)].map(([, member]) => member ?? '');
};

describe('the generated documentation', () => {
  it('is what the code says: `npm run docs` writes it', async () => {
    for (const { file, content } of await generatedDocs()) expect(readFileSync(file, 'utf8'), file.pathname).to.equal(content);
  });

  it('holds a schema by which an editor accepts a good config and refuses a wrong one', () => {
    const schema = JSON.parse(readFileSync('docs/config.schema.json', 'utf8')) as object;
    const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    const accepted = [
      {}, { $schema: 'x', server: { port: 1 } },
      { plugins: { 'defaults': false, 'rest': { rememberedQueries: 1 }, 'rate-limit': false, './mine.ts': { a: 1 } } },
    ];
    const refused = [{ server: { prot: 1 } }, { plugins: { rest: { rememberedQuery: 1 } } }, { log: { level: 'loud' } }];
    expect(accepted.map((config) => accepts(config))).to.deep.equal([true, true, true]);
    expect(refused.map((config) => accepts(config))).to.deep.equal([false, false, false]);
  });

  it('names every service and hook of the kernel', () => {
    const page = readFileSync('docs/plugins.md', 'utf8');
    const services = declared('core/registry/services.ts', 'Services');
    const hooks = declared('core/registry/hooks.ts', 'Hooks');
    expect([services.length > 5, hooks.length > 4]).to.deep.equal([true, true]);
    expect([...services, ...hooks].filter((name) => !page.includes(`| \`${name}\` |`))).to.deep.equal([]);
  });
});

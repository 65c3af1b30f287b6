import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { expect } from 'chai';

describe('docs/architecture.md', () => {
  it('names every hook of the kernel, every folder of the core, and no file that is not there', async () => {
    const page = await readFile('docs/architecture.md', 'utf8');
    const hooks = await readFile('core/registry/hooks.ts', 'utf8');
    const names = [...hooks.matchAll(/^ {2}'([\w.]+)': (?:Filter|Event|First)Hook/gm)].map(([, name = '']) => name);
    expect(names).to.include('http.identify');
    for (const name of names) expect(page).to.include(`\`${name}\``);

    const folders = (await readdir('core', { withFileTypes: true })).filter((entry) => entry.isDirectory());
    for (const { name } of folders) expect(page).to.include(`\`core/${name}\``);

    const files = [...page.matchAll(/core\/[\w/-]+\.ts/g)].map(([file]) => file);
    expect(files.filter((file) => !existsSync(file))).to.deep.equal([]);
  });
});

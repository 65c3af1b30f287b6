import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';

describe('the documentation', () => {
  it('links only to files that exist', async () => {
    const docs = (await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => join('docs', name));
    const dead: string[] = [];
    for (const page of ['README.md', 'CHANGELOG.md', 'config/sample/README.md', ...docs]) {
      for (const [, target = ''] of (await readFile(page, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)) {
        const [path = ''] = target.split('#');
        if (!/^[a-z]+:/.test(target) && path !== '' && !existsSync(join(dirname(page), path))) dead.push(`${page}: ${target}`);
      }
    }
    expect(dead).to.deep.equal([]);
  });

  it('lists every page in its index', async () => {
    const index = await readFile('docs/README.md', 'utf8');
    const pages = (await readdir('docs')).filter((name) => name.endsWith('.md') && name !== 'README.md');
    expect(pages.filter((page) => !index.includes(`](${page})`))).to.deep.equal([]);
  });
});

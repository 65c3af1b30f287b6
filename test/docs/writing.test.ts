import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { startServer } from 'jackfield/testing';
import { mutationLimits } from '../../core/query/mutation-limits.js';
import { createDatabase } from '../support/databases.js';

describe('docs/writing.md', () => {
  let page: string;
  before(async () => {
    page = await readFile('docs/writing.md', 'utf8');
  });

  it('shows a request with the very answer it gets', async () => {
    const database = await createDatabase('sqlite', `
      create table artists (id integer primary key, name text not null);
      create table songs (id integer primary key, title text not null, artist integer references artists (id));`);
    const server = await startServer({ database: { url: database.url } });
    try {
      const example = /^```http\nPOST (\S+)\n(.*?)\n\nHTTP\/1\.1 (\d+) [^\n]*\n(.*?)\n```/ms.exec(page);
      const [, path = '', sent = '', status, body = ''] = example ?? [];
      const answer = await server.client.post(path, JSON.parse(sent));
      expect(`${answer.status} ${answer.text}`).to.equal(`${status} ${body}`);
    } finally {
      await server.stop();
      await database.drop();
    }
  });

  it('names every limit with its default', () => {
    for (const [name, option] of Object.entries(mutationLimits.properties)) {
      expect(page).to.include(`| \`mutation.${name}\` | ${(option as unknown as { default: number }).default} |`);
    }
  });
});

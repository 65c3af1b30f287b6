import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { prepareSample, sampleMirror } from '../../config/sample/sample.js';

describe('docs/http.md', () => {
  let page: string;
  let server: TestServer;
  before(async () => {
    page = await readFile('docs/http.md', 'utf8');
    server = await startServer({ database: { url: await prepareSample() }, mirror: sampleMirror });
  });
  after(() => server.stop());

  it('shows requests with the very answers they get', async () => {
    const examples = [...page.matchAll(/^```http\nGET (\S+)\n\nHTTP\/1\.1 (\d+) [^\n]*\n(.*?)\n```/gms)];
    expect(examples).to.have.length(2);
    for (const [, path = '', status, body] of examples) {
      const answer = await server.client.get(encodeURI(path));
      expect(`${answer.status} ${JSON.stringify(answer.body)}`, path).to.equal(`${status} ${JSON.stringify(JSON.parse(body ?? ''))}`);
    }
  });

  it('lists every route that the built-in plugins have, with its methods', async () => {
    const routes = [...page.matchAll(/^\| `(\/\S+)` \| ([A-Z, ]+) \|/gm)];
    expect(routes.length).to.be.above(6);
    for (const [, path = '', methods = ''] of routes) {
      const { headers } = await server.client.options(path.replaceAll(/:\w+/g, 'x'));
      for (const method of methods.split(', ')) expect(headers.get('allow')?.split(', '), path).to.include(method);
    }
  });
});

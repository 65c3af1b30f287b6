import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { startServer, type Answer, type TestServer } from 'jackfield/testing';
import { prepareSample, sampleMirror } from '../../config/sample/sample.js';
import { functions, operators } from '../../core/query/filter.js';
import { queryLimits } from '../../core/query/limits.js';
import { aggregateFunctions, metaNames } from '../../core/query/query.js';

describe('docs/query.md', () => {
  let page: string;
  let server: TestServer;

  before(async () => {
    page = await readFile('docs/query.md', 'utf8');
    server = await startServer({ database: { url: await prepareSample() }, mirror: sampleMirror });
  });

  after(() => server.stop());

  it('names every operator, function, aggregate function, count and limit with its default', () => {
    const names = [...operators, ...functions, ...aggregateFunctions, ...metaNames, '_and', '_or', '_some', '_none'];
    expect(names.filter((name) => !page.includes(`\`${name}\``))).to.deep.equal([]);
    for (const [name, option] of Object.entries(queryLimits.properties)) {
      expect(page).to.include(`| \`${name}\` | ${(option as unknown as { default: number }).default} |`);
    }
  });

  it('gives examples that answer items', async () => {
    const requests = [...page.matchAll(/^```http\n(.*?)^```/gms)].flatMap(([, block = '']) => {
      const [first = '', ...body] = block.split('\n\n');
      const lines = first.trim().split('\n').map((line) => line.split(/ (.*)/s) as [string, string]);
      return lines.map(([method, path]) => ({ method, path, body: body.join('\n\n') }));
    });
    expect(requests.filter(({ method }) => method === 'GET').length).to.be.above(12);
    expect(requests.filter(({ method }) => method === 'SEARCH').length).to.be.above(4);
    for (const request of requests) {
      const answer = await ask(request);
      expect(answer.status, `${request.path}: ${answer.text}`).to.equal(200);
      expect(answer.body.data, request.path).to.be.an.instanceOf(Object).that.is.not.empty;
    }
  });

  it('shows an error as it is answered', async () => {
    const [, path = '', body = ''] = /^```text\nGET (\S+)\n\n(.*?)^```/ms.exec(page) ?? [];
    const answer = await server.client.get(encodeURI(path));
    expect(answer.status).to.equal(400);
    expect(answer.body).to.deep.equal(JSON.parse(body));
  });

  function ask({ method, path, body }: { method: string; path: string; body: string }): Promise<Answer> {
    const url = encodeURI(path);
    return method === 'GET' ? server.client.get(url) : server.client.search(url, JSON.parse(body));
  }
});

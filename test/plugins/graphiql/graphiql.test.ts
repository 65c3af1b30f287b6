import { expect } from 'chai';
import { startServer, type TestServer } from '../../../core/testing/testing.js';

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('the graphiql plugin', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: ':memory:' }, plugins: { graphiql: true } });
  });
  after(() => server.stop());

  for (const endpoint of ['/graphql', '/graphql/system']) {
    it(`shows a page to a browser that opens ${endpoint}`, async () => {
      const answer = await server.anonymous.get(endpoint, {}, browser);
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(answer.text).to.contain(`content="${endpoint}"`);
    });
  }

  it('leaves requests of other clients, and queries, to GraphQL', async () => {
    expect((await server.anonymous.get('/graphql', {}, { accept: 'application/json' })).headers.get('content-type')).to.not.contain('html');
    expect((await server.anonymous.get('/graphql?query=%7Ba%7D', {}, browser)).headers.get('content-type')).to.not.contain('html');
    expect((await server.anonymous.post('/graphql', {}, browser)).headers.get('content-type')).to.not.contain('html');
  });

  it('has nothing of another host in its page, and forbids it', async () => {
    const { text, headers } = await server.anonymous.get('/graphql', {}, browser);
    expect(text).to.not.match(/(https?:)?\/\/[a-z]/i);
    const policy = headers.get('content-security-policy')!;
    expect(policy).to.contain("default-src 'none'").and.to.contain("script-src 'self';").and.to.contain("connect-src 'self';");
    expect(policy).to.not.match(/https?:/);
  });

  it('serves every file that its page asks for, and tells a browser that has one so', async () => {
    const { text } = await server.anonymous.get('/graphql', {}, browser);
    const files = [...text.matchAll(/(?:src|href)="(\/graphiql\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files).to.have.length.of.at.least(5);
    for (const path of files) {
      const { status, headers } = await server.anonymous.get(path);
      expect(status, path).to.equal(200);
      expect(headers.get('content-type'), path).to.match(path.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
      const again = await server.anonymous.get(path, {}, { 'if-none-match': headers.get('etag')! });
      expect({ status: again.status, text: again.text }, path).to.deep.equal({ status: 304, text: '' });
    }
  });

  it('serves no other file', async () => {
    for (const name of ['graphiql.LICENSE', '..%2Fcore%2Fmain.js', '%2e%2e', '__proto__', 'start.ts']) {
      expect((await server.anonymous.get(`/graphiql/${name}`)).status, name).to.equal(404);
    }
  });
});

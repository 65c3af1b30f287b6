import { expect } from 'chai';
import { startHttp, type TestHttp } from './server.js';

describe('the URL of a request', () => {
  let server: TestHttp;
  before(async () => {
    server = await startHttp((http) => http.route(['GET'], '/echo', (context) => {
      context.body = { url: context.url, original: context.originalUrl, query: context.querystring, token: context.state.token };
    }));
  });
  after(() => server.http.close());

  it('answers INVALID_QUERY for malformed percent-encoding, in the path and in the query', async () => {
    for (const path of ['/echo?a=%zz', '/echo?a=%', '/ec%ho', '/echo?a=%FF', '/%E0%A4%A']) {
      const { status, json } = await server.ask(path);
      expect({ status, body: json() }, path)
        .to.deep.include({ status: 400 }).and.to.have.nested.property('body.errors[0].extensions.code', 'INVALID_QUERY');
    }
  });

  it('answers INVALID_QUERY for a URL beyond the limit', async () => {
    const { status, json } = await server.ask(`/echo?a=${'x'.repeat(2000)}`);
    expect(status).to.equal(400);
    expect(json()).to.have.nested.property('errors[0].extensions.hint', 'Send the query in the body of SEARCH or QUERY.');
  });

  it('answers an error body even where URL and headers are beyond what is read at all', async () => {
    const { status, json } = await server.ask(`/echo?a=${'x'.repeat(40_000)}`);
    expect(status).to.equal(413);
    expect(json()).to.have.nested.property('errors[0].extensions.code', 'CONTENT_TOO_LARGE');
  });

  it('takes access_token out of the URL, however its name is encoded', async () => {
    for (const [query, rest] of [
      ['access_token=right', ''], ['a=1&access_token=right&b=%20', '?a=1&b=%20'], ['%61ccess%5Ftoken=right', ''],
      ['access_token=right&access_token=other', ''], ['access_token[]=x&access_token=right', ''],
    ] as const) {
      const { json } = await server.ask(`/echo?${query}`);
      expect(json(), query).to.deep.equal({ url: `/echo${rest}`, original: `/echo${rest}`, query: rest.slice(1), token: 'right' });
    }
    expect(JSON.stringify(server.logged)).not.to.include('right');
  });

  it('does not echo a token in an error', async () => {
    const { status, text } = await server.ask('/nope?access_token=wrong-token&x=%zz');
    expect(status).to.equal(400);
    expect(text).not.to.include('wrong-token');
  });
});

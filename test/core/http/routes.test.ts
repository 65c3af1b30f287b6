import { expect } from 'chai';
import { startHttp, type TestHttp } from './server.js';

describe('routes', () => {
  let server: TestHttp;
  before(async () => {
    server = await startHttp((http) => {
      http.route(['GET'], '/shelves/:shelf', (context, segments) => void (context.body = { list: segments }));
      http.route(['SEARCH', 'QUERY'], '/shelves/:shelf', (context) => void (context.body = { method: context.method }));
      http.route(['GET', 'PATCH'], '/shelves/:shelf/:key', (context, segments) => void (context.body = { item: segments }));
      http.route(['GET'], '/shelves/top', (context) => void (context.body = 'top'));
    });
  });
  after(() => server.http.close());

  const errorOf = async (path: string, method = 'GET') => {
    const { status, headers, json } = await server.ask(path, { method });
    return { status, allow: headers.allow, body: json() };
  };

  it('gives a handler the segments of the path as they stood in the URL', async () => {
    expect((await server.ask('/shelves/a%2Cb/1,3%2C4')).json()).to.deep.equal({ item: ['a%2Cb', '1,3%2C4'] });
    expect((await server.ask('/shelves/a%2Fb/x?y=z')).json()).to.deep.equal({ item: ['a%2Fb', 'x'] });
  });

  it('takes names of Object for names like any other', async () => {
    expect((await server.ask('/shelves/__proto__/constructor')).json()).to.deep.equal({ item: ['__proto__', 'constructor'] });
    expect((await server.ask('/__proto__')).status).to.equal(404);
    expect((await server.ask('/constructor/prototype')).status).to.equal(404);
  });

  it('accepts a trailing slash', async () => {
    expect((await server.ask('/shelves/a/')).json()).to.deep.equal({ list: ['a'] });
    expect((await server.ask('/shelves/a/1/')).json()).to.deep.equal({ item: ['a', '1'] });
  });

  it('prefers a path of names to one of parameters', async () => {
    expect((await server.ask('/shelves/top')).text).to.equal('top');
    expect((await server.ask('/shelves/top', { method: 'SEARCH' })).json()).to.deep.equal({ method: 'SEARCH' });
  });

  it('answers HEAD where there is GET, without a body', async () => {
    const { status, headers, text } = await server.ask('/shelves/a', { method: 'HEAD' });
    expect({ status, text, length: headers['content-length'] }).to.deep.equal({ status: 200, text: '', length: '14' });
  });

  it('answers ROUTE_NOT_FOUND with the path for what is not routed', async () => {
    for (const path of ['/nope', '/shelves', '/', '/shelves/a/b/c', '/Shelves/a']) {
      expect(await errorOf(path), path).to.deep.equal({
        status: 404, allow: undefined,
        body: { errors: [{ message: 'Route does not exist.', extensions: { code: 'ROUTE_NOT_FOUND', path } }] },
      });
    }
  });

  it('tells the methods of a path that does not take the one asked for', async () => {
    const { status, allow, body } = await errorOf('/shelves/a', 'PUT');
    expect({ status, allow }).to.deep.equal({ status: 404, allow: 'GET, SEARCH, QUERY, HEAD, OPTIONS' });
    expect(body).to.have.nested.property('errors[0].extensions.code', 'ROUTE_NOT_FOUND');
    expect((await errorOf('/shelves/a/1', 'QUERY')).allow).to.equal('GET, PATCH, HEAD, OPTIONS');
  });

  it('answers OPTIONS with the methods, and with Accept-Query where there is QUERY', async () => {
    const list = await server.ask('/shelves/a', { method: 'OPTIONS' });
    expect({ status: list.status, allow: list.headers.allow, query: list.headers['accept-query'] })
      .to.deep.equal({ status: 204, allow: 'GET, SEARCH, QUERY, HEAD, OPTIONS', query: 'application/json' });
    const item = await server.ask('/shelves/a/1', { method: 'OPTIONS' });
    expect({ status: item.status, query: item.headers['accept-query'] }).to.deep.equal({ status: 204, query: undefined });
    expect((await server.ask('/nope', { method: 'OPTIONS' })).status).to.equal(404);
  });

  it('sends Accept-Query on GET and on a method that is not taken, too', async () => {
    expect((await server.ask('/shelves/a')).headers['accept-query']).to.equal('application/json');
    expect((await server.ask('/shelves/a', { method: 'DELETE' })).headers['accept-query']).to.equal('application/json');
  });

  it('refuses a route that is there, and one that starts with a parameter', () => {
    expect(() => server.http.route(['PATCH'], '/shelves/:shelf/:key', () => undefined))
      .to.throw('PATCH /shelves/:shelf/:key is routed twice.');
    expect(() => server.http.route(['GET'], '/:anything', () => undefined))
      .to.throw('A route starts with a name of its own, got "/:anything".');
  });
});

import { expect } from 'chai';
import { forEachObservatory } from './observatory-server.js';

const refused = '{"errors":[{"message":"You don\'t have permission to access this.","extensions":{"code":"FORBIDDEN"}}]}';

forEachObservatory('a request without a token', (server) => {
  it('is answered alike for what exists and what does not, whatever it asks', async () => {
    const queries = [
      {}, { fields: '*.*' }, { fields: 'nope' }, { filter: { id: 1 } }, { filter: { nope: 1 } }, { sort: 'nope' }, { search: 'x' },
      { meta: '*' }, { limit: -1 },
      { aggregate: { count: '*' } }, { groupBy: 'nope' }, { export: 'csv' }, { deep: { crew: { _limit: 1 } } }, { alias: { a: 'nope' } },
      { filter: { name: { _contains: 'x' } } },
    ];
    for (const collection of ['telescopes', 'weather', 'active_telescopes', 'nope', '__proto__', 'pg_class', 'sqlite_schema']) {
      for (const query of queries) {
        const { status, text } = await server.anonymous.get(`/items/${collection}`, query);
        expect(`${status} ${text}`, `${collection} ${JSON.stringify(query)}`).to.equal(`403 ${refused}`);
      }
    }
  });

  it('is answered alike by every method that reads', async () => {
    for (const path of ['/items/telescopes', '/items/nope']) {
      for (const method of ['search', 'query'] as const) {
        const { status, text } = await server.anonymous[method](path, { query: { fields: ['id'] }, keys: [1] });
        expect(`${status} ${text}`).to.equal(`403 ${refused}`);
      }
      const head = await server.anonymous.send('HEAD', path);
      expect([head.status, head.text]).to.deep.equal([403, '']);
    }
    for (const path of ['telescopes/1', 'telescopes/99', 'telescopes/abc', 'weather/1', 'nope/1', 'observations/1,1']) {
      const { status, text } = await server.anonymous.get(`/items/${path}`);
      expect(`${status} ${text}`, path).to.equal(`403 ${refused}`);
    }
  });

  it('is told nothing by headers', async () => {
    const names = ['etag', 'location', 'content-length', 'cache-control', 'vary', 'accept-query', 'allow'];
    const headers = async (path: string): Promise<unknown> => {
      const { headers: all } = await server.anonymous.get(path);
      return names.map((name) => all.get(name));
    };
    expect(await headers('/items/telescopes')).to.deep.equal(await headers('/items/nope'));
    expect(await headers('/items/telescopes/1')).to.deep.equal(await headers('/items/telescopes/99'));
    const [known, unknown] = await Promise.all(['/items/telescopes', '/items/nope'].map((path) => server.anonymous.options(path)));
    expect(known!.headers.get('allow')).to.equal(unknown!.headers.get('allow'));
  });

  it('may not refresh the schema', async () => {
    expect((await server.anonymous.post('/utils/cache/clear')).status).to.equal(403);
  });
});

forEachObservatory('a request with a wrong token', (server) => {
  it('is refused before anything is looked at', async () => {
    for (const path of ['/items/telescopes', '/items/nope', '/items/telescopes?filter={']) {
      const { status, body } = await server.client.as('not-the-token').get(path);
      expect([status, body.errors[0].extensions.code], path).to.deep.equal([401, 'INVALID_CREDENTIALS']);
    }
  });
});

import { expect } from 'chai';
import { testToken } from '../../core/testing/testing.js';
import { forEachLibrary } from './library-server.js';

forEachLibrary('reading items by SEARCH and QUERY', (server) => {
  const refusal = async (headers: Record<string, string>, body: string | Uint8Array) => {
    const answer = await server.client.send('QUERY', '/items/books', { body, headers });
    return `${answer.status} ${answer.body.errors[0].extensions.code} ${answer.headers.get('accept-query')}`;
  };

  it('answers what GET answers, to the byte', async () => {
    for (const query of [
      {}, { fields: ['id', 'author_id.name'], sort: ['-id'], limit: 2 },
      { filter: { author_id: { name: { _contains: 'Urs' } } }, meta: '*' },
      { aggregate: { count: '*' }, groupBy: ['author_id'] }, { fields: ['id', 'books.title'], deep: { books: { _limit: 1 } } },
    ]) {
      const collection = 'deep' in query ? '/items/authors' : '/items/books';
      const { text } = await server.client.get(collection, query);
      expect((await server.client.search(collection, { query })).text).to.equal(text);
      expect((await server.client.query(collection, { query })).text).to.equal(text);
    }
  });

  it('reads by keys, of one or several fields', async () => {
    for (const method of ['search', 'query'] as const) {
      expect((await server.client[method]('/items/books', { keys: [3, '1'], query: { fields: ['id'] } })).body)
        .to.deep.equal({ data: [{ id: 1 }, { id: 3 }] });
      expect((await server.client[method]('/items/shelf_slots', { keys: ['B%2C1,1', 'A,1'], query: { fields: ['label'] } })).body)
        .to.deep.equal({ data: [{ label: 'first' }, { label: 'comma' }] });
    }
  });

  it('answers a singleton as an object', async () => {
    expect((await server.client.search('/items/settings', { query: { fields: ['shop'] } })).body)
      .to.deep.equal({ data: { shop: 'The Corner Bookshop' } });
  });

  it('exports files, too', async () => {
    const { headers, text } = await server.client.search('/items/books', {
      query: { fields: ['id', 'pages'], sort: ['id'], limit: 2, export: 'csv' },
    });
    expect({ type: headers.get('content-type'), text })
      .to.deep.equal({ type: 'text/csv; charset=utf-8', text: '"id","pages"\n1,387\n2,432' });
  });

  describe('SEARCH', () => {
    it('reads everything without a body, and ignores the query of the URL', async () => {
      expect((await server.client.search('/items/books?limit=1')).body.data).to.have.length(3);
      expect((await server.client.search('/items/books', {})).body.data).to.have.length(3);
      expect((await server.client.search('/items/books?filter=nonsense', { query: { limit: 1 } })).body.data).to.have.length(1);
    });

    it('answers INVALID_PAYLOAD for a body of another shape', async () => {
      for (const body of ['null', '[]', '"x"', '1', '{"query":[]}', '{"query":"x"}', '{"query":', '']) {
        const { status, body: answer } = await server.client.send('SEARCH', '/items/books', {
          body, headers: { 'Content-Type': 'application/json' },
        });
        if (body === '' || body === 'null') expect(status, body).to.equal(200);
        else expect({ status, code: answer.errors[0].extensions.code }, body).to.deep.equal({ status: 400, code: 'INVALID_PAYLOAD' });
      }
    });

    it('answers UNSUPPORTED_MEDIA_TYPE for a body that is no JSON', async () => {
      const { status, body } = await server.client.send('SEARCH', '/items/books', {
        body: 'a=b', headers: { 'Content-Type': 'text/plain' },
      });
      expect({ status, code: body.errors[0].extensions.code }).to.deep.equal({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    });
  });

  describe('QUERY', () => {
    const query = { fields: ['id', 'title'], filter: { title: { _contains: 'i, t' } }, limit: 5 };

    it('points to the GET that repeats it', async () => {
      for (const [collection, asked] of [
        ['books', query], ['odd%20name', {}], ['books', { ...query, export: 'csv' }],
        ['authors', { fields: ['id', 'books.id'], deep: { books: { _sort: ['-id'] } } }],
      ] as const) {
        const { headers, text } = await server.client.query(`/items/${collection}`, { query: asked });
        const location = headers.get('location') ?? '';
        expect(location).to.match(new RegExp(`^/items/${collection}`));
        expect((await server.client.get(location)).text).to.equal(text);
      }
    });

    it('points nowhere where a URL cannot say it', async () => {
      expect((await server.client.query('/items/books', { keys: [1] })).headers.has('location')).to.equal(false);
      const ids = Array.from({ length: 5000 }, (_, id) => id);
      expect((await server.client.query('/items/books', { query: { filter: { id: { _in: ids } } } })).headers.has('location'))
        .to.equal(false);
    });

    it('keeps the token out of Location', async () => {
      const { headers } = await server.anonymous.query(`/items/books?access_token=${testToken}`, { query: {} });
      expect(headers.get('location')).to.equal('/items/books');
    });

    it('is tagged by its answer', async () => {
      const { headers } = await server.client.query('/items/books', { query });
      const again = await server.client.query('/items/books', { query }, { 'If-None-Match': headers.get('etag') ?? '' });
      expect({ status: again.status, text: again.text }).to.deep.equal({ status: 304, text: '' });
      expect((await server.client.query('/items/books', { query: {} }, { 'If-None-Match': headers.get('etag') ?? '' })).status)
        .to.equal(200);
    });

    it('says on OPTIONS and on GET what it takes', async () => {
      const options = await server.anonymous.options('/items/books');
      expect({ status: options.status, allow: options.headers.get('allow'), accepts: options.headers.get('accept-query') })
        .to.deep.equal({ status: 204, allow: 'GET, POST, PATCH, DELETE, SEARCH, QUERY, HEAD, OPTIONS', accepts: 'application/json' });
      expect((await server.client.get('/items/books')).headers.get('accept-query')).to.equal('application/json');
    });

    it('needs a Content-Type that it takes, and a body', async () => {
      expect(await refusal({}, new TextEncoder().encode('{}'))).to.equal('400 INVALID_PAYLOAD application/json');
      expect(await refusal({ 'Content-Type': 'application/sql' }, 'select 1')).to.equal('415 UNSUPPORTED_MEDIA_TYPE application/json');
      expect(await refusal({ 'Content-Type': 'application/json' }, '')).to.equal('400 INVALID_PAYLOAD application/json');
    });

    it('refuses members it does not know, rather than to read everything', async () => {
      const { status, body } = await server.client.query('/items/books', { filter: { id: 1 } });
      expect({ status, extensions: body.errors[0].extensions }).to.deep.equal({
        status: 400,
        extensions: {
          code: 'INVALID_PAYLOAD', path: 'filter', reason: 'The body has no member "filter".', hint: 'Its members are "query" and "keys".',
        },
      });
    });
  });
});

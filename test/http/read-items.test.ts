import { expect } from 'chai';
import { forEachLibrary } from './library-server.js';

forEachLibrary('reading items by GET', (server) => {
  const data = async (path: string, query = {}) => (await server.client.get(path, query)).body.data as unknown;
  const refusal = async (path: string, query = {}) => {
    const { status, body } = await server.client.get(path, query);
    return `${status} ${body.errors[0].extensions.code}`;
  };

  it('answers a list in the order of its keys', async () => {
    expect(await data('/items/books', { fields: ['id', 'title'] })).to.deep.equal([
      { id: 1, title: 'The Dispossessed' }, { id: 2, title: 'Too Like, the Lightning' }, { id: 3, title: 'Untitled' },
    ]);
  });

  it('answers one item by its key, whose text may hold anything', async () => {
    expect(await data('/items/books/2', { fields: ['id', 'author_id.name'] })).to.deep.equal({ id: 2, author_id: { name: 'Ada' } });
    for (const [segment, weight] of [['sf', 1], ['a%2Cb', 2], ['a,b', 2], ['50%25', 3], ['x%2Fy%20z', 4], ['%73f', 1]] as const) {
      expect(await data(`/items/tags/${segment}`, { fields: ['weight'] }), segment).to.deep.equal({ weight });
    }
  });

  it('answers one item by a composite key, split before it is decoded', async () => {
    expect(await data('/items/shelf_slots/A,2')).to.deep.equal({ shelf: 'A', slot: 2, label: 'second' });
    expect(await data('/items/shelf_slots/B%2C1,1', { fields: ['label'] })).to.deep.equal({ label: 'comma' });
    expect(await data('/items/shelf_slots/C%2FD,7', { fields: ['label'] })).to.deep.equal({ label: 'slash' });
    for (const key of ['A', 'A,', 'A,x', 'A,1,1', 'B,1,1', ',']) {
      expect(await refusal(`/items/shelf_slots/${key}`), key).to.equal('403 FORBIDDEN');
    }
  });

  it('lists collections without a key and views, and has no items of theirs by key', async () => {
    expect(await data('/items/visits', { sort: ['seconds'] })).to.deep.equal([{ page: 'home', seconds: 3 }, { page: 'home', seconds: 5 }]);
    expect(await data('/items/book_pages', { sort: ['id'], limit: 1 })).to.deep.equal([{ id: 1, pages: 387 }]);
    expect(await refusal('/items/visits/1')).to.equal('403 FORBIDDEN');
    expect(await refusal('/items/book_pages/1')).to.equal('403 FORBIDDEN');
  });

  it('decodes names of collections', async () => {
    expect(await data('/items/odd%20name')).to.deep.equal([{ 'a,b': 1, 'x/y': 'one' }]);
    expect(await data('/items/odd%20name/1')).to.deep.equal({ 'a,b': 1, 'x/y': 'one' });
  });

  it('answers a singleton as an object', async () => {
    expect(await data('/items/settings', { fields: ['shop', 'open'] })).to.deep.equal({ shop: 'The Corner Bookshop', open: true });
  });

  it('puts counts beside the data of a list, not of an item', async () => {
    const { body } = await server.client.get('/items/books', { fields: ['id'], filter: { pages: { _gt: 400 } }, meta: '*' });
    expect(body).to.deep.equal({ meta: { total_count: 3, filter_count: 1 }, data: [{ id: 2 }] });
    expect((await server.client.get('/items/books/1', { fields: ['id'], filter: { id: 9 }, meta: '*' })).body)
      .to.deep.equal({ data: { id: 1 } });
  });

  it('answers the same for what is missing and what may not be seen', async () => {
    for (const path of ['nope', 'nope/1', 'books/9', 'books/abc', 'books/%00', '__proto__', 'constructor/1']) {
      expect(await refusal(`/items/${path}`), path).to.equal('403 FORBIDDEN');
    }
    for (const path of ['/items/nope', '/items/books', '/items/books/1']) {
      const { status, text } = await server.anonymous.get(path);
      expect({ status, text }).to.deep.equal({
        status: 403, text: '{"errors":[{"message":"You don\'t have permission to access this.","extensions":{"code":"FORBIDDEN"}}]}',
      });
    }
  });

  it('has no route at /items alone', async () => {
    expect(await refusal('/items')).to.equal('404 ROUTE_NOT_FOUND');
    expect(await refusal('/items/')).to.equal('404 ROUTE_NOT_FOUND');
  });

  it('streams a list without a limit', async () => {
    const { headers, body } = await server.client.get('/items/books', { fields: ['id'], limit: -1 });
    expect(body).to.deep.equal({ data: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    expect(headers.get('transfer-encoding')).to.equal('chunked');
    expect((await server.client.get('/items/nope', { limit: -1 })).status).to.equal(403);
  });

  it('answers HEAD with the headers of GET', async () => {
    const get = await server.client.get('/items/books/1');
    const head = await server.client.send('HEAD', '/items/books/1');
    expect({ status: head.status, text: head.text, etag: head.headers.get('etag') })
      .to.deep.equal({ status: 200, text: '', etag: get.headers.get('etag') });
  });

  it('tags an item by its own JSON, which its fields change, and a list weakly', async () => {
    const tag = async (path: string, query = {}) => (await server.client.get(path, query)).headers.get('etag') ?? '';
    expect(await tag('/items/books/1')).to.match(/^"/);
    expect(await tag('/items/books/1')).to.equal(await tag('/items/books/1/'));
    expect(await tag('/items/books/1')).not.to.equal(await tag('/items/books/1', { fields: ['id'] }));
    expect(await tag('/items/books')).to.match(/^W\/"/);
    const known = await server.client.get('/items/books', {}, { 'If-None-Match': await tag('/items/books') });
    expect({ status: known.status, text: known.text }).to.deep.equal({ status: 304, text: '' });
  });

  it('keeps answers out of shared caches, whoever asks', async () => {
    for (const client of [server.client, server.anonymous]) {
      const { headers } = await client.get('/items/books/1');
      expect(headers.get('cache-control')).to.equal('private, no-cache');
      expect(headers.get('vary')).to.match(/^Authorization, Cookie, Accept/);
    }
  });
});

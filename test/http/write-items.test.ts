import { expect } from 'chai';
import { forEachWorkshop } from './workshop-server.js';

forEachWorkshop('writing items', (server) => {
  it('creates an item and answers it with the fields asked for', async () => {
    const { status, body, headers } = await server.client.post('/items/customers?fields=name,active,email', { name: 'Eve' });
    expect({ status, body }).to.deep.equal({ status: 200, body: { data: { name: 'Eve', active: true, email: null } } });
    expect(headers.get('etag')).to.match(/^"/);
  });

  it('answers keys that the database made', async () => {
    const { id } = (await server.client.post('/items/customers', { name: 'Eve' })).body.data as { id: number };
    expect(await server.data(`/items/customers/${id}`, { fields: ['name'] })).to.deep.equal({ name: 'Eve' });
    const stamp = (await server.client.post('/items/stamps', { colour: 'red' })).body.data as { id: string };
    expect(stamp.id).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await server.data(`/items/stamps/${stamp.id}`, { fields: ['colour'] })).to.deep.equal({ colour: 'red' });
    const line = await server.client.post('/items/lines', { order_id: 2, number: 7 });
    expect(line.body).to.deep.equal({ data: { order_id: 2, number: 7, text: null, stamps: [] } });
  });

  it('takes a null key of a new item for none', async () => {
    expect((await server.client.post(
      '/items/customers?fields=name', { id: null, name: 'Eve' },
    )).body).to.deep.equal({ data: { name: 'Eve' } });
  });

  it('creates many, in one transaction, and answers them in the order of their keys', async () => {
    const { status, body } = await server.client.post(
      '/items/labels?fields=code,title', [{ code: 'z', title: 'Z' }, { code: 'a' }, { code: 'm', title: 'M' }],
    );
    expect({ status, body }).to.deep.equal({
      status: 200, body: { data: [{ code: 'a', title: null }, { code: 'm', title: 'M' }, { code: 'z', title: 'Z' }] },
    });
    expect((await server.client.post('/items/labels', [])).body).to.deep.equal({ data: [] });
    expect(server.refusal(
      await server.client.post('/items/labels', [{ code: 'new' }, { code: 'red' }]),
    )).to.equal('400 RECORD_NOT_UNIQUE labels code');
    expect(await server.data('/items/labels', { fields: ['code'], filter: { code: 'new' } })).to.deep.equal([]);
  });

  it('creates more than a page of items, and answers them all', async () => {
    const labels = Array.from({ length: 1500 }, (_, index) => ({ code: `n${index}`, title: String(index) }));
    const { body } = await server.client.post('/items/labels?fields=code', labels);
    expect((body.data as unknown[]).length).to.equal(1500);
  });

  it('takes an empty body for an item of defaults', async () => {
    expect((await server.client.post('/items/stamps?fields=colour')).body).to.deep.equal({ data: { colour: null } });
    expect((await server.client.post('/items/stamps?fields=colour', {})).body).to.deep.equal({ data: { colour: null } });
  });

  it('changes one item', async () => {
    const { status, body } = await server.client.patch('/items/orders/1?fields=id,title,total', { total: '12.345', title: 'Stool' });
    expect({ status, body }).to.deep.equal({ status: 200, body: { data: { id: 1, title: 'Stool', total: '12.35' } } });
    expect((await server.client.patch('/items/orders/1?fields=title', {})).body).to.deep.equal({ data: { title: 'Stool' } });
    expect((await server.client.patch('/items/lines/1,2?fields=text', { text: 'back' })).body).to.deep.equal({ data: { text: 'back' } });
    expect((await server.client.patch(
      '/items/labels/red?fields=code', { code: 'scarlet' },
    )).body).to.deep.equal({ data: { code: 'scarlet' } });
  });

  it('changes many by keys, by a query, or each by itself', async () => {
    const byKeys = await server.client.patch('/items/orders?fields=id,rank', { keys: [3, '1'], data: { rank: 4 } });
    expect(byKeys.body).to.deep.equal({ data: [{ id: 1, rank: 4 }, { id: 3, rank: 4 }] });
    const byQuery = await server.client.patch(
      '/items/orders?fields=id,rank', { query: { filter: { customer_id: { name: 'Ada' } } }, data: { rank: 5 } },
    );
    expect(byQuery.body).to.deep.equal({ data: [{ id: 1, rank: 5 }, { id: 2, rank: 5 }] });
    const each = await server.client.patch(
      '/items/lines?fields=number,text&sort=-number', [{ order_id: 1, number: 1, text: 'a' }, { order_id: 1, number: 2, text: 'b' }],
    );
    expect(each.body).to.deep.equal({ data: [{ number: 2, text: 'b' }, { number: 1, text: 'a' }] });
    expect((await server.client.patch(
      '/items/lines?fields=text', { keys: ['1,1', '1,2'], data: { text: 'c' } },
    )).body).to.deep.equal({ data: [{ text: 'c' }, { text: 'c' }] });
    expect((await server.client.patch('/items/orders', [])).body).to.deep.equal({ data: [] });
  });

  it('deletes one, several, or what a query selects', async () => {
    const one = await server.client.delete('/items/orders/3');
    expect({ status: one.status, text: one.text }).to.deep.equal({ status: 204, text: '' });
    expect((await server.client.delete('/items/lines', ['1,1'])).status).to.equal(204);
    expect((await server.client.delete('/items/lines', { keys: ['1,2'] })).status).to.equal(204);
    expect((await server.client.delete('/items/orders', { query: { filter: { status: { _eq: 'done' } } } })).status).to.equal(204);
    expect((await server.client.delete('/items/orders', [])).status).to.equal(204);
    expect(await server.data('/items/orders', { fields: ['id'] })).to.deep.equal([{ id: 1 }]);
    expect(await server.data('/items/lines')).to.deep.equal([]);
  });

  it('changes a singleton, and makes it when there is none', async () => {
    expect((await server.client.patch('/items/settings', { shop: 'Wood' })).body).to.deep.equal({ data: { id: 1, shop: 'Wood' } });
    expect((await server.client.patch('/items/settings?fields=shop', { shop: 'Oak' })).body).to.deep.equal({ data: { shop: 'Oak' } });
    const { status, body } = await server.client.post('/items/settings', {});
    expect([status, body.errors[0].extensions]).to.deep.equal([404, { code: 'ROUTE_NOT_FOUND', path: '/items/settings' }]);
  });

  it('refuses what is not there, all or nothing', async () => {
    for (const [method, path, body] of [
      ['patch', '/items/orders/99', { title: 'x' }], ['patch', '/items/orders/abc', { title: 'x' }],
      ['patch', '/items/orders', { keys: [1, 99], data: { title: 'x' } }],
      ['patch', '/items/orders', [{ id: 1, title: 'x' }, { id: 99, title: 'x' }]], ['patch', '/items/orders/99', {}],
      ['delete', '/items/orders/99', undefined], ['delete', '/items/orders', [3, 99]], ['post', '/items/nope', {}],
      ['post', '/items/orders', { customer_id: 1, title: 'x', nope: 1 }],
      ['post', '/items/open_orders', { id: 5, title: 'x' }], ['patch', '/items/orders/1', { __proto__: null, constructor: 1 }],
      ['delete', '/items/log', { query: {} }],
      ['post', '/items/__proto__', {}],
    ] as const) {
      expect(
        server.refusal(await server.client[method](path, body)), `${method} ${path} ${JSON.stringify(body)}`,
      ).to.equal('403 FORBIDDEN');
    }
    expect(await server.data('/items/orders', { fields: ['id', 'title'] })).to.deep.equal([
      { id: 1, title: 'Chair' }, { id: 2, title: 'Table' }, { id: 3, title: 'Shelf' },
    ]);
  });

  it('lets nobody but the administrator write', async () => {
    for (const answer of [
      await server.anonymous.post('/items/customers', { name: 'Eve' }), await server.anonymous.patch('/items/customers/1', { name: 'Eve' }),
      await server.anonymous.delete('/items/customers/1'),
    ]) {
      expect(server.refusal(answer)).to.equal('403 FORBIDDEN');
    }
  });

  it('refuses bodies of another shape', async () => {
    for (const [method, path, body] of [
      ['post', '/items/orders', null], ['post', '/items/orders', 'x'], ['post', '/items/orders', [1]],
      ['patch', '/items/orders', { data: {} }], ['patch', '/items/orders', { keys: 1, data: {} }],
      ['patch', '/items/orders', { keys: [1] }], ['patch', '/items/orders', { keys: [{}], data: {} }],
      ['patch', '/items/orders', [{ title: 'x' }]], ['patch', '/items/orders/1', []],
      ['patch', '/items/lines', [{ order_id: 1, text: 'x' }]], ['delete', '/items/orders', { id: 1 }],
      ['delete', '/items/orders', undefined], ['delete', '/items/orders', [null]], ['patch', '/items/orders', { query: 1, data: {} }],
    ] as const) {
      expect(
        server.refusal(await server.client[method](path, body)), `${method} ${path} ${JSON.stringify(body)}`,
      ).to.equal('400 INVALID_PAYLOAD');
    }
  });

  it('answers 204 where the item has no key to be read by, or its fields may not be read', async () => {
    expect((await server.client.post('/items/log', { line: 'x' })).status).to.equal(204);
    expect(await server.data('/items/log')).to.deep.equal([{ line: 'x' }]);
    expect((await server.client.post('/items/labels?fields=nope', { code: 'n' })).status).to.equal(204);
  });

  it('stores a value of each type, in each form that it may be sent in', async () => {
    const sent = {
      id: '7', c_big: '9007199254740993', c_decimal: 1.25, c_double: '1e3', c_boolean: 'true', c_text: 'žluťoučký 🐎\n\u0001',
      c_uuid: 'A0000000-0000-4000-8000-0000000000AB',
      c_date: '2024-05-06', c_time: '08:30', c_moment: '2024-05-06T07:08:09', c_instant: '2024-05-06T07:08:09.5+02:00',
      c_json: { b: [1, null], a: 'ž' }, c_binary: { type: 'Buffer', data: [0, 255, 16] },
    };
    const answered = {
      id: 7, c_big: '9007199254740993', c_decimal: '1.250', c_double: 1000, c_boolean: true, c_text: 'žluťoučký 🐎\n\u0001',
      c_uuid: 'a0000000-0000-4000-8000-0000000000ab',
      c_date: '2024-05-06', c_time: '08:30:00', c_moment: '2024-05-06T07:08:09', c_instant: '2024-05-06T05:08:09.500Z',
      c_json: { b: [1, null], a: 'ž' }, c_binary: { type: 'Buffer', data: [0, 255, 16] }, twice: 14,
    };
    expect((await server.client.post('/items/samples', sent)).body).to.deep.equal({ data: answered });
    const again = { c_decimal: '-0.0005', c_json: '"text"', c_binary: 'AP8Q', c_boolean: 0, c_big: null };
    expect((await server.client.patch('/items/samples/7?fields=c_decimal,c_json,c_binary,c_boolean,c_big', again)).body)
      .to.deep.equal({
        data: { c_decimal: '-0.001', c_json: 'text', c_binary: { type: 'Buffer', data: [0, 255, 16] }, c_boolean: false, c_big: null },
      });
  });

  it('overwrites an item only as the client knows it', async () => {
    const path = '/items/orders/1?fields=id,title';
    const tag = (await server.client.get(path)).headers.get('etag') ?? '';
    const changed = await server.client.patch(path, { title: 'First' }, { 'If-Match': tag });
    expect(changed.body).to.deep.equal({ data: { id: 1, title: 'First' } });
    expect(server.refusal(await server.client.patch(path, { title: 'Second' }, { 'If-Match': tag }))).to.equal('412 PRECONDITION_FAILED');
    expect(server.refusal(await server.client.delete(path, undefined, { 'If-Match': tag }))).to.equal('412 PRECONDITION_FAILED');
    expect(server.refusal(
      await server.client.delete(path, undefined, { 'If-Match': `W/${changed.headers.get('etag')}` }),
    )).to.equal('412 PRECONDITION_FAILED');
    expect(server.refusal(await server.client.delete('/items/orders/99', undefined, { 'If-Match': '*' }))).to.equal('403 FORBIDDEN');
    expect((await server.client.delete(path, undefined, { 'If-Match': `"other", ${changed.headers.get('etag')}` })).status).to.equal(204);
  });
});

forEachWorkshop('limits on writes', (server) => {
  it('refuses more items than the configuration allows, and writes none', async () => {
    const many = [{ code: 'a' }, { code: 'b' }, { code: 'c' }];
    expect(server.refusal(await server.client.post('/items/labels', many))).to.equal('400 INVALID_PAYLOAD');
    expect(server.refusal(await server.client.delete('/items/orders', [1, 2, 3]))).to.equal('400 INVALID_PAYLOAD');
    expect(server.refusal(await server.client.patch('/items/orders', { query: {}, data: { rank: 1 } }))).to.equal('400 INVALID_PAYLOAD');
    expect(server.refusal(
      await server.client.patch('/items/customers/1', { orders: [1, 2, { title: 'x' }, { title: 'y' }] }),
    )).to.equal('400 INVALID_PAYLOAD');
    expect(server.refusal(
      await server.client.post('/items/stamps', { order_id: 1, number: { order_id: { customer_id: { name: 'x' } } } }),
    )).to.equal('400 FAILED_VALIDATION stamps number type');
    expect(server.refusal(
      await server.client.post(
        '/items/order_labels', { label_code: 'red', order_id: { title: 'x', customer_id: { name: 'x', referrer_id: { name: 'y' } } } },
      ),
    )).to.equal('400 INVALID_PAYLOAD');
    expect(await server.data('/items/labels', { fields: ['code'] })).to.deep.equal([{ code: 'blue' }, { code: 'red' }]);
  });
}, { config: { mutation: { maxItems: 2, maxRelatedItems: 3, maxDepth: 2 } } });

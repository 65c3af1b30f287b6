import { expect } from 'chai';
import { ApiError, definePlugin, plainLevel, type Item, type ItemsWritten, type Query } from 'jackfield';
import { forEachWorkshop } from './workshop-server.js';

const events: string[] = [];
const seen: string[] = [];

/** Writes an event down. */
function tell(event: string): (written: ItemsWritten) => void {
  return ({ collection, items }) => {
    events.push(`${event} ${collection} ${items.map(({ key, payload }) => `${key} ${JSON.stringify(payload)}`).join(', ')}`);
  };
}

const stampQuery: Query = { ...plainLevel, collection: 'stamps', key: null, keys: null, meta: [], representation: 'rest' };

/** Changes, refuses and watches what is written to the workshop. */
const watcher = definePlugin({
  name: 'watcher',
  needs: ['items'],
  setup({ on, get }) {
    on('items.create', (item, { collection, identity }) => {
      seen.push(`create ${collection} ${JSON.stringify(item)}`);
      if (item['title'] === 'forbidden') throw new ApiError('FORBIDDEN');
      return collection === 'customers' ? { ...item, name: `${item['name'] as string}!`, active: identity.admin } : undefined;
    });
    on('items.create', (item) => ({ title: 'untitled', ...item }), { collection: 'orders' });
    on('items.update', async (item, { collection, keys, transaction }) => {
      seen.push(`update ${collection} ${keys.join(' ')} ${JSON.stringify(item)}`);
      await transaction.knex('log').insert({ line: `${collection} ${keys.join(' ')}` });
      if (item['rank'] === 13) throw new ApiError('FAILED_VALIDATION', { field: 'rank', reason: 'Unlucky.' });
    });
    on('items.create', async (item, details) => {
      if (!String(item['code']).startsWith('echo')) return;
      await get('items').write(
        { kind: 'create', collection: 'stamps', payloads: [{ colour: 'echo' }], isMany: false }, stampQuery, details,
      );
    }, { collection: 'labels' });
    on('items.delete', (keys) => keys.filter((key) => key !== '3'), { collection: 'orders' });
    on('items.created', tell('created'));
    on('items.updated', tell('updated'), { collection: 'orders' });
    on('items.deleted', tell('deleted'));
  },
});

forEachWorkshop('hooks on writes', (server) => {
  beforeEach(() => {
    events.length = 0;
    seen.length = 0;
  });

  it('change what is created, before it is checked, nested items too', async () => {
    const { body } = await server.client.post(
      '/items/customers?fields=name,active,orders.title',
      { id: 50, name: 'Eve', active: false, orders: [{ id: 51 }, { id: 52, title: 'Bed' }] },
    );
    expect(body).to.deep.equal({ data: { name: 'Eve!', active: true, orders: [{ title: 'untitled' }, { title: 'Bed' }] } });
    expect(seen.slice(1)).to.deep.equal([
      'create orders {"id":51,"customer_id":50}', 'create orders {"id":52,"title":"Bed","customer_id":50}',
    ]);
  });

  it('are told once for each collection after the commit', async () => {
    await server.client.post('/items/customers', { id: 50, name: 'Eve', orders: [{ id: 51, title: 'a' }, { id: 52, title: 'b' }] });
    await server.client.patch('/items/orders', { keys: [51, 52], data: { rank: 1 } });
    await server.client.delete('/items/orders/51');
    expect(events).to.deep.equal([
      'created customers 50 {"id":50,"name":"Eve!","active":true}',
      'created orders 51 {"title":"a","id":51,"customer_id":50}, 52 {"title":"b","id":52,"customer_id":50}',
      'updated orders 51 {"rank":1}, 52 {"rank":1}',
      'deleted orders 51 {}',
    ]);
  });

  it('are told of what other handlers wrote along, after the commit alone', async () => {
    await server.client.post('/items/labels', { code: 'echo' });
    expect(events.map((event) => event.replace(/ [0-9a-f-]{36} /, ' '))).to.deep.equal([
      'created stamps {"colour":"echo"}', 'created labels echo {"code":"echo"}',
    ]);
    events.length = 0;
    expect((await server.client.post('/items/labels', [{ code: 'echo2', title: 'echo' }, { code: 'red' }])).status).to.equal(400);
    expect(events).to.deep.equal([]);
  });

  it('refuse all of a request, with what handlers wrote in its transaction', async () => {
    expect(server.refusal(
      await server.client.post('/items/customers', { name: 'Eve', orders: [{ title: 'fine' }, { title: 'forbidden' }] }),
    )).to.equal('403 FORBIDDEN');
    expect(server.refusal(await server.client.patch('/items/orders/1', { rank: 13 }))).to.equal('400 FAILED_VALIDATION rank');
    expect(await server.data('/items/customers', { aggregate: { count: '*' } })).to.deep.equal([{ count: '2' }]);
    expect(await server.data('/items/log')).to.deep.equal([]);
    expect(events).to.deep.equal([]);
    await server.client.patch('/items/orders/1', { rank: 12 });
    expect(await server.data('/items/log')).to.deep.equal([{ line: 'orders 1' }]);
  });

  it('see what is linked and unlinked as changes', async () => {
    await server.client.patch('/items/customers/1', { customers: [] });
    await server.client.patch('/items/customers/1', { customers: [2] });
    expect(seen).to.deep.equal([
      'update customers 1 {"customers":[]}', 'update customers 2 {"referrer_id":null}', 'update customers 1 {"customers":[2]}',
      'update customers 2 {"referrer_id":1}',
    ]);
  });

  it('may keep items from being deleted', async () => {
    expect((await server.client.delete('/items/orders', [2, 3])).status).to.equal(204);
    expect(await server.data('/items/orders', { fields: ['id'] })).to.deep.equal([{ id: 1 }, { id: 3 }]);
  });

  it('check what handlers made of an item', async () => {
    expect(server.refusal(
      await server.client.post('/items/customers', { email: 'x@example.org', name: 'x'.repeat(20) }),
    )).to.equal('400 VALUE_TOO_LONG customers name');
  });
}, { plugins: () => [watcher] });

/** Sees what is about to be committed, and keeps orders of fewer than two lines from being made. */
const auditor = definePlugin({
  name: 'auditor',
  setup({ on }) {
    on('items.commit', async (changes, { transaction }) => {
      seen.push(changes.map(({ kind, collection, items }) => `${kind} ${collection} ${items.map(({ key }) => key).join(' ')}`).join(', '));
      const [{ count }] = await transaction.knex('orders').where({ title: 'refuse me' }).count({ count: '*' }) as [{ count: unknown }];
      if (Number(count) > 0) throw new ApiError('UNPROCESSABLE_ENTITY', { reason: 'Not with this title.' });
      await transaction.knex('log').insert({ line: `${changes.length}` });
    });
  },
});

forEachWorkshop('a hook before the commit', (server) => {
  beforeEach(() => {
    seen.length = 0;
  });

  it('is told once of all that a mutation wrote', async () => {
    await server.client.post('/items/customers', { id: 50, name: 'Eve', orders: [{ id: 51, title: 'a' }, { id: 52, title: 'b' }] });
    await server.client.patch('/items/customers/50', { name: 'Eva', orders: { update: [{ id: 51, title: 'c' }] } });
    await server.client.delete('/items/orders', [51, 52]);
    await server.client.patch('/items/customers/50', {});
    expect(seen).to.deep.equal([
      'created customers 50, created orders 51 52', 'updated customers 50, updated orders 51', 'deleted orders 51 52',
    ]);
    expect(await server.data('/items/log', { sort: ['line'] })).to.deep.equal([{ line: '1' }, { line: '2' }, { line: '2' }]);
  });

  it('refuses all of it, with the rows there to be looked at', async () => {
    expect(server.refusal(await server.client.post('/items/customers', { id: 50, name: 'Eve', orders: [{ title: 'refuse me' }] })))
      .to.equal('422 UNPROCESSABLE_ENTITY');
    expect(server.refusal(await server.client.patch('/items/orders/1', { title: 'refuse me' }))).to.equal('422 UNPROCESSABLE_ENTITY');
    expect(await server.data('/items/customers', { aggregate: { count: '*' } })).to.deep.equal([{ count: '2' }]);
    expect(await server.data('/items/log')).to.deep.equal([]);
  });

  it('refuses an import', async () => {
    const send = (titles: readonly string[]): ReturnType<typeof server.client.send> => server.client.send('POST', '/utils/import/orders', {
      headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(titles.map((title) => ({ customer_id: 1, title }))),
    });
    expect(server.refusal(await send(['fine', 'refuse me']))).to.match(/^422 UNPROCESSABLE_ENTITY/);
    expect(await server.data('/items/orders', { aggregate: { count: '*' } })).to.deep.equal([{ count: '3' }]);
    expect((await send(['fine'])).status).to.equal(200);
  });
}, { plugins: () => [auditor] });

/** Hides and adds to what is read of two collections. */
const reader = definePlugin({
  name: 'reader',
  setup({ on }) {
    on('items.read', (items) => {
      seen.push(`read ${items.length}`);
      return items.map((item): Item => ({ ...item, title: String(item['title']).toUpperCase(), extra: true }));
    }, { collection: 'orders' });
    on('items.read', (items) => {
      for (const item of items) if ('text' in item) (item as Record<string, unknown>)['text'] = null;
    }, { collection: 'lines' });
  },
});

forEachWorkshop('hooks on reads', (server) => {
  beforeEach(() => {
    seen.length = 0;
  });

  it('change what is read of their collection, wherever it appears, in one call for each place', async () => {
    const nested = await server.client.get(
      '/items/customers', { fields: ['id', 'orders.id', 'orders.title', 'orders.lines.text'], sort: ['id'] },
    );
    expect(nested.body).to.deep.equal({ data: [
      {
        id: 1,
        orders: [
          { id: 1, title: 'CHAIR', lines: [{ text: null }, { text: null }], extra: true },
          { id: 2, title: 'TABLE', lines: [], extra: true },
        ],
      },
      { id: 2, orders: [{ id: 3, title: 'SHELF', lines: [], extra: true }] },
    ] });
    expect(seen).to.deep.equal(['read 3']);
    expect(await server.data('/items/orders/1', { fields: ['title'] })).to.deep.equal({ title: 'CHAIR', extra: true });
    expect(await server.data(
      '/items/lines', { fields: ['order_id.title'], limit: 1 },
    )).to.deep.equal([{ order_id: { title: 'CHAIR', extra: true } }]);
    expect(await server.data(
      '/items/orders', { fields: ['title'], limit: -1, sort: ['id'] },
    )).to.deep.equal(['CHAIR', 'TABLE', 'SHELF'].map((title) => ({ title, extra: true })));
    expect((await server.client.search(
      '/items/customers', { query: { fields: ['o.title'], alias: { o: 'orders' }, filter: { id: 2 } } },
    )).body)
      .to.deep.equal({ data: [{ o: [{ title: 'SHELF', extra: true }] }] });
    expect((await server.client.get('/items/orders', { fields: ['title'], sort: ['id'], export: 'json' })).text).to.include('CHAIR');
  });

  it('leave the text of what they do not touch, and whatever is of other collections', async () => {
    await server.client.post('/items/samples', { id: 1, c_json: '{"z": 12345678901234567890, "a": 1.0}', c_double: 1 });
    expect((await server.client.get('/items/samples/1', { fields: ['c_json'] })).text).to.include('12345678901234567890');
    expect((await server.client.get('/items/orders/1', { fields: ['total', 'customer_id.name', 'title'] })).body)
      .to.deep.equal({ data: { total: '10.50', customer_id: { name: 'Ada' }, title: 'CHAIR', extra: true } });
    expect(seen).to.deep.equal(['read 1']);
  });

  it('have no say in keys, groups and what a filter compares', async () => {
    expect(await server.data('/items/customers/1', { fields: ['orders'] })).to.deep.equal({ orders: [1, 2] });
    expect(await server.data(
      '/items/orders', { groupBy: ['title'], filter: { title: { _eq: 'Chair' } } },
    )).to.deep.equal([{ title: 'Chair' }]);
    expect(seen).to.deep.equal([]);
  });

  it('change the answer of a write, and what If-Match compares', async () => {
    const { body, headers } = await server.client.patch('/items/orders/1?fields=title', { title: 'stool' });
    expect(body).to.deep.equal({ data: { title: 'STOOL', extra: true } });
    const again = await server.client.patch('/items/orders/1?fields=title', { title: 'bench' }, { 'If-Match': headers.get('etag') ?? '' });
    expect(again.status).to.equal(200);
  });
}, { plugins: () => [reader] });

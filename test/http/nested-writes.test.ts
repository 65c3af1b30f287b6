import { expect } from 'chai';
import { forEachWorkshop } from './workshop-server.js';

forEachWorkshop('writing related items', (server) => {
  it('creates the item that a new one refers to, at any depth', async () => {
    const fields = 'number,order_id.title,order_id.customer_id.name,order_id.customer_id.label_code.title';
    const { body } = await server.client.post(`/items/lines?fields=${fields}`, {
      number: 1, order_id: { title: 'Bed', customer_id: { name: 'Eve', label_code: { code: 'vip', title: 'Very' } } },
    });
    expect(body).to.deep.equal({
      data: { number: 1, order_id: { title: 'Bed', customer_id: { name: 'Eve', label_code: { title: 'Very' } } } },
    });
  });

  it('changes the item that one refers to, or links another', async () => {
    await server.client.patch('/items/orders/1', { customer_id: { id: 2, name: 'Bobby' } });
    expect(await server.data(
      '/items/orders/1', { fields: ['customer_id.id', 'customer_id.name'] },
    )).to.deep.equal({ customer_id: { id: 2, name: 'Bobby' } });
    await server.client.patch('/items/orders/1', { customer_id: { id: 1 } });
    expect(await server.data('/items/orders/1', { fields: ['customer_id'] })).to.deep.equal({ customer_id: 1 });
    await server.client.patch('/items/customers/2', { referrer_id: null });
    expect(await server.data('/items/customers/2', { fields: ['referrer_id'] })).to.deep.equal({ referrer_id: null });
  });

  it('takes a list as all there is: creates, changes, links and unlinks', async () => {
    await server.client.post('/items/customers', [{ id: 10, name: 'C', referrer_id: 1 }, { id: 11, name: 'D' }]);
    const { body } = await server.client.patch('/items/customers/1?fields=customers.id,customers.name&deep={"customers":{"_sort":"id"}}', {
      customers: [10, { id: 11, name: 'D2' }, { id: 12, name: 'New key' }, { name: 'No key' }],
    });
    expect((body.data as {
      customers: { name: string }[],
    }).customers.map(({ name }) => name).sort()).to.deep.equal(['C', 'D2', 'New key', 'No key']);
    expect(await server.data('/items/customers/2', { fields: ['referrer_id'] })).to.deep.equal({ referrer_id: null });
    expect((await server.client.patch(
      '/items/customers/1?fields=customers', { customers: [] },
    )).body).to.deep.equal({ data: { customers: [] } });
    await server.client.patch('/items/customers/2', { referrer_id: 1 });
    expect((await server.client.patch(
      '/items/customers/1?fields=customers', { customers: null },
    )).body).to.deep.equal({ data: { customers: [] } });
  });

  it('moves a listed item from its other parent', async () => {
    await server.client.patch('/items/customers/2', { orders: [3, 1] });
    expect(await server.data('/items/orders', { fields: ['id', 'customer_id'] })).to.deep.equal([
      { id: 1, customer_id: 2 }, { id: 2, customer_id: 1 }, { id: 3, customer_id: 2 },
    ]);
  });

  it('takes an object as changes: what is not named stays', async () => {
    const { body } = await server.client.patch('/items/customers/1?fields=orders.title,customers', {
      orders: { create: [{ title: 'Bed' }], update: [{ id: 1, title: 'Stool' }] }, customers: { delete: [2, 99] },
    });
    expect((body.data as { orders: { title: string }[] }).orders.map(({ title }) => title).sort()).to.deep.equal(['Bed', 'Stool', 'Table']);
    expect((body.data as { customers: unknown }).customers).to.deep.equal([]);
  });

  it('unlinks no item of another parent', async () => {
    await server.client.post('/items/customers', { id: 10, name: 'C', referrer_id: 2 });
    expect((await server.client.patch('/items/customers/1', { customers: { delete: [10] } })).status).to.equal(200);
    expect(await server.data('/items/customers/10', { fields: ['referrer_id'] })).to.deep.equal({ referrer_id: 2 });
  });

  it('links through a junction, and creates what is at its other side', async () => {
    const path = '/items/orders/1?fields=order_labels.label_code.title&deep={"order_labels":{"_sort":"label_code"}}';
    const { body } = await server.client.patch(
      path, { order_labels: { create: [{ label_code: 'red' }, { label_code: { code: 'new', title: 'New' } }] } },
    );
    expect(body).to.deep.equal({ data: { order_labels: [{ label_code: { title: 'New' } }, { label_code: { title: 'Red' } }] } });
    expect(server.refusal(await server.client.patch('/items/orders/2', { order_labels: [{ label_code: 'red' }, { label_code: 'red' }] })))
      .to.equal('400 RECORD_NOT_UNIQUE order_labels order_id, label_code');
    expect(await server.data('/items/orders/2', { fields: ['order_labels'] })).to.deep.equal({ order_labels: [] });
  });

  it('writes along composite keys', async () => {
    const created = await server.client.post('/items/orders?fields=lines.number,lines.stamps.colour', {
      customer_id: 1, title: 'Bed', lines: [{ number: 1, stamps: [{ colour: 'red' }, { colour: 'red' }] }, { number: 2 }],
    });
    expect(created.body).to.deep.equal({
      data: { lines: [{ number: 1, stamps: [{ colour: 'red' }, { colour: 'red' }] }, { number: 2, stamps: [] }] },
    });
    const stamp = await server.client.post('/items/stamps?fields=order_id,number', { lines: { order_id: 1, number: 9, text: 'new' } });
    expect(stamp.body).to.deep.equal({ data: { order_id: 1, number: 9 } });
    expect((await server.client.post(
      '/items/stamps?fields=order_id,number', { lines: '1,2' },
    )).body).to.deep.equal({ data: { order_id: 1, number: 2 } });
    const listed = await server.client.patch('/items/lines/1,1?fields=stamps.order_id,stamps.number', { stamps: [{ colour: 'x' }] });
    expect(listed.body).to.deep.equal({ data: { stamps: [{ order_id: 1, number: 1 }] } });
    await server.client.patch('/items/lines/1,1', { stamps: [] });
    expect(await server.data(
      '/items/stamps', { filter: { colour: 'x' }, fields: ['order_id', 'number'] },
    )).to.deep.equal([{ order_id: null, number: null }]);
  });

  it('gives the same related items to each of many', async () => {
    await server.client.patch('/items/orders', { keys: [1, 3], data: { order_labels: { create: [{ label_code: 'red' }] } } });
    expect(await server.data(
      '/items/order_labels', { fields: ['order_id', 'label_code'] },
    )).to.deep.equal([{ order_id: 1, label_code: 'red' }, { order_id: 3, label_code: 'red' }]);
  });

  it('refuses to unlink what must have a parent', async () => {
    for (const orders of [[1], [], { delete: [1] }]) {
      expect(server.refusal(
        await server.client.patch('/items/customers/1', { orders }),
      )).to.equal('400 FAILED_VALIDATION orders customer_id nnull');
    }
  });

  it('refuses related items of another shape', async () => {
    for (const orders of ['nope', 1, { create: {} }, { create: [1] }, { update: ['x'] }, { delete: [{}] }, { remove: [] }, [[]], [null]]) {
      expect(
        server.refusal(await server.client.patch('/items/customers/1', { orders })), JSON.stringify(orders),
      ).to.equal('400 INVALID_PAYLOAD');
    }
    for (const customers of [[2, 99], [2, { nope: 1 }], ['abc'], { delete: ['abc'] }]) {
      expect(
        server.refusal(await server.client.patch('/items/customers/1', { customers })), JSON.stringify(customers),
      ).to.equal('403 FORBIDDEN');
    }
  });

  it('writes all of it or nothing', async () => {
    const refused = await server.client.post(
      '/items/customers', { id: 20, name: 'Eve', orders: [{ id: 21, title: 'Bed' }, { id: 22, title: 'Chest', quantity: 0 }] },
    );
    expect(server.refusal(refused)).to.match(/^400 FAILED_VALIDATION orders/);
    expect(await server.data('/items/customers', { filter: { id: 20 } })).to.deep.equal([]);
    expect(await server.data('/items/orders', { filter: { id: { _in: [21, 22] } } })).to.deep.equal([]);
  });
});

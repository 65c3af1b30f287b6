import { expect } from 'chai';
import { definePlugin } from 'jackfield';
import { forEachWorkshop } from '../../http/workshop-server.js';

/** Holds the creation of a label back until the test lets it go. */
const gate: { waiting: number; open: () => void; promise: Promise<void> } = {
  waiting: 0, open: () => undefined, promise: Promise.resolve(),
};

const slow = definePlugin({
  name: 'slow',
  setup({ on }) {
    on('items.create', async () => {
      gate.waiting += 1;
      await gate.promise;
    }, { collection: 'labels' });
  },
});

forEachWorkshop('Idempotency-Key', (server) => {
  const count = async (collection: string): Promise<unknown> => server.data(`/items/${collection}`, { aggregate: { count: '*' } });

  beforeEach(() => {
    gate.waiting = 0;
    gate.promise = Promise.resolve();
  });

  it('answers the first answer again, and writes nothing', async () => {
    const headers = { 'Idempotency-Key': 'one' };
    const first = await server.client.post('/items/customers?fields=id,name', { name: 'Eve' }, headers);
    const second = await server.client.post('/items/customers?fields=id,name', { name: 'Eve' }, headers);
    expect({
      status: second.status, text: second.text, etag: second.headers.get('etag'),
    }).to.deep.equal({ status: 200, text: first.text, etag: first.headers.get('etag') });
    expect([first, second].map((answer) => answer.headers.get('idempotent-replayed'))).to.deep.equal([null, 'true']);
    expect(await count('customers')).to.deep.equal([{ count: '3' }]);
    const another = await server.client.post('/items/customers?fields=id,name', { name: 'Eve' }, { 'Idempotency-Key': 'two' });
    expect(another.text).not.to.equal(first.text);
  });

  it('refuses another request with the same key', async () => {
    const headers = { 'Idempotency-Key': 'one' };
    await server.client.post('/items/customers', { name: 'Eve' }, headers);
    expect(server.refusal(await server.client.post('/items/customers', { name: 'Other' }, headers))).to.equal('422 UNPROCESSABLE_ENTITY');
    expect(server.refusal(
      await server.client.post('/items/customers?fields=id', { name: 'Eve' }, headers),
    )).to.equal('422 UNPROCESSABLE_ENTITY');
    expect(await count('customers')).to.deep.equal([{ count: '3' }]);
  });

  it('waits while the first request runs', async () => {
    gate.promise = new Promise((resolve) => {
      gate.open = resolve;
    });
    const answers = [1, 2, 3].map(async () =>
      server.client.post('/items/labels?fields=code', { code: 'slow' }, { 'Idempotency-Key': 'one' }));
    while (gate.waiting === 0) await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    gate.open();
    expect((await Promise.all(answers)).map(({ text }) => text)).to.deep.equal(Array.from({ length: 3 }, () => '{"data":{"code":"slow"}}'));
    expect(gate.waiting).to.equal(1);
  });

  it('lets a request that failed be sent again', async () => {
    const headers = { 'Idempotency-Key': 'one' };
    expect(server.refusal(
      await server.client.post('/items/lines', { order_id: 99, number: 1 }, headers),
    )).to.equal('400 INVALID_FOREIGN_KEY lines order_id');
    await server.client.post('/items/orders', { id: 99, customer_id: 1, title: 'x' });
    expect((await server.client.post('/items/lines', { order_id: 99, number: 1 }, headers)).status).to.equal(200);
  });

  it('is each caller\'s own, and a text of some length', async () => {
    const headers = { 'Idempotency-Key': 'one' };
    await server.client.post('/items/customers', { name: 'Eve' }, headers);
    expect(server.refusal(await server.anonymous.post('/items/customers', { name: 'Eve' }, headers))).to.equal('403 FORBIDDEN');
    expect(server.refusal(
      await server.client.post('/items/customers', { name: 'Eve' }, { 'Idempotency-Key': 'x'.repeat(256) }),
    )).to.equal('400 INVALID_PAYLOAD');
  });

  it('has no say where there is no POST', async () => {
    const headers = { 'Idempotency-Key': 'one' };
    await server.client.patch('/items/customers/1', { name: 'A' }, headers);
    expect((await server.client.patch(
      '/items/customers/1?fields=name', { name: 'B' }, headers,
    )).body).to.deep.equal({ data: { name: 'B' } });
  });
}, { plugins: () => [slow] });

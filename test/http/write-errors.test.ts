import { expect } from 'chai';
import { forEachWorkshop } from './workshop-server.js';

interface ErrorBody {
  readonly errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** The errors of a body without what is for people. */
function told(body: unknown): unknown[] {
  return (body as ErrorBody).errors.map(({ extensions }) =>
    Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'reason' && name !== 'hint')));
}

forEachWorkshop('what is wrong with a write', (server) => {
  it('is told for each value, with its place, before the database is touched', async () => {
    const { status, body } = await server.client.post('/items/customers', [{ name: 'Fine' }, {
      name: null, active: 'perhaps', orders: [{ status: 'lost', total: 'x', lines: [{ text: 5 }] }],
      referrer_id: { email: 'x@example.org' },
    }]);
    expect(status).to.equal(400);
    expect(told(body)).to.deep.equal([
      { code: 'FAILED_VALIDATION', collection: 'customers', field: 'name', type: 'nnull', path: 'data[1].name' },
      { code: 'FAILED_VALIDATION', collection: 'customers', field: 'active', type: 'type', path: 'data[1].active' },
      { code: 'FAILED_VALIDATION', collection: 'orders', field: 'status', type: 'in', path: 'data[1].orders[0].status' },
      { code: 'FAILED_VALIDATION', collection: 'orders', field: 'total', type: 'type', path: 'data[1].orders[0].total' },
      { code: 'FAILED_VALIDATION', collection: 'lines', field: 'text', type: 'type', path: 'data[1].orders[0].lines[0].text' },
      { code: 'FAILED_VALIDATION', collection: 'lines', field: 'number', type: 'required', path: 'data[1].orders[0].lines[0].number' },
      { code: 'FAILED_VALIDATION', collection: 'orders', field: 'title', type: 'required', path: 'data[1].orders[0].title' },
      { code: 'FAILED_VALIDATION', collection: 'customers', field: 'name', type: 'required', path: 'data[1].referrer_id.name' },
    ]);
    expect(await server.data('/items/customers', { fields: ['id'] })).to.deep.equal([{ id: 1 }, { id: 2 }]);
  });

  it('is told of texts that are too long and numbers out of range, with collection and field', async () => {
    for (const [path, body, error] of [
      ['/items/customers', { name: 'x'.repeat(21) }, 'VALUE_TOO_LONG customers name'],
      ['/items/orders', { customer_id: 1, title: 'x', total: '1234567.00' }, 'VALUE_OUT_OF_RANGE orders total'],
      ['/items/samples', { id: 1, c_big: '9223372036854775808' }, 'VALUE_OUT_OF_RANGE samples c_big'],
      ['/items/samples', { id: 1, c_big: 2 ** 60 }, 'FAILED_VALIDATION samples c_big type'],
      ['/items/samples', { id: 1, c_date: 'someday' }, 'INVALID_PAYLOAD samples c_date type'],
      ['/items/samples', { id: 1, c_uuid: 'x' }, 'FAILED_VALIDATION samples c_uuid type'],
      ['/items/samples', { id: 1, c_text: 'a\0b' }, 'FAILED_VALIDATION samples c_text type'],
      ['/items/samples', { id: 1, c_text: '\ud800' }, 'FAILED_VALIDATION samples c_text type'],
      ['/items/samples', { id: 1, c_json: '{broken' }, 'FAILED_VALIDATION samples c_json type'],
      ['/items/samples', { id: 1, c_json: { a: ['\0'] } }, 'FAILED_VALIDATION samples c_json type'],
      ['/items/samples', { id: 1, c_binary: '***' }, 'FAILED_VALIDATION samples c_binary type'],
      ['/items/samples', { id: 1.5 }, 'FAILED_VALIDATION samples id type'],
      ['/items/samples', { id: 1, twice: 2 }, 'FAILED_VALIDATION samples twice computed'],
      ['/items/samples', { id: 1, c_double: 'NaN' }, 'FAILED_VALIDATION samples c_double type'],
    ] as const) {
      expect(server.refusal(await server.client.post(path, body)), JSON.stringify(body)).to.equal(`400 ${error}`);
    }
    expect((await server.client.post('/items/customers', { name: '🐎'.repeat(20) })).status).to.equal(200);
  });

  it('is told as the database found it, with the item of many', async () => {
    const duplicate = await server.client.post('/items/customers', [{ name: 'a' }, { name: 'b', email: 'ada@example.org' }, { name: 'c' }]);
    expect(told(duplicate.body)).to.deep.equal([
      { code: 'RECORD_NOT_UNIQUE', collection: 'customers', field: 'email', value: 'ada@example.org', path: 'data[1].email' },
    ]);
    const lost = await server.client.post(
      '/items/customers/', { name: 'a', orders: [{ title: 'x', order_labels: [{ label_code: 'red' }, { label_code: 'nope' }] }] },
    );
    expect(told(lost.body)).to.deep.equal([
      { code: 'INVALID_FOREIGN_KEY', collection: 'order_labels', field: 'label_code', path: 'data.orders[0].order_labels[1].label_code' },
    ]);
    expect(server.refusal(
      await server.client.patch('/items/orders/1', { customer_id: 99 }),
    )).to.equal('400 INVALID_FOREIGN_KEY orders customer_id');
    expect(server.refusal(
      await server.client.patch('/items/customers/2', { email: 'ada@example.org' }),
    )).to.equal('400 RECORD_NOT_UNIQUE customers email');
    expect(server.refusal(
      await server.client.post('/items/lines', { order_id: 1, number: 1 }),
    )).to.equal('400 RECORD_NOT_UNIQUE lines order_id, number');
    expect(server.refusal(await server.client.patch('/items/orders/1', { quantity: 0 }))).to.match(/^400 FAILED_VALIDATION orders/);
  });

  it('is that others refer to what should be deleted', async () => {
    expect(server.refusal(await server.client.delete('/items/customers/1'))).to.equal('400 INVALID_FOREIGN_KEY customers');
    expect((await server.client.delete('/items/orders/1')).status).to.equal(204);
    expect(await server.data('/items/lines')).to.deep.equal([]);
  });

  it('never holds words of the database', async () => {
    for (const answer of [
      await server.client.post('/items/customers', { name: 'b', email: 'ada@example.org' }),
      await server.client.delete('/items/customers/1'),
      await server.client.patch('/items/orders/1', { quantity: -1 }), await server.client.patch('/items/orders/1', { customer_id: 99 }),
    ]) {
      expect(answer.status).to.equal(400);
      expect(answer.text).not.to.match(/constraint failed|violates|insert |update "|delete from|sqlite|_key|_fkey|_check/);
    }
  });
});

forEachWorkshop('numbers that a type of the database cannot hold', (server, dialect) => {
  it('are out of range on every database that has such types', async () => {
    const { status } = await server.client.patch('/items/orders/1', { rank: 70_000 });
    expect(status).to.equal(dialect === 'sqlite' ? 200 : 400);
    expect(server.refusal(
      await server.client.post('/items/samples', { id: '99999999999999999999' }),
    )).to.equal('400 VALUE_OUT_OF_RANGE samples id');
  });
});

import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { forEachDatabase } from '../support/databases.js';

const tables = {
  sqlite: `
    create table orders (id integer primary key, title varchar(20), status varchar(10) not null, changed_at timestamptz not null);
    create table order_audit (id integer primary key, order_id integer, action varchar(10) not null, by text, at timestamptz not null);
    create table notes (id integer primary key, text varchar(20));`,
  postgres: `
    create table orders (id integer primary key, title varchar(20), status varchar(10) not null, changed_at timestamptz not null);
    create table order_audit (
      id integer generated always as identity primary key, order_id integer, action varchar(10) not null, by text, at timestamptz not null
    );
    create table notes (id integer primary key, text varchar(20));`,
};

forEachDatabase('the example plugin that watches orders', (database) => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: database.url }, plugins: { './examples/order-desk/index.ts': {} } });
  });
  after(() => server.stop());

  const lines = async (): Promise<unknown> => (await server.client.get(
    '/items/order_audit', { fields: ['action', 'order_id'], sort: ['id'] },
  )).body.data;

  it('stamps what is created and changed', async () => {
    const started = new Date().toISOString();
    const created = await server.client.post('/items/orders', { id: 1, title: 'Chair' });
    expect(created.body.data).to.deep.include({ id: 1, title: 'Chair', status: 'open' });
    expect(created.body.data.changed_at >= started).to.equal(true);
    const changed = await server.client.patch('/items/orders/1', { title: 'Stool', changed_at: '2000-01-01' });
    expect(changed.body.data.changed_at >= created.body.data.changed_at).to.equal(true);
  });

  it('writes a line for each change, and for none that failed', async () => {
    expect(await lines()).to.deep.equal([{ action: 'create', order_id: null }, { action: 'update', order_id: 1 }]);
    expect((await server.client.post('/items/orders', { id: 1 })).status).to.equal(400);
    expect((await server.client.patch('/items/orders/1', { title: 'x'.repeat(21) })).status).to.equal(400);
    expect(await lines()).to.have.length(2);
  });

  it('refuses to change what is closed', async () => {
    await server.client.patch('/items/orders/1', { status: 'closed' });
    const { status, body } = await server.client.patch('/items/orders/1', { status: 'open' });
    expect({ status, extensions: body.errors[0].extensions }).to.deep.equal({ status: 400, extensions: {
      code: 'FAILED_VALIDATION', collection: 'orders', field: 'status', type: 'closed', reason: 'A closed order stays as it is.',
    } });
    expect((await server.client.delete('/items/orders/1')).status).to.equal(204);
    expect(await lines()).to.deep.equal(['create', 'update', 'update', 'delete'].map(
      (action, index) => ({ action, order_id: index === 0 ? null : 1 }),
    ));
  });

  it('leaves other collections alone', async () => {
    expect((await server.client.post('/items/notes', { id: 1, text: 'x' })).body).to.deep.equal({ data: { id: 1, text: 'x' } });
    expect(await lines()).to.have.length(4);
  });
}, tables);

import { expect } from 'chai';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer, testToken, type TestServer } from '../../core/testing/testing.js';
import { forEachDatabase } from '../support/databases.js';

const rows = 20_000;

const script = {
  sqlite: `
    create table numbers (id integer primary key, text varchar(200));
    insert into numbers select value, 'row ' || value || substr(hex(zeroblob(80)), 1, 150) from (
      with recursive counted (value) as (select 1 union all select value + 1 from counted where value < ${rows})
      select value from counted);`,
  postgres: `
    create table numbers (id integer primary key, text varchar(200));
    insert into numbers select value, 'row ' || value || repeat('0', 150) from generate_series(1, ${rows}) as value;`,
  mysql: `
    create table numbers (id integer primary key, text varchar(200));
    insert into numbers ${counted(rows)};`,
  mssql: `
    create table numbers (id integer primary key, text varchar(200));
    insert into numbers ${counted(rows).replaceAll('repeat(', 'replicate(')};`,
};

/** Numbers with a text, without recursion, which servers limit. */
function counted(count: number): string {
  const digits = Array.from({ length: 10 }, (_, digit) => `select ${digit} as i`).join(' union all ');
  const places = ['a', 'b', 'c', 'd', 'e'];
  const number = `${places.map((place, index) => `${place}.i * ${10 ** index}`).join(' + ')} + 1`;
  const from = places.map((place) => `(${digits}) as ${place}`).join(' cross join ');
  return `select * from (select ${number} as id, concat('row ', ${number}, repeat('0', 150)) as text from ${from}) as counted where id <= ${count}`;
}

forEachDatabase('a large list', (database) => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: database.url, poolSize: 2 } });
  });
  after(() => server.stop());

  /** Starts an answer, and leaves before its end. */
  function leaveEarly(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const sent = request(`${server.url}${path}`, { headers: { authorization: `Bearer ${testToken}` }, agent: false }, (answer) => {
        answer.once('data', () => {
          sent.destroy();
          resolve();
        });
        answer.on('error', () => undefined);
      });
      sent.on('error', reject).end();
    });
  }

  it('comes whole and in order', async () => {
    const { status, body } = await server.client.get('/items/numbers', { fields: ['id'], limit: -1 });
    expect(status).to.equal(200);
    expect((body.data as { id: number }[]).map(({ id }) => id)).to.deep.equal(Array.from({ length: rows }, (_, index) => index + 1));
  });

  it('comes whole as a file, too', async () => {
    const csv = await server.client.get('/items/numbers', { fields: ['id'], limit: -1, export: 'csv' });
    expect(csv.text.split('\n')).to.have.length(rows + 1);
    const json = await server.client.get('/items/numbers', { fields: ['id'], limit: -1, export: 'json' });
    expect(json.body).to.have.length(rows);
  });

  it('can be left by more clients than there are connections, and others are served', async () => {
    for (const path of ['/items/numbers?limit=-1', '/items/numbers?limit=-1&export=csv', '/items/numbers?limit=-1&export=xml']) {
      await Promise.all([1, 2, 3, 4, 5].map(() => leaveEarly(path)));
      await wait(50);
      expect((await server.client.get('/items/numbers', { fields: ['id'], limit: 1 })).body).to.deep.equal({ data: [{ id: 1 }] });
    }
  });

  it('does not keep others waiting while it is sent', async () => {
    const slow = request(`${server.url}/items/numbers?limit=-1`, { headers: { authorization: `Bearer ${testToken}` }, agent: false });
    slow.on('error', () => undefined).end();
    const answer = await new Promise<NodeJS.ReadableStream>((resolve) => slow.on('response', resolve));
    answer.pause();
    for (let id = 1; id <= 5; id += 1) {
      expect((await server.client.get(`/items/numbers/${id}`, { fields: ['id'] })).body).to.deep.equal({ data: { id } });
    }
    slow.destroy();
  });
}, script);

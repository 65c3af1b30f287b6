import { expect } from 'chai';
import { startServer, type TestServer } from '../../core/testing/testing.js';
import { forEachDatabase } from '../support/databases.js';
import { until } from '../support/until.js';

forEachDatabase('refreshing the schema', (database) => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: database.url } });
  });
  after(() => server.stop());

  const lamp = async (query = {}): Promise<string> => {
    const { status, text } = await server.client.get('/items/lamps', query);
    return `${status} ${text}`;
  };
  const clear = (): Promise<{ status: number; text: string }> => server.client.post('/utils/cache/clear');

  it('shows a new column, and forgets one that is gone', async () => {
    expect(await lamp({ fields: 'id,colour' })).to.contain('403');
    expect(await lamp()).to.equal('200 {"data":[{"id":1,"label":"desk"}]}');
    await database.run("alter table lamps add column colour varchar(10) default 'red'");
    expect(await lamp(), 'until it is refreshed').to.equal('200 {"data":[{"id":1,"label":"desk"}]}');
    const { status, text } = await clear();
    expect([status, text]).to.deep.equal([200, '']);
    expect(await lamp()).to.equal('200 {"data":[{"id":1,"label":"desk","colour":"red"}]}');
    await database.run('alter table lamps drop column label');
    await clear();
    expect(await lamp()).to.equal('200 {"data":[{"id":1,"colour":"red"}]}');
    expect(await lamp({ filter: { label: 'desk' } })).to.contain('403');
  });

  it('shows a new table with its relations, and forgets one that is gone', async () => {
    await database.run(
      'create table bulbs (id integer primary key, lamp_id integer references lamps (id)); insert into bulbs values (7, 1)',
    );
    expect((await server.client.get('/items/bulbs')).status).to.equal(403);
    await clear();
    expect(await lamp({ fields: 'bulbs.id' })).to.equal('200 {"data":[{"bulbs":[{"id":7}]}]}');
    await database.run('drop table bulbs');
    await clear();
    expect((await server.client.get('/items/bulbs')).status).to.equal(403);
    expect(await lamp({ fields: 'bulbs.id' })).to.contain('403');
  });

  it('answers 503 for what is gone, reads the schema again by itself, and then knows nothing of it', async () => {
    await database.run(`create table shades (id integer primary key, colour varchar(10)); insert into shades values (1, 'red');
      create table hooks (id integer primary key, shade_id integer references shades (id)); insert into hooks values (1, 1)`);
    await clear();
    const ask = [
      () => server.client.get('/items/shades', { fields: 'id' }),
      () => server.client.get('/items/shades', { fields: 'id', limit: -1 }),
      () => server.client.post('/items/shades?fields=id', { id: 2 }),
      () => server.client.patch('/items/shades/1', { colour: 'blue' }),
      () => server.client.delete('/items/shades/1'),
    ];
    expect((await ask[0]!()).text).to.equal('{"data":[{"id":1}]}');
    await database.run('drop table hooks; drop table shades');
    const { status, text, headers } = await ask[0]!();
    expect([status, headers.get('retry-after')]).to.deep.equal([503, '1']);
    expect(text).not.to.match(/shades|select|relation|no such/i);
    await until('it is forgotten', async () => (await ask[0]!()).status === 403);
    for (const each of ask) expect((await each()).status).to.equal(403);
  });

  it('answers 503 for a write to what is gone, too, and for a column', async () => {
    await database.run('create table plugs (id integer primary key, volts integer); insert into plugs values (1, 230)');
    await clear();
    await database.run('alter table plugs drop column volts');
    for (const answer of [
      await server.client.post('/items/plugs', { id: 2, volts: 110 }),
      await server.client.patch('/items/plugs/1', { volts: 110 }),
      await server.client.get('/items/plugs', { fields: 'volts', limit: -1 }),
    ]) expect(answer.status, answer.text).to.equal(503);
    // Not for every request: a few seconds after the last time.
    await clear();
    expect((await server.client.get('/items/plugs')).text).to.equal('{"data":[{"id":1}]}');
  });

  it('keeps nobody waiting: requests are answered all the while', async () => {
    const answers = Promise.all(Array.from({ length: 20 }, () => lamp()));
    await Promise.all([clear(), clear()]);
    for (const answer of await answers) expect(answer).to.contain('200');
  });

  it('leaves everything as it was where nothing has changed', async () => {
    const { version } = server.kernel.registry.get('schema').current();
    await clear();
    expect(server.kernel.registry.get('schema').current().version).to.equal(version);
  });
}, "create table lamps (id integer primary key, label varchar(10)); insert into lamps values (1, 'desk')");

import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { startServer, type ClientQuery, type TestServer } from '../../core/testing/testing.js';
import { groupCases } from '../../core/testing/cases/aggregates.js';
import { functionCases } from '../../core/testing/cases/functions.js';
import { orderCases } from '../../core/testing/cases/orders.js';
import { nestedCases, relatedFilterCases } from '../../core/testing/cases/related.js';
import { observatoryMirror } from '../../core/testing/observatory.js';
import { asLogin } from '../support/mssql-database.js';
import { forEachObservatory, refusalOf, type ObservatoryServer } from './observatory-server.js';

/** A URL that opens the observatory for reading alone, and how what it needs is taken away again. */
interface ReadOnly {
  readonly url: string;
  remove(): Promise<void>;
}

async function openReadOnly({ dialect, database }: ObservatoryServer): Promise<ReadOnly> {
  if (dialect === 'sqlite') return { url: `${database.url.replace('sqlite:', 'file:')}?mode=ro`, remove: async () => undefined };
  const login = `reader_${randomBytes(4).toString('hex')}`;
  if (dialect === 'mysql') {
    const url = new URL(database.url);
    await database.run(`create user ${login} identified by 'reader'; grant select on ${url.pathname.slice(1)}.* to ${login};`);
    url.username = login;
    url.password = 'reader';
    return { url: url.href, remove: () => database.run(`drop user ${login}`) };
  }
  if (dialect === 'mssql') {
    const password = `Reader-${randomBytes(8).toString('hex')}`;
    await database.run(`
      create login ${login} with password = '${password}'
      go
      create user ${login} for login ${login}
      go
      grant select on schema::dbo to ${login}`);
    return { url: asLogin(database.url, login, password), remove: () => database.run(`revoke select on schema::dbo from ${login}\ngo\ndrop user ${login}\ngo\ndrop login ${login}`) };
  }
  await database.run(`
    revoke all on schema public from public;
    create role ${login} login password 'reader' nosuperuser nocreatedb nocreaterole noinherit;
    grant usage on schema public to ${login};
    grant select on all tables in schema public to ${login};
    alter role ${login} set default_transaction_read_only to on;`);
  const url = new URL(database.url);
  url.username = login;
  url.password = 'reader';
  return {
    url: url.href, remove: () => database.run(`drop owned by ${login}; drop role ${login}; grant usage on schema public to public;`),
  };
}

forEachObservatory('a login that may only read', (server) => {
  let reader: ReadOnly;
  let restricted: TestServer;
  let declared: string;

  before(async () => {
    reader = await openReadOnly(server);
    declared = await server.database.catalogHash();
    restricted = await startServer({ database: { url: reader.url }, mirror: observatoryMirror });
  });
  after(async () => {
    await restricted?.stop();
    await reader?.remove();
  });

  async function same(path: string, query: ClientQuery): Promise<void> {
    const [mine, owners] = await Promise.all([restricted.client.get(path, query), server.client.get(path, query)]);
    expect([mine.status, mine.text], `${path} ${JSON.stringify(query)}`).to.deep.equal([200, owners.text]);
  }

  it('mirrors what its owner does', () => {
    expect(restricted.kernel.registry.get('schema').current().version).to.equal(server.schemaVersion);
  });

  it('is enough for every read', async () => {
    for (const [collection, query] of Object.values(nestedCases).filter(server.asks)) await same(`/items/${collection}`, query);
    for (const [collection, filter] of Object.values(relatedFilterCases)) await same(`/items/${collection}`, { fields: 'id', filter });
    for (const [query] of groupCases.filter(server.asks)) await same('/items/telescopes', { ...query, meta: '*' });
    for (const [sort] of orderCases.filter(server.asks)) await same('/items/telescopes', { sort });
    for (const [call] of Object.values(functionCases).flat()) {
      if (!call.includes('filters') && server.asks(call)) await same('/items/telescopes', { fields: `id,${call}` });
    }
    await same('/items/telescopes', { fields: '*.*', limit: -1, search: 'r', meta: '*' });
    await same('/items/telescopes', { fields: '*', limit: -1, export: 'csv' });
    await same('/items/observations/1,1', {});
    await same('/items/active_telescopes', { sort: 'id' });
  });

  it('is enough to refresh the schema', async () => {
    expect((await restricted.client.post('/utils/cache/clear')).status).to.equal(200);
    await same('/items/telescopes', { fields: '*.*' });
  });

  // A file can be read whole or not at all.
  if (server.dialect === 'postgres') it('tells nothing of tables and columns that it may not read', async () => {
    const [login] = new URL(reader.url).username.split(':');
    await server.database.run(
      `revoke select on weather from ${login}; revoke select on targets from ${login}; grant select (name) on targets to ${login};`,
    );
    // Before it is refreshed, the database itself refuses.
    expect(refusalOf(await restricted.client.get('/items/weather'))).to.equal('403 FORBIDDEN');
    await restricted.client.post('/utils/cache/clear');
    expect(refusalOf(await restricted.client.get('/items/weather'))).to.equal('403 FORBIDDEN');
    expect(refusalOf(await restricted.client.get('/items/targets', { fields: 'magnitude' }))).to.equal('403 FORBIDDEN');
    expect((await restricted.client.get('/items/targets', { limit: 1 })).text).to.equal('{"data":[{"name":"M 31"}]}');
    await server.database.run(`grant select on weather, targets to ${login}; revoke select (name) on targets from ${login};`);
  });

  it('leaves the catalog as it was', async () => {
    expect(await server.database.catalogHash()).to.equal(declared);
  });
});

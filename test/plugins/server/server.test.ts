import { expect } from 'chai';
import { pino } from 'pino';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer, type TestServer } from '../../../core/testing/testing.js';
import { createHealthCheck } from '../../../plugins/server/health.js';
import { library } from '../../fixtures/library.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';

describe('the server plugin', () => {
  let database: TestDatabase;
  let server: TestServer;
  before(async () => {
    database = await createDatabase('sqlite', library);
    server = await startServer({ database: { url: database.url }, plugins: { server: { projectName: 'Library' } } });
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });

  it('answers pong to everybody', async () => {
    const { status, headers, text } = await server.anonymous.get('/server/ping');
    expect({ status, text, type: headers.get('content-type') })
      .to.deep.equal({ status: 200, text: 'pong', type: 'text/plain; charset=utf-8' });
  });

  it('tells everybody that the database answers', async () => {
    const { status, body } = await server.anonymous.get('/server/health');
    expect({ status, body }).to.deep.equal({ status: 200, body: { status: 'ok' } });
  });

  it('tells everybody its name, and what runs only an administrator', async () => {
    expect((await server.anonymous.get('/server/info')).body).to.have.nested.property('data.project.project_name', 'Library');
    expect((await server.anonymous.get('/server/info')).body.data).to.have.keys('project');
    const { data } = (await server.client.get('/server/info')).body;
    expect(data).to.have.keys('project', 'version', 'node');
    expect(data.version).to.match(/^\d+\.\d+\.\d+/);
    expect(data.node).to.have.keys('version', 'uptime');
  });

  it('reads the schema anew for an administrator, and for nobody else', async () => {
    await database.run('create table arrivals (id integer primary key); insert into arrivals values (7);');
    expect((await server.client.get('/items/arrivals')).status).to.equal(403);
    const refused = await server.anonymous.post('/utils/cache/clear');
    expect({ status: refused.status, code: refused.body.errors[0].extensions.code }).to.deep.equal({ status: 403, code: 'FORBIDDEN' });
    expect((await server.client.get('/items/arrivals')).status).to.equal(403);
    const cleared = await server.client.post('/utils/cache/clear');
    expect({ status: cleared.status, text: cleared.text }).to.deep.equal({ status: 200, text: '' });
    expect((await server.client.get('/items/arrivals')).body).to.deep.equal({ data: [{ id: 7 }] });
    await database.run('create table departures (id integer primary key)');
    const byGraphql = (client = server.client) => client.post('/graphql/system', { query: 'mutation { utils_cache_clear }' });
    expect((await byGraphql(server.anonymous)).body.errors[0].extensions.code).to.equal('FORBIDDEN');
    expect((await server.client.get('/items/departures')).status).to.equal(403);
    expect((await byGraphql()).body).to.deep.equal({ data: { utils_cache_clear: null } });
    expect((await server.client.get('/items/departures')).status).to.equal(200);
  });

  it('gives the descriptions of the API by GraphQL, as the caller may use it', async () => {
    const query = '{ server_specs_oas items: server_specs_graphql system: server_specs_graphql(scope: system) }';
    const [{ data }, anonymous] = (await Promise.all([server.client, server.anonymous].map((client) => client.post('/graphql/system', { query }))))
      .map(({ body }) => body);
    expect(data.server_specs_oas).to.deep.equal((await server.client.get('/server/specs/oas')).body);
    expect(data.items).to.equal((await server.client.get('/server/specs/graphql')).text);
    expect(data.system).to.equal((await server.client.get('/server/specs/graphql/system')).text);
    expect(anonymous.data.items).not.to.contain('books');
  });
});

describe('the health check', () => {
  const log = pino({ level: 'silent' });

  it('says no where the database refuses', async () => {
    const isHealthy = createHealthCheck(() => Promise.reject(new Error('refused')), 1, log);
    expect(await isHealthy()).to.equal(false);
  });

  it('says no in time where the database hangs, and asks it once only', async () => {
    let asked = 0;
    const isHealthy = createHealthCheck(() => {
      asked += 1;
      return new Promise(() => undefined);
    }, 1, log);
    expect(await Promise.all([isHealthy(), isHealthy(), isHealthy()])).to.deep.equal([false, false, false]);
    const again = performance.now();
    expect(await isHealthy()).to.equal(false);
    expect(performance.now() - again).to.be.below(500, 'the question is old by now');
    expect(asked).to.equal(1);
  });

  it('says yes again when the database is back', async () => {
    let isUp = false;
    const isHealthy = createHealthCheck(() => (isUp ? Promise.resolve() : wait(5).then(() => Promise.reject(new Error('down')))), 1, log);
    expect(await isHealthy()).to.equal(false);
    isUp = true;
    expect(await isHealthy()).to.equal(true);
  });
});

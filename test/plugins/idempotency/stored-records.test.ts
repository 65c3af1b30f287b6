import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { definePlugin } from 'jackfield';
import { startServer, type TestServer } from 'jackfield/testing';
import { createDatabase, availableDialects, type TestDatabase } from '../../support/databases.js';

/** Never answers after the commit, as if the process had ended there. */
function silentAfterCommit(committed: () => void) {
  return definePlugin({
    name: 'silent',
    setup({ on }) {
      on('items.created', async () => {
        committed();
        await new Promise(() => undefined);
      }, { collection: 'notes' });
    },
  });
}

for (const dialect of availableDialects) {
  describe(`records of an Idempotency-Key in the database (${dialect})`, () => {
    let database: TestDatabase;
    const servers: TestServer[] = [];

    before(async function () {
      this.timeout(120_000);
      database = await createDatabase(dialect, 'create table notes (id integer primary key, body varchar(50))');
    });
    after(async function () {
      this.timeout(120_000);
      for (const server of servers) await server.stop();
      await database.drop();
    });

    async function start(plugins: Parameters<typeof startServer>[1] = {}): Promise<TestServer> {
      const server = await startServer({
        database: { url: database.url }, plugins: { system: {} }, server: { stopTimeoutSeconds: 0.1 },
      }, plugins);
      servers.push(server);
      return server;
    }

    it('answer what was committed by a server that ended before it could answer', async function () {
      this.timeout(120_000);
      const committed = new EventEmitter();
      const first = await start({ plugins: [silentAfterCommit(() => committed.emit('now'))] });
      const isCommitted = once(committed, 'now');
      const headers = { 'Idempotency-Key': 'lost' };
      first.client.post('/items/notes?fields=id,body', { id: 1, body: 'one' }, headers).catch(() => undefined);
      await isCommitted;

      const second = await start();
      const answer = await second.client.post('/items/notes?fields=id,body', { id: 1, body: 'one' }, headers);
      expect([answer.status, answer.text, answer.headers.get('Idempotent-Replayed')]).to.deep.equal([200, '{"data":{"id":1,"body":"one"}}', 'true']);
      expect(answer.headers.get('ETag')).to.equal((await second.client.get('/items/notes/1', { fields: 'id,body' })).headers.get('ETag'));
      const other = await second.client.post('/items/notes?fields=id,body', { id: 2, body: 'two' }, headers);
      expect(other.status).to.equal(422);
    });

    it('are left once, whichever of two servers is faster', async function () {
      this.timeout(120_000);
      const pair = [await start(), await start()];
      const headers = { 'Idempotency-Key': 'race' };
      const answers = await Promise.all(pair.map(({ client }) => client.post('/items/notes', [{ id: 10, body: 'ten' }], headers)));
      expect(answers.map(({ status, text }) => `${status} ${text}`)).to.deep.equal(Array(2).fill('200 {"data":[{"id":10,"body":"ten"}]}'));
    });
  });
}

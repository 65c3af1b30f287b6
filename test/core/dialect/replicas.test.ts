import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { Value } from 'typebox/value';
import { anonymous, definePlugin, parseQuery, queryLimits, type Database, type ItemsContext } from 'jackfield';
import { startServer, type TestServer } from '../../../core/testing/testing.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { openDatabase } from '../../support/open-database.js';

/** What a stand-in for a replica says of itself: what it really is does not matter. */
interface StandIn {
  isAway: boolean;
  lag: number | null;
  reads: number;
}

const checkSeconds = 0.02;
const limits = Value.Create(queryLimits);

/** Until the replicas have been asked again. */
const settled = (): Promise<void> => wait(checkSeconds * 1000 * 4);

const contextOf = (user: string): ItemsContext => ({ identity: { ...anonymous, user, admin: true }, now: new Date() });

/**
 * The databases are apart, so that each answer tells where it was read. Those of `replica:` URLs say of their health what the test says.
 */
describe('replicas', () => {
  const standIns: StandIn[] = [{ isAway: false, lag: 0, reads: 0 }, { isAway: false, lag: 0, reads: 0 }];
  let databases: TestDatabase[] = [];
  let server: TestServer;

  const replicas = definePlugin({
    name: 'replicas',
    setup: ({ on }) => on('database.open', async ({ url, ...options }): Promise<Database | undefined> => {
      const number = /^replica:(\d)$/.exec(url)?.[1];
      if (number === undefined) return undefined;
      const standIn = standIns[Number(number)]!;
      const guard = (): void => {
        if (standIn.isAway) throw Object.assign(new Error('gone'), { code: 'SQLITE_CANTOPEN' });
      };
      guard();
      const database = await openDatabase(databases[Number(number) + 1]!.url, options);
      return {
        ...database,
        lagSeconds: async () => standIn.lag,
        ping: async () => guard(),
        read: async (statement, values) => {
          guard();
          standIn.reads += 1;
          return database.read(statement, values);
        },
        async* stream(statement, values) {
          guard();
          standIn.reads += 1;
          yield* database.stream(statement, values);
        },
      };
    }),
  });

  const names = ['the primary', 'a replica', 'another replica'];

  beforeEach(async () => {
    for (const standIn of standIns) Object.assign(standIn, { isAway: false, lag: 0, reads: 0 });
    databases = await Promise.all(names.map((name) => createDatabase(
      'sqlite', `create table places (id integer primary key, name text); insert into places values (1, '${name}');`)));
    server = await startServer({
      database: { url: databases[0]!.url, replicas: ['replica:0', 'replica:1'], replicaMaxLagSeconds: 0.2, replicaCheckSeconds: checkSeconds },
      plugins: { system: false },
    }, { plugins: [replicas] });
    await settled();
  });
  afterEach(async () => {
    await server.stop();
    await Promise.all(databases.map((database) => database.drop()));
  });

  async function answers(count = 4, path = '/items/places/1'): Promise<string[]> {
    const found: string[] = [];
    for (let each = 0; each < count; each += 1) {
      const { status, text, body } = await server.client.get(path);
      expect(status, text).to.equal(200);
      found.push((Array.isArray(body.data) ? body.data[0] : body.data).name as string);
    }
    return found.toSorted();
  }

  it('take reads in turn, long lists and exports too', async () => {
    expect(await answers()).to.deep.equal(['a replica', 'a replica', 'another replica', 'another replica']);
    expect(await answers(2, '/items/places?limit=-1')).to.deep.equal(['a replica', 'another replica']);
    const { text } = await server.client.get('/items/places?export=csv&limit=-1');
    expect(text).to.contain('replica');
  });

  it('are not read by a client that has just written, for as long as they may be behind', async () => {
    expect((await server.client.patch('/items/places/1', { name: 'written' })).body.data.name).to.equal('written');
    expect(await answers()).to.deep.equal(['written', 'written', 'written', 'written']);
    await wait(300);
    expect(await answers(2)).to.deep.equal(['a replica', 'another replica']);
  });

  it('are read by other users meanwhile', async () => {
    const items = server.kernel.registry.get('items');
    const query = parseQuery({ fields: ['name'] }, { collection: 'places', key: '1', representation: 'rest', limits, source: 'body' });
    const read = async (user: string): Promise<unknown> => (await items.read(query, contextOf(user))).data;
    await items.write({ kind: 'update', collection: 'places', target: { kind: 'key', key: '1' }, payload: { name: 'by Ada' } }, query, contextOf('ada'));
    expect(await read('ada')).to.equal('{"name":"by Ada"}');
    expect(await read('bo')).to.contain('replica');
  });

  it('are left out while they are too far behind, or nobody knows how far', async () => {
    standIns[0]!.lag = 1;
    await settled();
    expect(await answers(2)).to.deep.equal(['another replica', 'another replica']);
    standIns[1]!.lag = null;
    await settled();
    expect(await answers(2)).to.deep.equal(['the primary', 'the primary']);
    standIns[0]!.lag = 0.1;
    await settled();
    expect(await answers(2)).to.deep.equal(['a replica', 'a replica']);
  });

  it('fail no request when they go away, and are used again when they are back', async () => {
    standIns[0]!.isAway = true;
    standIns[1]!.isAway = true;
    expect(await answers(3)).to.deep.equal(['the primary', 'the primary', 'the primary']);
    expect(await answers(1, '/items/places?limit=-1')).to.deep.equal(['the primary']);
    standIns[1]!.isAway = false;
    await settled();
    expect(await answers(2)).to.deep.equal(['another replica', 'another replica']);
  });

  it('need not have what the primary has had for a moment', async () => {
    await databases[0]!.run("create table fresh (id integer primary key, name text); insert into fresh values (1, 'fresh')");
    await server.kernel.registry.get('schema').refresh();
    expect(await answers(2, '/items/fresh/1')).to.deep.equal(['fresh', 'fresh']);
  });

  it('answer what a request did wrong themselves', async () => {
    const before = standIns.reduce((sum, { reads }) => sum + reads, 0);
    expect((await server.client.get('/items/places/99')).status).to.equal(403);
    expect(standIns.reduce((sum, { reads }) => sum + reads, 0)).to.equal(before + 1);
  });
});

describe('a replica that is away from the start', () => {
  it('keeps nobody from starting, and is used once it is there', async () => {
    const databases = await Promise.all(['the primary', 'a replica'].map((name) => createDatabase(
      'sqlite', `create table places (id integer primary key, name text); insert into places values (1, '${name}');`)));
    let isAway = true;
    const late = definePlugin({
      name: 'late',
      setup: ({ on }) => on('database.open', async ({ url, ...options }) => {
        if (url !== 'late:') return undefined;
        if (isAway) throw new Error('not yet');
        return openDatabase(databases[1]!.url, options);
      }),
    });
    const server = await startServer(
      { database: { url: databases[0]!.url, replicas: ['late:'], replicaCheckSeconds: checkSeconds }, plugins: { system: false } }, { plugins: [late] });
    try {
      expect((await server.client.get('/items/places/1')).body.data.name).to.equal('the primary');
      isAway = false;
      await wait(checkSeconds * 1000 * 4);
      expect((await server.client.get('/items/places/1')).body.data.name).to.equal('a replica');
    } finally {
      await server.stop();
      await Promise.all(databases.map((database) => database.drop()));
    }
  });
});

import { expect } from 'chai';
import { startServer, type TestServer } from '../../../core/testing/testing.js';
import { createDatabase, everywhere, type TestDatabase } from '../../support/databases.js';
import { mysqlUrl } from '../../support/mysql-database.js';

/** Texts that collations take for equal, or do not know. */
const script = everywhere(`
  create table words (
    id integer primary key,
    folded varchar(20) character set utf8mb4 collate utf8mb4_general_ci, old varchar(20) character set latin1 collate latin1_swedish_ci,
    long_one text character set utf8mb3 collate utf8mb3_general_ci, size enum('small', 'Large') character set utf8mb4 collate utf8mb4_general_ci,
    key (folded), key (old)
  );
  insert into words values
    (1, 'Alpha', 'Alpha', 'Alpha', 'small'), (2, 'alpha', 'alpha', 'alpha', 'Large'), (3, 'alpha ', 'alpha ', 'alpha ', 'Large'),
    (4, 'Älpha', 'Älpha', 'Älpha', null), (5, 'beta', 'beta', 'beta', 'small'), (6, null, null, null, null);
  create table parents (name varchar(20) character set utf8mb4 collate utf8mb4_general_ci primary key);
  create table children (
    id integer primary key, parent varchar(20) character set utf8mb4 collate utf8mb4_general_ci, foreign key (parent) references parents (name)
  );
  insert into parents values ('One'), ('two');
  insert into children values (1, 'one'), (2, 'TWO'), (3, 'One');`);

if (mysqlUrl !== undefined) describe('texts in collations that do not heed case (mysql)', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let server: TestServer;

  before(async () => {
    database = await createDatabase('mysql', script);
    // One connection, which tells what it has read.
    server = await startServer({ database: { url: database.url, poolSize: 1 } });
  });
  after(async () => {
    await server?.stop();
    await database?.drop();
  });

  async function read(collection: string, query: Readonly<Record<string, unknown>>): Promise<readonly Record<string, unknown>[]> {
    const { status, text, body } = await server.client.get(`/items/${collection}`, query);
    expect(status, text).to.equal(200);
    return body.data as readonly Record<string, unknown>[];
  }
  const ids = async (filter: unknown): Promise<unknown[]> => (await read('words', { fields: 'id', filter })).map(({ id }) => id);

  it('are equal only where they are the same', async () => {
    for (const field of ['folded', 'old', 'long_one']) {
      expect(await ids({ [field]: { _eq: 'alpha' } }), field).to.deep.equal([2]);
      expect(await ids({ [field]: { _neq: 'alpha' } }), field).to.deep.equal([1, 3, 4, 5]);
      expect(await ids({ [field]: { _in: ['alpha', 'Älpha', 'ALPHA'] } }), field).to.deep.equal([2, 4]);
      expect(await ids({ [field]: { _nin: ['alpha', 'beta'] } }), field).to.deep.equal([1, 3, 4]);
      expect(await ids({ [field]: { _starts_with: 'al' } }), field).to.deep.equal([2, 3]);
      expect(await ids({ [field]: { _nstarts_with: 'al' } }), field).to.deep.equal([1, 4, 5]);
      expect(await ids({ [field]: { _contains: 'A' } }), field).to.deep.equal([1]);
      expect(await ids({ [field]: { _ends_with: 'a' } }), field).to.deep.equal([1, 2, 4, 5]);
      expect(await ids({ [field]: { _istarts_with: 'ÄL' } }), field).to.deep.equal([4]);
      expect(await ids({ [field]: { _icontains: 'ALP' } }), field).to.deep.equal([1, 2, 3]);
    }
    expect(await ids({ size: { _eq: 'Large' } })).to.deep.equal([2, 3]);
  });

  it('may hold what the column has no letters for', async () => {
    for (const text of ['名前', '😀', 'alpha😀']) {
      expect(await ids({ old: { _eq: text } })).to.deep.equal([]);
      expect(await ids({ old: { _in: [text, 'beta'] } })).to.deep.equal([5]);
      expect(await ids({ old: { _starts_with: text } })).to.deep.equal([]);
      expect(await ids({ long_one: { _contains: text } })).to.deep.equal([]);
    }
  });

  it('are grouped and counted by what they are', async () => {
    expect(await read('words', { groupBy: ['folded'], aggregate: { count: '*' } })).to.deep.equal([
      { folded: 'Alpha', count: '1' }, { folded: 'alpha', count: '1' }, { folded: 'alpha ', count: '1' }, { folded: 'beta', count: '1' },
      { folded: 'Älpha', count: '1' }, { folded: null, count: '1' },
    ]);
    expect(await read('words', { aggregate: { countDistinct: ['folded', 'old', 'size'], min: 'folded', max: 'old' } })).to.deep.equal([
      { countDistinct: { folded: '5', old: '5', size: '2' }, min: { folded: 'Alpha' }, max: { old: 'Älpha' } },
    ]);
  });

  it('are sorted as their column says, and then by key', async () => {
    expect((await read('words', { fields: 'id', sort: 'folded' })).map(({ id }) => id)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect((await read('words', { fields: 'id', sort: '-folded' })).map(({ id }) => id)).to.deep.equal([6, 5, 1, 2, 3, 4]);
  });

  it('refer to each other as the database lets them', async () => {
    expect(await read('children', { fields: 'id,parent.name' })).to.deep.equal([
      { id: 1, parent: { name: 'One' } }, { id: 2, parent: { name: 'two' } }, { id: 3, parent: { name: 'One' } },
    ]);
    expect(await read('parents', { fields: 'name,children' })).to.deep.equal([{ name: 'One', children: [1, 3] }, { name: 'two', children: [2] }]);
    expect(await read('parents', {
      fields: 'name,children', deep: { children: { _groupBy: ['parent'], _aggregate: { count: '*' } } },
    })).to.deep.equal([
      { name: 'One', children: [{ parent: 'One', count: '1' }, { parent: 'one', count: '1' }] },
      { name: 'two', children: [{ parent: 'TWO', count: '1' }] },
    ]);
  });

  it('are found through the index of their column', async () => {
    const knex = server.kernel.registry.get('database').knex;
    const values = Array.from({ length: 300 }, (_, index) => `(${index + 100}, 'w${index}', 'w${index}', 'w${index}', null)`);
    await knex.raw(`insert into words values ${values.join(', ')}`);
    await knex.raw('analyze table words');
    for (const filter of [{ folded: 'w7' }, { old: 'w7' }, { folded: { _in: ['w7', 'w8'] } }, { folded: { _starts_with: 'w17' } }]) {
      await knex.raw('flush status');
      expect((await ids(filter)).length).to.be.within(1, 11);
      const [rows] = await knex.raw<[readonly { readonly Value: string }[]]>("show session status like 'Handler_read%'");
      expect((rows ?? []).reduce((sum, { Value }) => sum + Number(Value), 0), JSON.stringify(filter)).to.be.lessThan(100);
    }
  });
});

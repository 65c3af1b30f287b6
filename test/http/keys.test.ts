import { expect } from 'chai';
import { startServer, type TestServer } from '../../core/testing/testing.js';
import { forEachDatabase } from '../support/databases.js';
import { isMariaDb } from '../support/mysql-database.js';
import { transactSql } from '../support/transact-sql.js';

const types = {
  sqlite: { uuid: 'uuid', decimal: 'decimal(6,2)', zoned: 'timestamptz', plain: 'datetime' },
  postgres: { uuid: 'uuid', decimal: 'numeric(6,2)', zoned: 'timestamptz', plain: 'timestamp' },
  mysql: { uuid: isMariaDb ? 'uuid' : 'char(36)', decimal: 'decimal(6,2)', zoned: 'timestamp(6)', plain: 'datetime(6)' },
} as const;

/** Keys of many types, and of several parts, each referred to by a table that gives them as text. */
const script = ({ uuid, decimal, zoned, plain }: (typeof types)[keyof typeof types]): string => `
  create table shops (id integer primary key);
  create table texts (code varchar(40) primary key, shop_id integer references shops (id));
  create table pairs (code varchar(40), number bigint, shop_id integer references shops (id), primary key (code, number));
  create table moments (
    day date, at time, seen ${zoned}, noted ${plain}, shop_id integer references shops (id), primary key (day, at, seen, noted)
  );
  create table sums (
    token ${uuid}, amount ${decimal}, done boolean, shop_id integer references shops (id), primary key (token, amount, done)
  );
  insert into shops values (1);
  insert into texts values ('plain', 1), ('a,b', 1), ('a/b', 1), ('a b', 1), ('50%', 1), ('%2C', 1), ('é😀', 1), ('?x=1', 1), ('#', 1),
    ('..', 1), ('+', 1), ('"''', 1), ('a;b', 1), ('\\', 1), ('&', 1);
  insert into pairs values ('a,b', 1, 1), ('a', 9007199254740993, 1), ('', 2, 1), ('x/y z%', -3, 1), ('é', 4, 1), ('(!~*''.)', 5, 1);
  insert into moments values ('2024-02-29', '08:05:09.5', '2024-02-29T11:14:15.987Z', '2024-02-29T11:14:15', 1);
  insert into sums values
    ('aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee', '1.50', true, 1), ('aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee', '-2', false, 1);`;

forEachDatabase('a key', (database) => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: database.url } });
  });
  after(() => server.stop());

  const keysOf = async (collection: string): Promise<string[]> => {
    const { body } = await server.client.get('/items/shops/1', { fields: collection });
    return body.data[collection] as string[];
  };

  for (const collection of ['pairs', 'moments', 'sums']) {
    it(`of several parts (${collection}) is given in the form of its URL, and opens its item`, async () => {
      const keys = await keysOf(collection);
      expect(keys).to.have.length((await server.client.get(`/items/${collection}`)).body.data.length as number);
      for (const key of keys) {
        const byKey = await server.client.get(`/items/${collection}/${key}`);
        expect(byKey.status, key).to.equal(200);
        const { data } = (await server.client.search(`/items/${collection}`, { keys: [key] })).body as { data: unknown[] };
        expect(data, key).to.deep.equal([byKey.body.data]);
      }
      const all = await server.client.search(`/items/${collection}`, { keys });
      expect(all.body.data).to.have.length(keys.length);
    });
  }

  it('has its parts percent-encoded before they are joined', async () => {
    expect((await keysOf('pairs')).toSorted())
      .to.deep.equal(['%C3%A9,4', "(!~*'.),5", ',2', 'a%2Cb,1', 'a,9007199254740993', 'x%2Fy%20z%25,-3']);
    expect(await keysOf('moments')).to.deep.equal(['2024-02-29,08%3A05%3A09.5,2024-02-29T11%3A14%3A15.987Z,2024-02-29T11%3A14%3A15']);
    expect((await keysOf('sums')).toSorted())
      .to.deep.equal(['aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee,-2.00,false', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee,1.50,true']);
  });

  it('of one part is its value, and opens its item percent-encoded', async () => {
    const keys = await keysOf('texts');
    expect(keys).to.include.members(['plain', 'a,b', 'a/b', '..', '\\', 'é😀']);
    for (const key of keys.filter((each) => each !== '..')) {
      const { status, body } = await server.client.get(`/items/texts/${encodeURIComponent(key)}`);
      expect(`${status} ${body.data?.code}`, key).to.equal(`200 ${key}`);
    }
    expect((await server.client.search('/items/texts', { keys })).body.data).to.have.length(keys.length);
  });

  it('that no item has, or can have, is refused alike', async () => {
    const paths = [
      'texts/none', 'texts/%00', 'texts/PLAIN', 'texts/plain%20', 'pairs/a', 'pairs/a,1', 'pairs/a,x', 'pairs/a,1,1', 'pairs/,', 'pairs/a,',
      'pairs/a%2C9007199254740993', 'pairs/a,9007199254740992',
      'pairs/a,99999999999999999999', 'moments/2024-02-30,08:05,2024-02-29,2024-02-29', 'moments/2024-02-29', 'sums/aaaa,1.50,true',
      'sums/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee,1.50,maybe',
      'shops/abc', 'shops/1.5', 'shops/1e0', 'shops/0x1', 'shops/ 1 2', 'shops/99999999999999999999', 'shops/-1', "shops/1'",
      'shops/1;select', 'shops/__proto__',
    ];
    for (const path of paths) {
      expect((await server.client.get(`/items/${path}`)).text, path)
        .to.equal('{"errors":[{"message":"You don\'t have permission to access this.","extensions":{"code":"FORBIDDEN"}}]}');
    }
  });

  it('in a list that no item has leaves the list shorter, in the order of keys', async () => {
    const some = { keys: ['x%2Fy%20z%25,-3', 'none,1', 'a%2Cb,1'], query: { fields: ['number'] } };
    expect((await server.client.search('/items/pairs', some)).body.data).to.deep.equal([{ number: '1' }, { number: '-3' }]);
    expect((await server.client.search('/items/shops', { keys: [] })).body.data).to.deep.equal([]);
    expect((await server.client.search('/items/shops', { keys: [1, '1', 2] })).body.data).to.deep.equal([{ id: 1 }]);
  });
}, {
  sqlite: script(types.sqlite), postgres: script(types.postgres),
  // A backslash is a character like any other.
  mysql: `set sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES'); ${
    script(types.mysql).replace(' at time,', ' at time(6),').replaceAll(/T([0-9:.]+)Z?'/g, " $1'")}`,
  mssql: transactSql(script(types.sqlite).replace(' datetime,', ' timestamp,')),
});

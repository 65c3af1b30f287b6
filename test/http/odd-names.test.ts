import { expect } from 'chai';
import { startServer, type TestServer } from '../../core/testing/testing.js';
import { oddNames, oddNamesScript, oddNamesScriptOf, wideScript } from '../fixtures/odd-names.js';
import { forEachDatabase } from '../support/databases.js';

/** Names that a client chooses: whatever they hold, they come back as they were sent. */
const aliases = [
  ...oddNames, 'a'.repeat(100), 'ä'.repeat(100), 'x\'); drop table wide; --', 'a,b', 'a"b', '\\', '\n', 'toString', '\u{1f600}',
];

const items = (name: string): string => `/items/${encodeURIComponent(`t ${name}`)}`;

/** An object whose key may be `__proto__`. */
const entry = (name: string, value: unknown): object => Object.defineProperty({}, name, { value, enumerable: true, configurable: true });

forEachDatabase('names', (database) => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: database.url } });
  });
  after(() => server.stop());

  const first = async (path: string, query: object): Promise<object> => {
    const { status, text } = await server.client.search(path, { query });
    expect(status, `${path} ${JSON.stringify(query)} ${text}`).to.equal(200);
    return (JSON.parse(text) as { data: object[] }).data[0]!;
  };

  for (const [index, name] of oddNames.entries()) {
    it(`may be ${JSON.stringify(name)}, wherever a name stands`, async () => {
      const path = items(name);
      const parent = `${name} parent`;
      const all = (await server.client.get(path)).text;
      expect(all).to.equal(`{"data":[{"id":1,${JSON.stringify(name)}:${JSON.stringify(name)},${JSON.stringify(parent)}:1}]}`);
      expect((await server.client.get(`${path}/1`)).text).to.equal(`{"data":${all.slice('{"data":['.length, -2)}}`);
      for (const filter of [entry(name, { _eq: name }), entry(name, { _contains: name }), entry(parent, entry('id', 1))]) {
        expect(await first(path, { fields: ['id'], filter })).to.deep.equal({ id: 1 });
      }
      // In lists of names a `*` means all, and space around a name does not count.
      if (name.trim() === '' || name === '*') return;
      const related = `t ${oddNames[index === 0 ? 0 : index - 1]!}`;
      expect((await server.client.get(items(name), { fields: `id,${parent}.id` })).text)
        .to.equal(`{"data":[{"id":1,${JSON.stringify(parent)}:{"id":1}}]}`);
      const back = Object.values(await first(`/items/${encodeURIComponent(related)}`, { fields: [`t ${name}.id`] }))[0] as unknown;
      expect(back).to.deep.equal([{ id: 1 }]);
      const own = `{${JSON.stringify(name)}:${JSON.stringify(name)}}`;
      for (const query of [{ fields: [name] }, { groupBy: [name] }]) {
        expect((await server.client.search(path, { query })).text).to.equal(`{"data":[${own}]}`);
      }
      expect((await server.client.search(path, { query: { aggregate: { max: [name] } } })).text).to.equal(`{"data":[{"max":${own}}]}`);
      expect(await first(path, { fields: ['id'], sort: [`-${name}`] })).to.deep.equal({ id: 1 });
    });
  }

  it('that a client gives may be anything', async () => {
    for (const alias of aliases) {
      if (alias === '*') continue;
      const asked = { fields: alias.includes(',') || alias.trim() !== alias ? ['*'] : ['c0', alias], alias: entry(alias, 'c7') };
      expect(Object.entries(await first('/items/wide', asked)), alias).to.deep.include([alias, 7]);
    }
  });

  it('may be two hundred in one table', async () => {
    const expected = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`c${index}`, index]));
    expect(await first('/items/wide', {})).to.deep.equal(expected);
    expect(await first('/items/wide', { fields: Object.keys(expected) })).to.deep.equal(expected);
    expect(await first('/items/wide', { alias: { first: 'c0' }, fields: [...Object.keys(expected), 'first'] }))
      .to.deep.equal({ ...expected, first: 0 });
  });
}, {
  sqlite: `${oddNamesScript}\n${wideScript}`, postgres: `${oddNamesScript}\n${wideScript}`, mssql: `${oddNamesScriptOf('mssql')}\n${wideScript}`,
});

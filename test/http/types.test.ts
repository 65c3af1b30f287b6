import { expect } from 'chai';
import type { ApiType } from '../../core/schema/catalog.js';
import { startServer, type TestServer } from '../../core/testing/testing.js';
import { forEachDatabase, everywhere, type DialectName } from '../support/databases.js';

type Misfit = readonly [declared: string, stored: string, json: unknown];

/** Values that their declared type does not expect, and what becomes of them. What fits is in `docs/types.md`. */
const misfits: Readonly<Record<DialectName, readonly Misfit[]>> = {
  sqlite: [
    ['integer', "'many'", 'many'], ['integer', '1.5', 1.5], ['integer', "x'41'", 'A'], ['integer', "''", ''],
    ['bigint', "'x'", 'x'], ['bigint', '1.5', '1.5'], ['decimal(6,2)', "'n/a'", 'n/a'], ['decimal(6,2)', '1.239', '1.239'],
    ['decimal(6,2)', "x'41'", 'A'], ['double', "'x'", 'x'], ['double', '9e999', 'Infinity'], ['double', "x'41'", 'A'],
    ['boolean', '2', true], ['boolean', "'F'", false], ['boolean', "'yes'", true], ['boolean', '0.0', false],
    ['varchar(5)', '12', '12'], ['varchar(5)', "'longer than five'", 'longer than five'], ['text', "x'c3a9'", 'é'],
    ['text', "x'ff'", '\ufffd'],
    ['text', "'a' || char(0) || 'b'", 'a\0b'], ['uuid', "'ABC'", 'abc'], ['uuid', '5', '5'],
    ['date', "'soon'", 'soon'], ['date', "'2024-02-30'", '2024-02-30'], ['date', '1718000000', '2024-06-10'], ['date', "''", ''],
    ['time', "'noon'", 'noon'], ['time', "'2024-02-29T10:00:00Z'", '10:00:00'], ['datetime', "'x'", 'x'],
    ['datetime', "'2024-02-29'", '2024-02-29T00:00:00'],
    ['datetime', "'2024-02-29T10:00:00+05:45'", '2024-02-29T04:15:00'], ['datetime', "'0000-00-00 00:00:00'", '0000-00-00 00:00:00'],
    ['timestamptz', "'2024-02-29T10:00:00'", '2024-02-29T10:00:00.000Z'], ['timestamptz', '1718000000123', '2024-06-10T06:13:20.123Z'],
    ['json', `'{"a":'`, '{"a":'], ['json', "''", ''], ['json', "'NaN'", 'NaN'], ['json', '5', 5], ['json', "x'7b7d'", {}],
    ['json', "x'ff'", '\ufffd'],
    ['blob', "'text'", { type: 'Buffer', data: [116, 101, 120, 116] }], ['any', "x'ff'", '\ufffd'], ['any', '1.5', 1.5],
  ],
  postgres: [
    ['double precision', "'NaN'", 'NaN'], ['double precision', "'-Infinity'", '-Infinity'], ['numeric', "'NaN'", 'NaN'],
    ['date', "'infinity'", 'infinity'],
    ['date', "'0044-03-15 BC'", '0044-03-15 BC'], ['timestamp', "'-infinity'", '-infinity'],
    ['timestamp', "'0044-03-15 12:00 BC'", '0044-03-15T12:00:00 BC'],
    ['timestamptz', "'infinity'", 'infinity'], ['timestamptz', "'0044-03-15 12:00+00 BC'", '0044-03-15T12:00:00 BC'],
    ['timestamptz', "'12024-02-29 12:00+00'", '12024-02-29T12:00:00.000Z'], ['time', "'24:00'", '24:00:00'], ['json', "'null'", null],
    ['double precision[]', "'{NaN,1}'", ['NaN', 1]],
  ],
  mysql: [
    ['boolean', '2', true], ['date', "'0000-00-00'", '0000-00-00'], ['date', "'2024-02-31'", '2024-02-31'],
    ['datetime', "'0000-00-00 00:00:00'", '0000-00-00T00:00:00'], ['timestamp null', "'0000-00-00 00:00:00'", '0000-00-00T00:00:00.000Z'],
    ['time', "'838:59:59'", '838:59:59'], ['time(3)', "'-10:20:30.5'", '-10:20:30.5'], ['json', "'null'", null],
    ['json', "'1e400'", Infinity], ['text', "'a\\0b'", 'a\0b'], ['set(\'x\', \'y\')', "''", ''], ['varchar(5) character set latin1', "'é'", 'é'],
    ['int(5) zerofill', '42', 42], ['decimal(6,2) zerofill', '1.5', '1.50'], ['float', '16777217', 16777216], ['float', '1e-30', 1e-30],
  ],
  mssql: [
    ['bit', '5', true], ['varchar(5)', "'a '", 'a '], ['nvarchar(5)', "N'/'", '/'], ['nvarchar(max)', "N'\\/'", '\\/'],
    ['varbinary(max)', '0x', { type: 'Buffer', data: [] }], ['time', "'00:00:00.0000001'", '00:00:00.0000001'],
    ['datetime', "'2024-02-29T23:59:59.997'", '2024-02-29T23:59:59'],
    ['datetimeoffset', "'2024-01-01T00:30:00+01:00'", '2023-12-31T23:30:00.000Z'], ['real', '16777216', 16777216], ['float', '1e300', 1e300],
    ['money', '-0.0001', '-0.0001'],
  ],
};

const numbers = [
  { _eq: 1 }, { _neq: 1 }, { _in: [1, 2] }, { _nin: [1] }, { _lt: 1 }, { _gte: 1 }, { _between: [1, 2] }, { _nbetween: [1, 2] },
];
const texts = [
  { _eq: 'a' }, { _neq: 'a' }, { _in: ['a'] }, { _empty: true }, { _nempty: true }, { _contains: 'a' }, { _ncontains: 'a' },
  { _icontains: 'a' },
  { _nistarts_with: 'a' }, { _iends_with: 'a' },
];
const moments = (moment: string): object[] => [
  { _eq: moment }, { _nin: [moment] }, { _lt: moment }, { _gte: moment }, { _between: [moment, moment] },
];

/** Every kind of comparison that a field of a type takes. */
const comparisons: Readonly<Partial<Record<ApiType, readonly object[]>>> = {
  integer: numbers, bigInteger: numbers, decimal: numbers, float: numbers, string: texts, text: texts,
  boolean: [{ _eq: true }, { _neq: true }, { _in: [false] }],
  uuid: [{ _eq: '00000000-0000-4000-8000-000000000005' }, { _nin: ['00000000-0000-4000-8000-000000000005'] }],
  date: moments('2024-02-29'), time: moments('08:00'), dateTime: moments('2024-02-29T08:00:00'), timestamp: moments('2024-02-29T08:00:00Z'),
};

const dateParts = ['year', 'month', 'week', 'day', 'weekday'];
const timeParts = ['hour', 'minute', 'second'];

/** Every function that a field of a type takes. */
const functions: Readonly<Partial<Record<ApiType, readonly string[]>>> = {
  date: dateParts, time: timeParts, dateTime: [...dateParts, ...timeParts], timestamp: [...dateParts, ...timeParts], json: ['count'],
  array: ['count'],
};

forEachDatabase('a value that its type does not expect', (database) => {
  const own = misfits[database.dialect];
  const expected = Object.fromEntries(own.map(([, , json], index) => [`c${index}`, json]));
  let server: TestServer;

  before(async () => {
    await database.run(`
      create table boxes (id integer primary key);
      create table samples (
        id integer primary key, box_id integer references boxes (id),
        ${own.map(([declared], index) => `c${index} ${declared}`).join(', ')}
      );
      insert into boxes values (1);
      insert into samples values (1, 1, ${own.map(([, stored]) => stored).join(', ')});`);
    server = await startServer({ database: { url: database.url } });
  });
  after(() => server?.stop());

  it('is given as text, or as what it says, at any depth', async () => {
    expect((await server.client.get('/items/samples/1')).body.data).to.deep.equal({ id: 1, box_id: 1, ...expected });
    const { body } = await server.client.get('/items/boxes', { fields: 'samples.*,samples.box_id.samples.*' });
    expect(body.data[0].samples[0].c0).to.deep.equal(expected['c0']);
    expect(body.data[0].samples[0].box_id.samples[0]).to.deep.equal({ id: 1, box_id: 1, ...expected });
  });

  it('fails no comparison, no function, no order and no search', async () => {
    const { fields } = server.kernel.registry.get('schema').current().collections.get('samples')!;
    for (const [name, { type }] of fields) {
      const conditions = [{ _null: true }, { _nnull: true }, ...comparisons[type] ?? []];
      const calls = (functions[type] ?? []).map((call) => `${call}(${name})`);
      const query = {
        fields: ['id', ...calls], sort: [...type in comparisons ? [name] : [], ...calls],
        // Each comparison is looked at, whatever the others say.
        filter: { _or: conditions.map((condition) => ({ _and: [{ [name]: condition }, { id: { _gt: 0 } }] })) },
      };
      const { status, text } = await server.client.get('/items/samples', query);
      expect(status, `${JSON.stringify(query)} ${text}`).to.equal(200);
    }
    for (const search of ['1', '1.5', 'a', '00000000-0000-4000-8000-000000000005']) {
      expect((await server.client.get('/items/samples', { search })).status, search).to.equal(200);
    }
  });
}, everywhere(''));

import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import { oddNames, oddNamesScript } from '../fixtures/odd-names.js';
import { forEachDatabase, type DialectName } from '../support/databases.js';
import { importText } from './transfer-server.js';
import { forEachWorkshop } from './workshop-server.js';

const formats = ['csv', 'json', 'ndjson'] as const;

const optional = [
  'c_big', 'c_decimal', 'c_double', 'c_boolean', 'c_text', 'c_uuid', 'c_date', 'c_time', 'c_moment', 'c_instant', 'c_json', 'c_binary',
];

type Sample = Readonly<Record<string, unknown>>;

const samples = [
  {
    id: 1, c_big: '-9223372036854775808', c_decimal: '123456789.125', c_double: 1e-7, c_boolean: false, c_text: '', c_uuid: 'a0000000-0000-4000-8000-0000000000ab',
    c_date: '2024-02-29', c_time: '23:59:59.5', c_moment: '2024-05-06T07:08:09', c_instant: '2024-05-06T05:08:09.123Z',
    c_json: { 'a.b': [1, null, 'x'], 'c': '"' }, c_binary: { type: 'Buffer', data: [0, 34, 255] },
  },
  { id: 2, c_text: ' "quotes", commas,\r\nlines and 🐎 ', c_json: 'a text', c_boolean: true, c_binary: { type: 'Buffer', data: [] } },
  { id: 3, c_text: 'null', c_json: [], c_decimal: '0.000', c_big: '0' },
  { id: 4, c_text: '001', c_json: 5, c_double: -0.5 },
  { id: 5, c_text: '=1+1', c_json: '5' },
  { id: 6 },
].map((sample) => Object.assign(Object.fromEntries(optional.map((name): [string, unknown] => [name, null])), sample) as Sample);

/** A check takes lists and objects alone for JSON. */
function samplesOf(dialect: DialectName): readonly Sample[] {
  const isStorable = ({ c_json: json }: Sample): boolean => dialect !== 'mssql' || typeof json === 'object';
  return samples.map((sample) => (isStorable(sample) ? sample : Object.assign({}, sample, { c_json: [sample['c_json']] })));
}

forEachWorkshop('exporting and importing again', (server, dialect) => {
  const stored = samplesOf(dialect);
  const csv = async (query: object): Promise<string> => (await server.client.post('/utils/export/orders', { format: 'csv', query })).text;

  for (const format of formats) {
    it(`keeps every value of every type in ${format}`, async () => {
      // In a request a text for a json field is parsed.
      const sent = stored.map((sample) => Object.assign({}, sample, { c_json: sample['c_json'] === null ? null : JSON.stringify(sample['c_json']) }));
      expect((await server.client.post('/items/samples', sent)).status).to.equal(200);
      const before = await server.client.get('/items/samples', { sort: ['id'] });
      const { status, text, headers } = await server.client.post('/utils/export/samples', { format });
      expect([status, headers.get('content-disposition')]).to.satisfy(([code, name]: [number, string]) => code === 200 && /^attachment; filename="samples \d{8}-\d{6}\.\w+"$/.test(name));
      expect((await server.client.delete('/items/samples', { query: {} })).status).to.equal(204);
      expect((await importText(server, 'samples', format, text)).body).to.deep.equal({ data: { count: stored.length } });
      const after = await server.client.get('/items/samples', { sort: ['id'] });
      expect(after.body).to.deep.equal(before.body);
      expect(after.body.data.map(({ twice: _twice, ...own }: Record<string, unknown>) => own)).to.deep.equal(stored);
    });

    it(`keeps composite keys and references in ${format}`, async () => {
      const before = (await server.client.get('/items/lines', { fields: ['order_id', 'number', 'text'] })).body;
      const { text } = await server.client.post('/utils/export/lines', { format });
      await server.client.delete('/items/lines', { query: {} });
      expect((await importText(server, 'lines', format, text)).body).to.deep.equal({ data: { count: 2 } });
      expect((await server.client.get('/items/lines', { fields: ['order_id', 'number', 'text'] })).body).to.deep.equal(before);
    });
  }

  it('exports what a query asks for, with one column for each member', async () => {
    expect(await csv({ fields: ['id', 'customer_id.name', 'lines.text'], filter: { id: { _lt: 3 } }, sort: ['-id'] }))
      .to.equal('"id","customer_id","lines"\n2,"{""name"":""Ada""}","[]"\n1,"{""name"":""Ada""}","[{""text"":""leg""},{""text"":""seat""}]"');
    expect(await csv({ aggregate: { count: '*' } })).to.equal('"count"\n"3"');
    expect(await csv({ fields: ['id'], limit: 1 })).to.equal('"id"\n1');
    expect(await csv({ fields: ['id'], filter: { id: 99 } })).to.equal('');
  });

  it('gives XML and YAML as well, and refuses another format or body', async () => {
    expect((await server.client.post('/utils/export/lines', { format: 'xml', query: { fields: ['text'] } })).text).to.include('<text>leg</text>');
    expect((await server.client.post('/utils/export/lines', { format: 'yaml', query: { fields: ['text'] } })).text).to.include('- text: leg');
    for (const body of [{ format: 'exe' }, {}, [], { format: 'csv', query: [] }, 'x']) {
      expect(server.refusal(await server.client.post('/utils/export/lines', body)), JSON.stringify(body)).to.equal('400 INVALID_PAYLOAD');
    }
    expect((await server.client.post('/utils/export/nope', { format: 'csv' })).status).to.equal(403);
    expect((await server.client.post('/utils/export/lines', { format: 'csv', query: { fields: ['nope'] } })).status).to.equal(403);
    expect((await server.anonymous.post('/utils/export/lines', { format: 'csv' })).status).to.equal(403);
  });

  it('exports more than the usual limit of a list', async () => {
    await importText(server, 'labels', 'csv', `code,title\n${Array.from({ length: 300 }, (_, index) => `c${index},t`).join('\n')}`);
    expect((await server.client.post('/utils/export/labels', { format: 'ndjson' })).text.trim().split('\n')).to.have.length(302);
  });
});

forEachDatabase('exporting and importing odd names', (database) => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: database.url } });
  });
  after(() => server.stop());

  for (const format of formats) {
    it(`keeps them in ${format}`, async () => {
      for (const [index, name] of oddNames.entries()) {
        const collection = `t ${name}`;
        const path = `/items/${encodeURIComponent(collection)}`;
        const before = await server.client.get(path);
        const exported = await server.client.post(`/utils/export/${encodeURIComponent(collection)}`, { format });
        expect(exported.text, collection).to.include(format === 'csv' ? name.replaceAll('"', '""') : JSON.stringify(name).slice(1, -1));
        const again = exported.text.replace(format === 'csv' ? /^1,/m : /"id"\s*:\s*1\b/, format === 'csv' ? '2,' : '"id":2')
          .replace(format === 'csv' ? /,1$/m : /:\s*1\b(?=\s*\})/, format === 'csv' ? ',' : ':null');
        expect((await importText(server, collection, format, again)).body, `${index} ${collection} ${again}`).to.deep.equal({ data: { count: 1 } });
        const [first, second] = (await server.client.get(path)).body.data as Record<string, unknown>[];
        expect(first).to.deep.equal(before.body.data[0]);
        expect(second).to.deep.equal({ ...first, id: 2, [`${name} parent`]: null });
        expect((await server.client.delete(path, [2])).status).to.equal(204);
      }
    });
  }
}, oddNamesScript);

import { expect } from 'chai';
import { definePlugin, type ItemsWritten } from 'jackfield';
import { statementsOf } from '../support/count-statements.js';
import { importText, places } from './transfer-server.js';
import { forEachWorkshop } from './workshop-server.js';

const lines = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** A form with files. */
function form(...files: [text: string, type: string, name: string][]): FormData {
  const made = new FormData();
  made.append('title', 'ignored');
  for (const [text, type, name] of files) made.append('file', new Blob([text], { type }), name);
  return made;
}

forEachWorkshop('importing', (server) => {
  it('creates the items of CSV, JSON and NDJSON', async () => {
    expect((await importText(server, 'labels', 'csv', 'code,title\r\nred2,"Red, ""dark"""\r\nnone,\r\nempty,""\r\n')).body).to.deep.equal({ data: { count: 3 } });
    expect((await importText(server, 'labels', 'json', '[ {"code": "j1", "title": "[}\\""},\n{"code":"j2"} ]\n')).body).to.deep.equal({ data: { count: 2 } });
    expect((await importText(server, 'labels', 'ndjson', '{"code":"n1","title":"x\\ny"}\n\n{"code":"n2"}')).body).to.deep.equal({ data: { count: 2 } });
    expect(await server.data('/items/labels', { sort: ['code'], filter: { code: { _nin: ['red', 'blue'] } } })).to.deep.equal([
      { code: 'empty', title: '' }, { code: 'j1', title: '[}"' }, { code: 'j2', title: null }, { code: 'n1', title: 'x\ny' }, { code: 'n2', title: null },
      { code: 'none', title: null }, { code: 'red2', title: 'Red, "dark"' },
    ].map(({ code, title }) => ({ code, title, favourite_of: [], order_labels: [] })));
  });

  it('takes nothing for nothing', async () => {
    for (const [format, text] of [['csv', ''], ['csv', 'code,title\n'], ['json', '[]'], ['ndjson', '\n']] as const) {
      expect((await importText(server, 'labels', format, text)).body).to.deep.equal({ data: { count: 0 } });
    }
  });

  it('creates nothing where the last of many rows is bad', async () => {
    const csv = `code,title\n${lines(2500, (index) => `c${index},title ${index}`)}\ntoo long a code,x\n`;
    expect(places(await importText(server, 'labels', 'csv', csv))).to.deep.equal(['line 2502 code VALUE_TOO_LONG']);
    const twice = `code,title\n${lines(2500, (index) => `c${index},title ${index}`)}\nc7,x\n`;
    expect(places(await importText(server, 'labels', 'csv', twice))).to.deep.equal(['line 2502 code RECORD_NOT_UNIQUE']);
    expect(await server.data('/items/labels', { fields: ['code'] })).to.deep.equal([{ code: 'blue' }, { code: 'red' }]);
  });

  it('tells the line and field of the first ten problems', async () => {
    const bad = await importText(server, 'orders', 'csv', 'id,customer_id,title,rank\n1x,1,a,1\n8,1,"two\nlines",1\n9,1,,many\n10,1\n11,9,b,1\n');
    expect(bad.status).to.equal(400);
    expect(places(bad)).to.deep.equal([
      'line 2 id FAILED_VALIDATION type', 'line 5 title FAILED_VALIDATION nnull', 'line 5 rank FAILED_VALIDATION type', 'line 6 INVALID_PAYLOAD',
    ]);
    expect(bad.body.errors[1].extensions).to.include({ collection: 'orders', path: 'data[2].title' });
    expect(places(await importText(server, 'orders', 'csv', 'id,customer_id,title,quantity\n8,1,a,1\n9,99,b,1\n10,98,c,1\n11,1,d,1\n'))).to.deep.equal([
      'line 3 customer_id INVALID_FOREIGN_KEY', 'line 4 customer_id INVALID_FOREIGN_KEY',
    ]);
    expect(places(await importText(server, 'labels', 'ndjson', lines(30, (index) => (index % 2 ? '{"code":1}' : '{"title":'))))).to.have.length(10);
    expect(places(await importText(server, 'labels', 'json', '[{"code":"a"},\n\n5, {"code":"b"},\n{"code":}]'))).to.deep.equal(['line 3 INVALID_PAYLOAD', 'line 4 INVALID_PAYLOAD']);
    expect(places(await importText(server, 'labels', 'json', '[{"code":"a"}\n'))).to.deep.equal(['line 2 INVALID_PAYLOAD']);
    expect(places(await importText(server, 'labels', 'csv', 'code\n"a\n'))).to.deep.equal(['line 2 INVALID_PAYLOAD']);
    expect(places(await importText(server, 'labels', 'csv', 'code,code\na,b\n'))).to.deep.equal(['line 1 INVALID_PAYLOAD']);
    expect(places(await importText(server, 'labels', 'csv', Buffer.from('code\na\nb\xFF\n', 'latin1')))).to.deep.equal(['line 3 INVALID_PAYLOAD']);
    expect(await server.data('/items/labels', { fields: ['code'] })).to.have.length(2);
    expect(await server.data('/items/orders', { fields: ['id'] })).to.have.length(3);
  });

  it('names what may not be written once, whatever else it is', async () => {
    for (const name of ['nope', '__proto__', 'constructor']) {
      const answer = await importText(server, 'labels', 'csv', `code,${name}\na,1\nb,2\n`);
      expect([answer.status, places(answer)]).to.deep.equal([403, [`line 2 ${name} FORBIDDEN`]]);
    }
    for (const collection of ['nope', 'open_orders', '__proto__']) {
      expect((await importText(server, collection, 'csv', 'a\n1\n')).status, collection).to.equal(403);
    }
    expect((await importText({ client: server.anonymous }, 'labels', 'csv', 'code\na\n')).status).to.equal(403);
    expect((await importText(server, 'settings', 'json', '[{}]')).status).to.equal(400);
  });

  it('writes related items of JSON with their items', async () => {
    const sent = [{ id: 50, title: 'Desk', customer_id: { id: 40, name: 'Cy' }, lines: [{ number: 1, text: 'top' }] }];
    expect((await importText(server, 'orders', 'json', JSON.stringify(sent))).body).to.deep.equal({ data: { count: 1 } });
    expect(await server.data('/items/orders/50', { fields: ['customer_id.name', 'lines.text'] })).to.deep.equal({ customer_id: { name: 'Cy' }, lines: [{ text: 'top' }] });
  });

  it('takes a statement for many rows', async () => {
    const statements = await statementsOf(() => importText(server, 'labels', 'csv', `code,title\n${lines(1000, (index) => `c${index},t`)}`));
    expect(statements.length).to.be.below(30);
  });

  it('takes a form with the file as any part of it, and nothing of another type', async () => {
    const send = (body: FormData) => server.client.send('POST', '/utils/import/labels', { body });
    expect((await send(form(['code\nf1\n', 'text/csv', 'x']))).body).to.deep.equal({ data: { count: 1 } });
    expect((await send(form(['[{"code":"f2"}]', 'application/json', 'x.json']))).body).to.deep.equal({ data: { count: 1 } });
    expect((await send(form(['{"code":"f3"}', '', 'x.jsonl']))).body).to.deep.equal({ data: { count: 1 } });
    for (const [answer, refusal] of [
      [await send(form(['x', 'application/pdf', 'x.csv'])), '415 UNSUPPORTED_MEDIA_TYPE'],
      [await send(form(['x', '', 'x.exe'])), '415 UNSUPPORTED_MEDIA_TYPE'],
      [await send(form()), '400 INVALID_PAYLOAD'],
      [await send(form(['code\nf4', 'text/csv', 'x'], ['code\nf5', 'text/csv', 'y'])), '400 INVALID_PAYLOAD'],
      [await server.client.send('POST', '/utils/import/labels', { body: 'x', headers: { 'Content-Type': 'multipart/form-data' } }), '400 INVALID_PAYLOAD'],
      [await server.client.send('POST', '/utils/import/labels', { body: 'x', headers: { 'Content-Type': 'multipart/form-data; boundary=a' } }), '400 INVALID_PAYLOAD'],
      [await server.client.send('POST', '/utils/import/labels', { body: 'a,b', headers: { 'Content-Type': 'application/pdf' } }), '415 UNSUPPORTED_MEDIA_TYPE'],
      [await server.client.send('POST', '/utils/import/labels', { body: 'a', headers: { 'Content-Type': 'text/csv; charset=latin1' } }), '415 UNSUPPORTED_MEDIA_TYPE'],
      [await server.client.send('POST', '/utils/import/labels', { body: 'a', headers: { 'Content-Type': 'text/csv', 'Content-Encoding': 'gzip' } }), '415 UNSUPPORTED_MEDIA_TYPE'],
    ] as const) expect(server.refusal(answer)).to.equal(refusal);
    expect(await server.data('/items/labels', { fields: ['code'], filter: { code: { _starts_with: 'f' } } })).to.deep.equal([{ code: 'f1' }, { code: 'f2' }, { code: 'f3' }]);
  });
});

const told: ItemsWritten[] = [];

const watcher = definePlugin({
  name: 'watcher',
  setup({ on }) {
    on('items.create', (item) => {
      if (item['title'] === 'refused') throw new Error('A handler has its reasons.');
      return { ...item, title: `${String(item['title'])}!` };
    }, { collection: 'labels' });
    on('items.created', (event) => void told.push(event), { collection: 'labels' });
  },
});

forEachWorkshop('importing with handlers', (server) => {
  beforeEach(() => void told.splice(0));

  it('lets them change each item, and tells them once after the commit', async () => {
    const csv = `code,title\n${lines(1500, (index) => `c${index},t${index}`)}`;
    expect((await importText(server, 'labels', 'csv', csv)).body).to.deep.equal({ data: { count: 1500 } });
    expect(await server.data('/items/labels/c1499', { fields: ['title'] })).to.deep.equal({ title: 't1499!' });
    expect(told.map(({ items }) => items.length)).to.deep.equal([1500]);
    expect(told[0]?.items[1499]).to.deep.equal({ key: 'c1499', payload: { code: 'c1499', title: 't1499!' } });
  });

  it('tells the line of what is wrong after them, and tells them nothing', async () => {
    const csv = `code,title\n${lines(1200, (index) => `c${index},t`)}\nlast,${'x'.repeat(20)}\n`;
    expect(places(await importText(server, 'labels', 'csv', csv))).to.deep.equal(['line 1202 title VALUE_TOO_LONG']);
    expect((await importText(server, 'labels', 'csv', 'code,title\na,b\nc,refused\n')).status).to.equal(500);
    expect(told).to.deep.equal([]);
    expect(await server.data('/items/labels', { fields: ['code'] })).to.have.length(2);
  });
}, { plugins: () => [watcher] });

forEachWorkshop('limits on imports', (server) => {
  it('refuses a longer file, and a longer item, and leaves the connection usable for the answer', async () => {
    expect(server.refusal(await importText(server, 'labels', 'csv', `code\n${'a\n'.repeat(40_000)}`))).to.equal('413 CONTENT_TOO_LARGE');
    for (const [format, text] of [['csv', `code,title\na,"${'x'.repeat(3000)}"`], ['json', `[{"code":"${'x'.repeat(3000)}"}]`], ['ndjson', `{"code":"${'x'.repeat(3000)}"}`]] as const) {
      const answer = await importText(server, 'labels', format, text);
      expect(server.refusal(answer)).to.equal('400 INVALID_PAYLOAD');
      expect(answer.body.errors[0].extensions.reason).to.include('2000 bytes');
    }
  });

  it('takes more items than one request may hold otherwise', async () => {
    expect((await importText(server, 'labels', 'csv', 'code\na\nb\nc\n')).body).to.deep.equal({ data: { count: 3 } });
  });
}, { config: { mutation: { maxItems: 2 }, plugins: { transfer: { maxImportBytes: 50_000, maxItemBytes: 2000 } } } });

import { expect } from 'chai';
import { parse as parseYaml } from 'yaml';
import { forEachLibrary } from './library-server.js';

forEachLibrary('exporting items', (server) => {
  const file = async (path: string, query: Record<string, unknown>) => {
    const { status, headers, text } = await server.client.get(path, query);
    return { status, type: headers.get('content-type'), name: headers.get('content-disposition'), text };
  };

  it('gives CSV with a column for each member', async () => {
    const { type, name, text } = await file('/items/books', {
      fields: ['id', 'subtitle', 'in_print', 'details', 'author_id.name'], sort: ['id'], export: 'csv',
    });
    expect(type).to.equal('text/csv; charset=utf-8');
    expect(name).to.match(/^attachment; filename="books \d{8}-\d{6}\.csv"$/);
    expect(text.split('\n')).to.deep.equal([
      '"id","subtitle","in_print","details.lang","details.awards","details.series.no","author_id.name","details","author_id"',
      '1,"An ""Ambiguous"" Utopia",true,"en","[""Hugo"",""Nebula""]",5,"Ursula",,',
      '2,"",false,,,,"Ada",,',
      '3,,,"fr",,,,,',
    ]);
  });

  it('gives lists of keys as JSON, and nothing at all for no items', async () => {
    expect((await file('/items/authors', { fields: ['name', 'books'], export: 'csv' })).text)
      .to.equal('"name","books"\n"Ursula","[1]"\n"Ada","[2]"');
    expect(await file('/items/authors', { filter: { id: 9 }, export: 'csv' })).to.include({ status: 200, text: '' });
    expect((await file('/items/authors', { filter: { id: 9 }, export: 'json' })).text).to.equal('[]');
  });

  it('gives JSON, XML and YAML of the same items, without the envelope', async () => {
    const query = { fields: ['id', 'title', 'author_id.name'], sort: ['id'], filter: { id: { _lt: 3 } } };
    const { data } = (await server.client.get('/items/books', query)).body as { data: unknown };
    const json = await file('/items/books', { ...query, export: 'json' });
    expect(json.type).to.equal('application/json; charset=utf-8');
    expect(JSON.parse(json.text)).to.deep.equal(data);
    const yaml = await file('/items/books', { ...query, export: 'yaml' });
    expect(yaml.type).to.equal('text/yaml; charset=utf-8');
    expect(parseYaml(yaml.text)).to.deep.equal(data);
    const xml = await file('/items/books', { ...query, export: 'xml' });
    expect(xml.type).to.equal('text/xml; charset=utf-8');
    expect(xml.text.split('\n').slice(0, 7)).to.deep.equal([
      "<?xml version='1.0'?>", '<data>', '    <data>', '        <id>1</id>', '        <title>The Dispossessed</title>', '        <author_id>',
      '            <name>Ursula</name>',
    ]);
  });

  it('gives one item, or a singleton, as it is', async () => {
    expect((await file('/items/books/2', { fields: ['id', 'pages'], export: 'json' })).text.replaceAll(/\s/g, ''))
      .to.equal('{"id":2,"pages":432}');
    expect((await file('/items/settings', { fields: ['shop'], export: 'yaml' })).text).to.equal('shop: The Corner Bookshop\n');
    expect((await file('/items/settings', { fields: ['shop'], export: 'csv' })).text).to.equal('"shop"\n"The Corner Bookshop"');
    expect((await file('/items/settings', { aggregate: { count: '*' }, export: 'csv' })).text).to.equal('"count"\n"1"');
  });

  it('obeys limits like any list, and -1 gives all', async () => {
    expect((await file('/items/books', { fields: ['id'], limit: 2, export: 'csv' })).text).to.equal('"id"\n1\n2');
    expect((await file('/items/books', { fields: ['id'], limit: -1, export: 'csv' })).text).to.equal('"id"\n1\n2\n3');
  });

  it('answers errors as such, not as a file', async () => {
    for (const [path, query, error] of [
      ['/items/nope', { export: 'csv' }, '403 FORBIDDEN'], ['/items/books', { export: 'csv', fields: ['nope'] }, '403 FORBIDDEN'],
      ['/items/books/9', { export: 'xml' }, '403 FORBIDDEN'], ['/items/books', { export: 'exe' }, '400 INVALID_QUERY'],
      ['/items/books', { export: 'json', filter: { pages: { _eq: 'many' } } }, '400 INVALID_QUERY'],
    ] as const) {
      const { status, headers, body } = await server.client.get(path, query);
      expect(`${status} ${body.errors[0].extensions.code}`).to.equal(error);
      expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(headers.has('content-disposition')).to.equal(false);
    }
    expect((await server.anonymous.get('/items/books', { export: 'csv' })).status).to.equal(403);
  });
});

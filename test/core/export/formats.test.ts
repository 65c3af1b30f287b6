import { expect } from 'chai';
import { parse as parseYaml } from 'yaml';
import { writeCsv } from '../../../core/export/csv.js';
import { writeJson } from '../../../core/export/json.js';
import { writeXml } from '../../../core/export/xml.js';
import { writeYaml } from '../../../core/export/yaml.js';

async function* itemsOf(...items: readonly unknown[]): AsyncGenerator<string> {
  for (const item of items) yield typeof item === 'string' ? item : JSON.stringify(item);
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

const csv = (...items: readonly unknown[]): Promise<string> => textOf(writeCsv(itemsOf(...items), false));

const xml = (...items: readonly unknown[]): Promise<string> => textOf(writeXml({ items: itemsOf(...items), isSingle: false }));

describe('CSV', () => {
  it('quotes texts, not numbers and booleans, and leaves null empty', async () => {
    expect(await csv({ id: 1, title: 'A "b", c\nd', price: '14.99', ok: true, none: null, empty: '', half: 0.5 }))
      .to.equal('"id","title","price","ok","none","empty","half"\n1,"A ""b"", c\nd","14.99",true,,"",0.5');
  });

  it('makes columns of the members of objects, and JSON of lists', async () => {
    expect(await csv({ id: 1, author: { name: 'Ada', born: { year: 1815 } }, books: [1, 2], tags: [], extra: {} }))
      .to.equal('"id","author.name","author.born.year","books","tags","extra"\n1,"Ada",1815,"[1,2]","[]","{}"');
  });

  it('has the columns of all items, in the order they are met', async () => {
    expect(await csv({ id: 1, author: null }, { id: 2, author: { name: 'Ada' } }, { id: 3, author: { name: null } }))
      .to.equal('"id","author","author.name"\n1,,\n2,,"Ada"\n3,,');
  });

  it('is empty without items, and has no line break at its end', async () => {
    expect(await csv()).to.equal('');
    expect(await textOf(writeCsv(itemsOf(), true))).to.equal('');
  });

  it('is the same when the columns are known from the first item', async () => {
    const items = Array.from({ length: 1203 }, (_, id) => ({ id, name: `n${id}` }));
    const text = await textOf(writeCsv(itemsOf(...items), true));
    expect(text).to.equal(await csv(...items));
    expect(text.split('\n')).to.have.length(1204);
  });

  it('takes any name for a column', async () => {
    expect(await csv('{"__proto__":1,"a.b":2,"constructor":"x"}')).to.equal('"__proto__","a.b","constructor"\n1,2,"x"');
  });

  it('gives bare keys a column of their own', async () => {
    expect(await csv(1, 2)).to.equal('"key"\n1\n2');
  });
});

describe('exported JSON', () => {
  it('is the text of the items as it is', async () => {
    expect(await textOf(writeJson({ items: itemsOf('{"a":1.0}', '{"a":2.50}'), isSingle: false }))).to.equal('[{"a":1.0},{"a":2.50}]');
    expect(await textOf(writeJson({ items: itemsOf(), isSingle: false }))).to.equal('[]');
    expect(await textOf(writeJson({ items: itemsOf('{"a":1.0}'), isSingle: true }))).to.equal('{"a":1.0}');
  });
});

describe('XML', () => {
  it('indents by four spaces, repeats lists and writes null as a word', async () => {
    expect(await xml({ id: 1, none: null, author: { name: 'Ada' }, books: [1, 2], none_of: [], details: {}, empty: '' })).to.equal(
      '<?xml version=\'1.0\'?>\n<data>\n    <data>\n        <id>1</id>\n        <none>null</none>\n        <author>\n'
      + '            <name>Ada</name>\n        </author>\n        <books>1</books>\n        <books>2</books>\n        <details/>\n        <empty/>\n    </data>\n</data>',
    );
  });

  it('escapes what would be markup, and leaves quotes', async () => {
    expect(await xml({ a: '<b> & "c" ]]>' })).to.include('<a>&lt;b> &amp; "c" ]]&gt;</a>');
    expect(await xml({ a: 'x\u0000y\u0008' })).to.include('<a>x\uFFFDy\uFFFD</a>');
  });

  it('makes a name of any key', async () => {
    expect(await xml({ 'a b': 1, '2nd': 2, 'Größe': 3, 'x/><y': 4, '': 5 }))
      .to.match(/<a_b>1<\/a_b>\s*<_2nd>2<\/_2nd>\s*<Größe>3<\/Größe>\s*<x___y>4<\/x___y>\s*<_>5<\/_>/);
  });

  it('of one item is that item, of none an empty element', async () => {
    expect(await textOf(writeXml({ items: itemsOf({ shop: 'Corner' }), isSingle: true })))
      .to.equal('<?xml version=\'1.0\'?>\n<data>\n    <shop>Corner</shop>\n</data>');
    expect(await xml()).to.equal('<?xml version=\'1.0\'?>\n<data/>');
  });
});

describe('YAML', () => {
  it('is a list of mappings that reads back as it was', async () => {
    const items = [
      {
        id: 1, price: '14.99', day: '2016-05-10', said: 'yes', none: null, tags: ['a', 'b'],
        long: 'word '.repeat(60), lines: 'one\n  two\n', odd: ': #',
      },
      { id: 2, price: null, tags: [] },
    ];
    const text = await textOf(writeYaml({ items: itemsOf(...items), isSingle: false }));
    expect(text).to.match(/^- id: 1\n  price: '14\.99'\n  day: '2016-05-10'\n  said: 'yes'\n  none: null\n  tags:\n    - a\n    - b\n/);
    expect(parseYaml(text)).to.deep.equal(items);
    expect(parseYaml(text, { version: '1.1' })).to.deep.equal(items);
  });

  it('is an empty list without items, and a mapping for one', async () => {
    expect(await textOf(writeYaml({ items: itemsOf(), isSingle: false }))).to.equal('[]\n');
    expect(await textOf(writeYaml({ items: itemsOf({ shop: 'Corner' }), isSingle: true }))).to.equal('shop: Corner\n');
  });
});

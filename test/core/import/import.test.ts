import { expect } from 'chai';
import * as fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import { ApiError } from '../../../core/errors/api-error.js';
import { formatOfMediaType, formatOfName } from '../../../core/import/formats.js';
import { readItems, type ImportFormat } from '../../../core/import/import.js';
import type { Collection, Field } from '../../../core/schema/schema.js';

const field = (name: string, type: Field['type']): [string, Field] => [name, {
  name, type, column: name, elementType: null, sqlType: type, nullable: true, default: null, generated: null, values: null, length: null, precision: null, scale: null,
  comment: null, concealed: false, filled: false,
}];

const things: Collection = {
  name: 'things', table: { schema: null, name: 'things' }, kind: 'table', comment: null, key: ['id'], relations: new Map(), singleton: false, system: false, source: 'mirrored', uniques: [],
  fields: new Map([field('id', 'integer'), field('text', 'text'), field('more', 'text'), field('flag', 'boolean'), field('list', 'array'), field('json', 'json'), field('bytes', 'binary')]),
};

/** Cuts a file into chunks of some bytes. */
async function read(format: ImportFormat, text: string | Buffer, chunkBytes = 7, maxItemBytes = 100_000): Promise<unknown[]> {
  const bytes = Buffer.from(text as string);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) => bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes));
  const found: unknown[] = [];
  try {
    for await (const { line, payload } of readItems(Readable.from(chunks, { objectMode: false }), { format, collection: things, maxItemBytes })) {
      found.push([line, payload instanceof ApiError ? payload.message : payload]);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    found.push([error.details['line'], error.message]);
  }
  return found;
}

describe('reading a file to import', () => {
  it('reads cells of CSV as their fields ask', async () => {
    const cells: readonly [header: string, cell: string, value: unknown][] = [
      ['text', '', null], ['text', '""', ''], ['text', '"a ""b"""', 'a "b"'], ['text', ' a ', ' a '], ['text', '"1\r\n2"', '1\r\n2'], ['text', 'null', 'null'],
      ['id', '007', '007'], ['id', '""', null], ['flag', 'TRUE', 'true'], ['list', '"[1,""a""]"', [1, 'a']], ['list', 'x', 'x'], ['json', '"{""a"":1}"', '{"a":1}'],
      ['bytes', '"{""type"":""Buffer"",""data"":[1]}"', { type: 'Buffer', data: [1] }], ['bytes', 'AQ==', 'AQ=='], ['other', 'x', 'x'], ['other', '', null],
    ];
    for (const [header, cell, value] of cells) {
      expect(await read('csv', `more,${header}\nx,${cell}`), `${header} ${cell}`).to.deep.equal([[2, { more: 'x', [header]: value }]]);
    }
  });

  it('knows the line of every item', async () => {
    expect(await read('csv', '\uFEFFtext,more\r\n"a\r\nb","c\nd"\r\n\r\n,""\r\n"",\r\n"x,","y"')).to.deep.equal([
      [2, { text: 'a\r\nb', more: 'c\nd' }], [6, { text: null, more: '' }], [7, { text: '', more: null }], [8, { text: 'x,', more: 'y' }],
    ]);
    expect(await read('json', '\uFEFF[\n{"text":"]},\\"\\\\"},{\n"list":[[1],{}]}\n,\n5,"x", null]\n')).to.deep.equal([
      [2, { text: ']},"\\' }], [2, { list: [[1], {}] }], [5, 'An item must be an object of its values.'], [5, 'An item must be an object of its values.'], [5, 'An item must be an object of its values.'],
    ]);
    expect(await read('ndjson', '{"id":1}\r\n\n{"id":\n[]\n{"id":2}')).to.deep.equal([
      [1, { id: 1 }], [3, 'The line is no JSON.'], [4, 'An item must be an object of its values.'], [5, { id: 2 }],
    ]);
  });

  it('takes a text of a json field in JSON for a value', async () => {
    expect(await read('ndjson', '{"json":"5","text":"5"}\n{"json":5}')).to.deep.equal([[1, { json: '"5"', text: '5' }], [2, { json: 5 }]]);
  });

  it('ends at what cannot be read any further', async () => {
    const broken: readonly [ImportFormat, string | Buffer, line: number, reason: string][] = [
      ['csv', 'text\na\n"b', 3, 'A quote is opened and never closed.'], ['csv', 'text\n"a"b\n', 2, 'A quote is out of place'], ['csv', 'text\na"b\n', 2, 'A quote is out of place'],
      ['csv', 'text,text\n', 1, 'The header names "text" twice.'], ['csv', Buffer.concat([Buffer.from('text\nž\na'), Buffer.from([0xFF])]), 3, 'The file is not in UTF-8.'],
      ['ndjson', Buffer.from('{"text":"aaaaaaaaa"}\n{}\n{"text":"\xC5', 'latin1'), 3, 'The file is not in UTF-8.'],
      ['json', '', 1, 'The file must hold a list'], ['json', '\n{}', 2, 'The file must hold a list'], ['json', '[\n', 2, 'The list has no end.'], ['json', '[{"a":1}', 1, 'The list has no end.'],
      ['json', '[\n{"a"}]', 2, 'The item is no JSON.'], ['json', '[{},\n]', 2, 'The item is no JSON.'], ['json', '[,]', 1, 'The item is no JSON.'], ['json', '[{]}]', 1, 'The item is no JSON.'],
      ['json', '[]\n]', 2, 'There is something after the end of the list.'],
    ];
    for (const [format, text, line, reason] of broken) {
      const last = (await read(format, text)).at(-1) as [number, string];
      expect(last[0], `${String(text)} ${last[1]}`).to.equal(line);
      expect(last[1]).to.include(reason);
    }
    for (const [format, text] of [['csv', `text\n"${'x'.repeat(300)}`], ['json', `[{},\n"${'x'.repeat(300)}`], ['ndjson', `{}\n${'x'.repeat(300)}`]] as const) {
      expect((await read(format, text, 7, 200)).at(-1), format).to.deep.equal([2, 'An item has more than 200 bytes.']);
    }
  });

  it('reads back whatever is written, however it is cut', async () => {
    const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }).map((made) => made.replaceAll(/[\0\r\p{Surrogate}]/gu, '')), { nil: null });
    const awkward = fc.constantFrom('"', '""', ',', '\n', ' ', '', null, '","', '"\n"');
    const items = fc.array(fc.record({ text: fc.oneof(text, awkward), more: fc.oneof(text, awkward) }), { maxLength: 8 });
    await fc.assert(fc.asyncProperty(items, fc.integer({ min: 1, max: 40 }), async (made, chunkBytes) => {
      const csv = stringify([['text', 'more'], ...made.map(({ text, more }) => [text, more])], {
        quoted_empty: false, cast: { string: (cell) => (cell === '' ? { value: cell, quoted_empty: true } : cell) },
      });
      const payloads = async (format: ImportFormat, file: string): Promise<unknown[]> => (await read(format, file, chunkBytes) as [number, unknown][]).map(([, payload]) => payload);
      expect(await payloads('csv', csv)).to.deep.equal(made);
      expect(await payloads('json', JSON.stringify(made, null, 1))).to.deep.equal(made);
      expect(await payloads('ndjson', made.map((item) => JSON.stringify(item)).join('\n'))).to.deep.equal(made);
    }), { numRuns: 150 });
  });
});

describe('the format of a file', () => {
  it('follows from its type, or its name', () => {
    expect(['text/csv', 'Application/JSON', 'application/x-ndjson', 'application/pdf', '', '__proto__'].map(formatOfMediaType)).to.deep.equal(['csv', 'json', 'ndjson', null, null, null]);
    expect(['a.csv', 'a.b.JSON', 'a.jsonl', 'a.exe', 'csv', ''].map(formatOfName)).to.deep.equal(['csv', 'json', 'ndjson', null, null, null]);
  });
});

import { expect } from 'chai';
import { exportFormat, parseSearchParameters } from '../../../core/query/parse-parameters.js';
import { limits, refusal } from './read.js';

const json = (queryString: string): string => JSON.stringify(parseSearchParameters(queryString, limits));

const read: readonly (readonly [title: string, queryString: string, result: string])[] = [
  ['nothing', '', '{}'],
  ['a question mark and empty parts', '?&a=1&&', '{"a":"1"}'],
  ['a name without value', 'a&b=', '{"a":"","b":""}'],
  ['percent-encoding and plus signs', 'a%20b=c+d%2Be&%C3%BC=%E2%9C%93', '{"a b":"c d+e","ü":"✓"}'],
  ['a value with = and brackets', 'search=[a]=b]=c&fields=x', '{"search":"[a]=b]=c","fields":"x"}'],
  ['a name twice as a list', 'a=1&a=2&a=3', '{"a":["1","2","3"]}'],
  ['brackets', 'filter[a][_eq]=1&filter[b][_gt]=2', '{"filter":{"a":{"_eq":"1"},"b":{"_gt":"2"}}}'],
  ['encoded brackets', 'filter%5Ba%5D%5B_eq%5D=1', '{"filter":{"a":{"_eq":"1"}}}'],
  ['empty brackets as a list by index', 'fields[]=a&fields[]=b', '{"fields":{"0":["a","b"]}}'],
  ['numbers as names', 'filter[2020][_eq]=1&sort[99999]=x', '{"filter":{"2020":{"_eq":"1"}},"sort":{"99999":"x"}}'],
  ['names with dots', 'filter[a.b][_eq]=1&a.b=2', '{"filter":{"a.b":{"_eq":"1"}},"a.b":"2"}'],
  ['more than twenty values', Array.from({ length: 25 }, () => 'a[]=x').join('&'), `{"a":{"0":${JSON.stringify(Array(25).fill('x'))}}}`],
  ['names of the language', 'filter[__proto__][_eq]=1&filter[constructor][toString]=2&hasOwnProperty=3',
    '{"filter":{"__proto__":{"_eq":"1"},"constructor":{"toString":"2"}},"hasOwnProperty":"3"}'],
  ['one alternative without number', 'filter[_or][][a]=1', '{"filter":{"_or":{"0":{"a":"1"}}}}'],
];

describe('parseSearchParameters', () => {
  for (const [title, queryString, result] of read) {
    it(`reads ${title}`, () => expect(json(queryString)).to.equal(result));
  }

  it('reads brackets to any depth that a query can have', () => {
    expect(json(`filter${'[a]'.repeat(40)}=1`)).to.equal(`{"filter":${'{"a":'.repeat(40)}"1"${'}'.repeat(40)}}`);
  });

  it('makes objects without prototype', () => {
    const input = parseSearchParameters('filter[__proto__][x]=1&filter[a][b]=2', limits);
    const filter = input['filter'] as Record<string, unknown>;
    for (const value of [input, filter, filter['a']]) expect(Object.getPrototypeOf(value)).to.equal(null);
    expect(({} as Record<string, unknown>)['x']).to.equal(undefined);
  });

  it('refuses malformed percent-encoding, naming the parameter where it can', () => {
    expect(refusal(() => json('search=a%E0%A4')).details.path).to.equal('search');
    expect(refusal(() => json('a%=1')).details.path).to.equal('query');
    expect(refusal(() => json('a=%zz')).details.reason).to.match(/percent-encoding/);
  });

  it('refuses alternatives that are not numbered', () => {
    expect(refusal(() => json('filter[_or][][a]=1&filter[_or][][b]=2')).details).to.include({ path: 'filter[_or][]' });
  });
});

describe('exportFormat', () => {
  it('names the format, or none', () => {
    for (const value of ['csv', 'json', 'xml', 'yaml']) expect(exportFormat({ export: value })).to.equal(value);
    for (const value of ['', null, undefined]) expect(exportFormat({ export: value })).to.equal(null);
  });

  it('refuses what is no format', () => {
    for (const value of ['exe', 'CSV', ['csv'], {}, 5]) {
      expect(refusal(() => exportFormat({ export: value })).details.path).to.equal('export');
    }
    expect(refusal(() => exportFormat({ export: 'cvs' })).details.hint).to.equal('Did you mean "csv"?');
  });
});

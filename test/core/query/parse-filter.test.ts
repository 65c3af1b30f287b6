import { expect } from 'chai';
import type { Filter } from '../../../core/query/filter.js';
import { fromBody, fromUrl, refusal } from './read.js';

/** A filter written briefly: `author.name _eq x`, `year(born) _gt 5`, `and[…]`, `some books[…]`. */
function brief(filter: Filter | null): string {
  if (filter === null) return 'none';
  switch (filter.kind) {
    case 'and': case 'or': return `${filter.kind}[${filter.filters.map(brief).join('; ')}]`;
    case 'relation': return `${filter.quantifier} ${filter.relation}[${brief(filter.filter)}]`;
    case 'field': {
      const name = filter.function ? `${filter.function}(${filter.field})` : filter.field;
      return filter.value === null ? `${name} ${filter.operator}` : `${name} ${filter.operator} ${JSON.stringify(filter.value)}`;
    }
  }
}

const meanings: readonly (readonly [title: string, filter: unknown, meaning: string])[] = [
  ['an operator', { pages: { _gt: 200 } }, 'pages _gt 200'],
  ['a value without operator', { pages: 200 }, 'pages _eq 200'],
  ['a boolean without operator', { in_print: false }, 'in_print _eq false'],
  ['null without operator', { pages: null }, 'pages _null'],
  ['several operators', { pages: { _gt: 1, _lt: 9 } }, 'and[pages _gt 1; pages _lt 9]'],
  ['several fields', { pages: 1, price: 2 }, 'and[pages _eq 1; price _eq 2]'],
  ['_eq null', { pages: { _eq: null } }, 'pages _null'],
  ['_neq null', { pages: { _neq: null } }, 'pages _nnull'],
  ['_null true', { pages: { _null: true } }, 'pages _null'],
  ['_null false', { pages: { _null: false } }, 'pages _nnull'],
  ['_nnull false', { pages: { _nnull: 'false' } }, 'pages _null'],
  ['_empty false', { title: { _empty: false } }, 'title _nempty'],
  ['_nempty false', { title: { _nempty: 'false' } }, 'title _empty'],
  ['_null without a value', { pages: { _null: '' } }, 'pages _null'],
  ['a list', { id: { _in: [3, 'x', true] } }, 'id _in [3,"x",true]'],
  ['a comma list', { id: { _nin: '5,6' } }, 'id _nin ["5","6"]'],
  ['one value for a list', { id: { _in: 5 } }, 'id _in [5]'],
  ['a range', { id: { _between: ['1970-01-01', '$NOW'] } }, 'id _between ["1970-01-01","$NOW"]'],
  ['a range as a comma list', { id: { _nbetween: '8,9.95' } }, 'id _nbetween ["8","9.95"]'],
  ['_gt with the text of a number', { id: { _gt: '-9000000000.5e3' } }, 'id _gt "-9000000000.5e3"'],
  ['_gt with a date', { on: { _gt: '2016-05-10' } }, 'on _gt "2016-05-10"'],
  ['_gt with a moment', { on: { _gt: '2016-05-10T08:30:00.5+02:00' } }, 'on _gt "2016-05-10T08:30:00.5+02:00"'],
  ['_gt with a time', { at: { _gte: '08:30' } }, 'at _gte "08:30"'],
  ['_gt with a variable', { on: { _lt: '$NOW(-50 years)' } }, 'on _lt "$NOW(-50 years)"'],
  ['_and', { _and: [{ a: 1 }, { b: 2 }] }, 'and[a _eq 1; b _eq 2]'],
  ['_or', { _or: [{ a: 1 }, { b: 2, c: 3 }] }, 'or[a _eq 1; and[b _eq 2; c _eq 3]]'],
  ['_and beside a field', { _and: [{ a: 1 }], b: 2 }, 'and[a _eq 1; b _eq 2]'],
  ['groups in groups of their kind', { _and: [{ _and: [{ a: 1 }, { b: 2 }] }, { _or: [{ _or: [{ c: 3 }, { d: 4 }] }, { e: 5 }] }] },
    'and[a _eq 1; b _eq 2; or[c _eq 3; d _eq 4; e _eq 5]]'],
  ['groups of one', { _or: [{ _and: [{ a: 1 }] }] }, 'a _eq 1'],
  ['_or of one that asks for two', { _or: [{ a: 1, b: 2 }], c: 3 }, 'and[a _eq 1; b _eq 2; c _eq 3]'],
  ['an empty filter', {}, 'none'],
  ['an empty _and', { _and: [] }, 'none'],
  ['an empty _or', { _or: [] }, 'none'],
  ['an empty filter in _or', { _or: [{}, { a: 1 }] }, 'a _eq 1'],
  ['a field of which nothing is asked', { author: {} }, 'none'],
  ['a related field', { author: { name: { _eq: 'x' } } }, 'path author[name _eq "x"]'],
  ['two related fields', { author: { name: 'x', country: 'IT' } }, 'path author[and[name _eq "x"; country _eq "IT"]]'],
  ['a relation of a relation', { author: { mentor: { name: 'x' } } }, 'path author[path mentor[name _eq "x"]]'],
  ['a key and a related field', { author: { name: 'x', _eq: 9 } }, 'and[author _eq 9; path author[name _eq "x"]]'],
  ['_some', { books: { _some: { a: 1, b: 2 } } }, 'some books[and[a _eq 1; b _eq 2]]'],
  ['_none', { books: { _none: { _or: [{ a: 1 }, { b: 2 }] } } }, 'none books[or[a _eq 1; b _eq 2]]'],
  ['_some of anything', { books: { _some: {} } }, 'some books[and[]]'],
  ['_some below a relation', { author: { books: { _some: { a: 1 } } } }, 'path author[some books[a _eq 1]]'],
  ['a mixed relation', { books: { _some: { a: 1 }, _none: { b: 2 }, c: 3, _nnull: true } },
    'and[some books[a _eq 1]; none books[b _eq 2]; books _nnull; path books[c _eq 3]]'],
  ['_or of operators in a field', { pages: { _or: [{ _lt: 5 }, { _gt: 9, _neq: 11 }] } },
    'or[pages _lt 5; and[pages _gt 9; pages _neq 11]]'],
  ['_or in a relation', { author: { _or: [{ name: 'x' }, { country: 'IT' }] } }, 'path author[or[name _eq "x"; country _eq "IT"]]'],
  ['_or of a key and a related field', { author: { _or: [{ _eq: 1 }, { name: 'x' }] } }, 'or[author _eq 1; path author[name _eq "x"]]'],
  ['_and in a relation', { author: { _and: [{ name: 'x' }, { _gt: 1 }, { born: 5 }] } },
    'and[author _gt 1; path author[and[name _eq "x"; born _eq 5]]]'],
  ['a function', { 'year(published_on)': { _in: [2011, 2012] } }, 'year(published_on) _in [2011,2012]'],
  ['a function without operator', { 'count(books)': 0 }, 'count(books) _eq 0'],
  ['a function of a related field', { author_id: { 'count(books)': { _gt: 1 } } }, 'path author_id[count(books) _gt 1]'],
  ['a function of a field with an odd name', { 'day(a(b).c)': 1 }, 'day(a(b).c) _eq 1'],
  ['a name that only looks like a function', { 'Total (EUR)': 1 }, 'Total (EUR) _eq 1'],
  ['a field with an underscore', { _id: { _eq: 1 } }, '_id _eq 1'],
  ['a related field with an underscore', { author: { _id: { _eq: 1 } } }, 'path author[_id _eq 1]'],
  ['names of the language', JSON.parse('{"__proto__":{"_eq":1},"constructor":{"toString":2},"a.b":3}'),
    'and[__proto__ _eq 1; path constructor[toString _eq 2]; a.b _eq 3]'],
  ['its JSON text', '{"pages":{"_gt":200}}', 'pages _gt 200'],
  ['nothing', '', 'none'],
  ['null', null, 'none'],
];

const refused: readonly (readonly [title: string, filter: unknown, path: string, words: RegExp])[] = [
  ['an unknown operator', { author_id: { _eqq: 1 } }, 'filter.author_id._eqq', /_eqq/],
  ['an operator of validation', { title: { _regex: 'x' } }, 'filter.title._regex', /_regex/],
  ['an operator that does not exist', { title: { _nicontains: 'x' } }, 'filter.title._nicontains', /_nicontains/],
  ['an unknown operator in a group', { _or: [{ a: 1 }, { b: { _eqq: 1 } }] }, 'filter._or[1].b._eqq', /_eqq/],
  ['an unknown key with an underscore', { _id: 5 }, 'filter._id', /_id/],
  ['an operator without field', { _eq: 1 }, 'filter._eq', /field/],
  ['a quantifier without relation', { _some: {} }, 'filter._some', /field/],
  ['an operator in _and', { _and: [{ _eq: 1 }] }, 'filter._and[0]._eq', /field/],
  ['an operator in _some', { books: { _some: { _eq: 1 } } }, 'filter.books._some._eq', /field/],
  ['an empty text', { title: { _eq: '' } }, 'filter.title._eq', /empty/],
  ['an empty text without operator', { title: '' }, 'filter.title', /empty/],
  ['an empty text to contain', { title: { _contains: '' } }, 'filter.title._contains', /empty/],
  ['an empty list', { id: { _in: [] } }, 'filter.id._in', /at least one/],
  ['an empty comma list', { id: { _nin: '' } }, 'filter.id._nin', /at least one/],
  ['null in a list', { id: { _in: [1, null] } }, 'filter.id._in', /nothing/],
  ['null for a list', { id: { _in: null } }, 'filter.id._in', /nothing/],
  ['a list in a list', { id: { _in: [[1]] } }, 'filter.id._in', /list/],
  ['a list for one value', { id: { _eq: [1] } }, 'filter.id._eq', /list/],
  ['a list without operator', { id: [1] }, 'filter.id', /list/],
  ['an object for a value', { id: { _eq: { a: 1 } } }, 'filter.id._eq', /object/],
  ['an object as a list', { id: { _in: { 0: 1 } } }, 'filter.id._in', /object/],
  ['one end of a range', { id: { _between: [1] } }, 'filter.id._between', /two/],
  ['three ends of a range', { id: { _between: '1,2,3' } }, 'filter.id._between', /two/],
  ['an empty end of a range', { id: { _nbetween: '1,' } }, 'filter.id._nbetween', /two/],
  ['a text to compare with', { title: { _gt: 'The T' } }, 'filter.title._gt', /The T/],
  ['a month to compare with', { on: { _gt: '2016-05' } }, 'filter.on._gt', /2016-05/],
  ['a zone alone to compare with', { title: { _gt: 'Z' } }, 'filter.title._gt', /"Z"/],
  ['null to compare with', { pages: { _lt: null } }, 'filter.pages._lt', /nothing/],
  ['a flag that is no boolean', { pages: { _null: 'yes' } }, 'filter.pages._null', /true or false/],
  ['a number beyond 2^53', { id: { _eq: 2 ** 53 } }, 'filter.id._eq', /exact/],
  ['an infinite number', '{"id":{"_eq":1e999}}', 'filter.id._eq', /exact/],
  ['U+0000', { title: { _eq: 'a\0b' } }, 'filter.title._eq', /U\+0000/],
  ['half a surrogate pair', { title: { _in: ['\uD83D'] } }, 'filter.title._in', /surrogate/],
  ['U+0000 in a name', { 'a\0b': 1 }, 'filter.a\0b', /U\+0000/],
  ['an unknown function', { 'yaer(published_on)': 2016 }, 'filter.yaer(published_on)', /yaer/],
  ['a field below a function', { 'count(books)': { title: 1 } }, 'filter.count(books).title', /operators only/],
  ['_some below a function', { 'count(books)': { _some: {} } }, 'filter.count(books)._some', /operators only/],
  ['_and that is no list', { _and: { a: 1 } }, 'filter._and', /list/],
  ['_or that is a text', { _or: 'a' }, 'filter._or', /list/],
  ['_and of nothing', { _and: [null] }, 'filter._and[0]', /nothing/],
  ['_and of a list', { _and: [[]] }, 'filter._and[0]', /a list/],
  ['_some of nothing', { books: { _some: null } }, 'filter.books._some', /nothing/],
  ['a list', [{ a: 1 }], 'filter', /object/],
  ['a number', 5, 'filter', /object/],
  ['broken JSON', '{"a":', 'filter', /JSON/],
  ['the JSON text of a list', '[]', 'filter', /object/],
];

describe('parseFilter', () => {
  for (const [title, filter, meaning] of meanings) {
    it(`reads ${title}`, () => expect(brief(fromBody({ filter }).filter)).to.equal(meaning));
  }

  for (const [title, filter, path, words] of refused) {
    it(`refuses ${title}`, () => {
      const { details } = refusal(() => fromBody({ filter }));
      expect(details.path).to.equal(path);
      expect(details.reason).to.match(words);
    });
  }

  it('proposes the nearest operator or function', () => {
    expect(refusal(() => fromBody({ filter: { id: { _eqq: 1 } } })).details.hint).to.equal('Did you mean "_eq"?');
    expect(refusal(() => fromBody({ filter: { title: { _nicontains: 1 } } })).details.hint).to.equal('Did you mean "_ncontains"?');
    expect(refusal(() => fromBody({ filter: { 'yaer(x)': 1 } })).details.hint).to.equal('Did you mean "year"?');
    expect(refusal(() => fromBody({ filter: { id: { _zzzzzz: 1 } } })).details.hint).to.match(/^Known: _eq, /);
  });

  it('gives each condition a path without its groups, naming the operator it became', () => {
    const { filter } = fromBody({ filter: { _or: [{ author: { _and: [{ name: { _eq: null } }, { 'year(born)': 5 }] } }] } });
    expect(JSON.stringify(filter)).to.include('"path":"filter.author.name._null"').and.to.include('"path":"filter.author.year(born)._eq"');
  });

  it('reads the same from brackets, as texts', () => {
    expect(brief(fromUrl('filter[author][name][_eq]=x&filter[pages][_null]').filter))
      .to.equal('and[path author[name _eq "x"]; pages _null]');
    expect(brief(fromUrl('filter[pages]=200').filter)).to.equal('pages _eq "200"');
    expect(brief(fromUrl('filter[_or][0][a]=1&filter[_or][1][b][_in]=5,6').filter)).to.equal('or[a _eq "1"; b _in ["5","6"]]');
    expect(brief(fromUrl('filter[a][_between][]=1&filter[a][_between][]=2').filter)).to.equal('a _between ["1","2"]');
    expect(brief(fromUrl('filter[a][_in][1]=x&filter[a][_in][0]=y').filter)).to.equal('a _in ["y","x"]');
  });
});

import { expect } from 'chai';
import { parseQuery } from '../../../core/query/parse.js';
import type { Query } from '../../../core/query/query.js';
import { fromBody, fromUrl, limits, refusal } from './read.js';

const keysOf = (keys: unknown) => parseQuery({}, { collection: 'books', keys, representation: 'rest', limits }).keys;

/** What differs from a query that asks for nothing, as JSON. */
function asked(query: Query): unknown {
  const nothing = JSON.parse(JSON.stringify(fromBody({}))) as Record<string, unknown>;
  const all = JSON.parse(JSON.stringify(query)) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(nothing[name])));
}

const level = {
  fields: [], alias: {}, filter: null, search: null, sort: [], limit: null, offset: 0, page: null, aggregate: {}, groupBy: [], deep: {},
};

const read: readonly (readonly [title: string, input: unknown, result: unknown])[] = [
  ['nothing', {}, {}],
  ['unknown parameters as nothing', { access_token: 'x', export: 'csv', cursor: {} }, {}],
  ['empty parameters as nothing', { fields: '', filter: '', search: '', limit: '', page: null, deep: '', alias: null, sort: [] }, {}],
  ['fields as a comma list', { fields: 'id, title,,author.name' }, { fields: ['id', 'title', 'author.name'] }],
  ['fields as a list, split at commas', { fields: ['id', 'title,price'] }, { fields: ['id', 'title', 'price'] }],
  ['fields twice as once', { fields: 'id,title,id' }, { fields: ['id', 'title'] }],
  ['wildcards and functions', { fields: '*,*.*,year(published_on),count(a,b)' },
    { fields: ['*', '*.*', 'year(published_on)', 'count(a,b)'] }],
  ['odd names', { fields: ['a as b', '__proto__', 'really?', 'Größe'] }, { fields: ['a as b', '__proto__', 'really?', 'Größe'] }],
  ['sort', { sort: ['-pages', 'id,-year(x)'] }, { sort: ['-pages', 'id', '-year(x)'] }],
  ['search', { search: 'the city' }, { search: 'the city' }],
  ['search for a number', { search: 300 }, { search: '300' }],
  ['numbers', { limit: 3, offset: 4 }, { limit: 3, offset: 4 }],
  ['texts of numbers', { limit: '-1', offset: '4' }, { limit: -1, offset: 4 }],
  ['a limit of none', { limit: 0 }, { limit: 0 }],
  ['a page before an offset', { page: '2', offset: 7 }, { page: 2 }],
  ['page 0 as page 1', { page: 0 }, { page: 1 }],
  ['aliases', { alias: { name: 'title', writer: 'author_id' } }, { alias: { name: 'title', writer: 'author_id' } }],
  ['aliases as JSON text', { alias: '{"name":"title"}' }, { alias: { name: 'title' } }],
  ['aggregates', { aggregate: { count: '*', sum: 'pages,price', min: ['id', 'x'] } },
    { aggregate: { count: ['*'], sum: ['pages', 'price'], min: ['id', 'x'] } }],
  ['aggregates as JSON text', { aggregate: '{"count":["id"]}' }, { aggregate: { count: ['id'] } }],
  ['countAll', { aggregate: { countAll: '*' } }, { aggregate: { countAll: ['*'] } }],
  ['countAll of nothing', { aggregate: { countAll: '' } }, { aggregate: { countAll: ['*'] } }],
  ['countAll as a flag', { aggregate: { countAll: true } }, { aggregate: { countAll: ['*'] } }],
  ['groupBy', { groupBy: 'status,year(x)' }, { groupBy: ['status', 'year(x)'] }],
  ['group', { group: ['status'] }, { groupBy: ['status'] }],
  ['groupBy before group', { group: 'a', groupBy: 'b' }, { groupBy: ['b'] }],
  ['meta', { meta: 'filter_count, total_count' }, { meta: ['filter_count', 'total_count'] }],
  ['meta as a list', { meta: ['total_count'] }, { meta: ['total_count'] }],
  ['all meta', { meta: '*' }, { meta: ['total_count', 'filter_count'] }],
  ['deep', {
    deep: {
      books: {
        _limit: 2, _sort: '-id,x', _search: 'y', _offset: 1, _alias: { a: 'b' }, _aggregate: { count: '*' }, _groupBy: 'z',
        reviews: { _page: 2 }, _x: {},
      },
    },
  }, {
    deep: {
      books: {
        ...level, limit: 2, sort: ['-id', 'x'], search: 'y', offset: 1, alias: { a: 'b' }, aggregate: { count: ['*'] }, groupBy: ['z'],
        deep: { reviews: { ...level, page: 2 }, _x: level },
      },
    },
  }],
  ['deep as JSON text, at every level', { deep: '{"books":"{\\"_group\\":[\\"a\\"],\\"_alias\\":\\"{}\\"}"}' },
    { deep: { books: { ...level, groupBy: ['a'] } } }],
];

const refused: readonly (readonly [title: string, input: unknown, path: string, words: RegExp])[] = [
  ['a query that is no object', [], 'query', /list/],
  ['a query that is a text', 'x', 'query', /"x"/],
  ['fields that are an object', { fields: { a: 1 } }, 'fields', /object/],
  ['a field that is a number', { fields: [5] }, 'fields', /5/],
  ['a limit below -1', { limit: -2 }, 'limit', /-2/],
  ['a limit that is a text', { limit: 'abc' }, 'limit', /abc/],
  ['a limit that is a fraction', { limit: 1.5 }, 'limit', /1\.5/],
  ['a limit that is the text of a fraction', { limit: '1.0' }, 'limit', /1\.0/],
  ['a limit that is a list', { limit: ['1', '2'] }, 'limit', /list/],
  ['a limit that is a boolean', { limit: true }, 'limit', /true/],
  ['a limit beyond all bounds', { limit: 2 ** 31 }, 'limit', /2147483648/],
  ['a negative offset', { offset: '-1' }, 'offset', /-1/],
  ['a negative page', { page: -1 }, 'page', /-1/],
  ['a search that is an object', { search: {} }, 'search', /object/],
  ['U+0000 in a search', { search: '\0' }, 'search', /U\+0000/],
  ['half a surrogate pair in fields', { fields: '\uDC00' }, 'fields', /surrogate/],
  ['a sort by nothing', { sort: 'a,-' }, 'sort', /name/],
  ['an alias for nothing', { alias: { a: '' } }, 'alias.a', /name/],
  ['an alias for an object', { alias: { a: {} } }, 'alias.a', /object/],
  ['an alias that is no object', { alias: 'a' }, 'alias', /JSON/],
  ['an unknown aggregate function', { aggregate: { median: 'a' } }, 'aggregate.median', /median/],
  ['an aggregate function of the language', { aggregate: { constructor: 'a' } }, 'aggregate.constructor', /constructor/],
  ['an aggregate of nothing', { aggregate: { sum: '' } }, 'aggregate.sum', /name/],
  ['a sum of everything', { aggregate: { sum: '*' } }, 'aggregate.sum', /not "\*"/],
  ['countAll of a field', { aggregate: { countAll: 'id' } }, 'aggregate.countAll', /alone/],
  ['unknown meta', { meta: 'total_count,nope' }, 'meta', /nope/],
  ['meta that is a number', { meta: 5 }, 'meta', /5/],
  ['deep that is a list', { deep: [] }, 'deep', /list/],
  ['a relation in deep that is a number', { deep: { books: 5 } }, 'deep.books', /5/],
  ['an unknown parameter in deep', { deep: { books: { _fields: ['id'] } } }, 'deep.books._fields', /_fields/],
  ['a parameter of deep without relation', { deep: { _limit: 1 } }, 'deep._limit', /relation/],
  ['a limit in deep', { deep: { books: { reviews: { _limit: -5 } } } }, 'deep.books.reviews._limit', /-5/],
  ['a filter in deep', { deep: { books: { _filter: { a: { _eqq: 1 } } } } }, 'deep.books._filter.a._eqq', /_eqq/],
];

describe('parseQuery', () => {
  for (const [title, input, result] of read) {
    it(`reads ${title}`, () => expect(asked(fromBody(input))).to.deep.equal(result));
  }

  for (const [title, input, path, words] of refused) {
    it(`refuses ${title}`, () => {
      const { details } = refusal(() => fromBody(input));
      expect(details.path).to.equal(path);
      expect(details.reason).to.match(words);
    });
  }

  it('reads the same from the brackets of a URL', () => {
    expect(asked(fromUrl('fields[]=a&fields[]=b,c&sort[1]=d&sort[0]=-e&groupBy[]=f&meta[]=*')))
      .to.deep.equal({ fields: ['a', 'b', 'c'], sort: ['-e', 'd'], groupBy: ['f'], meta: ['total_count', 'filter_count'] });
    expect(asked(fromUrl('aggregate[count][]=id&aggregate[count][]=x&aggregate[sum]=y')))
      .to.deep.equal({ aggregate: { count: ['id', 'x'], sum: ['y'] } });
    const filter = { kind: 'field', field: 'a', function: null, operator: '_eq', value: 1, path: 'deep.x.z._filter.a._eq' };
    expect(asked(fromUrl('alias[x]=y&deep[x][_limit]=2&deep[x][_sort][]=-a&deep[x][z][_filter]={"a":1}'))).to.deep.equal({
      alias: { x: 'y' },
      deep: {
        x: {
          ...level, limit: 2, sort: ['-a'],
          deep: { z: { ...level, filter } },
        },
      },
    });
  });

  it('looks at no filter, paging, grouping or meta of one item, but refuses what cannot be read', () => {
    const options = { collection: 'books', key: '1,3402', representation: 'rest', limits } as const;
    const input = {
      fields: 'id', filter: { id: 2 }, search: 'x', sort: 'id', limit: 3, page: 2, aggregate: { count: '*' }, groupBy: 'a', meta: '*',
    };
    expect(asked(parseQuery(input, options))).to.deep.equal({ key: '1,3402', fields: ['id'] });
    expect(refusal(() => parseQuery({ limit: 'x' }, options)).details.path).to.equal('limit');
  });

  it('reads keys as texts', () => {
    expect(keysOf([3, 'a,b', '9007199254740993'])).to.deep.equal(['3', 'a,b', '9007199254740993']);
    expect(keysOf([])).to.deep.equal([]);
    expect(keysOf(undefined)).to.equal(null);
    for (const keys of ['1', { 0: 1 }, [''], [1.5], [null], [2 ** 53], [{}]]) {
      expect(refusal(() => keysOf(keys)).details.path).to.match(/^keys/);
    }
  });

  it('freezes the whole query and gives its dictionaries no prototype', () => {
    const query = fromBody({
      fields: 'a', alias: { a: 'b' }, filter: { a: { _in: [1] }, b: { _some: { c: 1, d: 2 } } }, aggregate: { count: '*' },
      deep: { a: { b: {} } }, meta: '*',
    });
    const seen: object[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      seen.push(value);
      Object.values(value).forEach(visit);
    };
    visit(query);
    expect(seen.filter((value) => !Object.isFrozen(value))).to.deep.equal([]);
    for (const dictionary of [query.alias, query.aggregate, query.deep, query.deep['a']!.deep, fromBody({}).alias]) {
      expect(Object.getPrototypeOf(dictionary)).to.equal(null);
    }
  });

  it('keeps an answer to a bad request short', () => {
    const { details } = refusal(() => fromBody({ filter: { ['x'.repeat(100_000)]: { _eq: ['y'.repeat(100_000)] }, _z: 1 } }));
    expect(JSON.stringify(details).length).to.be.below(600);
    expect(JSON.stringify(refusal(() => fromBody({ limit: 'y'.repeat(100_000) })).details).length).to.be.below(600);
  });
});

import { expect } from 'chai';
import type { HttpContext } from '../../../core/http/http.js';
import { completeConfig } from '../../../core/kernel/config.js';
import { createRequestParser } from '../../../plugins/rest/parse-request.js';

const { query: limits } = completeConfig({});
const items = { path: '/items/:collection', collection: null };

/** All that the parser looks at. */
function requestOf(url: string): HttpContext {
  return { url, querystring: url.split('?')[1] ?? '' } as HttpContext;
}

describe('a GET as a Query', () => {
  const parse = createRequestParser(limits, 2);
  const ask = (url: string) => parse(requestOf(url), items, ['books']).query;

  it('names the collection decoded and the key as it stands in the URL', () => {
    const { query, format } = parse(requestOf('/items/odd%20name/1,a%2Cb?fields=x'), items, ['odd%20name', '1,a%2Cb']);
    expect(query).to.deep.include({ collection: 'odd name', key: '1,a%2Cb', keys: null, fields: ['x'], representation: 'rest' });
    expect(format).to.equal(null);
  });

  it('tells the file format that is asked for', () => {
    expect(parse(requestOf('/items/books?export=csv'), items, ['books']).format).to.equal('csv');
    expect(() => parse(requestOf('/items/books?export=exe'), items, ['books'])).to.throw().with.property('code', 'INVALID_QUERY');
  });

  it('is the same value for the same URL, for as many URLs as are to be remembered', () => {
    const first = ask('/items/books?limit=1');
    expect(ask('/items/books?limit=1')).to.equal(first);
    ask('/items/books?limit=2');
    ask('/items/books?limit=3');
    expect(ask('/items/books?limit=1')).to.deep.equal(first);
    expect(ask('/items/books?limit=1')).not.to.equal(first);
  });

  it('is parsed anew where nothing is to be remembered', () => {
    const forgetful = createRequestParser(limits, 0);
    const [one, two] = [1, 2].map(() => forgetful(requestOf('/items/books'), items, ['books']).query);
    expect(one).to.deep.equal(two);
    expect(one).not.to.equal(two);
  });
});

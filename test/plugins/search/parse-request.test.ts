import { expect } from 'chai';
import { completeConfig } from '../../../core/kernel/config.js';
import { parseRequest } from '../../../plugins/search/parse-request.js';

const { query: limits } = completeConfig({});

describe('the body of a SEARCH or QUERY as a Query', () => {
  it('is an unrestricted read where there is none, or nothing in it', () => {
    const everything = parseRequest('books', {}, limits, false).query;
    expect(everything).to.deep.include({ collection: 'books', key: null, keys: null, fields: [], filter: null, limit: null });
    for (const body of [undefined, null, { query: {} }, { query: null }]) {
      expect(parseRequest('books', body, limits, false).query).to.deep.equal(everything);
    }
  });

  it('takes keys as texts or numbers, beside a query', () => {
    expect(parseRequest('books', { keys: [1, 'a,b'], query: { limit: 1 } }, limits, true).query)
      .to.deep.include({ keys: ['1', 'a,b'], limit: 1 });
    expect(() => parseRequest('books', { keys: 1 }, limits, true)).to.throw().with.property('code', 'INVALID_QUERY');
  });

  it('is refused with INVALID_PAYLOAD where it is no object, or its query is none', () => {
    for (const body of [[], 'x', 1, true, { query: [] }, { query: 'x' }, { query: 1 }]) {
      expect(() => parseRequest('books', body, limits, false), JSON.stringify(body)).to.throw().with.property('code', 'INVALID_PAYLOAD');
    }
  });

  it('may have other members only where it is not read strictly', () => {
    const body = JSON.parse('{"query":{"limit":1},"__proto__":{"x":1}}') as unknown;
    expect(parseRequest('books', body, limits, false).query.limit).to.equal(1);
    expect(() => parseRequest('books', body, limits, true)).to.throw('The body has no member "__proto__".');
  });
});

import { expect } from 'chai';
import * as fc from 'fast-check';
import type { QueryInput } from '../../../core/query/input.js';
import type { QueryLimits } from '../../../core/query/limits.js';
import type { Query } from '../../../core/query/query.js';
import { parseSearchParameters } from '../../../core/query/parse-parameters.js';
import { parseQuery, type ParseOptions } from '../../../core/query/parse.js';
import { toBody, toSearchParams } from '../../../core/query/serialise.js';
import { arbitraryQuery, Coverage } from './arbitrary-query.js';
import { fromBody, fromUrl, limits } from './read.js';

const wide: QueryLimits = { ...limits, maxFields: 100_000, maxFilterConditions: 100_000, maxDepth: 100, maxFilterDepth: 200 };

function optionsOf({ collection, key, keys, representation }: Query, source: 'url' | 'body'): ParseOptions {
  return { collection, key, keys, representation, source, limits: wide };
}

const overUrl = (query: Query): Query => {
  const options = optionsOf(query, 'url');
  return parseQuery(parseSearchParameters(toSearchParams(query), options.limits), options);
};

const overBody = (query: Query): Query => parseQuery(JSON.parse(JSON.stringify(toBody(query))) as QueryInput, optionsOf(query, 'body'));

describe('a Query written out and read again', () => {
  it('is the same, over the URL and over a body, whatever it asks for', function () {
    this.timeout(120_000);
    const coverage = new Coverage();
    fc.assert(fc.property(arbitraryQuery, (query) => {
      coverage.add(query);
      // The order of keys counts, so texts are compared.
      const text = JSON.stringify(query);
      expect(JSON.stringify(overBody(query))).to.equal(text);
      expect(JSON.stringify(overUrl(query))).to.equal(text);
    }), { numRuns: 1000 });
    const missing = Coverage.expected.filter((what) => !coverage.counts.has(what));
    expect(missing, `Occurred: ${[...coverage.counts].map((each) => each.join(' ')).join(', ')}`).to.deep.equal([]);
  });

  it('is the same for one item', () => {
    const input = { fields: 'id,x.y', alias: { x: 'z' }, deep: { x: { _limit: 1 } } };
    const query = parseQuery(input, { collection: 'books', key: '1,3402', representation: 'rest', limits });
    expect(overUrl(query)).to.deep.equal(query);
    expect(overBody(query)).to.deep.equal(query);
  });

  it('gives one text for one Query, readable where the URL allows it', () => {
    const written = toSearchParams(fromBody({
      meta: '*', sort: '-year(published_on),id', fields: ['id', 'author.name'], limit: '5', search: 'a b', filter: { on: { _lt: '$NOW' } },
    }));
    expect(written).to.equal(
      'fields=id,author.name&filter=%7B%22on%22:%7B%22_lt%22:%22$NOW%22%7D%7D&search=a%20b&sort=-year(published_on),id'
      + '&limit=5&meta=total_count,filter_count',
    );
    expect(toSearchParams(fromUrl(written))).to.equal(written);
    expect(toSearchParams(fromBody({}))).to.equal('');
  });

  it('keeps names apart whose parentheses would hide a comma', () => {
    const query = fromBody({ fields: ['a(b', 'c)d'] });
    expect(toSearchParams(query)).to.equal('fields[]=a(b&fields[]=c)d');
    expect(overUrl(query)).to.deep.equal(query);
  });
});

import { expect } from 'chai';
import { authorise } from '../../../core/access/authorise.js';
import { costOfRead } from '../../../core/plan/cost.js';
import { parametrise } from '../../../core/query/parametrise.js';
import { parseQuery } from '../../../core/query/parse.js';
import { admin, limits } from '../access/bookshop-views.js';

const assumedItems = 10_000;

function cost(collection: string, input: Record<string, unknown>, key: string | null = null): number {
  const query = parseQuery(input, { collection, key, representation: 'rest', limits, source: 'body' });
  const { query: shaped, values } = parametrise(query, limits);
  return costOfRead(authorise(shaped, admin, limits), assumedItems)(values);
}

const nested = (outer: number, inner: number): number => cost('authors', {
  fields: ['id', 'books_by_author_id.title'], limit: outer, deep: { books_by_author_id: { _limit: inner } },
});

const byName = (name: string): number => cost('authors', { filter: { name: { _eq: name } }, limit: 5 });

describe('the cost of a read', () => {
  const id = { fields: ['id'] };
  const cases: readonly (readonly [what: string, cost: number, expected: number])[] = [
    ['one item by its key', cost('authors', id, '1'), 2],
    ['a list of the usual length', cost('authors', id), 1 + 100 * 0.011],
    ['a short list', cost('authors', { ...id, limit: 10 }), 1 + 10 * 0.011],
    ['a long list, whose limit is a value', cost('authors', { ...id, limit: 5000 }), 1 + 5000 * 0.011],
    ['a list without a limit', cost('authors', { ...id, limit: -1 }), 1 + assumedItems * 0.011],
    ['an empty list', cost('authors', { ...id, limit: 0 }), 1],
    ['more fields', cost('authors', { fields: ['id', 'name'], limit: 1000 }), 1 + 1000 * 0.012],
    ['items that are skipped', cost('authors', { ...id, limit: 10, offset: 100_000 }), 1 + 10 * 0.011 + 100],
    ['a filter', cost('authors', { ...id, limit: 0, filter: { _and: [{ id: { _gt: 1 } }, { name: { _eq: 'x' } }] } }), 1.2],
    ['a search', cost('authors', { ...id, limit: 0, search: 'x' }), 6],
    ['everything counted', cost('authors', { aggregate: { count: ['*'] }, limit: -1 }), 1 + 4 + 0.01],
    ['groups', cost('authors', { aggregate: { count: ['*'] }, groupBy: ['name'], limit: 100 }), 1 + 6 + 1],
    ['counts beside the list', cost('authors', { ...id, limit: 0, meta: ['total_count', 'filter_count'] }), 5],
  ];
  for (const [what, actual, expected] of cases) {
    // Groups have members that a wildcard stands for: within one point.
    it(`of ${what} is about ${Math.ceil(expected)}`, () => expect(actual).to.be.within(Math.ceil(expected), Math.ceil(expected) + 1));
  }

  it('grows with the product of the lists in one another', () => {
    expect(nested(100, 100)).to.be.within(100, 130);
    expect(nested(100, -1) / nested(100, 100)).to.be.within(80, 110);
    expect(nested(200, 100) / nested(100, 100)).to.be.within(1.9, 2.1);
  });

  it('is the same whatever the values are that nothing is counted by', () => {
    expect(byName('a')).to.equal(byName('b'.repeat(1000)));
  });
});

import { expect } from 'chai';
import { queryLimits } from '../../../core/query/limits.js';
import { parametrise } from '../../../core/query/parametrise.js';
import { parseQuery } from '../../../core/query/parse.js';
import { Value } from 'typebox/value';

const limits = Value.Create(queryLimits);
const take = (input: Record<string, unknown>) => parametrise(parseQuery(input, { collection: 'books', representation: 'rest', limits, source: 'body' }), limits);

describe('the shape of a query', () => {
  it('is the same for other values, lists of other lengths and other pages', () => {
    const shapes = [
      take({ filter: { id: { _in: [1, 2] }, title: { _eq: 'a' } }, offset: 20, search: 'x' }),
      take({ filter: { id: { _in: [3] }, title: { _eq: 'b' } }, offset: 40, search: 'y' }),
      take({ filter: { id: { _in: [3, 4, 5, 6] }, title: { _eq: 'c' } }, limit: 100, page: 2, search: 'z' }),
    ].map(({ shape }) => shape);
    expect(new Set(shapes).size).to.equal(1);
  });

  it('holds none of the values', () => {
    const { shape, values } = take({ filter: { title: { _contains: 'needle' } }, search: 'haystack', offset: 12_345, deep: { reviews: { _filter: { stars: 77_777 } } } });
    for (const text of ['needle', 'haystack', '12345', '77777']) expect(shape).not.to.contain(text);
    expect(values).to.include.members(['needle', 'haystack', 12_345, 77_777]);
  });

  it('differs where the statement does: by a short limit, by what a search could be, by null', () => {
    const shapes = [{ limit: 5 }, { limit: 6 }, { limit: -1 }, { search: 'x' }, { search: '7' }, { search: '7.5' }, { filter: { id: null } }, { filter: { id: 1 } }].map((each) => take(each).shape);
    expect(new Set(shapes).size).to.equal(shapes.length);
  });

  it('does not tell long limits apart', () => {
    expect(take({ limit: 5000 }).shape).to.equal(take({ limit: 6000 }).shape);
  });

  it('counts pages by the limit that holds, and shortens what is beyond the greatest', () => {
    expect(take({ page: 3 }).values).to.include(200);
    const bounded = { ...limits, maxLimit: 10 };
    const query = parseQuery({ limit: -1, page: 2 }, { collection: 'books', representation: 'rest', limits: bounded, source: 'body' });
    expect(parametrise(query, bounded).query).to.deep.include({ limit: 10 });
    expect(parametrise(query, bounded).values).to.include(10);
  });

  it('takes the same Query apart once', () => {
    const query = parseQuery({ limit: 5 }, { collection: 'books', representation: 'rest', limits });
    expect(parametrise(query, limits)).to.equal(parametrise(query, limits));
  });
});

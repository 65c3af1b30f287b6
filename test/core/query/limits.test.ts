import { expect } from 'chai';
import { fromBody, fromUrl, refusal } from './read.js';
import { startEffort } from '../../support/effort.js';

function nested(depth: number, inner: unknown): unknown {
  return depth === 0 ? inner : { relation: nested(depth - 1, inner) };
}

const alternating = (depth: number): unknown =>
  (depth === 0 ? { a: 1 } : { [depth % 2 === 0 ? '_or' : '_and']: [{ b: 2 }, alternating(depth - 1)] });

describe('the limits of a query', () => {
  it('bound the relations of a path', () => {
    expect(fromBody({ fields: 'a.b.c', sort: 'a.b.c' }, { maxDepth: 2 }).fields).to.deep.equal(['a.b.c']);
    expect(refusal(() => fromBody({ fields: 'x,a.b.c' }, { maxDepth: 1 })).details)
      .to.include({ path: 'fields.a.b.c', reason: 'There can be at most 1 relations one below another.' });
    expect(refusal(() => fromBody({ fields: '*.*.*' }, { maxDepth: 1 })).details.path).to.equal('fields.*.*.*');
    expect(refusal(() => fromBody({ sort: '-a.b.count(c.d)' }, { maxDepth: 1 })).details.path).to.equal('sort.-a.b.count(c.d)');
  });

  it('bound the relations of a filter and of deep', () => {
    expect(fromBody({ filter: nested(3, { a: 1 }), deep: nested(3, { _limit: 1 }) }, { maxDepth: 3 }).limit).to.equal(null);
    expect(refusal(() => fromBody({ filter: nested(4, { a: 1 }) }, { maxDepth: 3 })).details.path)
      .to.equal('filter.relation.relation.relation.relation.a');
    expect(refusal(() => fromBody({ filter: { relation: { _some: { relation: { _none: {} } } } } }, { maxDepth: 1 })).details.path)
      .to.equal('filter.relation._some.relation._none');
    expect(refusal(() => fromBody({ deep: nested(4, {}) }, { maxDepth: 3 })).details.path).to.equal('deep.relation.relation.relation');
  });

  it('bound the groups of a filter, as they are after those of one are gone', () => {
    expect(fromBody({ filter: alternating(5) }, { maxFilterDepth: 5 }).filter).not.to.equal(null);
    expect(fromBody({ filter: { _and: [{ _and: [{ _or: [{ a: 1 }] }] }] } }, { maxFilterDepth: 1 }).filter).not.to.equal(null);
    expect(refusal(() => fromBody({ filter: alternating(6) }, { maxFilterDepth: 5 })).details.path).to.equal('filter');
  });

  it('bound the conditions of all filters together', () => {
    const input = { filter: { a: { _gt: 1, _lt: 2 } }, deep: { books: { _filter: { _or: [{ b: 1 }, { c: { _some: {} } }] } } } };
    expect(fromBody(input, { maxFilterConditions: 4 }).filter).not.to.equal(null);
    expect(refusal(() => fromBody(input, { maxFilterConditions: 3 })).details.path).to.match(/^filter|^deep/);
  });

  it('bound the names of the whole query together', () => {
    const input = {
      fields: 'a,b', sort: 'c', groupBy: 'd', aggregate: { count: ['e', 'f'] }, alias: { g: 'x' }, deep: { h: { _sort: 'i' } },
    };
    expect(fromBody(input, { maxFields: 9 }).fields).to.have.length(2);
    expect(refusal(() => fromBody(input, { maxFields: 8 })).details.reason).to.match(/at most 8 names/);
  });

  it('bound the values of a list, the keys, the length of a search and the parameters of a URL', () => {
    expect(refusal(() => fromBody({ filter: { a: { _in: '1,2,3' } } }, { maxListLength: 2 })).details).to.include({ path: 'filter.a._in' });
    expect(refusal(() => fromBody({ search: 'abc' }, { maxSearchLength: 2 })).details).to.include({ path: 'search' });
    expect(refusal(() => fromUrl('a=1&&b=2&&c=3', { maxParameters: 2 })).details).to.include({ path: 'c' });
    expect(fromUrl(`${'&'.repeat(5000)}limit=2`, { maxParameters: 1 }).limit).to.equal(2);
  });

  it('let the largest limit through, which is shortened where it is used', () => {
    expect(fromBody({ limit: -1 }, { maxLimit: 10 }).limit).to.equal(-1);
    expect(fromBody({ limit: 1000 }, { maxLimit: 10 }).limit).to.equal(1000);
  });

  it('hold against nesting that would overflow the stack', () => {
    const shells = [
      ['{"_and":[', ']}'], ['{"_or":[', ']}'], ['{"a":', '}'], ['{"a":{"_some":', '}}'], ['{"a":{"_or":[{"_and":[', ']}]}}'], ['[', ']'],
    ] as const;
    for (const [open, close] of shells) {
      const text = `${open.repeat(20_000)}{}${close.repeat(20_000)}`;
      refusal(() => fromBody({ filter: text }));
      refusal(() => fromBody({ deep: text }));
      refusal(() => fromBody({ filter: JSON.parse(text) as unknown, deep: JSON.parse(text) as unknown }));
    }
    refusal(() => fromUrl(`filter${'[a]'.repeat(100_000)}=1`));
  });

  it('hold against texts that take long to read', () => {
    const effort = startEffort();
    const digits = '1'.repeat(100_000);
    for (const text of [digits, `${digits}.${digits}`, '2020-01-01'.repeat(10_000), ' '.repeat(100_000)]) {
      refusal(() => fromBody({ filter: { a: { _gt: `${text}x` } } }));
    }
    fromBody({ fields: ['(,'.repeat(50_000), 'a.('.repeat(50_000)], filter: { ['a('.repeat(50_000)]: 1 } });
    fromUrl(Array.from({ length: 1000 }, () => 'filter[a][_in][]=1').join('&'));
    expect(effort()).to.be.below(5000);
  });
});

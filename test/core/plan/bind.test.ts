import { expect } from 'chai';
import { anonymous } from '../../../core/access/access.js';
import { ApiError } from '../../../core/errors/api-error.js';
import { bindValues } from '../../../core/plan/bind.js';
import type { Slot } from '../../../core/plan/plan.js';

const context = { identity: anonymous, now: new Date('2024-03-31T10:20:30Z') };
const slot = (given: Partial<Slot>): Slot => ({ source: { request: 0 }, type: 'integer', isList: false, values: null, purpose: 'value', path: 'filter.x._eq', ...given });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof ApiError ? error.code : String(error);
  }
  return 'none';
};

describe('binding values to the slots of a plan', () => {
  it('takes each value by its number, its place in a list, or from the view', () => {
    const slots = [slot({ source: { request: 1 } }), slot({ source: { request: 0, index: 1 } }), slot({ source: { constant: 9 } })];
    expect(bindValues(slots, [['4', '5'], 6], context)).to.deep.equal([6n, 5n, 9n]);
  });

  it('keeps a list one value, without variables that have none', () => {
    expect(bindValues([slot({ isList: true, type: 'text' })], [['a', '$CURRENT_USER', 'b']], context)).to.deep.equal([['a', 'b']]);
  });

  it('splits a composite key at its commas before it is decoded', () => {
    const parts = [0, 1].map((number) => slot({ type: 'text', purpose: 'key', source: { request: 0, part: { number, of: 2 } } }));
    expect(bindValues(parts, ['a%2Cb,c%20d'], context)).to.deep.equal(['a,b', 'c d']);
  });

  it('takes the commas of a single key for part of it', () => {
    expect(bindValues([slot({ type: 'text', purpose: 'key', source: { request: 0, part: { number: 0, of: 1 } } })], ['a,b'], context)).to.deep.equal(['a,b']);
  });

  it('answers FORBIDDEN for keys that no item can have', () => {
    const key = slot({ purpose: 'key', source: { request: 0, part: { number: 0, of: 1 } } });
    for (const text of ['abc', '%zz', '99999999999999999999']) expect(codeOf(() => bindValues([key], [text], context)), text).to.equal('FORBIDDEN');
    const part = slot({ purpose: 'key', source: { request: 0, part: { number: 0, of: 2 } } });
    expect(codeOf(() => bindValues([part], ['1'], context))).to.equal('FORBIDDEN');
  });

  it('answers INVALID_QUERY with the path for values that do not fit', () => {
    expect(() => bindValues([slot({})], ['many'], context)).to.throw(ApiError, 'The value must be a whole number.')
      .with.nested.include({ code: 'INVALID_QUERY', 'details.path': 'filter.x._eq' });
    expect(() => bindValues([slot({ type: 'string', values: ['draft', 'published'] })], ['gone'], context)).to.throw(ApiError, 'one of draft, published');
  });
});

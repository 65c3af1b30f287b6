import { expect } from 'chai';
import { anonymous } from '../../../core/access/access.js';
import { ApiError } from '../../../core/errors/api-error.js';
import { resolveVariable } from '../../../core/plan/variables.js';

const now = new Date('2024-03-31T10:20:30.400Z');
const context = { identity: { ...anonymous, user: 'u1', role: 'editor' }, now };
const resolve = (value: string | number | boolean) => {
  const resolved = resolveVariable(value, context, 'filter.at._lt');
  return resolved instanceof Date ? resolved.toISOString() : resolved;
};

describe('a variable in a filter', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['$NOW', '2024-03-31T10:20:30.400Z'],
    ['$NOW(-1 day)', '2024-03-30T10:20:30.400Z'],
    ['$NOW(+2 weeks)', '2024-04-14T10:20:30.400Z'],
    ['$NOW(90m)', '2024-03-31T11:50:30.400Z'],
    ['$NOW( - 400 ms )', '2024-03-31T10:20:30.000Z'],
    ['$NOW(-1 month)', '2024-02-29T10:20:30.400Z'],
    ['$NOW(+1 year)', '2025-03-31T10:20:30.400Z'],
    ['$NOW(-50 years)', '1974-03-31T10:20:30.400Z'],
    ['$CURRENT_USER', 'u1'],
    ['$CURRENT_ROLE', 'editor'],
    ['$5 off', '$5 off'],
  ];
  for (const [text, value] of rows) it(`${text} is ${value}`, () => expect(resolve(text)).to.equal(value));

  it('leaves other values alone', () => {
    expect(resolve(7)).to.equal(7);
    expect(resolve(false)).to.equal(false);
  });

  it('is null where there is no such user or role', () => {
    expect(resolveVariable('$CURRENT_USER', { identity: anonymous, now }, 'filter')).to.equal(null);
  });

  for (const text of ['$NOW(tomorrow)', '$NOW(-1 fortnight)', '$NOW(-9999 years)', '$NOW(999999999 years)']) {
    it(`refuses ${text} with its path`, () => {
      expect(() => resolve(text)).to.throw(ApiError).with.nested.include({ code: 'INVALID_QUERY', 'details.path': 'filter.at._lt' });
    });
  }
});

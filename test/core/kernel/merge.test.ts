import { expect } from 'chai';
import { copy, freeze, merge } from '../../../core/kernel/merge.js';

describe('merge', () => {
  const rows: readonly [title: string, below: unknown, above: unknown, merged: unknown][] = [
    ['objects name by name', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 4 }, e: 5 }, { a: 1, b: { c: 2, d: 4 }, e: 5 }],
    ['lists by replacing them', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['false over an object', { rest: { a: 1 } }, { rest: false }, { rest: false }],
    ['an object over false', { rest: false }, { rest: { a: 1 } }, { rest: { a: 1 } }],
    ['undefined by leaving what was below', { a: 1 }, { a: undefined }, { a: 1 }],
    ['null by replacing', { a: 1 }, { a: null }, { a: null }],
  ];
  for (const [title, below, above, merged] of rows) {
    it(`merges ${title}`, () => expect(merge(below, above)).to.deep.equal(merged));
  }

  it('takes __proto__ for a name like any other', () => {
    const merged = merge({ a: 1 }, JSON.parse('{"__proto__":{"polluted":true}}')) as object;
    expect(Object.keys(merged)).to.deep.equal(['a', '__proto__']);
    expect('polluted' in merged).to.equal(false);
    expect(Object.keys(copy(merged) as object)).to.deep.equal(['a', '__proto__']);
  });

  it('replaces instances of classes whole', () => {
    const date = new Date(0);
    expect(merge({ a: { b: 1 } }, { a: date })).to.deep.equal({ a: date });
  });
});

describe('freeze', () => {
  it('freezes objects and lists however deep, and no instances of classes', () => {
    const date = new Date(0);
    const frozen = freeze({ a: [{ b: 1 }], date });
    expect([frozen, frozen.a, frozen.a[0]].every((value) => Object.isFrozen(value))).to.equal(true);
    expect(Object.isFrozen(date)).to.equal(false);
  });
});

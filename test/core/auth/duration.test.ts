import { expect } from 'chai';
import { milliseconds } from 'jackfield';

describe('a duration', () => {
  it('is a number with a unit', () => {
    expect(['500ms', '6s', '15m', '2h', '7d'].map(milliseconds)).to.deep.equal([500, 6000, 900_000, 7_200_000, 604_800_000]);
  });
});

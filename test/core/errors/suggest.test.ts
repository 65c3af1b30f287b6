import { expect } from 'chai';
import { suggest } from '../../../core/errors/suggest.js';

describe('suggest', () => {
  const rows: readonly [name: string, known: readonly string[], nearest: string | null][] = [
    ['_eqq', ['_eq', '_neq', '_in'], '_eq'],
    ['rate-limt', ['rest', 'rate-limit'], 'rate-limit'],
    ['hots', ['host', 'port'], 'host'],
    ['PORT', ['port'], 'port'],
    ['x', ['y'], null],
    ['x', ['xy'], 'xy'],
    ['x', ['author'], null],
    ['weather', ['access', 'config', 'database'], null],
    ['', ['a'], null],
    ['', [], null],
    ['__proto__', ['__proto_'], '__proto_'],
  ];

  for (const [name, known, nearest] of rows) {
    it(`finds ${JSON.stringify(nearest)} for ${JSON.stringify(name)} among ${known.join(', ') || 'nothing'}`, () => {
      expect(suggest(name, known)).to.equal(nearest);
    });
  }

  it('compares no name that is so long that it would take time', () => {
    const long = 'a'.repeat(1_000_000);
    expect(suggest(long, [long])).to.equal(null);
  });
});

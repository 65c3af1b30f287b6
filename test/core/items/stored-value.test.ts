import { expect } from 'chai';
import type { ApiType, Field } from '../../../core/index.js';
import { decimalText, parseDecimal, roundDecimal } from '../../../core/items/decimal.js';
import { storedValue } from '../../../core/items/stored-value.js';

function field(type: ApiType, more: Partial<Field> = {}): Field {
  return {
    name: 'f', column: 'f', type, elementType: null, sqlType: type, nullable: true, default: null, generated: null, values: null,
    length: null, precision: null, scale: null,
    comment: null, concealed: false, filled: false, ...more,
  };
}

/** What is bound, or why nothing is. */
function stored(value: unknown, of: Field): unknown {
  const result = storedValue(value, of, { smallint: 16 });
  return 'value' in result ? result.value : `${result.misfit.code} ${result.misfit.type ?? ''}`.trim();
}

describe('the value that is stored', () => {
  const cases: readonly (readonly [type: ApiType, sent: unknown, stored: unknown, more?: Partial<Field>])[] = [
    ['integer', 5, 5n], ['integer', '5', 5n], ['integer', ' +5 ', 5n], ['integer', 5.5, 'FAILED_VALIDATION type'],
    ['integer', true, 'FAILED_VALIDATION type'], ['integer', '', 'FAILED_VALIDATION type'],
    ['integer', 40_000, 'VALUE_OUT_OF_RANGE', { sqlType: 'smallint' }], ['integer', -32_768, -32_768n, { sqlType: 'smallint' }],
    ['bigInteger', '9223372036854775807', 9223372036854775807n], ['bigInteger', '9223372036854775808', 'VALUE_OUT_OF_RANGE'],
    ['bigInteger', 2 ** 60, 'FAILED_VALIDATION type'],
    ['decimal', 1.25, '1.25'], ['decimal', '1e3', '1000'], ['decimal', '-0.00', '0.00'], ['decimal', 'x', 'FAILED_VALIDATION type'],
    ['decimal', 2 ** 60, 'FAILED_VALIDATION type'],
    ['decimal', '2.345', '2.35', { precision: 4, scale: 2 }], ['decimal', '99.995', 'VALUE_OUT_OF_RANGE', { precision: 4, scale: 2 }],
    ['decimal', '99.994', '99.99', { precision: 4, scale: 2 }],
    ['decimal', '0.5', '0.5', { precision: 2, scale: 2 }], ['decimal', '1', 'VALUE_OUT_OF_RANGE', { precision: 2, scale: 2 }],
    ['float', '1e3', 1000], ['float', 'NaN', 'FAILED_VALIDATION type'], ['boolean', 'true', true], ['boolean', 0, false],
    ['boolean', 'yes', 'FAILED_VALIDATION type'],
    ['string', 'abc', 'abc', { length: 3 }], ['string', '🐎🐎🐎', '🐎🐎🐎', { length: 3 }],
    ['string', 'abcd', 'VALUE_TOO_LONG', { length: 3 }],
    ['text', 5, 'FAILED_VALIDATION type'],
    ['text', 'a\0', 'FAILED_VALIDATION type'], ['text', '\udc00', 'FAILED_VALIDATION type'],
    ['string', 'b', 'FAILED_VALIDATION in', { values: ['a'] }], ['string', 'a', 'a', { values: ['a'] }],
    ['uuid', 'A0000000-0000-4000-8000-0000000000AB', 'a0000000-0000-4000-8000-0000000000ab'], ['uuid', 'x', 'FAILED_VALIDATION type'],
    ['date', '2024-02-29', '2024-02-29'], ['date', '2023-02-29', 'INVALID_PAYLOAD type'], ['time', '25:00', 'INVALID_PAYLOAD type'],
    ['dateTime', 5, 'INVALID_PAYLOAD type'],
    ['timestamp', '2024-05-06T07:08:09+02:00', '2024-05-06T05:08:09.000000Z'],
    ['json', { a: 1 }, '{"a":1}'], ['json', '{"a": 1}', '{"a": 1}'], ['json', 'a', 'FAILED_VALIDATION type'], ['json', false, 'false'],
    ['json', ['\0'], 'FAILED_VALIDATION type'],
    ['array', [1, '2', null], [1n, 2n, null], { elementType: 'integer' }],
    ['array', ['x'], 'FAILED_VALIDATION type', { elementType: 'integer' }], ['array', 'x', 'FAILED_VALIDATION type'],
    ['unknown', '10.0.0.1', '10.0.0.1'], ['unknown', {}, 'FAILED_VALIDATION type'], ['text', null, null],
    ['text', null, 'FAILED_VALIDATION nnull', { nullable: false }],
  ];
  for (const [type, sent, expected, more] of cases) {
    const detail = more ? ` (${JSON.stringify(more)})` : '';
    it(`of ${type} ${JSON.stringify(sent)}${detail} is ${String(expected)}`, () => {
      expect(stored(sent, field(type, more))).to.deep.equal(expected);
    });
  }

  it('of bytes is a Buffer', () => {
    expect(stored('AP8=', field('binary'))).to.deep.equal(Buffer.from([0, 255]));
    expect(stored({ type: 'Buffer', data: [0, 255] }, field('binary'))).to.deep.equal(Buffer.from([0, 255]));
    for (const wrong of ['AP8', '*', { data: [256] }, { data: [1.5] }, {}, 5]) expect(
      stored(wrong, field('binary')), JSON.stringify(wrong),
    ).to.equal('FAILED_VALIDATION type');
  });

  it('of JSON that is nested too deeply is none', () => {
    expect(stored(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), field('json'))).to.equal('FAILED_VALIDATION type');
  });
});

describe('a decimal', () => {
  it('is read in every form, and rounded with halves away from zero', () => {
    for (const [text, scale, expected] of [
      ['1.005', 2, '1.01'], ['-1.005', 2, '-1.01'], ['0.0049', 2, '0.00'], ['-0.0049', 2, '0.00'], ['9.995', 2, '10.00'], ['.5', 0, '1'],
      ['15e-1', 1, '1.5'], ['1.5e2', 1, '150'], ['007', 2, '7'], ['1e-3', 5, '0.001'],
    ] as const) {
      expect(decimalText(roundDecimal(parseDecimal(text)!, scale)), text).to.equal(expected);
    }
    for (const text of ['', '.', 'e5', '1e', '1,5', '--1']) expect(parseDecimal(text), text).to.equal(null);
  });
});

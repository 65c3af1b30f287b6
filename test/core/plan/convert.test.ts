import { expect } from 'chai';
import { convertValue } from '../../../core/plan/convert.js';
import type { ApiType } from '../../../core/schema/catalog.js';

type Row = readonly [value: string | number | boolean | Date, type: ApiType, converted: bigint | number | string | boolean | undefined];

const rows: readonly Row[] = [
  ['42', 'integer', 42n], [42, 'integer', 42n], [' -7 ', 'integer', -7n], ['+7', 'integer', 7n], [1e15, 'bigInteger', 1_000_000_000_000_000n],
  ['9223372036854775807', 'bigInteger', 9_223_372_036_854_775_807n], ['9223372036854775808', 'bigInteger', undefined],
  ['1.5', 'integer', undefined], [1.5, 'integer', undefined], ['abc', 'integer', undefined], ['', 'integer', undefined], [true, 'integer', undefined],
  ['11.99', 'decimal', '11.99'], [0.1, 'decimal', '0.1'], ['.5', 'decimal', '.5'], ['1e3', 'decimal', '1e3'], ['1e9999', 'decimal', undefined], ['NaN', 'decimal', undefined],
  ['0.5', 'float', 0.5], ['1e400', 'float', undefined], [Infinity, 'float', undefined],
  ['true', 'boolean', true], [false, 'boolean', false], [0, 'boolean', false], ['1', 'boolean', true], ['yes', 'boolean', undefined],
  ['A0000000-0000-4000-8000-00000000000A', 'uuid', 'a0000000-0000-4000-8000-00000000000a'], ['a0000000', 'uuid', undefined], [7, 'uuid', undefined],
  [7, 'text', '7'], [true, 'string', 'true'], ['a\0b', 'text', undefined], ['', 'text', ''],
  ['2024-02-29', 'date', '2024-02-29'], ['2023-02-29', 'date', undefined], ['2024-02-29T23:30:00-02:00', 'date', '2024-03-01'], ['someday', 'date', undefined],
  ['0001-01-01', 'date', '0001-01-01'], ['9999-12-31T23:59:59-01:00', 'date', undefined], [2024, 'date', undefined],
  ['08:30', 'time', '08:30:00'], ['23:59:59.999999', 'time', '23:59:59.999999'], ['12:30:00.500', 'time', '12:30:00.5'], ['24:00:00', 'time', undefined],
  ['2024-02-29', 'dateTime', '2024-02-29T00:00:00.000000'], ['2024-02-29 13:14:15', 'dateTime', '2024-02-29T13:14:15.000000'],
  ['2024-02-29T13:14:15.1234567', 'dateTime', '2024-02-29T13:14:15.123456'], ['2024-02-29T13:14:15+02:00', 'dateTime', '2024-02-29T11:14:15.000000'],
  ['2024-02-29T13:14:15+02:00', 'timestamp', '2024-02-29T11:14:15.000000Z'], ['2024-02-29T13:14:15+0530', 'timestamp', '2024-02-29T07:44:15.000000Z'],
  ['2024-02-29T13:14:15', 'timestamp', '2024-02-29T13:14:15.000000Z'], ['2024-02-29T25:00:00Z', 'timestamp', undefined],
  [new Date('2024-02-29T11:14:15.678Z'), 'timestamp', '2024-02-29T11:14:15.678000Z'], [new Date('2024-02-29T11:14:15.678Z'), 'date', '2024-02-29'],
];

describe('the value a client compares with', () => {
  for (const [value, type, converted] of rows) {
    const shown = value instanceof Date ? value.toISOString() : JSON.stringify(value);
    it(converted === undefined ? `${shown} does not fit ${type}` : `${shown} as ${type} is ${String(converted)}`, () => {
      expect(convertValue(value, type)).to.equal(converted);
    });
  }
});

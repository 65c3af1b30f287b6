import type { ApiType } from '../../schema/catalog.js';

/** Of every type a field of `telescopes`, and its JSON in the items 1 to 6. The text of an `unknown` type is the dialect's own matter. */
export const valueCases: Readonly<Record<Exclude<ApiType, 'unknown'>, { readonly field: string; readonly values: readonly unknown[] }>> = {
  integer: { field: 'built', values: [1893, 1978, 2009, null, 1948, 1978] },
  bigInteger: { field: 'price', values: ['120000', '9007199254740993', '104000000', null, '-5', '104000000'] },
  decimal: { field: 'aperture', values: ['0.810', '0.500', '10.400', null, '5.080', '0.500'] },
  float: { field: 'weight', values: [12.5, 0.75, 400, null, -0.25, 1e21] },
  boolean: { field: 'active', values: [false, true, true, null, false, true] },
  string: {
    field: 'name', values: ['Great Refractor', 'Little Dome 50%_', 'Giant Mirror', 'Äquator Array', 'great mirror', 'Zeppelin "Z" O\'Hara'],
  },
  text: { field: 'nickname', values: ['The Long Tube', '', null, 'the long array', 'Back\\slash', 'tab\there 😀'] },
  uuid: {
    field: 'serial',
    values: [
      '11111111-2222-4333-8444-555555555555', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee', '3f2504e0-4f89-41d3-9a0c-0305e82c3301', null,
      '00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000006',
    ],
  },
  date: { field: 'commissioned', values: ['1893-05-10', '1978-01-01', '2009-07-24', null, '1948-06-03', '2024-02-29'] },
  time: { field: 'opens_at', values: ['00:00:00', '08:05:09', '20:30:00', null, '23:59:59.5', '12:00:00'] },
  dateTime: {
    field: 'installed_at',
    values: ['1893-05-10T23:59:59', '1978-01-01T00:00:00', '2009-07-24T08:30:00', null, '1948-06-03T12:00:00', '2024-02-29T12:00:00'],
  },
  timestamp: {
    field: 'seen_at',
    values: [
      '1893-05-10T00:00:00.000Z', '2024-12-31T23:59:59.999Z', '2024-02-29T11:14:15.987Z', null, '1948-06-03T08:00:00.000Z',
      '2000-01-01T00:00:00.000Z',
    ],
  },
  json: {
    field: 'details',
    values: [['U', 'B', 'V'], [], { mount: 'altazimuth', segments: [36, { hex: true }], exact: 0.1 }, null, 'only a text', null],
  },
  binary: { field: 'plate', values: [buffer(0, 255, 16), buffer(65), buffer(), null, buffer(10), buffer(1, 2)] },
  array: { field: 'filters', values: [[3, 1, 2], [], [7], null, [-1], null] },
};

function buffer(...data: readonly number[]): unknown {
  return { type: 'Buffer', data };
}

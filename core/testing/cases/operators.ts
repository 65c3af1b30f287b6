import type { Operator } from '../../query/filter.js';

/** A field, what it is compared with, and the ids of the telescopes that meet it. */
export type OperatorCase = readonly [field: string, value: unknown, ids: readonly number[]];

/** Of every operator what it meets. An item without a value meets no comparison, a negated one neither. */
export const operatorCases: Readonly<Record<Operator, readonly OperatorCase[]>> = {
  _eq: [
    ['built', 1978, [2, 6]], ['built', '1978', [2, 6]], ['name', 'Giant Mirror', [3]], ['name', 'giant mirror', []],
    ['name', 'Zeppelin "Z" O\'Hara', [6]],
    ['nickname', 'Back\\slash', [5]], ['nickname', 'tab\there 😀', [6]], ['aperture', '0.5', [2, 6]], ['aperture', 0.81, [1]],
    ['price', '9007199254740993', [2]], ['price', '9007199254740992', []], ['weight', '1e21', [6]], ['weight', '-0.25', [5]],
    ['active', true, [2, 3, 6]], ['active', 'false', [1, 5]], ['serial', 'AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE', [2]],
    ['commissioned', '2024-02-29', [6]], ['opens_at', '23:59:59.5', [5]], ['opens_at', '12:00', [6]], ['installed_at', '1978-01-01', [2]],
    ['installed_at', '1978-01-01T00:00:00', [2]], ['seen_at', '1948-06-03T08:00:00Z', [5]], ['seen_at', '1948-06-03T10:00:00+02:00', [5]],
  ],
  _neq: [
    ['built', 1978, [1, 3, 5]], ['status', 'active', [1, 4, 5]], ['nickname', 'The Long Tube', [2, 4, 5, 6]], ['active', false, [2, 3, 6]],
    ['serial', 'AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE', [1, 3, 5, 6]], ['commissioned', '2024-02-29', [1, 2, 3, 5]],
  ],
  _lt: [
    ['built', 1948, [1]], ['aperture', 1, [1, 2, 6]], ['weight', 0, [5]], ['price', 0, [5]], ['price', '9007199254740993', [1, 3, 5, 6]],
    ['commissioned', '1948-06-03', [1]], ['opens_at', '08:05:09', [1]], ['seen_at', '2024-02-29T11:14:15.987654Z', [1, 5, 6]],
  ],
  _lte: [['built', 1948, [1, 5]], ['opens_at', '23:59:59.5', [1, 2, 3, 5, 6]], ['seen_at', '2024-02-29T11:14:15.987654Z', [1, 3, 5, 6]]],
  _gt: [
    ['built', 1978, [3]], ['price', '9007199254740992', [2]], ['opens_at', '23:59:59', [5]], ['installed_at', '2009-07-24T08:30:00', [6]],
    ['seen_at', '2024-12-31T23:59:59.999Z', [2]],
  ],
  _gte: [['built', 1978, [2, 3, 6]], ['aperture', '10.400', [3]], ['commissioned', '2009-07-24', [3, 6]]],
  _in: [
    ['built', [1978, 1893], [1, 2, 6]], ['price', ['-5', '9007199254740993'], [2, 5]], ['aperture', ['0.5', 10.4], [2, 3, 6]],
    ['weight', ['1e21', 400], [3, 6]],
    ['active', [true], [2, 3, 6]], ['serial', ['AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE', '00000000-0000-4000-8000-000000000005'], [2, 5]],
    ['commissioned', ['2024-02-29', '1893-05-10'], [1, 6]], ['opens_at', ['08:05:09'], [2]], ['installed_at', ['2009-07-24T08:30'], [3]],
    ['seen_at', ['2000-01-01'], [6]], ['name', ['Giant Mirror', 'no, such'], [3]], ['status', ['planned', 'retired'], [1, 4, 5]],
  ],
  _nin: [
    ['built', [1978], [1, 3, 5]], ['nickname', ['The Long Tube'], [2, 4, 5, 6]], ['price', ['104000000'], [1, 2, 5]],
    ['commissioned', ['2024-02-29'], [1, 2, 3, 5]],
  ],
  _between: [
    ['built', [1893, 1948], [1, 5]], ['aperture', ['0.5', '0.81'], [1, 2, 6]], ['commissioned', ['1948-06-03', '1978-01-01'], [2, 5]],
    ['opens_at', ['08:00', '12:00'], [2, 6]], ['seen_at', ['2000-01-01', '2024-06-01'], [3, 6]], ['built', [1948, 1893], []],
  ],
  _nbetween: [['built', [1893, 1948], [2, 3, 6]], ['commissioned', ['1948-06-03', '1978-01-01'], [1, 3, 6]]],
  _null: [
    ['nickname', true, [3]], ['built', true, [4]], ['details', true, [4]], ['plate', true, [4]], ['observatory_id', true, [4]],
    ['seen_at', true, [4]],
  ],
  _nnull: [['built', true, [1, 2, 3, 5, 6]], ['nickname', true, [1, 2, 4, 5, 6]], ['plate', true, [1, 2, 3, 5, 6]]],
  _empty: [['nickname', true, [2, 3]], ['name', true, []]],
  _nempty: [['nickname', true, [1, 4, 5, 6]]],
  _contains: [
    ['name', 'Mirror', [3]], ['name', '%', [2]], ['name', '_', [2]], ['name', '%_', [2]], ['name', 'G%t', []], ['nickname', '\\', [5]],
    ['name', '"Z"', [6]],
    ['name', 'O\'H', [6]], ['nickname', '😀', [6]], ['name', 'Ä', [4]],
  ],
  _ncontains: [['nickname', 'Long', [2, 4, 5, 6]], ['name', 'rr', [1, 2, 6]]],
  _icontains: [['name', 'mirror', [3, 5]], ['nickname', 'LONG', [1, 4]], ['nickname', '\\S', [5]]],
  _starts_with: [['name', 'Great', [1]], ['name', 'Little Dome 50%', [2]], ['name', '%', []], ['nickname', 'Back\\', [5]]],
  _nstarts_with: [['name', 'G', [2, 4, 5, 6]], ['nickname', 'The', [2, 4, 5, 6]]],
  _istarts_with: [['name', 'gREAT', [1, 5]]],
  _nistarts_with: [['name', 'great', [2, 3, 4, 6]]],
  _ends_with: [
    ['name', 'ror', [3, 5]], ['name', '%_', [2]], ['nickname', '😀', [6]], ['nickname', 'a far longer text than any of the nicknames', []],
  ],
  _nends_with: [['nickname', 'Tube', [2, 4, 5, 6]]],
  _iends_with: [['name', 'MIRROR', [3, 5]]],
  _niends_with: [['name', 'mirror', [1, 2, 4, 6]]],
};

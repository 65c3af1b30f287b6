import type { AggregateFunction } from '../../query/query.js';
import type { ClientQuery } from '../client.js';

/** A query on telescopes, and its groups. Averages are compared as numbers: their digits are the database's. */
export type AggregateCase = readonly [query: ClientQuery, data: readonly unknown[]];

/** Of every aggregate function what it gives. */
export const aggregateCases: Readonly<Record<AggregateFunction, readonly AggregateCase[]>> = {
  count: [
    [{ aggregate: { count: '*' } }, [{ count: '6' }]],
    [{ aggregate: { count: ['built', 'nickname', 'plate'] } }, [{ count: { built: '5', nickname: '5', plate: '5' } }]],
    [{ aggregate: { count: '*' }, filter: { crew: { duty: { _nnull: true } } } }, [{ count: '3' }]],
    [{ aggregate: { count: '*' }, filter: { id: 99 } }, [{ count: '0' }]],
  ],
  countAll: [[{ aggregate: { countAll: '*' } }, [{ countAll: '6' }]]],
  countDistinct: [
    [
      { aggregate: { countDistinct: ['built', 'active', 'aperture', 'status'] } },
      [{ countDistinct: { built: '4', active: '2', aperture: '4', status: '3' } }],
    ],
  ],
  sum: [
    [{ aggregate: { sum: ['built', 'price', 'aperture'] } }, [{ sum: { built: '9806', price: '9007199462860988', aperture: '17.290' } }]],
    [{ aggregate: { sum: 'weight' }, filter: { id: { _lt: 4 } } }, [{ sum: { weight: 413.25 } }]],
    [
      { aggregate: { sum: ['built', 'price', 'aperture', 'weight'] }, filter: { id: 4 } },
      [{ sum: { built: null, price: null, aperture: null, weight: null } }],
    ],
  ],
  sumDistinct: [
    [
      { aggregate: { sumDistinct: ['built', 'price', 'aperture'] } },
      [{ sumDistinct: { built: '7828', price: '9007199358860988', aperture: '16.790' } }],
    ],
  ],
  avg: [
    [{ aggregate: { avg: ['built', 'aperture'] } }, [{ avg: { built: '1961.2', aperture: '3.458' } }]],
    [{ aggregate: { avg: 'weight' }, filter: { id: { _lt: 4 } } }, [{ avg: { weight: 137.75 } }]],
    [{ aggregate: { avg: ['built', 'weight'] }, filter: { id: 4 } }, [{ avg: { built: null, weight: null } }]],
  ],
  avgDistinct: [[{ aggregate: { avgDistinct: ['built', 'aperture'] } }, [{ avgDistinct: { built: '1957', aperture: '4.1975' } }]]],
  min: [
    [
      { aggregate: { min: ['built', 'price', 'aperture', 'weight', 'commissioned', 'opens_at', 'installed_at', 'seen_at', 'status'] } },
      [{
        min: {
          built: 1893, price: '-5', aperture: '0.500', weight: -0.25, commissioned: '1893-05-10', opens_at: '00:00:00',
          installed_at: '1893-05-10T23:59:59',
          seen_at: '1893-05-10T00:00:00.000Z', status: 'active',
        },
      }],
    ],
  ],
  max: [
    [
      { aggregate: { max: ['built', 'price', 'aperture', 'weight', 'commissioned', 'opens_at', 'installed_at', 'seen_at', 'status'] } },
      [{
        max: {
          built: 2009, price: '9007199254740993', aperture: '10.400', weight: 1e21, commissioned: '2024-02-29', opens_at: '23:59:59.5',
          installed_at: '2024-02-29T12:00:00', seen_at: '2024-12-31T23:59:59.999Z', status: 'retired',
        },
      }],
    ],
  ],
};

/** Groups: those without a value too, in the order of `sort` and then of what they are grouped by. */
export const groupCases: readonly AggregateCase[] = [
  [{ groupBy: ['status'] }, [{ status: 'active' }, { status: 'planned' }, { status: 'retired' }]],
  [
    { groupBy: ['active'], aggregate: { count: '*' } },
    [{ active: false, count: '2' }, { active: true, count: '3' }, { active: null, count: '1' }],
  ],
  [
    { groupBy: ['status', 'active'], aggregate: { count: 'built', max: 'aperture' } },
    [
      { status: 'active', active: true, count: { built: '3' }, max: { aperture: '10.400' } },
      { status: 'planned', active: null, count: { built: '0' }, max: { aperture: null } },
      { status: 'retired', active: false, count: { built: '2' }, max: { aperture: '5.080' } },
    ],
  ],
  [
    { groupBy: ['year(seen_at)'], aggregate: { count: '*' }, sort: ['-seen_at_year'] },
    [
      { seen_at_year: null, count: '1' }, { seen_at_year: 2024, count: '2' }, { seen_at_year: 2000, count: '1' },
      { seen_at_year: 1948, count: '1' },
      { seen_at_year: 1893, count: '1' },
    ],
  ],
  [
    { groupBy: ['observatory_id'], aggregate: { sum: 'price' }, sort: ['-sum.price'] },
    [
      { observatory_id: null, sum: { price: null } }, { observatory_id: 2, sum: { price: '9007199358740993' } },
      { observatory_id: 1, sum: { price: '104119995' } },
    ],
  ],
  [
    { groupBy: ['built'], aggregate: { count: '*' }, sort: ['-count', 'built'], limit: 2, offset: 1 },
    [{ built: 1893, count: '1' }, { built: 1948, count: '1' }],
  ],
  [{ groupBy: ['aperture'], aggregate: { count: '*' }, filter: { built: { _eq: 1978 } } }, [{ aperture: '0.500', count: '2' }]],
  [
    { groupBy: ['status'], aggregate: { count: '*' }, search: 'mirror' },
    [{ status: 'active', count: '1' }, { status: 'retired', count: '1' }],
  ],
];

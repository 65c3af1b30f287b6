import type { FunctionName } from '../../query/filter.js';

/** A function as `fields` names it, its key in the answer, and its value in the telescopes 1 to 6. */
export type FunctionCase = readonly [call: string, key: string, values: readonly unknown[]];

/** Of every function what it gives. Parts of a moment with a zone are those in UTC; nothing has no parts. A number of items is a text. */
export const functionCases: Readonly<Record<FunctionName, readonly FunctionCase[]>> = {
  year: [
    ['year(commissioned)', 'commissioned_year', [1893, 1978, 2009, null, 1948, 2024]],
    ['year(installed_at)', 'installed_at_year', [1893, 1978, 2009, null, 1948, 2024]],
    ['year(seen_at)', 'seen_at_year', [1893, 2024, 2024, null, 1948, 2000]],
  ],
  month: [
    ['month(commissioned)', 'commissioned_month', [5, 1, 7, null, 6, 2]], ['month(seen_at)', 'seen_at_month', [5, 12, 2, null, 6, 1]],
  ],
  week: [
    ['week(commissioned)', 'commissioned_week', [19, 52, 30, null, 23, 9]], ['week(seen_at)', 'seen_at_week', [19, 1, 9, null, 23, 52]],
  ],
  day: [
    ['day(commissioned)', 'commissioned_day', [10, 1, 24, null, 3, 29]],
    ['day(installed_at)', 'installed_at_day', [10, 1, 24, null, 3, 29]],
  ],
  weekday: [
    ['weekday(commissioned)', 'commissioned_weekday', [3, 0, 5, null, 4, 4]],
    ['weekday(seen_at)', 'seen_at_weekday', [3, 2, 4, null, 4, 6]],
  ],
  hour: [
    ['hour(opens_at)', 'opens_at_hour', [0, 8, 20, null, 23, 12]], ['hour(installed_at)', 'installed_at_hour', [23, 0, 8, null, 12, 12]],
    ['hour(seen_at)', 'seen_at_hour', [0, 23, 11, null, 8, 0]],
  ],
  minute: [
    ['minute(opens_at)', 'opens_at_minute', [0, 5, 30, null, 59, 0]], ['minute(seen_at)', 'seen_at_minute', [0, 59, 14, null, 0, 0]],
  ],
  second: [['second(opens_at)', 'opens_at_second', [0, 9, 0, null, 59, 0]], ['second(seen_at)', 'seen_at_second', [0, 59, 15, null, 0, 0]]],
  count: [
    ['count(details)', 'details_count', [3, 0, null, null, null, null]], ['count(filters)', 'filters_count', [3, 0, 1, null, 1, null]],
    ['count(crew)', 'crew_count', ['2', '1', '1', '0', '0', '0']],
    ['count(observations)', 'observations_count', ['2', '1', '2', '0', '0', '0']],
  ],
};

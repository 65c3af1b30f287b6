import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { aggregateCases, groupCases } from '../../../core/testing/cases/aggregates.js';
import { functionCases } from '../../../core/testing/cases/functions.js';
import { operatorCases } from '../../../core/testing/cases/operators.js';
import { orderCases } from '../../../core/testing/cases/orders.js';
import { nestedCases, relatedFilterCases } from '../../../core/testing/cases/related.js';
import { valueCases } from '../../../core/testing/cases/values.js';
import { compiled } from './observatory.js';
import { readable } from './readable.js';

/** A query of the dialect suite, and what it is about. */
type Case = readonly [title: string, collection: string, input: Readonly<Record<string, unknown>>];

const isKnown = (asked: unknown): boolean => !/\bfilters\b/.test(JSON.stringify(asked));

/** Of each kind of query in the dialect suite every statement that differs. Lists (`array`) there are none. */
const groups: Readonly<Record<string, readonly Case[]>> = {
  values: Object.entries(valueCases).map(([type, { field }]) => [type, 'telescopes', { fields: [field], limit: -1 }] as const),
  operators: Object.entries(operatorCases).flatMap(([operator, cases]) => cases.map(([field, value]) =>
    [`${operator} of ${field}`, 'telescopes', { fields: ['id'], filter: { [field]: { [operator]: value } }, sort: ['id'], limit: -1 }] as const)),
  functions: Object.values(functionCases).flat().map(([call]) => [call, 'telescopes', { fields: ['id', call], limit: -1 }] as const),
  orders: orderCases.map(([sort]) => [sort, 'telescopes', { fields: ['id'], sort: sort.split(/,(?![^(]*\))/) }] as const),
  searches: [
    ['a word', 'telescopes', { fields: ['id'], search: 'mirror' }], ['a whole number', 'telescopes', { fields: ['id'], search: '1978' }],
    ['a decimal', 'telescopes', { fields: ['id'], search: '10.4' }],
    ['a uuid', 'telescopes', { fields: ['id'], search: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee' }],
  ],
  aggregates: Object.entries(aggregateCases).flatMap(([name, cases]) => cases.map(([query]) => [name, 'telescopes', query] as const)),
  groups: groupCases.map(([query]) => [JSON.stringify(query), 'telescopes', query]),
  nested: Object.entries(nestedCases).map(([title, [collection, query]]) => [title, collection, query]),
  related: Object.entries(relatedFilterCases).map(([title, [collection, filter]]) => [title, collection, { fields: ['id'], filter, sort: ['id'] }]),
  pages: [
    ['a page with its counts', 'telescopes', { fields: ['id'], filter: { status: 'active' }, limit: 2, meta: '*' }],
    ['an empty page with its counts', 'telescopes', { fields: ['id'], filter: { status: 'active' }, limit: 0, meta: '*' }],
    ['all from the second on', 'telescopes', { fields: ['id'], limit: -1, offset: 1, meta: '*' }],
    ['the third page', 'telescopes', { fields: ['id'], limit: 2, page: 3 }],
    ['a page without an order', 'weather', { fields: ['cloud'], limit: 2 }],
    ['all, counted, without an order', 'weather', { fields: ['cloud'], limit: -1, meta: '*' }],
    ['a name that the client chose', 'telescopes', { fields: ['id', 'chosen'], alias: { chosen: 'name' }, limit: 1 }],
  ],
};

const folder = new URL('snapshots/', import.meta.url);

/** With UPDATE_SNAPSHOTS in the environment the files are written anew: read the difference before it is committed. */
const isUpdate = process.env['UPDATE_SNAPSHOTS'] !== undefined;

describe('the SQL for SQL Server', () => {
  for (const [group, cases] of Object.entries(groups)) {
    it(`is as it was reviewed: ${group}`, async () => {
      const titles = new Map<string, string[]>();
      for (const [title, collection, input] of cases.filter(isKnown)) {
        const sql = readable(compiled(collection, input));
        titles.set(sql, [...new Set([...titles.get(sql) ?? [], title])]);
      }
      const text = [...titles].map(([sql, of]) => `${of.map((title) => `-- ${title}`).join('\n')}\n${sql};\n`).join('\n');
      const file = new URL(`${group}.sql`, folder);
      if (isUpdate) {
        await mkdir(folder, { recursive: true });
        await writeFile(file, text);
      }
      expect(text).to.equal(await readFile(file, 'utf8'));
    });
  }
});

import assert from 'node:assert/strict';
import type { Plugin } from '../kernel/plugin.js';
import type { ApiType } from '../schema/catalog.js';
import { functions, operators, type FunctionName, type Operator } from '../query/filter.js';
import { aggregateFunctions, type AggregateFunction } from '../query/query.js';
import { aggregateCases, groupCases } from './cases/aggregates.js';
import { functionCases } from './cases/functions.js';
import { operatorCases } from './cases/operators.js';
import { orderCases } from './cases/orders.js';
import { nestedCases, relatedFilterCases } from './cases/related.js';
import { searchCases } from './cases/searches.js';
import { valueCases } from './cases/values.js';
import type { ClientQuery } from './client.js';
import { createObservatory } from './create-observatory.js';
import { observatoryTables } from './observatory.js';
import { startServer, type TestServer } from './server.js';
import type { DeclaredTypes } from './tables.js';

/** A type, operator, function or aggregate function. */
export type DialectFeature = ApiType | Operator | FunctionName | AggregateFunction;

/** A dialect, for its suite. */
export interface DialectSuiteOptions {
  /** The name of the database, for titles. */
  readonly title: string;
  /** Makes an empty database that the suite may create tables in. `plugin` opens it; left out where a built-in one does. */
  readonly open: () => Promise<DialectSuiteDatabase>;
  /** The SQL type to declare for each API type: that the dialect mirrors it as that type is part of what is checked. */
  readonly types: DeclaredTypes;
  /** Types whose values have to be cast when the suite inserts them, since the database does not take their texts as they are. */
  readonly cast?: readonly ApiType[];
  /** What the dialect does without: it answers `INVALID_QUERY`. Each is named in a test of its own; what is not named has to work. */
  readonly lacks?: readonly DialectFeature[];
  /** Types whose values the database brings into an order of its own. Each is named in a test of its own. */
  readonly ownOrder?: readonly ApiType[];
}

/** An empty database, and how it is taken away again. */
export interface DialectSuiteDatabase {
  readonly url: string;
  readonly plugin?: Plugin;
  readonly drop?: () => Promise<void>;
}

/**
 * The suite that a dialect passes when it is done: every type, operator, function and aggregate, orders with their place of NULL, search,
 * and nested reads, over a real server. Tables are made through the dialect's own knex. Runs under mocha, or whatever else has
 * `describe`, `it`, `before` and `after` as globals.
 *
 * @example
 * const open = async () => ({ url: 'duckdb::memory:', plugin });
 * defineDialectSuite({ title: 'DuckDB', open, types: { integer: 'integer', … }, lacks: ['array'] });
 */
export function defineDialectSuite({ title, open, types, cast, lacks = [], ownOrder = [] }: DialectSuiteOptions): void {
  const lacking = new Set<string>(lacks);
  const isDeclared = (type: ApiType): boolean => types[type] !== undefined && !lacking.has(type);
  const telescopes = observatoryTables.find(({ name }) => name === 'telescopes')!;
  const words = [
    ...telescopes.columns.filter(({ type }) => !isDeclared(type)).map(({ name }) => name),
    ...lacks.filter((feature) => !(feature in valueCases)),
  ];
  const unknownWord = new RegExp(`\\b(${words.join('|')})\\b`);
  /** Whether a case can be asked: it names no field without a type, and nothing that the dialect lacks. */
  const canAsk = (asked: unknown): boolean => words.length === 0 || !unknownWord.test(JSON.stringify(asked));

  describe(`the dialect of ${title}`, () => {
    let server: TestServer | null = null;
    let database: DialectSuiteDatabase | null = null;

    before(async function (this: { timeout?: (milliseconds: number) => unknown } | undefined) {
      this?.timeout?.(60_000);
      database = await open();
      const { url, plugin } = database;
      server = await startServer({ database: { url } }, { plugins: plugin ? [plugin] : [] });
      await createObservatory(server, types, cast);
    });
    after(async () => {
      await server?.stop();
      await database?.drop?.();
    });

    async function answer(path: string, query: ClientQuery): Promise<{ readonly data: unknown }> {
      const { status, text, body } = await server!.client.get(`/items/${path}`, query);
      assert.equal(status, 200, `${path} ${JSON.stringify(query)}: ${text}`);
      return body as { data: unknown };
    }
    const read = async (path: string, query: ClientQuery): Promise<unknown> => (await answer(path, query)).data;
    const values = async (field: string, key = field): Promise<unknown[]> =>
      (await read('telescopes', { fields: ['id', field], sort: ['id'] }) as Record<string, unknown>[]).map((item) => item[key]);
    const ids = async (collection: string, query: ClientQuery): Promise<unknown[]> =>
      (await read(collection, { ...query, fields: ['id'] }) as { id: unknown }[]).map(({ id }) => id);

    for (const [type, { field, values: expected }] of Object.entries(valueCases)) {
      if (!isDeclared(type as ApiType)) continue;
      it(`mirrors ${types[type as ApiType]} as ${type}, with its JSON`, async () => {
        const collection = server!.kernel.registry.get('schema').current().collections.get('telescopes');
        assert.equal(collection?.fields.get(field)?.type, type);
        const actual = await values(field);
        // A database may store json as a value, whose keys have an order of their own.
        if (type === 'json') assert.deepEqual(actual, expected);
        else same(actual, expected, field);
      });
    }

    for (const operator of operators.filter((name) => !lacking.has(name))) {
      it(`compares with ${operator}`, async () => {
        for (const [field, value, expected] of operatorCases[operator].filter(canAsk)) {
          const filter = { [field]: { [operator]: value } };
          same(await ids('telescopes', { filter, sort: ['id'] }), expected, filter);
        }
      });
    }

    for (const name of functions.filter((each) => !lacking.has(each))) {
      it(`computes ${name}()`, async () => {
        for (const [call, key, expected] of functionCases[name].filter(canAsk)) same(await values(call, key), expected, call);
      });
    }

    it('orders items totally, those without a value last, descending first', async () => {
      for (const [sort, expected] of orderCases.filter(canAsk)) {
        if (ownOrder.some((type) => type !== 'unknown' && sort.includes(valueCases[type].field))) continue;
        same(await ids('telescopes', { sort: sort.split(/,(?![^(]*\))/) }), expected, sort);
      }
    });

    it('searches texts without regard to case, and numbers and uuids as a whole', async () => {
      for (const [search, expected] of searchCases.filter(([text]) => isDeclared('uuid') || !/^[0-9a-f]{8}-/i.test(text))) same(await ids('telescopes', { search }), expected, search);
    });

    for (const name of aggregateFunctions.filter((each) => !lacking.has(each))) {
      it(`aggregates with ${name}`, async () => {
        for (const [query, expected] of aggregateCases[name].filter(canAsk)) {
          const data = await read('telescopes', query);
          if (name.startsWith('avg')) same(roundAverages(data), roundAverages(expected), query);
          else same(data, expected, query);
        }
      });
    }

    it('groups items, those without a value too', async () => {
      for (const [query, expected] of groupCases.filter(canAsk)) same(await read('telescopes', query), expected, query);
    });

    for (const [reads, [collection, query, expected]] of Object.entries(nestedCases).filter(canAsk)) {
      it(`reads ${reads}`, async () => same(await read(collection, query), expected, query));
    }

    for (const [what, [collection, filter, expected]] of Object.entries(relatedFilterCases).filter(canAsk)) {
      it(`filters by ${what}`, async () => same(await ids(collection, { filter, sort: ['id'] }), expected, filter));
    }

    it('counts beside the data, and cuts pages of any length', async () => {
      const meta = { total_count: 6, filter_count: 3 };
      const filter = { status: 'active' };
      same(await answer('telescopes', { fields: ['id'], filter, limit: 2, meta: '*' }), { meta, data: [{ id: 2 }, { id: 3 }] }, 'a page');
      same(await answer('telescopes', { fields: ['id'], filter, limit: 0, meta: '*' }), { meta, data: [] }, 'an empty page');
      same(
        await answer('telescopes', { fields: ['id'], filter, limit: -1, offset: 1, meta: '*' }), { meta, data: [{ id: 3 }, { id: 6 }] },
        'all from the second on',
      );
      same(
        await answer('telescopes', { fields: ['id'], filter, limit: -1, offset: 9, meta: '*' }), { meta, data: [] }, 'all beyond the end',
      );
      same(await answer('telescopes', { fields: ['id'], limit: 2, page: 3 }), { data: [{ id: 5 }, { id: 6 }] }, 'the third page');
    });

    it('reads one item by any key', async () => {
      same(
        await read('telescopes/5', { fields: ['id', 'observatory_id.name'] }), { id: 5, observatory_id: { name: 'Northern Ridge' } },
        'a number',
      );
      same(await read('observations/1,2', { fields: ['seconds', 'images'] }), { seconds: 60, images: [] }, 'a composite key');
      same(await read('targets/a%2Fb%20c', { fields: ['magnitude'] }), { magnitude: '12.000' }, 'a text');
      assert.equal((await server!.client.get('/items/observations/1,9')).status, 403);
    });

    it('lists views and tables without a key', async () => {
      same(await read('active_telescopes', { sort: ['id'] }), [2, 3, 6].map((id) => ({ id, status: 'active' })), 'a view');
      same(
        await read('weather', { fields: ['cloud', 'note'], sort: ['cloud'] }),
        [{ cloud: 3, note: 'fog' }, { cloud: 3, note: 'fog' }, { cloud: null, note: null }], 'no key',
      );
    });

    for (const type of (Object.keys(valueCases) as ApiType[]).filter((name) => !isDeclared(name))) {
      it(`has no type for ${type}`, () => {
        for (const { fields } of server!.kernel.registry.get('schema').current().collections.values()) {
          for (const field of fields.values()) assert.notEqual(field.type, type);
        }
      });
    }

    for (const type of ownOrder) {
      it(`has an order of its own for ${type}, which is the same each time`, async () => {
        if (type === 'unknown' || !isDeclared(type)) return;
        const { field } = valueCases[type];
        const sorted = await ids('telescopes', { sort: [field] });
        assert.deepEqual(await ids('telescopes', { sort: [field] }), sorted);
        assert.equal(sorted.at(-1), 4, 'without a value last');
        assert.equal((await ids('telescopes', { sort: [`-${field}`] }))[0], 4, 'without a value first');
      });
    }

    for (const feature of lacks.filter((name) => !(name in valueCases))) {
      it(`lacks ${feature}, and says so`, async () => {
        const { status, body } = await server!.client.get('/items/telescopes', queryWith(feature));
        assert.equal(`${status} ${String(body.errors?.[0]?.extensions?.code)}`, '400 INVALID_QUERY');
      });
    }
  });
}

/** Deeply equal, and with the same keys in the same order. */
function same(actual: unknown, expected: unknown, asked: unknown): void {
  assert.deepEqual(actual, expected, JSON.stringify(asked));
  assert.equal(JSON.stringify(actual), JSON.stringify(expected), JSON.stringify(asked));
}

/** A query that needs an operator, a function or an aggregate function. */
function queryWith(feature: string): ClientQuery {
  const [field, value] = operatorCases[feature as Operator]?.[0] ?? [];
  if (field !== undefined) return { filter: { [field]: { [feature]: value } } };
  const call = functionCases[feature as FunctionName]?.[0]?.[0];
  return call === undefined ? aggregateCases[feature as AggregateFunction][0]![0] : { fields: [call] };
}

/** Averages have more digits in one database than in another. */
function roundAverages(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data), (_, value: unknown) => {
    const isNumber = typeof value === 'string' && /^-?\d+\.?\d*$/.test(value);
    return isNumber ? Number(Number(value).toPrecision(12)) : value;
  }) as unknown;
}

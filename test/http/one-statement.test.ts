import { expect } from 'chai';
import type { ClientQuery } from '../../core/testing/testing.js';
import { groupCases } from '../../core/testing/cases/aggregates.js';
import { nestedCases, relatedFilterCases } from '../../core/testing/cases/related.js';
import { statementsOf } from '../support/count-statements.js';
import { forEachObservatory } from './observatory-server.js';

/** Everything at once: eight relations deep, wildcards, aliases, filters, searches, orders and pages at every level, functions, counts. */
const deepest: ClientQuery = {
  fields: [
    '*.*', 'count(crew)', 'year(installed_at)', 'old.duty', 'telescopes.*', 'crew.astronomer_id.mentor_id.*', 'images_of.target.*',
    'observatory_id.telescopes.observations.astronomer_id.crew.telescope_id.successor_id.telescopes.observatory_id.name',
  ],
  alias: { old: 'crew', images_of: 'observations' },
  filter: {
    _or: [
      { observatory_id: { telescopes: { _some: { crew: { _some: { astronomer_id: { mentor_id: { _null: true } } } } } } } },
      { 'count(observations)': { _gt: 1 }, observations: { _none: { images: { caption: { _icontains: 'zzz' } } } } },
      { successor_id: { observatory_id: { country: { _in: ['CL', 'ZA'] } } } },
    ],
  },
  search: 'r',
  sort: ['-observatory_id.altitude', 'observations.astronomer_id.born', '-count(crew)', 'year(commissioned)'],
  limit: 5,
  offset: 0,
  meta: '*',
  deep: {
    crew: { _sort: ['-astronomer_id.name'], _limit: 2, _filter: { duty: { _nnull: true } } },
    images_of: { _sort: ['-seconds'], _page: 1, _limit: 3 },
    observatory_id: {
      _filter: { altitude: { _gt: 0 } },
      telescopes: { _search: 'r', observations: { _limit: 1, astronomer_id: { crew: { _sort: ['-duty'] } } } },
    },
    telescopes: { _filter: { crew: { _some: {} } }, _limit: -1 },
  },
};

/** Asks, and gives the statements that the database was sent meanwhile. */
async function count(ask: () => Promise<{ readonly status: number; readonly text: string }>, status = 200): Promise<number> {
  const answers: { readonly status: number; readonly text: string }[] = [];
  const statements = await statementsOf(async () => void answers.push(await ask()));
  expect(answers[0]!.status, answers[0]!.text).to.equal(status);
  // A connection that the pool has just made is set up once, and another hears what other instances do: no read asks for that. PostgreSQL is
  // told how long a stream may last.
  return statements.filter((statement) => !/ISO, YMD|@@session|^query "set statement_timeout = \d+"$|^query "listen /.test(statement)).length;
}

forEachObservatory('a read', (server) => {
  const list = (collection: string, query: ClientQuery): Promise<number> => count(() => server.client.get(`/items/${collection}`, query));

  it('runs one statement, however deep it is, and again when it is known', async () => {
    for (let time = 0; time < 3; time += 1) expect(await list('telescopes', deepest)).to.equal(1);
  });

  it('runs one statement by every route', async () => {
    const { alias: _, ...rest } = deepest;
    expect(await count(() => server.client.search('/items/telescopes', { query: deepest }))).to.equal(1);
    expect(await count(() => server.client.query('/items/telescopes', { query: deepest }))).to.equal(1);
    expect(await count(() => server.client.search('/items/telescopes', { keys: [1, 2], query: { ...rest, fields: ['*.*'], deep: {} } })))
      .to.equal(1);
    expect(await count(() => server.client.get('/items/telescopes/1', { fields: '*.*.*' }))).to.equal(1);
    expect(await count(() => server.client.get('/items/observations/1,1', { fields: '*.*.*' }))).to.equal(1);
    expect(await count(() => server.client.send('HEAD', '/items/telescopes'))).to.equal(1);
  });

  it('runs one statement for a list of any length, as a file too', async () => {
    expect(await list('telescopes', { fields: '*.*', limit: -1 })).to.equal(1);
    expect(await list('telescopes', { ...deepest, limit: -1 })).to.equal(1);
    expect(await list('telescopes', { fields: '*', limit: -1, meta: '*' })).to.equal(1);
    expect(await list('telescopes', { fields: '*', limit: 0, meta: '*' })).to.equal(1);
    for (const format of ['csv', 'json', 'xml', 'yaml']) {
      expect(await list('telescopes', { fields: '*,observatory_id.*,crew', limit: -1, export: format }), format).to.equal(1);
    }
  });

  it('runs one statement for nested lists, related filters, groups and aggregates of any kind', async () => {
    for (const [collection, query] of Object.values(nestedCases).filter(server.asks)) expect(await list(collection, query), JSON.stringify(query)).to.equal(1);
    for (const [collection, filter] of Object.values(relatedFilterCases)) {
      expect(await list(collection, { filter }), JSON.stringify(filter)).to.equal(1);
    }
    for (const [query] of groupCases.filter(server.asks)) expect(await list('telescopes', { ...query, meta: '*' }), JSON.stringify(query)).to.equal(1);
  });

  it('runs one statement for what is not there, and none for what is refused', async () => {
    expect(await count(() => server.client.get('/items/telescopes/99'), 403)).to.equal(1);
    for (const [status, path, query] of [
      [403, 'nope', {}], [403, 'telescopes', { fields: 'nope' }], [403, 'telescopes/abc', {}], [403, 'observations/1', {}],
      [400, 'telescopes', { filter: { built: 'many' } }],
    ] as const) expect(await count(() => server.client.get(`/items/${path}`, query), status), path).to.equal(0);
    expect(await count(() => server.anonymous.get('/items/telescopes', deepest), 403)).to.equal(0);
  });
});

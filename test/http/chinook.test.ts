import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startServer, type ClientQuery, type TestServer } from '../../core/testing/testing.js';
import { availableDialects, createDatabase, type DialectName, type TestDatabase } from '../support/databases.js';
import { passOver, whyNotAnswer } from '../support/server-differences.js';
import { refusalOf } from './observatory-server.js';

/** A folder with the Chinook sample database, as its authors publish it: https://github.com/lerocha/chinook-database */
const directory = process.env['CHINOOK_DIRECTORY'];
const files = {
  sqlite: 'Chinook_Sqlite_AutoIncrementPKs.sqlite', postgres: 'Chinook_PostgreSql_AutoIncrementPKs.sql', mysql: 'Chinook_MySql_AutoIncrementPKs.sql',
  mssql: 'Chinook_SqlServer_AutoIncrementPKs.sql',
};

/** What is asked of all, by the names that the script for PostgreSQL gives. */
const requests: readonly (readonly [path: string, query: ClientQuery])[] = [
  ['artist', {}],
  ['artist', { limit: 5, meta: '*', sort: '-name' }],
  ['artist/1', { fields: '*,album.title,album.track.name,album.track.genre_id.name,album.track.media_type_id.name' }],
  [
    'artist',
    {
      fields: 'name,album.title,album.track.name,album.track.genre_id.name', limit: 20,
      deep: { album: { _sort: 'title', track: { _limit: 2, _sort: '-milliseconds' } } },
    },
  ],
  ['artist', { fields: 'name,count(album)', sort: '-count(album),name', limit: 10 }],
  ['artist', { fields: 'name', filter: { album: { track: { genre_id: { name: { _eq: 'Jazz' } } } } }, limit: -1 }],
  ['artist', { fields: 'name', filter: { album: { _none: {} } }, limit: -1 }],
  ['artist', { fields: 'name', search: 'THE', limit: -1 }],
  ['album', { fields: 'title,artist_id.name', filter: { artist_id: { name: { _istarts_with: 'led' } } }, sort: '-title' }],
  ['album', { fields: 'title', filter: { track: { _some: { milliseconds: { _gt: 1000000 }, composer: { _null: true } } } } }],
  ['album', { fields: 'title,track', limit: 3 }],
  ['track', { limit: -1 }],
  ['track', { fields: '*.*', limit: 50, offset: 1000 }],
  ['track', { filter: { composer: { _null: true } }, limit: 10, meta: 'filter_count' }],
  ['track', { filter: { name: { _contains: '%' } } }],
  ['track', { filter: { unit_price: { _gt: '0.99' } }, fields: 'track_id,unit_price,bytes', limit: 300, sort: '-unit_price,bytes' }],
  [
    'track',
    { filter: { bytes: { _between: [10_000_000, 11_000_000] } }, sort: 'composer,-name', fields: 'name,composer,bytes', limit: -1 },
  ],
  ['track', { search: 'Ção', fields: 'name', limit: -1 }],
  ['track', { search: '343719', fields: 'name,milliseconds' }],
  [
    'track',
    {
      aggregate: {
        count: '*', sum: ['milliseconds', 'bytes', 'unit_price'], min: ['name', 'unit_price'], max: ['bytes', 'unit_price'],
        countDistinct: ['composer', 'album_id'],
      },
    },
  ],
  [
    'track',
    { aggregate: { count: '*', sum: 'unit_price', max: 'milliseconds' }, groupBy: ['genre_id', 'media_type_id'], sort: '-count,genre_id' },
  ],
  ['genre', { fields: 'name,track.name', deep: { track: { _filter: { composer: { _starts_with: 'A' } }, _sort: 'name', _limit: 3 } } }],
  [
    'genre',
    {
      fields: 'name,longest.name,newest.track_id', alias: { longest: 'track', newest: 'track' },
      deep: { longest: { _sort: '-milliseconds', _limit: 1 }, newest: { _sort: '-track_id', _limit: 2 } },
    },
  ],
  ['employee', {}],
  [
    'employee',
    { fields: 'last_name,birth_date,reports_to.last_name,reports_to.reports_to.last_name,employee.last_name,employee.employee.last_name' },
  ],
  ['employee', { fields: 'last_name', filter: { reports_to: { reports_to: { last_name: 'Adams' } } } }],
  ['employee', { fields: 'last_name', filter: { reports_to: { _null: true } } }],
  ['employee', { fields: 'last_name,hire_date', sort: 'reports_to.hire_date,-birth_date' }],
  ['employee', { fields: 'year(birth_date),month(birth_date),week(hire_date),weekday(hire_date),hour(hire_date)' }],
  [
    'employee',
    {
      fields: 'last_name,customer.invoice.invoice_line.track_id.name',
      deep: { customer: { _limit: 2, invoice: { _limit: 2, invoice_line: { _limit: 2 } } } },
    },
  ],
  ['employee', { fields: 'last_name,count(customer)', filter: { 'count(customer)': { _gte: 18 } } }],
  [
    'customer',
    {
      fields: 'first_name,last_name,country', filter: { _or: [{ country: 'Brazil' }, { company: { _nnull: true } }] },
      sort: 'country,-last_name', limit: -1,
    },
  ],
  ['customer', { filter: { state: { _null: true }, email: { _iends_with: '.COM' } }, fields: '*', limit: -1 }],
  ['customer', { fields: 'email,support_rep_id.reports_to.email', filter: { invoice: { total: { _gt: 20 } } } }],
  [
    'customer',
    { groupBy: ['country'], aggregate: { count: '*', countDistinct: 'support_rep_id' }, sort: '-count,country', limit: 5, offset: 1 },
  ],
  ['invoice', { fields: 'invoice_id,invoice_date,total', filter: { invoice_date: { _between: ['2021-03-01', '2021-03-31'] } } }],
  ['invoice', { fields: 'total', filter: { total: { _in: ['13.86', 8.91] } }, limit: -1 }],
  [
    'invoice',
    { groupBy: ['year(invoice_date)'], aggregate: { sum: 'total', count: '*', min: 'invoice_date' }, sort: '-invoice_date_year' },
  ],
  [
    'invoice',
    {
      groupBy: ['billing_country', 'year(invoice_date)'], aggregate: { sum: 'total' }, filter: { billing_state: { _null: true } },
      sort: 'billing_country', limit: -1,
    },
  ],
  ['invoice', { aggregate: { sum: 'total', max: 'total', count: ['billing_state', 'billing_city'] } }],
  [
    'invoice',
    {
      fields: 'invoice_id', filter: { 'year(invoice_date)': 2022, 'month(invoice_date)': { _in: [1, 12] } }, sort: '-invoice_date',
      limit: -1,
    },
  ],
  ['invoice/98', { fields: '*.*,invoice_line.*.*' }],
  ['invoice_line', { fields: 'unit_price,quantity,invoice_id.customer_id.support_rep_id.last_name', limit: 10 }],
  ['playlist', { fields: 'name,count(playlist_track)' }],
  ['playlist', { fields: 'name,playlist_track', filter: { playlist_id: { _in: [1, 17] } }, deep: { playlist_track: { _limit: 3 } } }],
  ['playlist_track/1,3402', {}],
  ['playlist_track/1,3402', { fields: 'playlist_id.name,track_id.name,track_id.album_id.artist_id.name' }],
  ['playlist_track/1,999999', {}],
  ['playlist_track/1', {}],
  ['playlist_track', { limit: 5, offset: 3000, fields: '*.name' }],
  ['playlist_track', { sort: '-track_id', limit: 3, filter: { playlist_id: { name: 'Grunge' } } }],
  ['playlist_track', { aggregate: { count: '*' }, groupBy: 'playlist_id' }],
  ['track', { fields: 'name', filter: { playlist_track: { _some: { playlist_id: { name: { _eq: 'Grunge' } } } } } }],
  ['media_type', { fields: '*,track.track_id', deep: { track: { _limit: 1, _sort: '-unit_price' } } }],
  ['media_type', { fields: 'nope' }],
  ['track', { filter: { milliseconds: { _eq: 'many' } } }],
];

describe('the Chinook database', () => {
  if (directory === undefined) {
    it('is compared between databases where CHINOOK_DIRECTORY names the folder of its files: it does not now', () => undefined);
    return;
  }

  const stops: (() => Promise<unknown>)[] = [];
  let postgres: TestServer;
  const names = new Map<DialectName, Names>();
  const others = new Map<DialectName, TestServer>();
  const otherNames = availableDialects.filter((dialect) => dialect !== 'postgres');

  before(async function () {
    this.timeout(120_000);
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-chinook-'));
    stops.push(() => rm(folder, { recursive: true, force: true }));
    await copyFile(join(directory, files.sqlite), join(folder, 'chinook.sqlite'));
    const serve = async (url: string): Promise<TestServer> => {
      const server = await startServer({ database: { url } });
      stops.unshift(() => server.stop());
      return server;
    };
    const load = async (dialect: Exclude<DialectName, 'sqlite'>): Promise<TestServer> => {
      const database = await loadScript(dialect, await readFile(join(directory, files[dialect]), 'utf8'));
      stops.unshift(() => database.drop());
      return serve(database.url);
    };
    others.set('sqlite', await serve(join(folder, 'chinook.sqlite')));
    postgres = await load('postgres');
    for (const dialect of otherNames) if (dialect !== 'sqlite') others.set(dialect, await load(dialect));
    for (const [dialect, server] of others) names.set(dialect, namesOf(postgres, server));
  });
  after(async () => {
    for (const stop of stops) await stop();
  });

  for (const dialect of otherNames) it(`has the same tables, keys and relations on ${dialect}`, () => {
    expect(describeSchema(others.get(dialect)!, names.get(dialect)!.back)).to.deep.equal(describeSchema(postgres, (name) => name));
  });

  for (const dialect of otherNames) for (const [path, query] of requests) {
    it(`answers the same on ${dialect}: ${path} ${JSON.stringify(query)}`, async function () {
      const there = await postgres.client.get(`/items/${path}`, query);
      const { there: name, back } = names.get(dialect)!;
      const here = await others.get(dialect)!.client.get(`/items/${name(path)}`, JSON.parse(name(JSON.stringify(query))) as ClientQuery);
      expect(here.status).to.equal(there.status);
      expect(refusalOf(here).toLowerCase()).to.equal(refusalOf(there).toLowerCase());
      if (there.status !== 200) return;
      const why = dialect === 'mssql' ? whyNotAnswer(there.text, query) : null;
      if (why !== null) {
        passOver(why);
        this.skip();
      }
      expect(JSON.stringify(withKeys(here.body, back))).to.equal(JSON.stringify(there.body));
      expect(there.text.length, 'an answer with something in it').to.be.greaterThan('{"data":[]}'.length);
    });
  }
});

/** The script makes a database of its own; it gets one of ours. */
async function loadScript(dialect: Exclude<DialectName, 'sqlite'>, script: string): Promise<TestDatabase> {
  if (dialect === 'mssql') return createDatabase(dialect, { sqlite: '', postgres: '', mssql: script.slice(script.search(/^CREATE TABLE/m)) });
  const tables = script.replaceAll(/^(DROP DATABASE|CREATE DATABASE|USE|\\c) .*$/gm, '');
  // The script takes a backslash for a character like any other, and its texts would sort without regard to case.
  const plain = dialect === 'mysql' ? "set sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES');" : '';
  return createDatabase(dialect, { sqlite: '', postgres: '', [dialect]: plain + tables.replaceAll('NVARCHAR', 'VARCHAR') });
}

/** How a database calls what the script for PostgreSQL names in its way (`album_id`), and the way back. */
interface Names {
  readonly there: (text: string) => string;
  readonly back: (name: string) => string;
}

/** The other scripts say `AlbumId`. Whole words that are names are put in place of each other. */
function namesOf(postgres: TestServer, other: TestServer): Names {
  const known = namesIn(other);
  const there = new Map([...namesIn(postgres)].flatMap((name) => {
    const found = [pascal(name), pascal(name).toLowerCase()].find((each) => known.has(each));
    return found === undefined ? [] : [[name, found] as const];
  }));
  const back = new Map([...there].map(([name, found]) => [found, name]));
  return {
    there: (text) => text.replaceAll(/\b[a-z]+(_[a-z]+)*\b/g, (word) => renamed(word, there)),
    back: (name) => renamed(name, back),
  };
}

/** A name by the other ones; of a function's value (`birth_date_year`) that of its field. */
function renamed(name: string, names: ReadonlyMap<string, string>): string {
  const [, field = '', suffix = ''] = /^(.+)(_(?:year|month|week|weekday|hour|count))$/.exec(name) ?? [];
  return names.get(name) ?? (names.has(field) ? `${names.get(field)!}${suffix}` : name);
}

function namesIn({ kernel }: TestServer): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, fields, relations } of kernel.registry.get('schema').current().collections.values()) {
    for (const each of [name, ...fields.keys(), ...relations.keys()]) names.add(each);
  }
  return names;
}

const pascal = (name: string): string => name.replaceAll(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

/** Every key, field and relation in a line, by the names of the script for PostgreSQL. */
function describeSchema({ kernel }: TestServer, back: (name: string) => string): string[] {
  const lines: string[] = [];
  for (const { name, key, fields, relations } of kernel.registry.get('schema').current().collections.values()) {
    const table = back(name);
    lines.push(`${table} by ${key.map(back).join(', ')}`);
    for (const field of fields.values()) lines.push(`${table}.${back(field.name)}: ${field.type}${field.nullable ? ' or null' : ''}`);
    for (const relation of relations.values()) lines.push(`${table}.${back(relation.name)}: ${relation.kind} to ${back(relation.relatedCollection)}`);
  }
  return lines.toSorted();
}

function withKeys(value: unknown, back: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => withKeys(each, back));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [back(key), withKeys(member, back)]));
}

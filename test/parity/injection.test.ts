import { expect } from 'chai';
import { array, assert, asyncProperty, constantFrom, record, string, tuple } from 'fast-check';
import { aggregateFunctions } from '../../core/query/query.js';
import { operators } from '../../core/query/filter.js';
import { startServer, type TestServer } from '../../core/testing/testing.js';
import { forEachDatabase } from '../support/databases.js';
import { recordDrivers, type DriverRecord } from './driver-record.js';
import { dictionary } from './world.js';

const script = `
  create table owners (id integer primary key, name varchar(40), "a.b" text, born date, score decimal(10,2), token uuid);
  create table things (a integer, b varchar(40), owner_id integer references owners (id), note text, made timestamp, primary key (a, b));
  insert into owners (id, name) values (1, 'one'), (2, 'two');
  insert into things (a, b, owner_id, note) values (1, 'x', 1, 'first'), (2, 'y', 2, 'second');
`;

/** Stands in every hostile text, and in nothing else that could reach a database. */
const marker = 'zqxjkv';

const hostile = tuple(
  constantFrom(
    '', "'", '"', "''", '";', "'; drop table things; --", '") or 1=1 --', '\\', '\\\'', '`', ']', '$1', '$$', '?', '??',
    ':a', '@a', '%', '_', '/*', '*/', '--', '\n',
    '(', ')', ',', '.', '{}', '[]', '{{', '${1}', '#{1}', '\u202e', 'é', '😀', ' as ', 'null', '1e9', '0x1',
    "E'\\x27'", 'U&"\\0022"', '\ud800', '\u0000',
  ),
  string({ unit: 'binary', maxLength: 6 }),
  constantFrom('', "'", '"', ' --', ')', ' as x', '\\'),
).map(([before, middle, after]) => `${before}${marker}${middle}${after}`);

/** A request with a hostile text somewhere. */
interface Hostile {
  readonly path?: string;
  readonly key?: string;
  readonly keys?: readonly string[];
  readonly query?: Record<string, unknown>;
}

/** Every place of a read that a client can fill with a text of its own. */
const positions: Readonly<Record<string, (text: string, other: string) => Hostile>> = {
  'the collection': (text) => ({ path: text }),
  'a key': (text) => ({ key: encoded(text) }),
  'a key as it is': (text) => ({ key: text.replaceAll(/[^ -~]|[?#% ]/g, '') }),
  'a part of a key': (text) => ({ key: `1,${encoded(text)}` }),
  'the keys': (text) => ({ keys: [`1,${encoded(text)}`, '1,x'] }),
  'a field': (text) => ({ query: { fields: [text] } }),
  'a related field': (text) => ({ query: { fields: [`owner_id.${text}`] } }),
  'a field below nothing': (text) => ({ query: { fields: [`${text}.name`] } }),
  'a function': (text) => ({ query: { fields: [`${text}(made)`] } }),
  'the argument of a function': (text) => ({ query: { fields: [`year(${text})`] } }),
  'an alias': (text) => ({ query: { fields: ['a', text], alias: at(text, 'note') } }),
  'an alias of a relation': (text) => ({
    query: { fields: [`${text}.name`], alias: at(text, 'owner_id'), deep: at(text, { _filter: { id: { _gt: 0 } } }) },
  }),
  'what an alias stands for': (text) => ({ query: { fields: ['x'], alias: { x: text } } }),
  'the name in a filter': (text) => ({ query: { filter: at(text, { _eq: 1 }) } }),
  'a name below a relation in a filter': (text) => ({ query: { filter: { owner_id: at(text, { _eq: 1 }) } } }),
  'an operator': (text) => ({ query: { filter: { note: at(text, 1) } } }),
  'an operator with an underscore': (text) => ({ query: { filter: { note: at(`_${text}`, 1) } } }),
  'a function in a filter': (text) => ({ query: { filter: at(`${text}(made)`, { _eq: 1 }) } }),
  ...Object.fromEntries(operators.map((operator) => [
    `a text beside ${operator}`,
    (text: string, other: string) => ({ query: { filter: { note: at(operator, listOf(operator, text, other)) } } }),
  ])),
  ...Object.fromEntries(['id', 'born', 'score', 'token', 'name', 'a.b'].map((field) => [
    `a value for ${field}`, (text: string) => ({ path: 'owners', query: { filter: at(field, { _in: [text] }) } }),
  ])),
  'a variable': (text) => ({ query: { filter: { made: { _lt: `$NOW(${text})` } } } }),
  'another variable': (text) => ({ query: { filter: { note: { _eq: `$CURRENT_USER.${text}` } } } }),
  'a search': (text) => ({ query: { search: text } }),
  'a nested search': (text) => ({ path: 'owners', query: { fields: ['things.a'], deep: { things: { _search: text } } } }),
  'sort': (text) => ({ query: { sort: [text] } }),
  'descending sort': (text) => ({ query: { sort: [`-${text}`] } }),
  'sort along a relation': (text) => ({ query: { sort: [`owner_id.${text}`] } }),
  'groupBy': (text) => ({ query: { groupBy: [text] } }),
  'a function in groupBy': (text) => ({ query: { groupBy: [`${text}(made)`] } }),
  'an aggregate function': (text) => ({ query: { aggregate: at(text, 'a') } }),
  ...Object.fromEntries(aggregateFunctions.map((name) => [
    `what ${name} is of`, (text: string) => ({ query: { aggregate: at(name, [text]) } }),
  ])),
  'sort of groups': (text) => ({ query: { groupBy: ['note'], sort: [text] } }),
  'a relation in deep': (text) => ({ query: { deep: at(text, { _limit: 1 }) } }),
  'a parameter in deep': (text) => ({ query: { fields: ['owner_id.name'], deep: { owner_id: at(`_${text}`, 1) } } }),
  'sort in deep': (text) => ({ path: 'owners', query: { fields: ['things.a'], deep: { things: { _sort: text } } } }),
  'a filter in deep': (text) => ({
    path: 'owners', query: { fields: ['things.a'], deep: { things: { _filter: { note: { _neq: text } } } } },
  }),
  'an alias in deep': (text) => ({
    path: 'owners', query: { fields: ['things.a', `things.${text}`], deep: { things: { _alias: at(text, 'note') } } },
  }),
  'limit': (text) => ({ query: { limit: text } }),
  'offset': (text) => ({ query: { offset: text } }),
  'page': (text) => ({ query: { page: text } }),
  'meta': (text) => ({ query: { meta: text } }),
  'export': (text) => ({ query: { export: text } }),
  'a parameter that does not exist': (text) => ({ query: at(text, text) }),
};

const names = Object.keys(positions);

forEachDatabase('a hostile text', (database) => {
  let server: TestServer;
  let drivers: DriverRecord;
  const bound = new Set<string>();

  before(async () => {
    server = await startServer({ database: { url: database.url } });
    drivers = recordDrivers();
  });
  after(async () => {
    drivers.stop();
    await server.stop();
  });

  it('reaches SQL as a bound value only, wherever it stands, and never breaks an answer', async function () {
    this.timeout(120_000);
    const method = constantFrom('GET', 'SEARCH', 'QUERY');
    const requests = record({ position: constantFrom(...names), text: hostile, other: hostile, method });
    await assert(asyncProperty(array(requests, { minLength: 8, maxLength: 8 }), async (batch) => {
      for (const { position, text, other, method } of batch) await check(position, text, other, method);
    }), { numRuns: 8 });
    for (const [index, name] of names.entries()) {
      for (const text of [`'${marker}"; --`, `${marker}\\' %_`, `)${marker}$1 ?`]) {
        await check(name, text, marker, index % 2 === 0 ? 'GET' : 'SEARCH');
      }
    }
  });

  it('is found as a bound value where a client may send any text', () => {
    expect([...bound]).to.include.members([
      'a search', 'a nested search', 'an alias', 'an alias of a relation', 'an alias in deep', 'a filter in deep',
      'a part of a key', 'the keys',
      ...['_eq', '_in', '_contains', '_niends_with'].map((operator) => `a text beside ${operator}`),
    ]);
  });

  it('changes nothing in the database', async () => {
    for (const [collection, count] of [['owners', '2'], ['things', '2']]) {
      const answer = await server.client.get(`/items/${collection}`, { aggregate: { count: '*' } });
      expect(answer.body.data).to.deep.equal([{ count }]);
    }
  });

  async function check(position: string, text: string, other: string, method: string): Promise<void> {
    drivers.statements.length = 0;
    drivers.values.length = 0;
    const { path = 'things', key, keys, query = {} } = positions[position]?.(text, other) ?? {};
    const url = `/items/${encoded(path)}${key === undefined ? '' : `/${key}`}`;
    const isGet = key !== undefined || (method === 'GET' && keys === undefined);
    const parameters = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(parameter(value))}`);
    const answer = isGet
      ? await server.client.send('GET', `${url}?${parameters.join('&')}`)
      : await server.client[method === 'QUERY' ? 'query' : 'search'](url, { query, keys });
    const about = `${position}: ${JSON.stringify(text)} by ${method}, answered ${answer.status} ${answer.text.slice(0, 300)}`;
    for (const statement of drivers.statements) expect(statement, about).not.to.include(marker);
    expect(answer.status, about).to.be.below(500);
    if (answer.status >= 400) expect(answer.body?.errors?.[0]?.extensions?.code, about).to.be.a('string');
    else if (query['export'] === undefined) expect(answer.body, about).to.be.an('object');
    if (drivers.values.some((value) => value.includes(marker))) bound.add(position);
  }
}, script);

/** Texts that a URL can hold: half of a surrogate pair has no UTF-8. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

function parameter(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listOf(operator: string, text: string, other: string): unknown {
  if (operator.endsWith('between')) return [text, other];
  return operator.endsWith('in') ? [text, other] : text;
}

function at(name: string, value: unknown): Record<string, unknown> {
  const object = dictionary<unknown>();
  object[name] = value;
  return object;
}

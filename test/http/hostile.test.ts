import { request } from 'node:http';
import { expect } from 'chai';
import { testToken } from '../../core/testing/testing.js';
import { forEachObservatory } from './observatory-server.js';
import { startEffort } from '../support/effort.js';

/** Of the processor: a request that takes more would keep all others waiting. */
const mostMilliseconds = 2000;

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

/** Sends a request whose URL goes out as it is, and waits for its answer. */
function sendRaw(url: string, method: string, path: string, body?: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${testToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    };
    // A server that refuses a body may close before it has read all of it.
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EPIPE' || error.code === 'ECONNRESET') resolve({ status: 413, text: '{"errors":[]}', type: 'application/json' });
      else reject(error);
    };
    const sent = request(url, { method, path, headers, agent: false }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject);
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString(), type: answer.headers['content-type'] ?? '' });
      });
    });
    sent.on('error', onError).end(body);
  });
}

const nested = (open: string, core: string, close: string, times: number): string => open.repeat(times) + core + close.repeat(times);
const proto = '{"__proto__":{"_eq":1},"constructor":{"prototype":{"_eq":1}}}';
const searchBody = (query: string): string => `{"query":${query}}`;

/** What is sent in a URL, and has to be refused. */
const gets: Readonly<Record<string, string>> = {
  '`__proto__` as a collection': '/items/__proto__',
  '`constructor` as a collection': '/items/constructor?fields=*',
  '`__proto__` as a key': '/items/telescopes/__proto__',
  '`__proto__` as a field': '/items/telescopes?fields=__proto__',
  '`constructor` as a path': '/items/telescopes?fields=constructor.name',
  '`__proto__` in a filter': `/items/telescopes?filter=${encodeURIComponent(proto)}`,
  '`__proto__` in brackets': '/items/telescopes?filter[__proto__][_eq]=1',
  '`constructor` in brackets': '/items/telescopes?filter[constructor][prototype][_eq]=1',
  '`toString` as an operator': '/items/telescopes?filter[id][toString]=1',
  '`hasOwnProperty` as a sort': '/items/telescopes?sort=hasOwnProperty',
  '`__proto__` in deep': '/items/telescopes?deep[__proto__][_limit]=1',
  '`__proto__` as what an alias stands for': '/items/telescopes?fields=a&alias[a]=__proto__',
  '`constructor` as an aggregate': '/items/telescopes?aggregate[constructor]=id',
  '`__proto__` as what is aggregated': '/items/telescopes?aggregate[sum]=__proto__',
  '`__proto__` as a group': '/items/telescopes?groupBy=__proto__',
  '`constructor` as a function': '/items/telescopes?fields=constructor(id)',
  '`__proto__` as a format': '/items/telescopes?export=__proto__',
  '`__proto__` in meta': '/items/telescopes?meta=__proto__',
  'ten thousand brackets in a name': `/items/telescopes?filter${'[a]'.repeat(10_000)}=1`,
  'five thousand open brackets': `/items/telescopes?filter${'['.repeat(5000)}=1`,
  'ten thousand lists in a JSON text': `/items/telescopes?filter=${nested('[', '', ']', 5000)}`,
  'a URL of 100 kB': `/items/telescopes?search=${'x'.repeat(100_000)}`,
  'a URL of 12 kB in one search': `/items/telescopes?search=${'x'.repeat(12_000)}`,
  'thousands of parameters': `/items/telescopes?${'a&'.repeat(5000)}`,
  'a path of a thousand relations': `/items/telescopes?fields=${'successor_id.'.repeat(1000)}id`,
  'wildcards without end': '/items/telescopes?fields=*.*.*.*.*.*.*.*.*.*.*.*',
  'a sort of a thousand relations': `/items/telescopes?sort=${'successor_id.'.repeat(1000)}id`,
  'a deep of a hundred relations': `/items/telescopes?deep${'[successor_id]'.repeat(100)}[_limit]=1`,
  'a number of a thousand digits': `/items/telescopes?filter[built][_eq]=${'9'.repeat(1000)}`,
  'a decimal of ten thousand digits': `/items/telescopes?filter[aperture][_gt]=1.${'9'.repeat(10_000)}`,
  'a number with a huge exponent': '/items/telescopes?filter[aperture][_eq]=1e999999999',
  'a double beyond all doubles': '/items/telescopes?filter[weight][_eq]=1e999',
  'an integer that is none': '/items/telescopes?filter[built][_eq]=NaN',
  'a limit of a thousand digits': `/items/telescopes?limit=${'9'.repeat(1000)}`,
  'a page beyond all pages': '/items/telescopes?page=99999999999999999999',
  'a year beyond all years': '/items/telescopes?filter[commissioned][_eq]=999999-01-01',
  'a moment beyond all time': '/items/telescopes?filter[seen_at][_gt]=$NOW(%2B999999999 years)'.replace(' ', '%20'),
  'an offset of huge digits': `/items/telescopes?filter[seen_at][_gt]=$NOW(-${'9'.repeat(400)}%20days)`,
  'a NUL in a search': '/items/telescopes?search=a%00b',
  'a NUL in a filter': '/items/telescopes?filter[name][_eq]=a%00b',
  'a NUL in a key': '/items/targets/a%00b',
  'a NUL in an alias': '/items/telescopes?fields=a%00b&alias[a%00b]=name',
  'a NUL in a collection': '/items/a%00b',
  'half a surrogate pair, as UTF-8 forbids it': '/items/telescopes?search=%ED%A0%80',
  'broken UTF-8': '/items/telescopes?search=%FF',
  'a percent sign alone': '/items/telescopes?search=%',
  'a broken path': '/items/%E0%A4%A',
  'a path of a thousand segments': `/items${'/a'.repeat(1000)}`,
  'thousands of commas in a key': `/items/observations/${','.repeat(5000)}`,
  'quotes and comments in a key': "/items/telescopes/1'--",
};

/** The same in bodies. */
const bodies: Readonly<Record<string, string>> = {
  '`__proto__` as the query': '{"__proto__":{"query":{}},"query":{"filter":{"__proto__":{"_eq":1}}}}',
  '`__proto__` in every place': searchBody(
    '{"fields":["__proto__"],"sort":["__proto__"],"deep":{"__proto__":{}},"alias":{"__proto__":"__proto__"}}',
  ),
  'ten thousand lists': nested('[', '', ']', 10_000),
  'a hundred thousand lists': nested('[', '', ']', 100_000),
  'ten thousand filters in each other': searchBody(`{"filter":${nested('{"_and":[', '{"id":1}', ']}', 10_000)}}`),
  'ten thousand alternatives in each other': searchBody(`{"filter":${nested('{"_or":[{"id":2},', '{"id":1}', ']}', 10_000)}}`),
  'a hundred relations in each other': searchBody(`{"filter":${nested('{"successor_id":', '{"id":1}', '}', 100)}}`),
  'ten thousand levels of deep': searchBody(`{"deep":${nested('{"successor_id":', '{}', '}', 10_000)}}`),
  'ten thousand comparisons': searchBody(
    `{"filter":{"_or":[${Array.from({ length: 10_000 }, (_, index) => `{"id":${index}}`).join(',')}]}}`,
  ),
  'a list of twenty thousand values': searchBody(`{"filter":{"id":{"_in":[${'1,'.repeat(20_000)}1]}}}`),
  'twenty thousand keys': `{"keys":[${'1,'.repeat(20_000)}1]}`,
  'a body of two megabytes': searchBody(`{"search":"${'x'.repeat(2_000_000)}"}`),
  'a search of 100 kB': searchBody(`{"search":"${'x'.repeat(100_000)}"}`),
  'a number beyond all numbers': searchBody('{"filter":{"weight":{"_eq":1e999}}}'),
  'a number beyond 2^53': searchBody('{"filter":{"price":{"_eq":9007199254740993}}}'),
  'half a surrogate pair in a filter': searchBody('{"filter":{"name":{"_eq":"\\ud800"}}}'),
  'half a surrogate pair in a search': searchBody('{"search":"\\udfff"}'),
  'half a surrogate pair as a name': searchBody('{"fields":["\\ud800"],"alias":{"\\ud800":"name"}}'),
  'a NUL in every place': searchBody('{"fields":["\\u0000"],"filter":{"\\u0000":{"_eq":"\\u0000"}},"search":"\\u0000","sort":["\\u0000"]}'),
  'a NUL in a key': '{"keys":["a\\u0000b"]}',
  'lists where objects belong': searchBody('{"filter":[],"deep":[],"alias":[],"aggregate":[]}'),
  'objects where texts belong': searchBody('{"fields":[{}],"sort":[[]],"search":{},"limit":{},"meta":[{}]}'),
  'a name twice, the second of another kind': searchBody('{"filter":{"id":1},"filter":"{"}'),
};

/** Much, but nothing that would have to be refused. */
const harmless: Readonly<Record<string, string>> = {
  'hundreds of filters in each other': `/items/telescopes?filter=${encodeURIComponent(nested('{"_and":[', '{}', ']}', 400))}`,
  'one field a thousand times': `/items/telescopes?fields=${'id,'.repeat(4000)}`,
  'a bomb of wildcards': '/items/observatories?fields=*.*.*.*.*.*.*.*',
  'names of objects as aliases': '/items/telescopes?fields=id,__proto__,constructor&alias[__proto__]=name&alias[constructor]=built&limit=1',
};

forEachObservatory('a hostile request', (server) => {
  async function sendMeasured(method: string, path: string, body?: string): Promise<RawAnswer> {
    const effort = startEffort();
    const answer = await sendRaw(server.url, method, path, body);
    expect(effort(), 'milliseconds').to.be.below(mostMilliseconds);
    return answer;
  }

  async function refuses(method: string, path: string, body?: string): Promise<void> {
    const { status, text, type } = await sendMeasured(method, path, body);
    const about = `${status} ${text.slice(0, 300)}`;
    expect(status, about).to.be.within(400, 499);
    expect(type, about).to.match(/^application\/json/);
    expect((JSON.parse(text) as { errors: unknown }).errors, about).to.be.an('array');
    expect(text.length, 'an error of a few words').to.be.below(20_000);
  }

  for (const [what, path] of Object.entries(gets)) it(`is refused: ${what}`, () => refuses('GET', path));

  for (const [what, body] of Object.entries(bodies)) {
    it(`is refused in a body: ${what}`, async () => {
      for (const method of ['SEARCH', 'QUERY']) await refuses(method, '/items/telescopes', body);
    });
  }

  for (const [what, path] of Object.entries(harmless)) {
    it(`is answered: ${what}`, async () => expect((await sendMeasured('GET', path)).status).to.equal(200));
  }

  it('changes nothing for those who come after', async () => {
    expect(await server.ids({})).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(({} as Record<string, unknown>)['_eq']).to.equal(undefined);
    expect(Object.prototype).not.to.have.any.keys('_eq', 'query', 'prototype');
  });
});

import { expect } from 'chai';
import * as fc from 'fast-check';
import { request } from 'node:http';
import { testToken } from '../../core/testing/testing.js';
import { forEachLibrary } from './library-server.js';

const runs = 150;
const collections = fc.constantFrom(
  'books', 'authors', 'shelf_slots', 'visits', 'settings', 'odd%20name', 'nope', '__proto__', '%00', '%F0%9F%98%80',
);
const segment = fc.oneof(collections, fc.string().map(encodeURIComponent), fc.stringMatching(/^[!"$-~]{0,20}$/));
const parameterName = fc.constantFrom(
  'filter', 'fields', 'sort', 'limit', 'offset', 'page', 'search', 'deep', 'alias', 'aggregate', 'groupBy', 'meta', 'export',
  'filter[id]', 'filter[_or][]', 'deep[books][_limit]',
);
const noise = fc.oneof(
  fc.string({ unit: 'binary' }).map(encodeURIComponent), fc.json().map(encodeURIComponent),
  fc.constantFrom('%zz', '%', '%FF', '', '\'', '-1', '1e9', 'null', '{}', '[]', '*'),
);
const queryString = fc.array(fc.tuple(parameterName, noise).map(([name, value]) => `${name}=${value}`), { maxLength: 4 })
  .map((parameters) => parameters.join('&'));

forEachLibrary('a malformed request', (server) => {
  /** Sends a request as it is, and checks that it gets an answer or a proper refusal. */
  async function check(method: string, path: string, headers: Record<string, string> = {}, body?: Buffer): Promise<void> {
    const { status, text, type } = await new Promise<{ status: number; text: string; type: string }>((resolve, reject) => {
      const length = body ? { 'content-length': String(body.length) } : {};
      const allHeaders = { authorization: `Bearer ${testToken}`, ...headers, ...length };
      const sent = request(server.url, { method, path, headers: allHeaders }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        answer.on('end', () => resolve({
          status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString(), type: answer.headers['content-type'] ?? '',
        }));
      });
      sent.on('error', reject).end(body);
    });
    const about = `${method} ${path} ${body?.toString() ?? ''}: ${status} ${text.slice(0, 300)}`;
    expect(status, about).to.be.below(500);
    if (status < 400) return;
    expect(type, about).to.equal('application/json; charset=utf-8');
    const { errors } = JSON.parse(text) as { errors: { message: unknown; extensions: { code: unknown } }[] };
    expect(errors[0]?.extensions.code, about).to.be.a('string');
    expect(errors[0]?.message, about).to.be.a('string').that.does.not.match(/select |SQLITE|syntax error|at .*\.(ts|js):/i);
  }

  it('is answered 4xx with an error body, whatever stands in its URL', async () => {
    await fc.assert(fc.asyncProperty(segment, fc.option(segment), queryString, (collection, key, query) =>
      check('GET', `/items/${collection}${key === null ? '' : `/${key}`}?${query}`)), { numRuns: runs });
  }).timeout(60_000);

  it('is answered 4xx with an error body, whatever stands in its body', async () => {
    const query = fc.dictionary(fc.oneof(parameterName, fc.string()), fc.jsonValue(), { maxKeys: 4 });
    const keys = fc.oneof(fc.constant(undefined), fc.jsonValue(), fc.array(fc.oneof(fc.string(), fc.integer())));
    const body = fc.oneof(
      fc.record({ query, keys }).map((value) => Buffer.from(JSON.stringify(value))),
      fc.json().map((text) => Buffer.from(text)), fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    );
    const json = 'application/json';
    const type = fc.constantFrom(json, json, `${json}; charset=utf-8`, 'text/plain', `${json}; charset=latin1`, 'x');
    const asked = fc.constantFrom('SEARCH', 'QUERY');
    await fc.assert(fc.asyncProperty(asked, collections, body, type, (method, collection, bytes, contentType) =>
      check(method, `/items/${collection}`, { 'content-type': contentType }, bytes)), { numRuns: runs });
  }).timeout(60_000);

  it('is answered 4xx with an error body, whatever its method and path', async () => {
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'SEARCH', 'QUERY', 'OPTIONS', 'PROPFIND', 'TRACE');
    const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
    await fc.assert(fc.asyncProperty(method, path, (asked, where) => check(asked, where)), { numRuns: runs });
  }).timeout(60_000);
});

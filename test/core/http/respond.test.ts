import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { ApiError } from '../../../core/errors/api-error.js';
import { respond } from '../../../core/http/respond.js';
import { startHttp, type TestHttp } from './server.js';

const long = JSON.stringify([{ text: 'x'.repeat(5000) }]);

describe('an answer of items', () => {
  let server: TestHttp;
  let pulled = 0;
  let ended = 0;
  async function* rows(count: number, failAt = Infinity) {
    try {
      for (let id = 0; id < count; id += 1) {
        pulled += 1;
        if (id === failAt) throw id === 0 ? new ApiError('FORBIDDEN') : new Error('The connection was lost.');
        yield `${id === 0 ? '[' : ','}{"id":${id},"text":"${'x'.repeat(100)}"}`;
      }
      yield ']';
    } finally {
      ended += 1;
    }
  }
  before(async () => {
    server = await startHttp((http) => {
      http.route(['GET', 'QUERY'], '/list', (context) => respond(context, { data: '[{"price":"14.990"}]', meta: null }));
      http.route(['GET'], '/counted', (context) => respond(context, { data: '[1.0]', meta: '{"total_count":2}' }));
      http.route(['GET'], '/item', (context) => respond(context, { data: '{"id":1}', meta: null }, 'strong'));
      http.route(['GET'], '/long', (context) => respond(context, { data: long, meta: null }));
      http.route(['GET'], '/long-item', (context) => respond(context, { data: long, meta: null }, 'strong'));
      http.route(['GET'], '/stream', (context) => respond(context, { data: rows(3000), meta: null }));
      http.route(['GET'], '/endless', (context) => respond(context, { data: rows(Infinity), meta: null }));
      http.route(['GET'], '/refused', (context) => respond(context, { data: rows(10, 0), meta: null }));
      http.route(['GET'], '/broken', (context) => respond(context, { data: rows(3000, 2000), meta: null }));
    }, { maxBodyBytes: 1000 });
  });
  beforeEach(() => {
    pulled = 0;
    ended = 0;
  });
  after(() => server.http.close());

  it('passes the JSON text through as it is', async () => {
    const { headers, text } = await server.ask('/list');
    expect(text).to.equal('{"data":[{"price":"14.990"}]}');
    expect(headers).to.include({
      'content-type': 'application/json; charset=utf-8', 'content-length': String(text.length), 'cache-control': 'private, no-cache',
    });
    expect((await server.ask('/counted')).text).to.equal('{"meta":{"total_count":2},"data":[1.0]}');
  });

  it('carries a weak tag for a list and a strong one for an item', async () => {
    expect((await server.ask('/list')).headers.etag).to.match(/^W\/"[\w-]{27}"$/);
    expect((await server.ask('/item')).headers.etag).to.match(/^"[\w-]{27}"$/);
  });

  it('is 304 without a body for who has it', async () => {
    for (const path of ['/list', '/item', '/long-item']) {
      const { etag = '' } = (await server.ask(path)).headers;
      for (const header of [etag, `"other", ${etag}`, `W/${etag.replace('W/', '')}`, '*']) {
        const { status, headers, text } = await server.ask(path, { headers: { 'if-none-match': header } });
        expect({ status, text }, `${path} ${header}`).to.deep.equal({ status: 304, text: '' });
        expect(headers.vary).to.match(/^Authorization, Cookie, Accept/);
      }
      expect((await server.ask(path, { headers: { 'if-none-match': '"other"' } })).status).to.equal(200);
    }
    const { etag = '' } = (await server.ask('/list')).headers;
    expect((await server.ask('/list', { method: 'QUERY', headers: { 'if-none-match': etag } })).status).to.equal(304);
  });

  it('is compressed above a threshold when the client asks, under a tag of its own', async () => {
    const gzip = await raw(server.port, '/long', 'gzip');
    expect(gzip.headers['content-encoding']).to.equal('gzip');
    expect(gunzipSync(gzip.body).toString()).to.equal(`{"data":${long}}`);
    const br = await raw(server.port, '/long-item', 'gzip, br');
    expect(br.headers['content-encoding']).to.equal('br');
    expect(brotliDecompressSync(br.body).toString()).to.equal(`{"data":${long}}`);
    expect(br.headers.etag).to.match(/^"[\w-]{27}\+br"$/);
    const again = await server.ask('/long-item', { headers: { 'if-none-match': br.headers.etag ?? '', 'accept-encoding': 'br' } });
    expect({ status: again.status, etag: again.headers.etag }).to.deep.equal({ status: 304, etag: br.headers.etag });
    expect((await raw(server.port, '/item', 'gzip')).headers).not.to.have.property('content-encoding');
    expect((await server.ask('/long')).headers).not.to.have.property('content-encoding');
  });

  it('is streamed where it is large, compressed or not', async () => {
    const { headers, json } = await server.ask('/stream');
    expect((json() as { data: unknown[] }).data).to.have.length(3000);
    expect(headers).to.include({ 'transfer-encoding': 'chunked', 'content-type': 'application/json; charset=utf-8' });
    const gzip = await raw(server.port, '/stream', 'gzip');
    expect((JSON.parse(gunzipSync(gzip.body).toString()) as { data: unknown[] }).data).to.have.length(3000);
  });

  it('is an error where the stream fails before anything is sent', async () => {
    const { status, json } = await server.ask('/refused');
    expect(status).to.equal(403);
    expect(json()).to.have.nested.property('errors[0].extensions.code', 'FORBIDDEN');
  });

  it('is cut where the stream fails later, so that it is never taken for whole', async () => {
    for (const encoding of ['identity', 'gzip', 'br']) {
      const failure = await raw(server.port, '/broken', encoding).then(() => null, (error: NodeJS.ErrnoException) => error.code);
      expect(failure, encoding).to.equal('ECONNRESET');
    }
    expect(server.logged.some((line) => (line['err'] as { message?: string } | undefined)?.message === 'The connection was lost.'))
      .to.equal(true);
  });

  it('is read no faster than the client takes it, and no longer than the client stays', async () => {
    for (const encoding of ['identity', 'gzip']) {
      pulled = 0;
      ended = 0;
      const sent = request({ port: server.port, path: '/endless', headers: { 'accept-encoding': encoding }, agent: false });
      sent.end();
      const answer = await new Promise<NodeJS.EventEmitter & { pause(): void }>((resolve) => sent.on('response', resolve));
      answer.pause();
      await wait(200);
      const before = pulled;
      await wait(100);
      // What compresses well takes long to fill the pipes.
      if (encoding === 'identity') expect(pulled).to.equal(before);
      sent.on('error', () => undefined).destroy();
      await wait(300);
      expect(ended, encoding).to.equal(1);
    }
  }).timeout(10_000);

  it('of HEAD has the headers and asks for no more than the first pieces', async () => {
    const { status, headers, text } = await server.ask('/endless', { method: 'HEAD' });
    expect({ status, text, type: headers['content-type'] })
      .to.deep.equal({ status: 200, text: '', type: 'application/json; charset=utf-8' });
    expect(ended).to.equal(1);
    expect((await server.ask('/list', { method: 'HEAD' })).headers).to.include({ 'content-length': '29' });
  });
});

interface Raw {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

function raw(port: number, path: string, encoding: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    request({ port, path, headers: { 'accept-encoding': encoding }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => resolve({ headers: answer.headers as Raw['headers'], body: Buffer.concat(chunks) }));
    }).on('error', reject).end();
  });
}

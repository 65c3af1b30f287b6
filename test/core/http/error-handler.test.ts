import { expect } from 'chai';
import { connect } from 'node:net';
import { ApiError } from '../../../core/errors/api-error.js';
import { ApiErrors } from '../../../core/errors/api-errors.js';
import { startHttp, type TestHttp } from './server.js';

describe('an error', () => {
  let server: TestHttp;
  before(async () => {
    server = await startHttp((http) => {
      http.route(['GET'], '/one', () => {
        throw new ApiError('INVALID_QUERY', { path: 'limit', reason: '"limit" must be -1 or more, got -2.' });
      });
      http.route(['GET'], '/several', async () => {
        const [missing, isNull] = [{ field: 'a', type: 'required' }, { field: 'b', type: 'nnull' }];
        throw new ApiErrors([new ApiError('FAILED_VALIDATION', missing), new ApiError('FAILED_VALIDATION', isNull)]);
      });
      http.route(['GET'], '/bug', async () => {
        throw new Error('select secret from vault');
      });
      http.route(['GET'], '/nothing', () => {
        // eslint-disable-next-line no-throw-literal, typescript/only-throw-error
        throw undefined;
      });
      http.route(['GET'], '/away', () => {
        throw new ApiError('SERVICE_UNAVAILABLE', { reason: 'Not now.' }, { cause: new Error('select secret: ECONNRESET') });
      });
      http.route(['GET'], '/late', (context) => {
        context.set('ETag', '"x"');
        context.set('Content-Disposition', 'attachment');
        throw new ApiError('FORBIDDEN');
      });
    });
  });
  after(() => server.http.close());

  it('of the client is answered with its code, its status and its details', async () => {
    const { status, headers, json } = await server.ask('/one');
    expect(status).to.equal(400);
    expect(headers['content-type']).to.equal('application/json; charset=utf-8');
    expect(json()).to.deep.equal({
      errors: [{
        message: '"limit" must be -1 or more, got -2.',
        extensions: { code: 'INVALID_QUERY', path: 'limit', reason: '"limit" must be -1 or more, got -2.' },
      }],
    });
  });

  it('can be several in one body', async () => {
    const { status, json } = await server.ask('/several');
    expect(status).to.equal(400);
    expect((json() as { errors: { extensions: unknown }[] }).errors.map(({ extensions }) => extensions)).to.deep.equal([
      { code: 'FAILED_VALIDATION', field: 'a', type: 'required' }, { code: 'FAILED_VALIDATION', field: 'b', type: 'nnull' },
    ]);
  });

  it('of ours is logged whole and answered 500 with nothing of it', async () => {
    for (const path of ['/bug', '/nothing']) {
      const { status, headers, json } = await server.ask(path);
      expect(status).to.equal(500);
      expect(json())
        .to.deep.equal({ errors: [{ message: 'An unexpected error occurred.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
      expect(server.logged.some((line) => line['level'] === 50 && line['requestId'] === headers['x-request-id'])).to.equal(true);
    }
    expect(JSON.stringify(server.logged)).to.include('select secret from vault');
  });

  it('of the database says when to ask again, and its cause is logged and not told', async () => {
    const { status, headers, text } = await server.ask('/away');
    expect({ status, retry: headers['retry-after'] }).to.deep.equal({ status: 503, retry: '1' });
    expect(text).not.to.include('secret');
    const line = server.logged.find(({ requestId }) => requestId === headers['x-request-id']);
    expect(line).to.include({ level: 40 });
    expect(JSON.stringify(line)).to.include('ECONNRESET');
    expect((await server.ask('/one')).headers).not.to.have.property('retry-after');
  });

  it('does not carry headers of the body that it replaces', async () => {
    const { status, headers } = await server.ask('/late');
    expect(status).to.equal(403);
    expect(headers).not.to.have.any.keys('etag', 'content-disposition');
  });

  it('carries what every answer does', async () => {
    const { headers } = await server.ask('/nope', { headers: { 'x-request-id': 'trace-1' } });
    expect(headers).to.include({
      'x-request-id': 'trace-1', 'cache-control': 'private, no-cache', 'x-content-type-options': 'nosniff',
      vary: 'Authorization, Cookie, Accept, Accept-Encoding',
    });
    expect(headers).not.to.have.property('x-powered-by');
  });

  it('answers with a body what is no HTTP request', async () => {
    for (const text of [
      'query /items HTTP/1.1\r\nHost: x\r\n\r\n', 'GET /one HTTP/1.1\r\nbad header\r\n\r\n',
      'POST /one HTTP/1.1\r\nContent-Length: x\r\n\r\n', '\0',
    ]) {
      const answer = await exchange(server.port, text);
      expect(answer, text).to.match(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(JSON.parse(answer.slice(answer.indexOf('{'))), text).to.have.nested.property('errors[0].extensions.code', 'INVALID_PAYLOAD');
    }
  });

  it('has its body without a Host header, too', async () => {
    expect(await exchange(server.port, 'GET /one HTTP/1.1\r\nConnection: close\r\n\r\n'))
      .to.match(/^HTTP\/1\.1 400 Bad Request\r\n[^]*"INVALID_QUERY"/);
  });

  it('makes a request id where none, or a malformed one, was sent', async () => {
    const answers = ['', 'a b', 'x'.repeat(129), 'a\tb'].map((id) => server.ask('/one', { headers: { 'x-request-id': id } }));
    const ids = (await Promise.all(answers)).map(({ headers }) => headers['x-request-id']);
    for (const id of ids) expect(id).to.match(/^[0-9a-f]{12}-[0-9a-z]+$/);
    expect(new Set(ids).size).to.equal(4);
  });
});

/** Sends a text as it is, and gives what comes back until the connection ends. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (got += chunk.toString())).on('end', () => resolve(got)).on('error', reject);
  });
}

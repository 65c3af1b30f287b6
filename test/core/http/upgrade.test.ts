import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { expect } from 'chai';
import { ApiError, definePlugin } from '../../../core/index.js';
import { startServer, testToken, type TestServer } from '../../../core/testing/testing.js';

/** Takes over connections at `/echo` and sends back what comes; says who asked. */
const echo = definePlugin({
  name: 'echo',
  needs: ['http'],
  setup({ get }) {
    const http = get('http');
    http.upgrade('/echo', (context, socket) => {
      if (!context.state.identity.admin) throw new ApiError('FORBIDDEN');
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.on('data', (piece) => socket.write(piece));
    });
    http.route(['POST'], '/length', async (context) => {
      context.body = JSON.stringify(await http.readJson(context)).length.toString();
    });
  },
});

describe('An upgrade', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer(
      { database: { url: ':memory:' }, server: { cors: { origins: ['https://app.example', '*'] }, stopTimeoutSeconds: 1 } }, { plugins: [echo] },
    );
  });
  after(() => server.stop());

  const offer = { connection: 'Upgrade', upgrade: 'websocket' };
  const signedIn = { ...offer, authorization: `Bearer ${testToken}` };

  /** 101, or what was answered instead. */
  function upgrade(path: string, headers: Record<string, string>): Promise<{ status: number; body: string; echoed?: string }> {
    return new Promise((resolve, reject) => {
      const asked = httpRequest(`${server.url}${path}`, { headers });
      asked.on('upgrade', (answer, socket) => {
        socket.once('data', (piece: Buffer) => {
          resolve({ status: answer.statusCode!, body: '', echoed: piece.toString() });
          socket.destroy();
        });
        socket.write('hello');
      });
      asked.on('response', (answer) => {
        let body = '';
        answer.on('data', (piece: Buffer) => (body += piece.toString())).on('end', () => resolve({ status: answer.statusCode!, body }));
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  it('hands the connection over once the request has gone through the stages', async () => {
    expect(await upgrade('/echo', signedIn)).to.deep.equal({ status: 101, body: '', echoed: 'hello' });
  });

  for (const [what, path, headers, status, code] of [
    ['without a right', '/echo', offer, 403, 'FORBIDDEN'],
    ['with a wrong token', '/echo', { ...offer, authorization: 'Bearer nobody-knows-this-token' }, 401, 'INVALID_CREDENTIALS'],
    ['at a path that takes none', '/items/x', signedIn, 404, 'ROUTE_NOT_FOUND'],
    ['from a page of another origin', '/echo', { ...signedIn, origin: 'https://elsewhere.example' }, 403, 'FORBIDDEN'],
    ['from a page without an origin', '/echo', { ...signedIn, origin: 'null' }, 403, 'FORBIDDEN'],
  ] as const) {
    it(`is refused ${what}, in the form of any error`, async () => {
      const answer = await upgrade(path, headers);
      expect(answer.status).to.equal(status);
      expect(JSON.parse(answer.body).errors[0].extensions.code).to.equal(code);
    });
  }

  it('is taken from pages of its own and of listed origins', async () => {
    for (const origin of [server.url, 'https://app.example']) {
      expect((await upgrade('/echo', { ...signedIn, origin })).status, origin).to.equal(101);
    }
  });

  it('to another protocol is ignored, and the request answered with its body', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(1000) });
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (piece) => (text += piece.toString())).on('end', () => resolve(text)).on('error', reject);
      socket.write(`POST /length HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n`
        + `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
      setTimeout(() => {
        socket.write(body.slice(10));
        setTimeout(() => socket.end(), 300);
      }, 50);
    });
    expect(answer).to.match(/^HTTP\/1\.1 200 /).and.to.match(new RegExp(`${body.length}$`));
  });

  it('does not keep the server from stopping', async () => {
    const other = await startServer({ database: { url: ':memory:' }, server: { stopTimeoutSeconds: 1 } }, { plugins: [echo] });
    const socket = connect(Number(new URL(other.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer ${testToken}\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await other.stop();
    await closed;
  });
});

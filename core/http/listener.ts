import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ApiError } from '../errors/api-error.js';
import { codes } from '../errors/codes.js';
import type { Log } from '../kernel/log.js';
import { errorBody } from './error-handler.js';
import type { HttpOptions } from './http.js';
import type { UpgradeListener } from './upgrade.js';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A Node server around a request handler. */
export interface Listener {
  readonly handler: RequestListener;
  readonly listen: (host: string, port: number) => Promise<Address>;
  readonly close: () => Promise<void>;
}

/** Room for headers beside the URL: Node counts both as one. */
const headerBytes = 16_384;

/** How often connections whose request has ended are looked for while the server closes. */
const sweepMilliseconds = 25;

/** Makes a server that ends well: running requests may end, idle connections are closed at once. */
export function createListener(answer: RequestListener, upgrade: UpgradeListener, options: HttpOptions, log: Log): Listener {
  let isClosing = false;
  let server: Server | null = null;
  /** Node does not count them among the connections that it can end. */
  const upgraded = new Set<Duplex>();

  const handler: RequestListener = (request, response) => {
    if (isClosing) response.setHeader('Connection', 'close');
    answer(request, response);
  };

  return {
    handler,
    listen(host, port) {
      const made = createServer({
        maxHeaderSize: options.maxUrlBytes + headerBytes,
        // Nothing here depends on it, and Node's own refusal has no body.
        requireHostHeader: false,
        requestTimeout: options.requestTimeoutSeconds * 1000,
        // Node refuses headers that may take longer than the request.
        ...(options.requestTimeoutSeconds > 0 && { headersTimeout: Math.min(60_000, options.requestTimeoutSeconds * 1000) }),
      }, handler);
      made.on('clientError', refuse);
      made.on('upgrade', (request, socket, head) => {
        if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
          stayWithHttp(made, request, socket, head);
          return;
        }
        upgraded.add(socket);
        socket.once('close', () => upgraded.delete(socket));
        upgrade(request, socket, head);
      });
      return new Promise((resolve, reject) => {
        made.once('error', reject);
        made.listen(port, host, () => {
          made.off('error', reject);
          server = made;
          made.on('error', (error) => log.error({ err: error }, 'The HTTP server failed.'));
          const address = made.address() as AddressInfo;
          resolve({ host: address.address, port: address.port });
        });
      });
    },
    async close() {
      isClosing = true;
      const closing = server;
      server = null;
      if (closing) await end(closing, upgraded, options.stopTimeoutSeconds * 1000);
    },
  };
}

function end(server: Server, upgraded: ReadonlySet<Duplex>, withinMilliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMilliseconds);
    const limit = setTimeout(() => {
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
    }, withinMilliseconds);
    server.close((error) => {
      clearInterval(sweep);
      clearTimeout(limit);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * A server may ignore an upgrade that it does not know (RFC 9110, section 7.8), such as `h2c`, which some clients always offer; Node leaves
 * the request to the listener all the same. It is read again without the offer, with whatever body it has.
 */
function stayWithHttp(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (!['upgrade', 'http2-settings', 'connection'].includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

/** Answers what never became a request. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = error.code === 'HPE_HEADER_OVERFLOW'
    ? new ApiError('CONTENT_TOO_LARGE', {
        reason: 'The URL and the headers are too long.', hint: 'Send the query in the body of SEARCH or QUERY.',
      })
    : new ApiError('INVALID_PAYLOAD', {
        reason: error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'The request was not sent in time.' : 'This is no well-formed HTTP request.',
      });
  const body = errorBody([refusal]);
  const status = codes[refusal.code].status;
  socket.end(
    `HTTP/1.1 ${status} ${status === 413 ? 'Content Too Large' : 'Bad Request'}\r\nContent-Type: application/json; charset=utf-8\r\n`
    + `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

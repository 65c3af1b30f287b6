import { request, type IncomingHttpHeaders } from 'node:http';
import { pino } from 'pino';
import { anonymous, type Identity } from '../../../core/access/access.js';
import { createHttp, type Http, type HttpOptions, type HttpParts } from '../../../core/http/http.js';

/** The `server` section of a config with its defaults. */
export const defaults: HttpOptions = {
  trustedProxies: [], maxBodyBytes: 1000, maxUrlBytes: 2000, requestTimeoutSeconds: 10, stopTimeoutSeconds: 2, compression: true,
  cors: { origins: [], credentials: false, maxAgeSeconds: 600 },
};

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  readonly json: () => unknown;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A listening server without plugins, and what it logged. */
export interface TestHttp {
  readonly http: Http;
  readonly port: number;
  readonly logged: readonly Record<string, unknown>[];
  readonly ask: (path: string, options?: Ask) => Promise<Answer>;
}

export const administrator: Identity = { ...anonymous, user: 'ada', admin: true };

/** Starts a server; `define` adds its routes. It knows the token `right`. */
export async function startHttp(
  define: (http: Http) => void, options: Partial<HttpOptions> = {}, parts: Partial<HttpParts> = {},
): Promise<TestHttp> {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>) });
  const http = createHttp({
    options: { ...defaults, ...options }, log, identify: ({ state }) => (state.token === 'right' ? administrator : undefined),
    mapError: () => null, ...parts,
  });
  define(http);
  const { port } = await http.listen('127.0.0.1', 0);
  return { http, port, logged, ask: (path, ask) => send(port, path, ask) };
}

/** Sends a request whose path is not touched. Rejects where the answer is cut. */
export function send(port: number, path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Node does not announce the body of a DELETE by itself.
    const length = body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request({ port, host: '127.0.0.1', path, method, headers: { ...headers, ...length }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: () => JSON.parse(text) as unknown });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

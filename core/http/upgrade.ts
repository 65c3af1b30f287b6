import { ServerResponse, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Middleware } from 'koa';
import { ApiError } from '../errors/api-error.js';
import type { Log } from '../kernel/log.js';
import { answerError } from './error-handler.js';
import type { HttpContext, HttpOptions, HttpState } from './http.js';

/** Takes over a connection whose client asked for another protocol, once the request has gone through all stages. */
export type UpgradeHandler = (context: HttpContext, socket: Duplex, head: Buffer) => void | Promise<void>;

/** Answers the `upgrade` of a Node server. */
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface UpgradeParts {
  readonly options: HttpOptions;
  readonly log: Log;
  /** Makes the context of a request. */
  readonly contextOf: (request: IncomingMessage, response: ServerResponse) => HttpContext;
  /** Looks at the request before the stages do. */
  readonly prepare: (context: HttpContext) => void;
  /** What runs for every request before its route. */
  readonly stages: () => Middleware<HttpState>;
  readonly handlers: ReadonlyMap<string, UpgradeHandler>;
  readonly mapError: (error: unknown) => ApiError | null;
}

/**
 * Makes the listener for upgrades (RFC 9110, section 7.8). They go through the same stages as any request. A browser sends its cookies along
 * whatever page asks, so that the page's origin must be this server's own or a listed one; `*` lists none here.
 */
export function createUpgradeListener({ options, log, mapError, contextOf, prepare, stages, handlers }: UpgradeParts): UpgradeListener {
  const listed = new Set(options.cors.origins.filter((origin) => origin !== '*'));
  if (options.publicUrl !== undefined) listed.add(new URL(options.publicUrl).origin);

  async function upgrade(context: HttpContext, socket: Duplex, head: Buffer): Promise<void> {
    prepare(context);
    const handler = handlers.get(context.path);
    if (!handler) throw new ApiError('ROUTE_NOT_FOUND', { path: context.path });
    const origin = context.get('Origin');
    if (origin !== '' && !listed.has(origin) && hostOf(origin) !== context.get('Host')) {
      throw new ApiError('FORBIDDEN', { reason: 'Pages of this origin may not connect.', hint: 'The server lists origins in `server.cors.origins`.' });
    }
    await stages()(context, async () => handler(context, socket, head));
  }

  return (request, socket, head) => {
    // A client that goes away while it is looked at is no error.
    socket.on('error', ignore);
    const context = contextOf(request, new ServerResponse(request));
    upgrade(context, socket, head)
      .catch((error: unknown) => refuse(context, socket, mapError(error) ?? error, log))
      .finally(() => socket.off('error', ignore));
  };
}

function ignore(): void {
  // Its closing is noticed by whoever uses it.
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/** Answers over the bare socket, as nothing has been upgraded. */
function refuse(context: HttpContext, socket: Duplex, error: unknown, log: Log): void {
  answerError(context, error, log);
  const body = String(context.body);
  const headers = { ...context.response.headers, 'content-length': Buffer.byteLength(body), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  socket.end(`HTTP/1.1 ${context.status} ${STATUS_CODES[context.status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

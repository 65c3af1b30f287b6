import type { Duplex } from 'node:stream';
import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { ApiError, type Http, type HttpContext, type Log } from 'jackfield';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { executionErrors } from '../errors.js';
import { withoutPrototypes, type GraphQLRequest } from '../parse-request.js';
import { credentialOf, type Credential } from './credential.js';
import type { Streaming } from './server-sent-events.js';

/** What WebSockets work with. */
export interface WebSocketParts extends Streaming {
  readonly http: Pick<Http, 'identify' | 'takeToken'>;
  readonly log: Log;
  readonly recheckSeconds: number;
  readonly maxMessageBytes: number;
  readonly maxPerConnection: number;
  /** Finds an operation, ready to run; errors where it is not valid. */
  readonly prepare: (
    request: GraphQLRequest, context: HttpContext, credential: Credential,
  ) => Promise<ExecutionArgs | readonly GraphQLError[]>;
}

/** Takes over connections. */
export interface WebSockets {
  take(context: HttpContext, socket: Duplex, head: Buffer): void;
  /** Tells clients that the server goes away. */
  close(): void;
}

interface Extra {
  readonly context: HttpContext;
  credential: Credential;
}

/**
 * GraphQL over WebSocket, the protocol `graphql-transport-ws`. A token may come in the payload of `connection_init`, as `access_token` or
 * `authorization`: browsers cannot send headers with a WebSocket.
 *
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
 */
export function createWebSockets(parts: WebSocketParts): WebSockets {
  const { http, log, recheckSeconds, maxMessageBytes, maxPerConnection, prepare, run, format } = parts;
  const every = Math.min(1000, recheckSeconds * 1000);
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: maxMessageBytes });

  const server = makeServer<Record<string, unknown>, Extra>({
    async onConnect({ connectionParams, extra }) {
      const token = tokenOf(connectionParams ?? {});
      if (token === null) return true;
      const { context } = extra;
      await http.takeToken(context, token);
      extra.credential = credentialOf(context, http, every);
      return true;
    },
    async onSubscribe({ extra, subscriptions }, _id, { query, variables, operationName }) {
      if (Object.keys(subscriptions).length > maxPerConnection) {
        throw new ApiError('REQUESTS_EXCEEDED', { reason: `One connection takes ${maxPerConnection} operations at a time.` });
      }
      await extra.credential.check();
      const request = { query, variables: withoutPrototypes(variables ?? {}), operationName: operationName ?? null };
      return prepare(request, extra.context, extra.credential);
    },
    execute: run,
    subscribe: run,
    onNext: (_context, _id, _payload, _args, result) => format(result as ExecutionResult),
    onError: (_context, _id, _payload, errors) => executionErrors(errors, log),
  });

  function open(socket: WebSocket, context: HttpContext): void {
    // A peer that is gone without a word is found out.
    let isAlive = true;
    const ping = setInterval(() => {
      if (!isAlive) socket.terminate();
      isAlive = false;
      socket.ping();
    }, pingMilliseconds);
    ping.unref();
    socket.on('pong', () => {
      isAlive = true;
    });
    socket.on('error', (error) => log.debug({ err: error }, 'A WebSocket failed.'));
    const closed = server.opened({
      protocol: socket.protocol,
      send: (text) => new Promise((resolve, reject) => socket.send(text, (error) => (error ? reject(error) : resolve()))),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => void socket.on('message', (message) => {
        take(textOf(message)).catch((error: unknown) => refuse(socket, error, log));
      }),
    }, { context, credential: credentialOf(context, http, every) });
    socket.once('close', (code, reason) => {
      clearInterval(ping);
      closed(code, String(reason)).catch((error: unknown) => log.debug({ err: error }, 'A WebSocket was not closed in order.'));
    });
  }

  return {
    take(context, socket, head) {
      sockets.handleUpgrade(context.req, socket, head, (opened) => open(opened, context));
    },
    close() {
      for (const socket of sockets.clients) socket.close(goingAway, 'The server stops.');
    },
  };
}

const pingMilliseconds = 30_000;
/** RFC 6455, section 7.4.1. */
const goingAway = 1001;

function textOf(message: RawData): string {
  return (Array.isArray(message) ? Buffer.concat(message) : Buffer.from(message as Buffer)).toString();
}

function tokenOf(parameters: Readonly<Record<string, unknown>>): string | null {
  const { access_token: token, authorization, Authorization } = parameters;
  if (typeof token === 'string' && token !== '') return token;
  const header = authorization ?? Authorization;
  const bearer = typeof header === 'string' ? /^bearer +(.+)$/i.exec(header)?.[1] : undefined;
  return bearer ?? null;
}

/** Ends a connection whose message could not be taken, with the code of the error for whom it tells something. */
function refuse(socket: WebSocket, error: unknown, log: Log): void {
  if (error instanceof ApiError) {
    socket.close(error.status === 401 || error.status === 403 ? CloseCode.Forbidden : CloseCode.BadRequest, error.code);
    return;
  }
  log.error({ err: error }, 'A message on a WebSocket could not be taken.');
  socket.close(CloseCode.InternalServerError, 'INTERNAL_SERVER_ERROR');
}

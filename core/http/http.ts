import type { RequestListener } from 'node:http';
import Koa, { type Middleware, type Next, type ParameterizedContext } from 'koa';
import { anonymous, type Identity } from '../access/access.js';
import type { ApiError } from '../errors/api-error.js';
import type { Log } from '../kernel/log.js';
import { createBodyReader } from './body.js';
import { createClientAddress } from './client-address.js';
import { answerError } from './error-handler.js';
import { setHeaders } from './headers.js';
import { identification, identityOf, type Identify } from './identify.js';
import { createListener, type Address } from './listener.js';
import { logAnswer } from './request-log.js';
import { createRequestIds } from './request-id.js';
import { createRoutes, type RouteHandler } from './routes.js';
import { compose, createStages, type Stage } from './stages.js';
import { createUpgradeListener, type UpgradeHandler, type UpgradeListener } from './upgrade.js';
import { takeUrlApart } from './url.js';

/** The `server` section of the config. */
export interface HttpOptions {
  /** Where clients reach the server, where that is not the host they name. */
  readonly publicUrl?: string | undefined;
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly maxBodyBytes: number;
  readonly maxUrlBytes: number;
  /** How long a client may take to send its request; 0 for any time. */
  readonly requestTimeoutSeconds: number;
  /** How long running requests may take to end when the server stops. */
  readonly stopTimeoutSeconds: number;
  readonly compression: boolean;
  readonly cors: {
    /** Empty: no cross-origin requests. `*` for any origin. */
    readonly origins: readonly string[];
    readonly credentials: boolean;
    readonly maxAgeSeconds: number;
  };
}

/** What is known of a request beside Koa's own. */
export interface HttpState {
  /** Also sent as `X-Request-Id`, and in every line that is logged about the request. */
  requestId: string;
  /** The bearer token that came with the request, as a header or in the URL; null without one. Known from the stage `identify` on. */
  token: string | null;
  /** `access_token` of the URL, which was taken out of it. `token` is what plugins want. */
  urlToken: string | null;
  /** Who sends the request. The anonymous until the stage `identify` has run. */
  identity: Identity;
}

/** Koa's context of one request. */
export type HttpContext = ParameterizedContext<HttpState>;

/** A Koa middleware of a stage. */
export type HttpMiddleware = (context: HttpContext, next: Next) => unknown;

/** The `http` service: where plugins put their middlewares and routes. */
export interface Http {
  /**
   * Adds a middleware to a stage. Stages run in the order `admit` (by address), `identify` (who is it), `limit` (by identity), `route`;
   * within a stage, in the order they were added. Throw an `ApiError` to refuse.
   */
  use(stage: Stage, middleware: HttpMiddleware): void;
  /**
   * Adds a route. HEAD comes with GET, OPTIONS with every path.
   *
   * @param methods - upper case, SEARCH and QUERY among them
   * @param path - such as `/items/:collection/:key`
   * @param handler - is given the text of each parameter *as it stood in the URL*: split before it is decoded (`decodeSegment`)
   */
  route(methods: readonly string[], path: string, handler: RouteHandler): void;
  /**
   * Reads the JSON body of a request; undefined where there is none.
   *
   * @throws {ApiError} `CONTENT_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, and `INVALID_PAYLOAD` for what is no JSON
   */
  readJson(context: HttpContext): Promise<unknown>;
  /** Takes over connections of clients that ask for another protocol at a path, such as WebSockets. */
  upgrade(path: string, handler: UpgradeHandler): void;
  /**
   * Finds out again who sent a request, for connections that outlive it.
   *
   * @throws {ApiError} where the credential does not hold any more
   */
  identify(context: HttpContext): Promise<Identity>;
  /**
   * Takes another token for a request, for connections that tell theirs once they are open: `state` has it and its identity from then on,
   * whom the stage `limit` has let pass.
   *
   * @throws {ApiError} where the token is not valid, and what the stage throws
   */
  takeToken(context: HttpContext, token: string): Promise<void>;
  /** Runs when the server is about to stop, before it waits for what is running: to end what would not end by itself. */
  onClose(work: () => void): void;
  /** Answers requests of a Node server: for tests, and for embedding in another server. */
  readonly handler: RequestListener;
  /** Answers the `upgrade` event of a Node server, for embedding. */
  readonly handleUpgrade: UpgradeListener;
  /** Port 0 takes any free one. */
  listen(host: string, port: number): Promise<Address>;
  /** Takes no new requests and lets the running ones end, for as long as `stopTimeoutSeconds` allows. */
  close(): Promise<void>;
}

export interface HttpParts {
  readonly options: HttpOptions;
  readonly log: Log;
  /** Asks whoever knows credentials. */
  readonly identify: Identify;
  /** The error for the client where one says that a database is away, whoever asked it; null for every other error. */
  readonly mapError: (error: unknown) => ApiError | null;
}

/** Makes the HTTP server of one kernel. It answers nothing but errors until plugins add routes. */
export function createHttp({ options, log, identify, mapError }: HttpParts): Http {
  const stages = createStages(options);
  const routes = createRoutes();
  const nextRequestId = createRequestIds();
  const clientAddress = createClientAddress(options.trustedProxies);
  let pipeline: Middleware<HttpState> | null = null;

  stages.use('identify', identification(identify));

  const upgrades = new Map<string, UpgradeHandler>();
  const closing: (() => void)[] = [];

  function prepare(context: HttpContext): void {
    const { state } = context;
    state.requestId = nextRequestId(context.req.headers['x-request-id']);
    state.token = null;
    state.urlToken = null;
    state.identity = anonymous;
    setHeaders(context, options.compression);
    takeUrlApart(context, options.maxUrlBytes);
    clientAddress?.(context);
  }

  async function serve(context: HttpContext): Promise<void> {
    try {
      prepare(context);
      if (log.isLevelEnabled('info')) logAnswer(context, log);
      pipeline ??= compose([...stages.inOrder(), routes.dispatch]);
      await pipeline(context, async () => undefined);
    } catch (error) {
      answerError(context, mapError(error) ?? error, log);
    }
  }

  const app = new Koa<HttpState>();
  app.use((context) => serve(context));
  // What fails after the headers are on their way: the answer is cut by then, and nobody can be told.
  app.on('error', (error: NodeJS.ErrnoException, context?: HttpContext) => {
    const gone = error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE';
    log[gone ? 'debug' : 'error']({ err: error, requestId: context?.state.requestId }, 'An answer could not be finished.');
  });
  const callback = app.callback();
  const answer: RequestListener = (request, response) => void callback(request, response);
  const handleUpgrade = createUpgradeListener({
    options, log, mapError, prepare, handlers: upgrades,
    contextOf: (request, response) => app.createContext(request, response),
    stages: () => compose(stages.inOrder()),
  });
  const listener = createListener(answer, handleUpgrade, options, log);

  return {
    use(stage, middleware) {
      stages.use(stage, middleware);
      pipeline = null;
    },
    route: routes.add,
    readJson: createBodyReader(options.maxBodyBytes),
    upgrade(path, handler) {
      if (upgrades.has(path)) throw new Error(`Two plugins would take over connections at ${path}.`);
      upgrades.set(path, handler);
    },
    identify: (context) => identityOf(context, identify),
    async takeToken(context, token) {
      const { state } = context;
      state.token = token;
      state.identity = await identityOf(context, identify);
      await compose(stages.of('limit'))(context, async () => undefined);
    },
    onClose: (work) => void closing.push(work),
    handler: listener.handler,
    handleUpgrade,
    listen: listener.listen,
    close() {
      for (const work of closing) work();
      return listener.close();
    },
  };
}

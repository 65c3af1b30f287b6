import cors from '@koa/cors';
import type { Middleware } from 'koa';
import koaCompose from 'koa-compose';
import { compression } from './compression.js';
import type { HttpMiddleware, HttpOptions, HttpState } from './http.js';

/**
 * Where a middleware runs: `admit` (who may ask at all, by address), `identify` (who is it), `limit` (how often, by identity), `route`
 * (before the routes).
 */
export type Stage = 'admit' | 'identify' | 'limit' | 'route';

const order: readonly Stage[] = ['admit', 'identify', 'limit', 'route'];

/** Middlewares by stage. */
export interface Stages {
  use(stage: Stage, middleware: HttpMiddleware): void;
  /** What runs for every request, in order. */
  inOrder(): readonly HttpMiddleware[];
  /** What runs in one stage. */
  of(stage: Stage): readonly HttpMiddleware[];
}

/** Makes the stages with what the options alone ask for: cross-origin answers and compression, around everything. */
export function createStages(options: HttpOptions): Stages {
  const outer: HttpMiddleware[] = [];
  if (options.cors.origins.length > 0) outer.push(crossOrigin(options.cors));
  if (options.compression) outer.push(compression());
  const stages = new Map<Stage, HttpMiddleware[]>(order.map((stage) => [stage, []]));

  return {
    use(stage, middleware) {
      const middlewares = stages.get(stage);
      if (!middlewares) throw new Error(`There is no stage "${stage}". Stages are ${order.join(', ')}.`);
      middlewares.push(middleware);
    },
    inOrder: () => [...outer, ...order.flatMap((stage) => stages.get(stage) ?? [])],
    of: (stage) => stages.get(stage) ?? [],
  };
}

/** One middleware of several. */
export function compose(middlewares: readonly HttpMiddleware[]): Middleware<HttpState> {
  return koaCompose(middlewares as readonly Middleware<HttpState>[] as Middleware<HttpState>[]) as Middleware<HttpState>;
}

/** The origin goes back only where it is listed; with `*` it is that star, and then never with credentials. */
function crossOrigin({ origins, credentials, maxAgeSeconds }: HttpOptions['cors']): HttpMiddleware {
  const listed = new Set(origins);
  const any = listed.has('*');
  return cors({
    origin: (context) => (any ? '*' : listed.has(context.get('Origin')) ? context.get('Origin') : ''),
    credentials: credentials && !any,
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'SEARCH', 'QUERY'],
    exposeHeaders: ['ETag', 'Location', 'Content-Disposition', 'X-Request-Id', 'Accept-Query', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
    maxAge: maxAgeSeconds,
    keepHeadersOnError: false,
  });
}

import { Router, type Layer } from '@koa/router';
import { ApiError } from '../errors/api-error.js';
import type { HttpContext, HttpMiddleware } from './http.js';

/**
 * Answers a request. `segments` are the texts of the path's parameters in their order, as they stood in the URL: not yet decoded.
 */
export type RouteHandler = (context: HttpContext, segments: readonly string[]) => void | Promise<void>;

/** The routes of a server. */
export interface Routes {
  readonly add: (methods: readonly string[], path: string, handler: RouteHandler) => void;
  /** Runs the handler of the request's route. Throws `ROUTE_NOT_FOUND`, with `Allow` where the path has other methods. */
  readonly dispatch: HttpMiddleware;
}

/** What is routed under one path. */
interface Path {
  readonly pattern: Layer;
  readonly handlers: Map<string, RouteHandler>;
}

/**
 * Makes an empty table of routes. @koa/router knows the language of paths; a handler is called at once, not through a chain of
 * middlewares made for every request.
 */
export function createRoutes(): Routes {
  const router = new Router({ sensitive: true });
  /** By the first segment, so that a request is compared with few. */
  const paths = new Map<string, Path[]>();

  return {
    add(methods, path, handler) {
      const first = firstSegment(path);
      if (first === '' || /[:*{(]/.test(first)) throw new Error(`A route starts with a name of its own, got "${path}".`);
      let siblings = paths.get(first);
      if (!siblings) paths.set(first, (siblings = []));
      let entry = siblings.find(({ pattern }) => pattern.path === path);
      if (!entry) siblings.push((entry = { pattern: router.register(path, [], []) as Layer, handlers: new Map() }));
      for (const method of methods) {
        if (entry.handlers.has(method)) throw new Error(`${method} ${path} is routed twice.`);
        entry.handlers.set(method, handler);
      }
      // The path with most names of its own first: `/items/special` before `/items/:collection`.
      siblings.sort((a, b) => a.pattern.paramNames.length - b.pattern.paramNames.length);
    },
    dispatch(context) {
      const { path, method } = context;
      const asked = method === 'HEAD' ? 'GET' : method;
      const matching: Path[] = [];
      for (const entry of paths.get(firstSegment(path)) ?? []) {
        if (!entry.pattern.match(path)) continue;
        matching.push(entry);
        const handler = entry.handlers.get(asked);
        if (!handler) continue;
        if (entry.handlers.has('QUERY')) context.res.setHeader('Accept-Query', queryFormat);
        return handler(context, entry.pattern.captures(path));
      }
      return answerWithoutHandler(context, matching);
    },
  };
}

/** The media types that a QUERY may have (RFC 10008, section 3). */
const queryFormat = 'application/json';

/** @throws {ApiError} `ROUTE_NOT_FOUND`, but for OPTIONS */
function answerWithoutHandler(context: HttpContext, matching: readonly Path[]): void {
  if (matching.length > 0) {
    const methods = new Set(matching.flatMap(({ handlers }) => [...handlers.keys()]));
    if (methods.has('QUERY')) context.set('Accept-Query', queryFormat);
    if (methods.has('GET')) methods.add('HEAD');
    methods.add('OPTIONS');
    context.set('Allow', [...methods].join(', '));
    if (context.method === 'OPTIONS') {
      context.status = 204;
      return;
    }
  }
  throw new ApiError('ROUTE_NOT_FOUND', { path: context.path });
}

function firstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path.slice(1) : path.slice(1, end);
}

import {
  checkPath, isStrongMatch, parseCreate, parseDelete, parseUpdate, refuseExplanation, respondWritten, type CollectionPath, type Config, type Http, type HttpContext,
  type ItemsService, type Mutation, type Schema, type WriteContext,
} from 'jackfield';
import { parseWriteRequest, type WriteRequest } from './parse-write-request.js';

/** What the routes that write work with. */
export interface WriteRoutes {
  readonly limits: Pick<Config, 'query' | 'mutation'>;
  readonly items: () => ItemsService;
  readonly schema: () => Schema;
}

/** Adds the routes that write under a path: each translates its request into a Mutation, and the URL into the Query that reads it back. */
export function routeWrites(http: Http, path: CollectionPath, { limits, items, schema }: WriteRoutes): void {
  function parse(context: HttpContext, segments: readonly string[]): WriteRequest {
    const request = parseWriteRequest(context, path, segments, limits.query);
    checkPath(path, request.collection, schema());
    refuseExplanation(context);
    return request;
  }

  async function write(context: HttpContext, request: WriteRequest, mutation: Mutation): Promise<void> {
    const isList = isAboutMany(mutation);
    respondWritten(context, await items().write(mutation, request.answer, callerOf(context)), isList ? 'list' : 'item');
  }

  http.route(['POST'], path.path, async (context, segments) => {
    const request = parse(context, segments);
    await write(context, request, parseCreate(await http.readJson(context), { ...request, limits }));
  });

  for (const each of [path.path, `${path.path}/:key`]) {
    http.route(['PATCH'], each, async (context, segments) => {
      const request = parse(context, segments);
      await write(context, request, parseUpdate(await http.readJson(context), { ...request, limits }));
    });
    http.route(['DELETE'], each, async (context, segments) => {
      const request = parse(context, segments);
      const body = request.key === null ? await http.readJson(context) : undefined;
      await write(context, request, parseDelete(body, { ...request, limits }));
    });
  }
}

function isAboutMany(mutation: Mutation): boolean {
  if (mutation.kind === 'updateEach') return true;
  return mutation.kind === 'create' ? mutation.isMany : mutation.target.kind === 'keys' || mutation.target.kind === 'query';
}

function callerOf(context: HttpContext): WriteContext {
  const ifMatch = context.req.headers['if-match'];
  return {
    identity: context.state.identity,
    now: new Date(),
    ...(ifMatch === undefined ? {} : { precondition: (item: string) => isStrongMatch(ifMatch, item) }),
  };
}

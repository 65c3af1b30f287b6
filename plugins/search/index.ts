import {
  answerExplanation, answerExport, ApiError, checkPath, definePlugin, pathTarget, respond, toSearchParams, type CollectionPath, type HttpContext,
} from 'jackfield';
import { parseRequest, type ReadRequest } from './parse-request.js';

/**
 * `SEARCH` and `QUERY /items/:collection`, and every other path of a collection: what GET reads, with the query in the body. SEARCH ignores the URL's query and needs no body;
 * QUERY follows RFC 10008.
 */
export default definePlugin({
  name: 'search',
  description: 'Reads items by SEARCH and QUERY.',
  needs: ['http', 'config', 'schema', 'items', 'paths'],
  wants: ['users'],
  setup({ get, want }) {
    const http = get('http');
    const { query: limits, server, access } = get('config');

    async function read(context: HttpContext, { query, format }: ReadRequest): Promise<void> {
      const caller = { identity: context.state.identity, now: new Date() };
      const items = get('items');
      if (await answerExplanation(context, query, { items, users: want('users') ?? null, access })) return;
      if (format !== null) await answerExport(context, { query, format, items, schema: get('schema').current(), caller });
      else await respond(context, await items.read(query, caller));
    }

    function collectionOf(path: CollectionPath, segments: readonly string[]): string {
      const { collection } = pathTarget(path, segments);
      checkPath(path, collection, get('schema').current());
      return collection;
    }

    async function search(context: HttpContext, path: CollectionPath, segments: readonly string[]): Promise<void> {
      const collection = collectionOf(path, segments);
      await read(context, parseRequest(collection, await http.readJson(context), limits, false));
    }

    async function query(context: HttpContext, path: CollectionPath, segments: readonly string[]): Promise<void> {
      if (context.req.headers['content-type'] === undefined) {
        throw new ApiError('INVALID_PAYLOAD', { reason: 'A QUERY needs a Content-Type.', hint: 'Send application/json.' });
      }
      const body = await http.readJson(context);
      if (body === undefined) throw new ApiError('INVALID_PAYLOAD', { reason: 'A QUERY needs a body.', hint: 'Send {"query": {}}.' });
      const request = parseRequest(collectionOf(path, segments), body, limits, true);
      await read(context, request);
      const location = equivalentGet(context.path, request);
      if (location !== null && location.length <= server.maxUrlBytes) context.set('Location', location);
    }

    return {
      start() {
        for (const path of get('paths').all()) {
          http.route(['SEARCH'], path.path, (context, segments) => search(context, path, segments));
          http.route(['QUERY'], path.path, (context, segments) => query(context, path, segments));
        }
      },
    };
  },
});

/** The GET that repeats a query (RFC 10008, section 2); null where a URL cannot say it. */
function equivalentGet(path: string, { query, format }: ReadRequest): string | null {
  if (query.keys !== null) return null;
  const parameters = [toSearchParams(query), format === null ? '' : `export=${format}`].filter((text) => text !== '').join('&');
  return `${path}${parameters === '' ? '' : `?${parameters}`}`;
}

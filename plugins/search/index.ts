import { answerExport, ApiError, decodeSegment, definePlugin, respond, toSearchParams, type HttpContext } from 'jackfield';
import { parseRequest, type ReadRequest } from './parse-request.js';

/**
 * `SEARCH` and `QUERY /items/:collection`: what GET reads, with the query in the body. SEARCH ignores the URL's query and needs no body;
 * QUERY follows RFC 10008.
 */
export default definePlugin({
  name: 'search',
  description: 'Reads items by SEARCH and QUERY.',
  needs: ['http', 'config', 'schema', 'items'],
  setup({ get }) {
    const http = get('http');
    const { query: limits, server } = get('config');

    async function read(context: HttpContext, { query, format }: ReadRequest): Promise<void> {
      const caller = { identity: context.state.identity, now: new Date() };
      const items = get('items');
      if (format !== null) await answerExport(context, { query, format, items, schema: get('schema').current(), caller });
      else await respond(context, await items.read(query, caller));
    }

    http.route(['SEARCH'], '/items/:collection', async (context, [collection = '']) => {
      await read(context, parseRequest(decodeSegment(collection), await http.readJson(context), limits, false));
    });

    http.route(['QUERY'], '/items/:collection', async (context, [collection = '']) => {
      if (context.req.headers['content-type'] === undefined) {
        throw new ApiError('INVALID_PAYLOAD', { reason: 'A QUERY needs a Content-Type.', hint: 'Send application/json.' });
      }
      const body = await http.readJson(context);
      if (body === undefined) throw new ApiError('INVALID_PAYLOAD', { reason: 'A QUERY needs a body.', hint: 'Send {"query": {}}.' });
      const request = parseRequest(decodeSegment(collection), body, limits, true);
      await read(context, request);
      const location = equivalentGet(collection, request);
      if (location !== null && location.length <= server.maxUrlBytes) context.set('Location', location);
    });
  },
});

/** The GET that repeats a query (RFC 10008, section 2); null where a URL cannot say it. */
function equivalentGet(collection: string, { query, format }: ReadRequest): string | null {
  if (query.keys !== null) return null;
  const parameters = [toSearchParams(query), format === null ? '' : `export=${format}`].filter((text) => text !== '').join('&');
  return `/items/${collection}${parameters === '' ? '' : `?${parameters}`}`;
}

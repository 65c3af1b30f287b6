import { answerExport, decodeSegment, definePlugin, respond, Type, type HttpContext } from 'jackfield';
import { createRequestParser } from './parse-request.js';

/** `GET /items/:collection` and `GET /items/:collection/:key`: lists, items and singletons, as JSON or as files. */
export default definePlugin({
  name: 'rest',
  description: 'Reads items by GET.',
  needs: ['http', 'config', 'schema', 'items'],
  options: Type.Object({
    rememberedQueries: Type.Integer({ minimum: 0, default: 2000, description: 'Parsed URLs that are kept, so that the next such request need not be parsed. 0: none.' }),
  }),
  setup({ options, get }) {
    const parseRequest = createRequestParser(get('config').query, options.rememberedQueries);

    async function read(context: HttpContext, collection: string, key: string | null): Promise<void> {
      const { query, format } = parseRequest(collection, key, context.querystring);
      const caller = { identity: context.state.identity, now: new Date() };
      const items = get('items');
      if (format !== null) await answerExport(context, { query, format, items, schema: get('schema').current(), caller });
      else await respond(context, await items.read(query, caller), key === null ? 'weak' : 'strong');
    }

    const http = get('http');
    http.route(['GET'], '/items/:collection', (context, [collection = '']) => read(context, decodeSegment(collection), null));
    // A key stays as it stands in the URL: one of several parts is split before it is decoded.
    http.route(['GET'], '/items/:collection/:key', (context, [collection = '', key = '']) => read(context, decodeSegment(collection), key));
  },
});

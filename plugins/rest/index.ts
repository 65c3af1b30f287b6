import { answerExport, definePlugin, respond, Type, type HttpContext } from 'jackfield';
import { createRequestParser } from './parse-request.js';
import { routeWrites } from './write.js';

/**
 * `/items/:collection` and `/items/:collection/:key`: GET reads lists, items and singletons, as JSON or as files; POST creates, PATCH
 * changes, DELETE deletes.
 */
export default definePlugin({
  name: 'rest',
  description: 'Reads items by GET, and writes them by POST, PATCH and DELETE.',
  needs: ['http', 'config', 'schema', 'items'],
  options: Type.Object({
    rememberedQueries: Type.Integer({ minimum: 0, default: 2000, description:
      'Parsed URLs that are kept, so that the next such request need not be parsed. 0: none.' }),
  }),
  setup({ options, get }) {
    const parseRequest = createRequestParser(get('config').query, options.rememberedQueries);

    const http = get('http');

    async function read(context: HttpContext, segments: readonly string[]): Promise<void> {
      const { query, format } = parseRequest(context, segments);
      const caller = { identity: context.state.identity, now: new Date() };
      const items = get('items');
      if (format !== null) await answerExport(context, { query, format, items, schema: get('schema').current(), caller });
      else await respond(context, await items.read(query, caller), query.key === null ? 'weak' : 'strong');
    }

    http.route(['GET'], '/items/:collection', read);
    http.route(['GET'], '/items/:collection/:key', read);
    routeWrites(http, { limits: get('config'), items: () => get('items') });
  },
});

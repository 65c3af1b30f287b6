import { answerExplanation, answerExport, checkPath, definePlugin, respond, Type, type CollectionPath, type HttpContext } from 'jackfield';
import { createRequestParser } from './parse-request.js';
import { routeWrites } from './write.js';

/**
 * `/items/:collection` and `/items/:collection/:key`, and whatever other paths collections have, such as `/users`: GET reads lists, items and singletons, as JSON or as files; POST creates, PATCH
 * changes, DELETE deletes.
 */
export default definePlugin({
  name: 'rest',
  description: 'Reads items by GET, and writes them by POST, PATCH and DELETE.',
  needs: ['http', 'config', 'schema', 'items', 'paths'],
  wants: ['users'],
  options: Type.Object({
    rememberedQueries: Type.Integer({ minimum: 0, default: 2000, description:
      'Parsed URLs that are kept, so that the next such request need not be parsed. 0: none.' }),
  }),
  setup({ options, get, want }) {
    const parseRequest = createRequestParser(get('config').query, options.rememberedQueries);

    const http = get('http');

    async function read(context: HttpContext, path: CollectionPath, segments: readonly string[]): Promise<void> {
      const { query, format } = parseRequest(context, path, segments);
      checkPath(path, query.collection, get('schema').current());
      const caller = { identity: context.state.identity, now: new Date() };
      const items = get('items');
      if (await answerExplanation(context, query, { items, users: want('users') ?? null, access: get('config').access })) return;
      if (format !== null) await answerExport(context, { query, format, items, schema: get('schema').current(), caller });
      else await respond(context, await items.read(query, caller), query.key === null ? 'weak' : 'strong');
    }

    return {
      start() {
        for (const path of get('paths').all()) {
          http.route(['GET'], path.path, (context, segments) => read(context, path, segments));
          http.route(['GET'], `${path.path}/:key`, (context, segments) => read(context, path, segments));
          routeWrites(http, path, { limits: get('config'), items: () => get('items'), schema: () => get('schema').current() });
        }
      },
    };
  },
});

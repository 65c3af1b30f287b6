import { createReadStream } from 'node:fs';
import {
  answerExport, ApiError, decodeSegment, definePlugin, exportQuery, ownersCollection, readItems, Type, usualItemBytes, type HttpContext, type ItemsContext,
} from 'jackfield';
import { parseExportRequest } from './parse-export-request.js';
import { receiveFile } from './receive-file.js';

/** `POST /utils/import/:collection` and `POST /utils/export/:collection`: whole collections from and to files, however large. */
export default definePlugin({
  name: 'transfer',
  description: 'Imports and exports collections as files.',
  needs: ['http', 'config', 'schema', 'access', 'items'],
  options: Type.Object({
    maxImportBytes: Type.Integer({ minimum: 0, default: 0, description:
      'Longest file that may be imported. It is kept on the disk while it is received and imported. 0: any.' }),
    maxItemBytes: Type.Integer({ minimum: 1024, default: usualItemBytes, description: 'Longest text of one item in such a file.' }),
  }),
  setup({ options, get }) {
    const http = get('http');
    const { query: limits } = get('config');

    http.route(['POST'], '/utils/import/:collection', async (context, [segment = '']) => {
      const name = ownersCollection(decodeSegment(segment), get('schema').current());
      const permitted = get('access').view(context.state.identity, get('schema').current(), 'create').collections.get(name);
      // Before anything is received of somebody who may not.
      if (!permitted) throw new ApiError('FORBIDDEN');
      const { format, path, remove } = await receiveFile(context, options.maxImportBytes);
      const file = createReadStream(path);
      try {
        const items = readItems(file, { format, collection: permitted.collection, maxItemBytes: options.maxItemBytes });
        context.body = { data: { count: await get('items').import(name, items, callerOf(context)) } };
      } finally {
        file.destroy();
        await remove();
      }
    });

    http.route(['POST'], '/utils/export/:collection', async (context, [segment = '']) => {
      const { query: input, format } = parseExportRequest(await http.readJson(context));
      const schema = get('schema').current();
      const caller = callerOf(context);
      const query = exportQuery(input, ownersCollection(decodeSegment(segment), schema), get('access').view(caller.identity, schema), limits);
      await answerExport(context, { query, format, items: get('items'), schema, caller, isTable: true });
    });
  },
});

function callerOf({ state }: HttpContext): ItemsContext {
  return { identity: state.identity, now: new Date() };
}

import { createRequire } from 'node:module';
import { LRUCache } from 'lru-cache';
import { ApiError, definePlugin, openApiVersions, Type, type HttpContext, type OpenApi, type OpenApiVersion } from 'jackfield';
import { openApiDocument } from './document.js';

const { version: productVersion } = createRequire(import.meta.url)('jackfield/package.json') as { version: string };

/**
 * `GET /server/specs/oas`, and `server_specs_oas` at `/graphql/system`: the API as an OpenAPI document, made from the caller's own view: what they cannot ask is not in it.
 */
export default definePlugin({
  name: 'openapi',
  description: 'Describes the API as an OpenAPI document.',
  needs: ['http', 'config', 'schema', 'access', 'paths'],
  provides: ['openapi'],
  options: Type.Object({
    title: Type.String({ minLength: 1, default: 'Jackfield', description: 'The title of the document.' }),
    keptBytes: Type.Integer({ minimum: 0, default: 33_554_432, description:
      'Bytes of documents that are kept, so that they need not be made again for callers who see the same.' }),
  }),
  setup({ options, get, on, provide, hooks }) {
    const cache = options.keptBytes > 0
      ? new LRUCache<string, string>({ maxSize: options.keptBytes, sizeCalculation: (text) => text.length + 1 }) : null;

    const writing = new Map<string, Promise<string>>();

    const document: OpenApi['document'] = async (identity, version) => {
      const schema = get('schema').current();
      const viewOf = (action: 'read' | 'create' | 'update' | 'delete') => get('access').view(identity, schema, action);
      const views = { read: viewOf('read'), create: viewOf('create'), update: viewOf('update'), delete: viewOf('delete') };
      const operations = await hooks.filter('openapi.operations', [], { identity });
      const isAnonymous = identity.user === null && !identity.admin;
      const key = JSON.stringify([
        version, schema.version, Object.values(views).map(({ id }) => id), isAnonymous, operations.map(({ method, path }) => `${method} ${path}`),
      ]);
      const known = cache?.get(key) ?? writing.get(key);
      if (known !== undefined) return known;
      const text = openApiDocument({
        version, views, operations, isAnonymous, productVersion, title: options.title, url: get('config').server.publicUrl ?? '/',
        paths: get('paths').all(),
      }).finally(() => writing.delete(key));
      writing.set(key, text);
      cache?.set(key, await text);
      return text;
    };
    provide('openapi', () => ({ document }));

    on('graphql.extend', ({ scope, composer }) => {
      if (scope !== 'system') return;
      composer.Query.addFields({
        server_specs_oas: { type: 'JSON', resolve: async (_source, _args, { identity }) => JSON.parse(await document(identity, '3.0')) as unknown },
      });
    });

    get('http').route(['GET'], '/server/specs/oas', async (context) => {
      const text = await document(context.state.identity, readVersion(context));
      context.set('Content-Type', 'application/json; charset=utf-8');
      context.body = text;
    });
  },
});

/** @throws {ApiError} `INVALID_QUERY` */
function readVersion({ query: { version } }: HttpContext): OpenApiVersion {
  if (version === undefined || version === '') return '3.0';
  const known = openApiVersions.find((each) => each === version);
  if (known) return known;
  throw new ApiError('INVALID_QUERY', { path: 'version', reason: `"version" must be one of ${openApiVersions.join(', ')}.` });
}

import { ApiError, definePlugin, decodeSegment, matchingTag, type HttpContext } from 'jackfield';
import { readAsset } from './assets.js';
import { pageFor } from './page.js';

/** Where GraphQL is served. */
const endpoints: ReadonlySet<string> = new Set(['/graphql', '/graphql/system']);

/** The page runs our own files alone; CodeMirror writes styles into the page. */
const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "font-src 'self' data:", "img-src 'self' data:",
  "connect-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ');

/**
 * GraphiQL, for a browser that opens `/graphql` or `/graphql/system`: to write queries with completion, read the documentation and see the
 * rows. Nothing of it comes from another host. It signs in with a session cookie, or sends the headers that are typed into it.
 */
export default definePlugin({
  name: 'graphiql',
  description: 'Shows GraphiQL to browsers that open the GraphQL endpoint.',
  needs: ['http'],
  setup({ get, on }) {
    const http = get('http');

    http.use('route', (context, next) => {
      if (!endpoints.has(context.path) || !wantsPage(context)) return next();
      context.set('Content-Security-Policy', contentSecurityPolicy);
      context.type = 'text/html; charset=utf-8';
      context.body = pageFor(context.path);
      return undefined;
    });

    http.route(['GET'], '/graphiql/:file', async (context, [file = '']) => {
      const asset = await readAsset(decodeSegment(file));
      if (!asset) throw new ApiError('ROUTE_NOT_FOUND', { path: context.path });
      const known = matchingTag(context.get('If-None-Match'), asset.tag);
      context.set('ETag', known ?? asset.tag);
      context.type = asset.type;
      if (known === null) context.body = asset.content;
      else context.status = 304;
    });

    on('server.announce', (announcements) => [...announcements, { title: 'GraphiQL, in a browser', path: '/graphql', isPage: true }]);
  },
});

/** A browser that opens the address asks for HTML first; a query in the URL wants its answer. */
function wantsPage(context: HttpContext): boolean {
  if (context.method !== 'GET' && context.method !== 'HEAD') return false;
  if (context.query['query'] !== undefined) return false;
  return context.accepts('application/json', 'application/graphql-response+json', 'text/html') === 'text/html';
}

import { ApiError, parseQuery, parseSearchParameters, respond, systemCollections as names } from 'jackfield';
import type { EndpointParts } from './endpoints.js';
import { isAnonymous } from './own-permissions.js';

/** `GET /roles/me`: the caller's role and those above it. */
export function routeOwnRoles({ http, limits: { query: limits }, items }: EndpointParts): void {
  http.route(['GET'], '/roles/me', async (context) => {
    const { identity } = context.state;
    if (isAnonymous(identity)) throw new ApiError('FORBIDDEN');
    const parameters = parseSearchParameters(context.querystring, limits);
    const query = parseQuery(
      { ...parameters, limit: -1 }, { collection: names.roles, keys: identity.roles, representation: 'rest', limits, source: 'url' },
    );
    await respond(context, await items().read(query, { identity, now: new Date() }).catch((error: unknown) => {
      // Whoever may not read roles knows the keys of their own all the same.
      if (!(error instanceof ApiError) || error.code !== 'FORBIDDEN') throw error;
      return { data: JSON.stringify(identity.roles.map((id) => ({ id }))), meta: null };
    }));
  });
}

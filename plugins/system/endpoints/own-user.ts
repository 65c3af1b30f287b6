import {
  ApiError, parseQuery, parseSearchParameters, parseUpdate, respond, respondWritten, systemCollections as names, type HttpContext, type Query,
} from 'jackfield';
import type { EndpointParts } from './endpoints.js';

/** `GET` and `PATCH /users/me`. */
export function routeOwnUser({ http, limits, items }: EndpointParts): void {
  const queryOf = (context: HttpContext, key: string | null): Query => parseQuery(
    parseSearchParameters(context.querystring, limits.query),
    { collection: names.users, key, representation: 'rest', limits: limits.query, source: 'url' },
  );

  http.route(['GET'], '/users/me', async (context) => {
    const user = userOf(context);
    const caller = { identity: context.state.identity, now: new Date() };
    await respond(context, await items().read(queryOf(context, user), caller).catch((error: unknown) => {
      // Whoever may not read users knows their own key all the same.
      if (error instanceof ApiError && error.code === 'FORBIDDEN') return { data: JSON.stringify({ id: user }), meta: null };
      throw error;
    }), 'strong');
  });

  http.route(['PATCH'], '/users/me', async (context) => {
    const key = userOf(context);
    const answer = queryOf(context, null);
    const mutation = parseUpdate(await http.readJson(context), { collection: names.users, key, limits });
    respondWritten(context, await items().write(mutation, answer, { identity: context.state.identity, now: new Date() }), 'item');
  });
}

/** @throws {ApiError} `INVALID_CREDENTIALS` for whoever is nobody in particular */
function userOf({ state: { identity } }: HttpContext): string {
  if (identity.user === null) throw new ApiError('INVALID_CREDENTIALS');
  return identity.user;
}

import { anonymous, type Identity } from '../access/access.js';
import { ApiError } from '../errors/api-error.js';
import type { HttpContext, HttpMiddleware } from './http.js';

/** Finds out who sends a request; undefined where no credential of it is known. */
export type Identify = (context: HttpContext) => Identity | undefined | Promise<Identity | undefined>;

/**
 * Makes the middleware that says who sends a request. No credential: the anonymous. A bearer token that nobody knows is refused, so that
 * a mistyped one is never taken for none.
 */
export function identification(identify: Identify): HttpMiddleware {
  return async (context, next) => {
    const { state } = context;
    state.token = bearerToken(context);
    state.identity = await identityOf(context, identify);
    return next();
  };
}

/** @throws {ApiError} `INVALID_CREDENTIALS` for a token that nobody knows, and what strategies throw */
export async function identityOf(context: HttpContext, identify: Identify): Promise<Identity> {
  const identity = await identify(context);
  if (identity === undefined && context.state.token !== null) throw new ApiError('INVALID_CREDENTIALS');
  return identity ?? anonymous;
}

/**
 * The bearer token of a request, from its `Authorization` header or its `access_token` parameter. Another scheme counts as no token.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` where both are sent (RFC 6750, section 2)
 */
function bearerToken(context: HttpContext): string | null {
  const inUrl = context.state.urlToken;
  const header = context.req.headers.authorization;
  if (header === undefined || header.length < 8 || header.slice(0, 7).toLowerCase() !== 'bearer ') return inUrl;
  const token = header.slice(7).trim();
  if (token === '') return inUrl;
  if (inUrl !== null) {
    throw new ApiError('INVALID_PAYLOAD', { reason: 'A token is sent in the Authorization header and as access_token; one is allowed.' });
  }
  return token;
}

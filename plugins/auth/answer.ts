import type { HttpContext } from 'jackfield';
import type { Cookies } from './cookies.js';
import type { Credentials } from './sign-in.js';

/** What a session's credentials are in the body of an answer. */
export interface CredentialsBody {
  readonly expires: number;
  readonly refresh_token?: string;
  readonly access_token?: string;
}

/** How long the cookies of a session last, in milliseconds. */
export interface CookieLifetimes {
  readonly refresh: number;
  readonly session: number;
}

/**
 * Sets the cookies that a mode asks for, and answers what is left for the body. Nothing keeps it: an answer with tokens is never stored.
 */
export function handOver(context: HttpContext, credentials: Credentials, cookies: Cookies, lifetimes: CookieLifetimes): CredentialsBody {
  const { mode, expires, accessToken, refreshToken } = credentials;
  context.set('Cache-Control', 'no-store');
  if (mode === 'session') {
    cookies.set(context, 'session', accessToken, lifetimes.session);
    return { expires };
  }
  if (refreshToken === null) throw new Error('A session of this mode has a refresh token.');
  if (mode === 'json') return { expires, refresh_token: refreshToken, access_token: accessToken };
  cookies.set(context, 'refresh', refreshToken, lifetimes.refresh);
  return { expires, access_token: accessToken };
}

/** `CredentialsBody`, for an operation. */
export const credentialsOutput = Object.freeze({
  type: 'auth_tokens', fields: Object.freeze({ access_token: 'String', refresh_token: 'String', expires: 'GraphQLBigInt' }),
});

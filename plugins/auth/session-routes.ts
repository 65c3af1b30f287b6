import { ApiError, type Http, type HttpContext, type LoginMode } from 'jackfield';
import { handOver, type CookieLifetimes } from './answer.js';
import { modeOf, optionalText, readBody, type Body } from './body.js';
import type { Cookies } from './cookies.js';
import type { SignIn } from './sign-in.js';

/** What the routes of sessions work with. */
export interface SessionRoutesParts {
  readonly http: Http;
  readonly signIn: SignIn;
  readonly cookies: Cookies;
  readonly lifetimes: CookieLifetimes;
}

/** Serves `POST /auth/refresh` and `POST /auth/logout`. */
export function routeSessions({ http, signIn, cookies, lifetimes }: SessionRoutesParts): void {
  http.route(['POST'], '/auth/refresh', async (context) => {
    const { mode, token } = presented(await readBody(http, context), context, cookies);
    try {
      const credentials = mode === 'session' ? await signIn.renew(token, context) : await signIn.refresh(token, mode, context);
      context.body = { data: handOver(context, credentials, cookies, lifetimes) };
    } catch (error) {
      // A cookie that is good for nothing would come along forever.
      if (mode !== 'json' && error instanceof ApiError && error.status < 500) cookies.clear(context, mode === 'session' ? 'session' : 'refresh');
      throw error;
    }
  });

  http.route(['POST'], '/auth/logout', async (context) => {
    const { mode, token } = presented(await readBody(http, context), context, cookies);
    await (mode === 'session' ? signIn.endSession(token, context) : signIn.end(token, context));
    if (mode !== 'json') cookies.clear(context, mode === 'session' ? 'session' : 'refresh');
    context.status = 204;
  });
}

/** @throws {ApiError} `INVALID_PAYLOAD` where there is none */
function presented(body: Body, context: HttpContext, cookies: Cookies): { readonly mode: LoginMode; readonly token: string } {
  const sent = optionalText(body, 'refresh_token');
  const mode = modeOf(body['mode'], sent === null ? 'cookie' : 'json');
  const token = mode === 'json' ? sent : cookies.read(context, mode === 'session' ? 'session' : 'refresh');
  if (token !== null) return { mode, token };
  throw new ApiError('INVALID_PAYLOAD', {
    path: 'refresh_token', reason: mode === 'json' ? '"refresh_token" is required.' : 'The cookie of a session is required.',
  });
}

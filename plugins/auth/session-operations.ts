import { ApiError, type HttpContext, type LoginMode, type Operation, type OperationInput } from 'jackfield';
import { credentialsOutput, handOver, type CookieLifetimes } from './answer.js';
import { modeOf, optionalText } from './body.js';
import type { CookieName, Cookies } from './cookies.js';
import type { SignIn } from './sign-in.js';

/** What the operations on sessions work with. */
export interface SessionParts {
  readonly signIn: SignIn;
  readonly cookies: Cookies;
  readonly lifetimes: CookieLifetimes;
}

/** `POST /auth/refresh` and `POST /auth/logout`. */
export function sessionOperations({ signIn, cookies, lifetimes }: SessionParts): readonly Operation[] {
  const input = { refresh_token: 'String', mode: 'auth_mode' };
  return [
    {
      path: '/auth/refresh', mutation: 'auth_refresh', input, output: credentialsOutput,
      summary: 'Renews a session.', isPublic: true, isAttempt: true,
      async run(sent, context) {
        const { mode, token } = presented(sent, context, cookies);
        try {
          const credentials = mode === 'session' ? await signIn.renew(token, context) : await signIn.refresh(token, mode, context);
          return handOver(context, credentials, cookies, lifetimes);
        } catch (error) {
          // A cookie that is good for nothing would come along forever.
          if (mode !== 'json' && error instanceof ApiError && error.status < 500) cookies.clear(context, cookieOf(mode));
          throw error;
        }
      },
    },
    {
      path: '/auth/logout', mutation: 'auth_logout', input, output: null, summary: 'Ends a session.', isPublic: true,
      async run(sent, context) {
        const { mode, token } = presented(sent, context, cookies);
        await (mode === 'session' ? signIn.endSession(token, context) : signIn.end(token, context));
        if (mode !== 'json') cookies.clear(context, cookieOf(mode));
      },
    },
  ];
}

const cookieOf = (mode: LoginMode): CookieName => (mode === 'session' ? 'session' : 'refresh');

/** @throws {ApiError} `INVALID_PAYLOAD` where there is none */
function presented(body: OperationInput, context: HttpContext, cookies: Cookies): { readonly mode: LoginMode; readonly token: string } {
  const sent = optionalText(body, 'refresh_token');
  const mode = modeOf(body['mode'], sent === null ? 'cookie' : 'json');
  const token = mode === 'json' ? sent : cookies.read(context, cookieOf(mode));
  if (token !== null) return { mode, token };
  throw new ApiError('INVALID_PAYLOAD', {
    path: 'refresh_token', reason: mode === 'json' ? '"refresh_token" is required.' : 'The cookie of a session is required.',
  });
}

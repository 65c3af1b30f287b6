import { ApiError, type Http, type LoginStrategy, type Operations, type Recognised } from 'jackfield';
import type { Allowed } from './allowed-urls.js';
import { credentialsOutput, handOver, type CookieLifetimes } from './answer.js';
import type { Outcome } from './authenticator.js';
import { modeOf, optionalText } from './body.js';
import type { Cookies } from './cookies.js';
import type { SignIn } from './sign-in.js';
import { requestOf, type Strategies } from './strategies.js';
import type { Tokens } from './tokens.js';

/** What the routes of signing in work with. */
export interface LoginParts {
  readonly http: Http;
  readonly operations: Operations;
  readonly authenticate: Strategies['authenticate'];
  readonly signIn: SignIn;
  readonly cookies: Cookies;
  readonly lifetimes: CookieLifetimes;
  readonly tokens: Tokens;
  /** Where people may be sent after they have signed in elsewhere. */
  readonly redirects: Allowed;
}

/** Serves one way to sign in. */
export function routeLogin(login: LoginStrategy, parts: LoginParts): void {
  const path = login.name === 'default' ? '/auth/login' : `/auth/login/${login.name}`;
  if (login.isElsewhere) routeElsewhere(login, path, parts);
  else routeHere(login, path, parts);
}

function routeHere(login: LoginStrategy, path: string, { operations, authenticate, signIn, cookies, lifetimes }: LoginParts): void {
  const { name, input = { email: 'String!', password: 'String!' } } = login;
  operations.add({
    path,
    mutation: name === 'default' ? 'auth_login' : null,
    input: { ...input, mode: 'auth_mode', otp: 'String' },
    output: credentialsOutput,
    summary: name === 'default' ? 'Signs in by e-mail address and password.' : `Signs in by "${name}".`,
    isPublic: true,
    isAttempt: true,
    async run(sent, context) {
      const mode = modeOf(sent['mode'], 'json');
      const oneTimePassword = optionalText(sent, 'otp');
      const user = userOf(await authenticate(login, requestOf(context, sent)));
      const credentials = await signIn.begin({ user, provider: name, mode, oneTimePassword }, context);
      return handOver(context, credentials, cookies, lifetimes);
    },
  });
}

/** How long somebody may take at the other site. */
const visitMilliseconds = 600_000;

/** What is remembered of a visit to another site. */
interface Visit {
  readonly provider: string;
  readonly session: Record<string, unknown>;
  readonly redirect: string | null;
  readonly mode: string;
  readonly otp: string | null;
}

function routeElsewhere(login: LoginStrategy, path: string, parts: LoginParts): void {
  const { name } = login;
  const { http, authenticate, signIn, cookies, lifetimes, tokens, redirects } = parts;

  http.route(['GET'], path, async (context) => {
    const { query } = context;
    const redirect = optionalText(query, 'redirect');
    if (redirect !== null) redirects.check(redirect, 'redirect');
    // Without a page to go back to there is nobody who could set the cookie of a session.
    const mode = modeOf(query['mode'], redirect === null ? 'json' : 'session');
    const session: Record<string, unknown> = {};
    const outcome = await authenticate(login, requestOf(context, {}, null, session));
    if (outcome.kind !== 'redirect') throw new ApiError('INVALID_CREDENTIALS');
    const visit: Visit = { provider: name, session, redirect, mode, otp: optionalText(query, 'otp') };
    cookies.setLogin(context, await tokens.seal({ visit }, visitMilliseconds), visitMilliseconds);
    context.set('Cache-Control', 'no-store');
    context.redirect(outcome.url);
  });

  http.route(['GET'], `${path}/callback`, async (context) => {
    const sealed = cookies.readLogin(context);
    const visit = (sealed === null ? null : await tokens.unseal(sealed))?.['visit'] as Visit | undefined;
    cookies.clearLogin(context);
    if (visit?.provider !== name) {
      throw new ApiError('INVALID_CREDENTIALS', { reason: 'This sign-in was not begun here, or long ago.', hint: `Begin at ${path}.` });
    }
    try {
      const mode = modeOf(visit.mode, 'json');
      const user = userOf(await authenticate(login, requestOf(context, {}, null, visit.session)));
      const credentials = await signIn.begin({ user, provider: name, mode, oneTimePassword: visit.otp }, context);
      const body = handOver(context, credentials, cookies, lifetimes);
      // Tokens never go into a URL: a page is told by cookies alone.
      if (visit.redirect === null) context.body = { data: body };
      else context.redirect(visit.redirect);
    } catch (error) {
      if (visit.redirect === null || !(error instanceof ApiError)) throw error;
      const url = new URL(visit.redirect);
      url.searchParams.set('reason', error.code);
      context.redirect(url.href);
    }
  });
}

/** @throws {ApiError} `INVALID_PAYLOAD` where something was not sent; else `INVALID_CREDENTIALS`, whatever the reason */
function userOf(outcome: Outcome): string {
  if (outcome.kind === 'failure' && outcome.status === 400) throw new ApiError('INVALID_PAYLOAD', { reason: 'The credentials are not complete.' });
  if (outcome.kind !== 'success') throw new ApiError('INVALID_CREDENTIALS');
  const recognised = outcome.user as Recognised;
  if ('user' in recognised) return recognised.user;
  throw new Error('A strategy to sign in by has to succeed with `{ user }`.');
}

import { randomBytes } from 'node:crypto';
import { ApiError, definePlugin, durationPattern, milliseconds, Type } from 'jackfield';
import { createAccounts, type OwnAccounts } from './accounts.js';
import { allowUrls } from './allowed-urls.js';
import { createCookies } from './cookies.js';
import { endSessionsOnChange } from './end-sessions.js';
import { createBackground } from './in-background.js';
import { routeInvites } from './invite-routes.js';
import { createKnownSessions, type KnownSessions } from './known-sessions.js';
import { createLinks, type LinkKind } from './links.js';
import { routeLogin } from './login-routes.js';
import { createSendMail } from './mail.js';
import { routePasswords } from './password-routes.js';
import { routeRegistration } from './register-routes.js';
import { routeSessions } from './session-routes.js';
import { createSessions } from './sessions.js';
import { createSignIn } from './sign-in.js';
import { createStrategies, type Directory } from './strategies.js';
import { createTokens, issuer } from './tokens.js';

/** Sessions, tokens, and everything under `/auth`. Other plugins add the ways to sign in. */
export default definePlugin({
  name: 'auth',
  description: 'Signs users in, and keeps their sessions.',
  needs: ['config', 'http', 'items'],
  wants: ['system', 'users', 'policies', 'broadcast'],
  provides: ['auth'],
  options: Type.Object({
    refreshCookie: Type.String({ pattern: '^[\\w.-]+$', default: 'directus_refresh_token', description:
      'Name of the cookie with the refresh token, in the mode `cookie`.' }),
    sessionCookie: Type.String({ pattern: '^[\\w.-]+$', default: 'directus_session_token', description:
      'Name of the cookie of the mode `session`.' }),
    cookieDomain: Type.Optional(Type.String({ description: 'Domain of the cookies. Default: the host alone.' })),
    cookieSameSite: Type.Enum(['lax', 'strict', 'none'], { default: 'lax', description:
      '`SameSite` of the cookies. `none` is for pages of other sites that `server.cors` lists.' }),
    cookieSecure: Type.Enum(['auto', 'always', 'never'], { default: 'auto', description:
      'Whether cookies go over TLS alone. `auto`: where the server is reached by it, directly, through a proxy or as `server.publicUrl`.' }),
    reuseSeconds: Type.Number({ minimum: 0, maximum: 60, default: 10, description:
      'How long a refresh token that was exchanged still gives the same successor, for the tabs of one browser. Later it ends the session.' }),
    redirectUrls: Type.Array(Type.String({ pattern: '^https?://' }), { default: [], description:
      'Where people may be sent after they have signed in at another site. An entry that ends in `/` stands for all below it.' }),
    resetUrls: Type.Array(Type.String({ pattern: '^https?://' }), { default: [], description:
      'Pages that a request for a password reset may name as `reset_url`. The first is where links lead unless one is named.' }),
    inviteUrls: Type.Array(Type.String({ pattern: '^https?://' }), { default: [], description: 'The same for `invite_url` of invitations.' }),
    verificationUrls: Type.Array(Type.String({ pattern: '^https?://' }), { default: [], description:
      'The same for `verification_url` of registrations.' }),
    resetTtl: Type.String({ pattern: durationPattern, default: '1d', description: 'How long a link to reset a password is good.' }),
    inviteTtl: Type.String({ pattern: durationPattern, default: '7d', description: 'How long an invitation is good.' }),
    verificationTtl: Type.String({ pattern: durationPattern, default: '7d', description: 'How long a link to confirm an address is good.' }),
    registration: Type.Enum(['off', 'verified', 'open'], { default: 'off', description:
      'Who may register by `POST /users/register`: nobody, whoever confirms their e-mail address, or anybody.' }),
    registrationRole: Type.Optional(Type.String({ description: 'Name or key of the role of those who register. Default: none.' })),
  }),
  setup({ options, get, want, provide, on, hooks, log }) {
    const config = get('config');
    const secret = config.secret ?? randomBytes(32).toString('base64url');
    const tokens = createTokens(secret);
    const cookies = createCookies(options, config.server);
    const lifetimes = { refresh: milliseconds(config.auth.refreshTokenTtl), session: milliseconds(config.auth.sessionTtl) };
    const background = createBackground(log);
    const site = config.server.publicUrl ?? `http://${config.server.host}:${config.server.port}`;
    const kinds = linkKinds(options, site);
    let directory: Directory | null = null;
    let accounts: OwnAccounts | null = null;
    let known: KnownSessions | null = null;
    let pruning: NodeJS.Timeout | undefined;
    const strategies = createStrategies(() => directory, (context) => cookies.read(context, 'session'));

    provide('auth', () => ({
      addStrategy: strategies.addStrategy,
      addLogin: strategies.addLogin,
      signingKey: secret,
      issuer,
      get accounts() {
        if (accounts) return accounts;
        throw new Error('There are no users, or not yet: `accounts` is there in `start`, where the service `users` is.');
      },
    }));

    endSessionsOnChange(on, () => want('system'), () => known?.forgetAll());

    on('http.identify', async (context) => {
      try {
        return await strategies.identify(context);
      } catch (error) {
        const byCookie = context.state.token === null && error instanceof ApiError && cookies.has(context, 'session');
        if (!byCookie) throw error;
        if (error.code === 'INVALID_CREDENTIALS' || error.code === 'INVALID_TOKEN') cookies.clear(context, 'session');
        // Whoever wants to sign in anew must not be kept from it by an old cookie.
        if (context.path.startsWith('/auth/') && error.code !== 'FORBIDDEN') return undefined;
        throw error;
      }
    });

    return {
      start() {
        const http = get('http');
        const system = want('system');
        const users = want('users');
        const logins = system && users ? strategies.logins() : [];
        http.route(['GET'], '/auth', (context) => {
          const providers = logins.filter(({ name }) => name !== 'default');
          context.body = {
            data: providers.map(({ name, driver, label, icon }) => ({ name, driver, label, icon })),
            disableDefault: !logins.some(({ name }) => name === 'default'),
          };
        });
        if (!system || !users) return;
        if (config.secret === undefined) {
          log.warn('No `secret` is configured: one was made for this start. Tokens end with the process, and no other instance knows them.');
        }
        const sessions = createSessions(system, options.reuseSeconds * 1000);
        known = createKnownSessions(sessions, config.auth.cacheSeconds, want('broadcast'));
        directory = { users, session: known.find };
        accounts = createAccounts({
          system, items: get('items'), endSessions: (user) => sessions.endAllOf(user).then(() => known?.forgetAll()),
        });
        const signIn = createSignIn({
          options: config.auth, tokens, sessions, known, users, system, policies: want('policies'), hooks, log,
        });
        const parts = { http, signIn, cookies, lifetimes, tokens, redirects: allowUrls(options.redirectUrls) };
        for (const login of logins) routeLogin(login, parts);
        routeSessions(parts);
        const mailing = {
          http, items: get('items'), accounts, signIn, links: createLinks(tokens, accounts), sendMail: createSendMail(hooks, log),
          inBackground: background.run,
        };
        routePasswords({ ...mailing, reset: kinds.reset });
        routeInvites({ ...mailing, invitation: kinds.invitation });
        routeRegistration({
          ...mailing, verification: kinds.verification, registration: options.registration, role: options.registrationRole,
        });
        pruning = setInterval(() => void sessions.prune().catch((error: unknown) => log.warn({ err: error }, 'Old sessions could not be deleted.')),
          hourMilliseconds);
        pruning.unref();
      },
      async stop() {
        clearInterval(pruning);
        await background.finish();
        known?.stop();
      },
    };
  },
});

const hourMilliseconds = 3_600_000;

/** Links lead to the server's own pages unless others are listed. The `Host` header, which a client chooses, has no say. */
function linkKinds(
  { resetUrls, inviteUrls, verificationUrls, resetTtl, inviteTtl, verificationTtl }: LinkOptions, site: string,
): Readonly<Record<'reset' | 'invitation' | 'verification', LinkKind>> {
  const base = site.endsWith('/') ? site : `${site}/`;
  const first = (urls: readonly string[], path: string): string => urls[0] ?? new URL(path, base).href;
  return {
    reset: {
      purpose: 'password-reset', urls: allowUrls(resetUrls), initialUrl: first(resetUrls, 'admin/reset-password'), lifetime: resetTtl,
      status: 'active',
    },
    invitation: {
      purpose: 'user-invitation', urls: allowUrls(inviteUrls), initialUrl: first(inviteUrls, 'admin/accept-invite'), lifetime: inviteTtl,
      status: 'invited',
    },
    verification: {
      purpose: 'user-registration', urls: allowUrls(verificationUrls), initialUrl: first(verificationUrls, 'users/register/verify-email'),
      lifetime: verificationTtl, status: 'unverified',
    },
  };
}

interface LinkOptions {
  readonly resetUrls: readonly string[];
  readonly inviteUrls: readonly string[];
  readonly verificationUrls: readonly string[];
  readonly resetTtl: string;
  readonly inviteTtl: string;
  readonly verificationTtl: string;
}

import { randomBytes } from 'node:crypto';
import { ApiError, createOperations, definePlugin, readConfiguredAccess, type Accounts, type LoginStrategy } from 'jackfield';
import { createCookies } from './cookies.js';
import { endSessionsOnChange } from './end-sessions.js';
import { createBackground } from './in-background.js';
import { nobody } from './nobody.js';
import { authOptions } from './options.js';
import { routesOf } from './routes.js';
import { serveUsers } from './serve-users.js';
import { createStrategies } from './strategies.js';
import { createTokens, issuer } from './tokens.js';

/** Sessions, tokens, and everything under `/auth`. Other plugins add the ways to sign in. */
export default definePlugin({
  name: 'auth',
  description: 'Signs users in, and keeps their sessions.',
  needs: ['config', 'http', 'items'],
  wants: ['system', 'users', 'policies'],
  provides: ['auth'],
  options: authOptions,
  setup({ options, get, want, provide, on, hooks, log, repeat }) {
    const config = get('config');
    const http = get('http');
    const configured = readConfiguredAccess(config.access);
    const secret = config.secret ?? randomBytes(32).toString('base64url');
    const tokens = createTokens(secret);
    const cookies = createCookies(options, config.server);
    const background = createBackground(log);
    const operations = createOperations(http, { tag: 'Authentication', enums: { auth_mode: ['json', 'cookie', 'session'] }, hooks });
    let accounts: Accounts | null = null;
    /** Empty where no users are kept: nobody can sign in then. */
    let served: readonly LoginStrategy[] = [];
    const strategies = createStrategies({
      users: () => want('users'), configured, sessionCookie: (context) => cookies.read(context, 'session'),
    });

    provide('auth', () => ({
      addStrategy: strategies.addStrategy,
      addLogin: strategies.addLogin,
      signingKey: secret,
      issuer,
      get accounts() {
        if (accounts) return accounts;
        throw new Error('`accounts` is there in `start`, and later.');
      },
    }));

    endSessionsOnChange(on, () => want('system'), () => want('users')?.sessionsEnded(null));

    on('graphql.extend', operations.extend);
    on('openapi.operations', operations.describe);
    on('openapi.operations', (others) => [...others, ...routesOf(served)]);

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
        const system = want('system');
        const users = want('users');
        const logins = system && users ? strategies.logins() : [];
        served = logins;
        http.route(['GET'], '/auth', (context) => {
          const providers = logins.filter(({ name }) => name !== 'default');
          context.body = {
            data: providers.map(({ name, driver, label, icon }) => ({ name, driver, label, icon })),
            disableDefault: !logins.some(({ name }) => name === 'default'),
          };
        });
        if (!system || !users) {
          accounts = nobody(configured);
          return;
        }
        if (config.secret === undefined) {
          log.warn('No `secret` is configured: one was made for this start. Tokens end with the process, and no other instance knows them.');
        }
        accounts = serveUsers({
          options, config, http, operations, tokens, cookies, logins, authenticate: strategies.authenticate, system, users, items: get('items'),
          policies: want('policies'), hooks, log, inBackground: background.run, repeat,
        });
      },
      stop: () => background.finish(),
    };
  },
});

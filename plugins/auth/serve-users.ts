import {
  milliseconds, type Accounts, type Config, type HookCalls, type Http, type ItemsService, type Log, type LoginStrategy, type Operations,
  type PolicySource, type Repeat, type System, type Users,
} from 'jackfield';
import { createAccounts } from './accounts.js';
import { allowUrls } from './allowed-urls.js';
import type { Cookies } from './cookies.js';
import type { InBackground } from './in-background.js';
import { inviteOperations } from './invite-operations.js';
import { linkKinds } from './link-kinds.js';
import { createLinks } from './links.js';
import { routeLogin } from './login-routes.js';
import { createSendMail } from './mail.js';
import type { AuthOptions } from './options.js';
import { passwordOperations } from './password-operations.js';
import { routeRegistration } from './register-routes.js';
import { sessionOperations } from './session-operations.js';
import { createSessions } from './sessions.js';
import { createSignIn } from './sign-in.js';
import type { Strategies } from './strategies.js';
import type { Tokens } from './tokens.js';

/** What serving users works with. */
export interface UsersParts {
  readonly options: AuthOptions;
  readonly config: Config;
  readonly http: Http;
  readonly operations: Operations;
  readonly tokens: Tokens;
  readonly cookies: Cookies;
  readonly logins: readonly LoginStrategy[];
  readonly authenticate: Strategies['authenticate'];
  readonly system: System;
  readonly users: Users;
  readonly items: ItemsService;
  readonly policies: PolicySource | undefined;
  readonly hooks: HookCalls;
  readonly log: Log;
  readonly inBackground: InBackground;
  readonly repeat: Repeat;
}

/**
 * Serves all that needs users: sessions, ways to sign in, passwords, invitations, registration.
 *
 * @returns the users as strategies see them
 */
export function serveUsers(parts: UsersParts): Accounts {
  const { options, config, operations, system, users, items, hooks, log, repeat } = parts;
  const sessions = createSessions(system, options.reuseSeconds * 1000);
  const accounts = createAccounts({ system, items, endSessions: (user) => sessions.endAllOf(user).then(() => users.sessionsEnded(null)) });
  const signIn = createSignIn({ ...parts, options: config.auth, sessions });
  const lifetimes = { refresh: milliseconds(config.auth.refreshTokenTtl), session: milliseconds(config.auth.sessionTtl) };
  const signing = { ...parts, signIn, lifetimes, redirects: allowUrls(options.redirectUrls) };
  for (const login of parts.logins) routeLogin(login, signing);
  operations.add(...sessionOperations(signing));

  const kinds = linkKinds(options, config.server.publicUrl ?? `http://${config.server.host}:${config.server.port}`);
  const mailing = { ...parts, accounts, signIn, links: createLinks(parts.tokens, accounts), sendMail: createSendMail(hooks, log) };
  operations.add(...passwordOperations({ ...mailing, reset: kinds.reset }), ...inviteOperations({ ...mailing, invitation: kinds.invitation }));
  const { registration, registrationRole: role } = options;
  routeRegistration({ ...mailing, verification: kinds.verification, registration, role });
  repeat({ everySeconds: hourSeconds, failure: 'Old sessions could not be deleted.' }, () => sessions.prune());
  return accounts;
}

const hourSeconds = 3600;

import {
  ApiError, identityOfConfiguredRole, type ConfiguredAccess, type HttpContext, type Identity, type LoginStrategy, type Recognised,
  type RequestStrategy, type StrategyRequest, type Users,
} from 'jackfield';
import { createAuthenticator, type Outcome } from './authenticator.js';

/** The strategies of a server, in the order they were added. */
export interface Strategies {
  readonly addStrategy: (strategy: RequestStrategy) => void;
  readonly addLogin: (login: LoginStrategy) => void;
  logins(): readonly LoginStrategy[];
  /** Asks one way to sign in. */
  readonly authenticate: (login: LoginStrategy, request: StrategyRequest) => Promise<Outcome>;
  /** Asks the strategies who sends a request; undefined where none of them knows. */
  identify(context: HttpContext): Promise<Identity | undefined>;
}

/** What strategies' findings are held against, and where credentials are. */
export interface StrategiesOptions {
  /** undefined where no users are kept. */
  readonly users: () => Users | undefined;
  /** The policies and roles of the config. */
  readonly configured: ConfiguredAccess | null;
  readonly sessionCookie: (context: HttpContext) => string | null;
}

/** Makes an empty set of strategies. */
export function createStrategies({ users, configured, sessionCookie }: StrategiesOptions): Strategies {
  const authenticator = createAuthenticator();
  const strategies = new Map<string, RequestStrategy>();
  const logins = new Map<string, LoginStrategy>();

  return {
    addStrategy(strategy) {
      if (strategies.has(strategy.name)) throw new Error(`There are two strategies called "${strategy.name}".`);
      strategies.set(strategy.name, strategy);
      authenticator.use(requestName(strategy), strategy.strategy);
    },
    addLogin(login) {
      if (!/^[a-z0-9_-]+$/i.test(login.name)) throw new Error(`A provider's name is part of a path, got "${login.name}".`);
      if (taken.has(login.name) || logins.has(login.name)) throw new Error(`There are two ways to sign in called "${login.name}".`);
      logins.set(login.name, login);
      authenticator.use(loginName(login), login.strategy);
    },
    logins: () => [...logins.values()],
    authenticate: (login, request) => authenticator.authenticate([loginName(login)], request),
    async identify(context) {
      const request = requestOf(context, {}, context.state.token ?? sessionCookie(context));
      const all = [...strategies.values()];
      const owner = all.find(({ owns }) => owns?.(request));
      const asked = owner ? [owner] : all.filter(({ owns }) => !owns && request.token !== null);
      if (asked.length === 0) return undefined;
      const outcome = await authenticator.authenticate(asked.map(requestName), request);
      if (outcome.kind === 'success') {
        const identity = await identityOf(outcome.user as Recognised, request.ip, { users, configured });
        if (identity) return identity;
      }
      if (!owner && outcome.kind !== 'success') return undefined;
      throw owner?.refusal?.(outcome.kind === 'failure' ? outcome.challenge : undefined) ?? new ApiError('INVALID_CREDENTIALS');
    },
  };
}

// One passport has both kinds.
const requestName = ({ name }: RequestStrategy): string => `request ${name}`;
const loginName = ({ name }: LoginStrategy): string => `login ${name}`;

/** Paths of ours beside which no provider can be served. */
const taken = new Set(['callback']);

async function identityOf(
  recognised: Recognised, address: string, { users, configured }: Pick<StrategiesOptions, 'users' | 'configured'>,
): Promise<Identity | null> {
  if ('identity' in recognised) return recognised.identity;
  const kept = users();
  const expires = recognised.expires ?? null;
  if ('role' in recognised) {
    const { role, subject } = recognised;
    if (kept) {
      const identity = await kept.identifyRole(role, address);
      return identity && { ...identity, expires };
    }
    const identity = configured && identityOfConfiguredRole(role, configured, address);
    return identity && { ...identity, expires, ...subject && { user: subject.key, attributes: new Map(Object.entries(subject.attributes)) } };
  }
  const identity = kept ? await userOf(recognised, address, kept) : null;
  return identity && { ...identity, expires };
}

async function userOf({ user, session }: Extract<Recognised, { user: string }>, address: string, users: Users): Promise<Identity | null> {
  if (session === undefined) return users.identify(user, address);
  const identity = await users.identifyBySession(session, address);
  return identity?.user === user ? identity : null;
}

/**
 * What a strategy of passport gets as its request. What signs in by a body gets no query: passwords have no place in a URL, and some
 * strategies would take them from there.
 */
export function requestOf(
  context: HttpContext, body: Readonly<Record<string, unknown>>, token: string | null = null, session: Record<string, unknown> = {},
): StrategyRequest {
  return {
    method: context.method,
    url: context.url,
    originalUrl: context.url,
    headers: context.headers,
    query: context.method === 'POST' ? {} : { ...context.query },
    body,
    ip: context.ip,
    token,
    session,
    get: (header) => context.get(header) || undefined,
  };
}


import {
  ApiError, milliseconds, type Config, type HookCalls, type HttpContext, type Identity, type Log, type LoginMode, type PolicySource,
  type System, type Users,
} from 'jackfield';
import type { Rotation, Session, Sessions } from './sessions.js';
import type { Tokens } from './tokens.js';

/** What a client is given for a session. */
export interface Credentials {
  readonly accessToken: string;
  /** null in the mode `session`, whose access token lasts as long as the session. */
  readonly refreshToken: string | null;
  readonly mode: LoginMode;
  /** How long the access token is valid, in milliseconds. */
  readonly expires: number;
}

/** Who was recognised, by which provider, and how they want their tokens. */
export interface Recognition {
  readonly user: string;
  readonly provider: string;
  readonly mode: LoginMode;
  readonly oneTimePassword: string | null;
}

/** Begins, renews and ends sessions. */
export interface SignIn {
  /**
   * @throws {ApiError} `INVALID_CREDENTIALS` for a user who is not active, `INVALID_IP`, and what handlers of `auth.login` throw
   */
  begin(recognition: Recognition, context: HttpContext): Promise<Credentials>;
  /** @throws {ApiError} `INVALID_CREDENTIALS` for a refresh token that is unknown, spent or of a user who is no longer active */
  refresh(refreshToken: string, mode: 'json' | 'cookie', context: HttpContext): Promise<Credentials>;
  /**
   * Renews a session of the mode `session` by the token in its cookie.
   *
   * @throws {ApiError} `TOKEN_EXPIRED`, `INVALID_CREDENTIALS`
   */
  renew(accessToken: string, context: HttpContext): Promise<Credentials>;
  /** Ends the session of a refresh token. A token that nobody knows is no error. */
  end(refreshToken: string, context: HttpContext): Promise<void>;
  /** Ends the session of an access token in a cookie. */
  endSession(accessToken: string, context: HttpContext): Promise<void>;
  /** Ends all sessions of a user. */
  endAllOf(user: string): Promise<void>;
}

/** What signing in works with. */
export interface SignInParts {
  readonly options: Config['auth'];
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly users: Users;
  readonly system: System;
  readonly policies: PolicySource | undefined;
  readonly hooks: HookCalls;
  readonly log: Log;
}

/** Makes what begins, renews and ends sessions. */
export function createSignIn({ options, tokens, sessions, users, system, policies, hooks, log }: SignInParts): SignIn {
  const lifetimes = {
    access: milliseconds(options.accessTokenTtl), refresh: milliseconds(options.refreshTokenTtl), session: milliseconds(options.sessionTtl),
  };
  const sessionLifetime = (mode: LoginMode): number => (mode === 'session' ? lifetimes.session : lifetimes.refresh);

  async function credentialsOf(session: Session, identity: Identity, mode: LoginMode, refreshToken: string | null): Promise<Credentials> {
    const expires = mode === 'session' ? lifetimes.session : lifetimes.access;
    const held = identity.policies.flatMap((policy) => policies?.current().policies.get(policy) ?? []);
    const mustSetUp = held.some(({ enforceSecondFactor }) => enforceSecondFactor) && !await hasSecondFactor(session.user);
    const accessToken = await tokens.signAccess({
      id: session.user, role: identity.role,
      app_access: held.some(({ appAccess, adminAccess }) => appAccess || adminAccess), admin_access: identity.admin,
      session: session.id, ...(mustSetUp && { enforce_tfa: true }),
    }, expires);
    return { accessToken, refreshToken: mode === 'session' ? null : refreshToken, mode, expires };
  }

  async function hasSecondFactor(user: string): Promise<boolean> {
    const row = await system.table('jackfield_users').where({ id: user }).first('tfa_secret') as { tfa_secret: string | null } | undefined;
    return typeof row?.tfa_secret === 'string';
  }

  /** A user who may no longer sign in loses the session at once. */
  async function goOn(session: Session, mode: LoginMode, refreshToken: string | null, context: HttpContext): Promise<Credentials> {
    const identity = await users.identify(session.user, context.ip);
    if (identity) return credentialsOf(session, identity, mode, refreshToken);
    await close(session, context);
    throw new ApiError('INVALID_CREDENTIALS');
  }

  async function close(session: Session, context: HttpContext): Promise<void> {
    await sessions.end(session.id);
    users.sessionsEnded(session.id);
    await hooks.emit('auth.loggedOut', eventOf(session, context));
  }

  return {
    async begin({ user, provider, mode, oneTimePassword }, context) {
      const identity = await users.identify(user, context.ip);
      if (!identity) throw new ApiError('INVALID_CREDENTIALS');
      const userAgent = context.get('User-Agent') || null;
      await hooks.filter('auth.login', { user, provider, oneTimePassword, address: context.ip, userAgent }, undefined);
      const { session, refreshToken } = await sessions.open({
        user, mode, provider, address: context.ip, userAgent, origin: context.get('Origin') || null,
      }, sessionLifetime(mode));
      await system.table('jackfield_users').where({ id: user }).update({ last_access: new Date() });
      const credentials = await credentialsOf(session, identity, mode, refreshToken);
      await hooks.emit('auth.loggedIn', eventOf(session, context));
      return credentials;
    },
    async refresh(refreshToken, mode, context) {
      const rotation: Rotation = await sessions.rotate(refreshToken, lifetimes.refresh);
      if (rotation.kind === 'rotated') return goOn(rotation.session, mode, rotation.refreshToken, context);
      if (rotation.kind === 'reused') {
        const { session: { id, user } } = rotation;
        log.warn({ user, session: id, address: context.ip }, 'A refresh token was used again after it had been exchanged: its session was ended.');
        users.sessionsEnded(id);
        await hooks.emit('auth.loggedOut', eventOf(rotation.session, context));
      }
      throw new ApiError('INVALID_CREDENTIALS');
    },
    async renew(accessToken, context) {
      const { session: id } = await tokens.readAccess(accessToken);
      const found = await sessions.find(id);
      // An access token of another mode is short-lived, and must not become one that is not.
      const session = found?.mode === 'session' ? await sessions.renew(id, lifetimes.session) : null;
      if (!session) throw new ApiError('INVALID_CREDENTIALS');
      return goOn(session, 'session', null, context);
    },
    async end(refreshToken, context) {
      const session = await sessions.findByToken(refreshToken);
      if (session) await close(session, context);
    },
    async endSession(accessToken, context) {
      const claims = await tokens.readAccess(accessToken).catch(() => null);
      const session = claims && await sessions.find(claims.session);
      if (session) await close(session, context);
    },
    async endAllOf(user) {
      await sessions.endAllOf(user);
      users.sessionsEnded(null);
    },
  };
}

function eventOf({ id, user, provider }: Session, context: HttpContext) {
  return {
    user, session: id, provider, address: context.ip, userAgent: context.get('User-Agent') || null, origin: context.get('Origin') || null,
  };
}

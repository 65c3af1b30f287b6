import { ApiError, type Config, type HttpContext } from 'jackfield';

/** How cookies are set. */
export interface CookieOptions {
  readonly refreshCookie: string;
  readonly sessionCookie: string;
  readonly cookieDomain?: string | undefined;
  readonly cookieSameSite: string;
  readonly cookieSecure: string;
}

/** A cookie of ours. */
export type CookieName = 'refresh' | 'session';

/** Sets and reads the cookies of sessions. */
export interface Cookies {
  /** The value, on a request that this site or no browser has made; null without one. Throws `FORBIDDEN` on one that another site has made. */
  read(context: HttpContext, name: CookieName): string | null;
  has(context: HttpContext, name: CookieName): boolean;
  set(context: HttpContext, name: CookieName, value: string, lifetimeMilliseconds: number): void;
  clear(context: HttpContext, name: CookieName): void;
  /** One that is kept while somebody signs in elsewhere. */
  readLogin(context: HttpContext): string | null;
  setLogin(context: HttpContext, value: string, lifetimeMilliseconds: number): void;
  clearLogin(context: HttpContext): void;
}

/** A request that changes nothing may come from anywhere: what it answers stays out of the other site's reach. */
const harmless = new Set(['GET', 'HEAD', 'OPTIONS', 'SEARCH', 'QUERY']);

/** The cookie that is kept while somebody signs in elsewhere. */
const loginCookie = 'jackfield_sign_in';

/** Makes what sets and reads cookies. */
export function createCookies(options: CookieOptions, server: Config['server']): Cookies {
  const names = { refresh: options.refreshCookie, session: options.sessionCookie };
  const own = server.publicUrl === undefined ? null : new URL(server.publicUrl);
  const friends = new Set(server.cors.credentials ? server.cors.origins.filter((origin) => origin !== '*') : []);

  const isSecure = (context: HttpContext): boolean => {
    if (options.cookieSecure !== 'auto') return options.cookieSecure === 'always';
    // Whoever forges the header spoils their own cookie.
    return own?.protocol === 'https:' || context.secure || context.get('X-Forwarded-Proto').startsWith('https');
  };

  /** Browsers say where a request comes from; what says nothing is no browser, and carries no cookie that it was not given. */
  function isForeign(context: HttpContext): boolean {
    const origin = context.get('Origin');
    if (friends.has(origin)) return false;
    const site = context.get('Sec-Fetch-Site');
    if (site !== '') return site !== 'same-origin' && site !== 'none';
    if (origin === '') return false;
    if (origin === own?.origin) return false;
    return !URL.canParse(origin) || new URL(origin).host !== context.get('Host');
  }

  /** Koa would refuse to set a secure cookie where a proxy ends TLS. An empty one that is over takes the cookie away. */
  function write(context: HttpContext, { name, value, lifetime, path = '/', sameSite = options.cookieSameSite }: Cookie): void {
    context.append('Set-Cookie', [
      `${name}=${value}`,
      ...(options.cookieDomain === undefined ? [] : [`Domain=${options.cookieDomain}`]),
      `Path=${path}`,
      `Expires=${new Date(lifetime === 0 ? 0 : Date.now() + lifetime).toUTCString()}`,
      'HttpOnly',
      ...(isSecure(context) ? ['Secure'] : []),
      `SameSite=${sameSite.charAt(0).toUpperCase()}${sameSite.slice(1)}`,
    ].join('; '));
  }

  return {
    read(context, name) {
      const value = context.cookies.get(names[name]);
      if (value === undefined || value === '') return null;
      const mayChange = !harmless.has(context.method) || context.req.headers.upgrade !== undefined;
      if (mayChange && isForeign(context)) {
        throw new ApiError('FORBIDDEN', {
          reason: 'A session in a cookie is of no use to other sites.', hint: 'Send an access token, or list the origin with `server.cors`.',
        });
      }
      return value;
    },
    has: (context, name) => Boolean(context.cookies.get(names[name])),
    set: (context, name, value, lifetime) => write(context, { name: names[name], value, lifetime }),
    clear: (context, name) => write(context, { name: names[name], value: '', lifetime: 0 }),
    // It comes back with a navigation from another site.
    readLogin: (context) => context.cookies.get(loginCookie) ?? null,
    setLogin: (context, value, lifetime) => write(context, { ...login, value, lifetime }),
    clearLogin: (context) => write(context, { ...login, value: '', lifetime: 0 }),
  };
}

const login = { name: loginCookie, path: '/auth/login', sameSite: 'lax' } as const;

/** A cookie that is about to be set. Neither name nor value has a character that means something in the header. */
interface Cookie {
  readonly name: string;
  readonly value: string;
  /** In milliseconds; 0 takes it away. */
  readonly lifetime: number;
  readonly path?: string;
  readonly sameSite?: string;
}

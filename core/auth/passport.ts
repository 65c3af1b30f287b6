import type { IncomingHttpHeaders } from 'node:http';
import { Strategy } from 'passport-custom';
import type { Recognised } from './auth.js';

/**
 * Any strategy made for passport: its class need not know Jackfield. The request that it gets is a `StrategyRequest`.
 */
export interface PassportStrategy {
  authenticate(request: never, options?: never): unknown;
}

/** What a strategy gets as its request: the part of Express's that strategies look at. */
export interface StrategyRequest {
  readonly method: string;
  /** Path and query, without `access_token`. */
  readonly url: string;
  readonly originalUrl: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, unknown>>;
  /** The JSON body of a login, an object; empty for other requests. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Of the client, as trusted proxies tell it. */
  readonly ip: string;
  /** The bearer token, from the header or the URL; else the token of a session that came as a cookie. */
  readonly token: string | null;
  /** What is kept while somebody signs in elsewhere, sealed in a cookie. */
  session: Record<string, unknown>;
  readonly get: (header: string) => string | undefined;
}

/** What a strategy calls on itself, once, to say how an attempt ended. Passport's strategies take `this` for it. */
export interface StrategyActions {
  success(user: unknown, info?: unknown): void;
  /** @param status - 400 for what is not complete; else nobody is told why */
  fail(challenge?: unknown, status?: number): void;
  redirect(url: string): void;
  pass(): void;
  error(error: unknown): void;
}

/**
 * Makes a strategy of one function, for those that nobody has made for passport yet.
 *
 * @param recognise - null where it knows nobody by what the request carries
 */
export function createStrategy(
  recognise: (request: StrategyRequest) => Recognised | null | Promise<Recognised | null>,
): PassportStrategy {
  const asked = async (request: unknown): Promise<Recognised | null> => recognise(request as StrategyRequest);
  return new Strategy((request, done) => void asked(request).then((recognised) => done(null, recognised ?? false), done));
}

import type { Identity } from '../access/access.js';
import type { ApiError } from '../errors/api-error.js';
import type { Accounts } from './accounts.js';
import type { PassportStrategy, StrategyRequest } from './passport.js';

/** Whom a strategy has recognised: what it hands to passport's `success`. */
export type Recognised =
  /** A user, by their key. */
  | { readonly user: string; readonly session?: string | undefined; readonly expires?: Date | undefined }
  /** Whoever has this role, by its key, and is no user of ours. Where no users are kept, roles are those of the config, and their names the keys. */
  | { readonly role: string; readonly expires?: Date | undefined; readonly subject?: Subject | undefined }
  /** Somebody of whom the strategy knows everything. */
  | { readonly identity: Identity };

/** Who somebody is that somebody else vouches for: what rules call `$CURRENT_USER`, where no users are kept. */
export interface Subject {
  readonly key: string;
  /** `$CURRENT_USER.<name>`: claims of a token. What is no text, number, boolean or list of them is null to a rule. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A strategy that is asked with every request: for credentials that come along each time. */
export interface RequestStrategy {
  /** For errors and logs: `api-key`. */
  readonly name: string;
  /** Succeeds with a `Recognised`. Where it fails or passes, the next strategy is asked. */
  readonly strategy: PassportStrategy;
  /**
   * Whether a request carries a credential that is this strategy's alone, such as a header of its own. Then nobody else is asked, and
   * failing refuses the request. Omitted: the strategy is asked for every token.
   */
  readonly owns?: ((request: StrategyRequest) => boolean) | undefined;
  /** What the client is answered where it fails on its own credential. Default: `INVALID_CREDENTIALS`. */
  readonly refusal?: ((challenge: unknown) => ApiError) | undefined;
}

/** A way to sign in: who succeeds gets a session, with an access token and a refresh token or cookies. */
export interface LoginStrategy {
  /** The provider. It is served at `/auth/login/<name>`; `default` at `/auth/login`. */
  readonly name: string;
  /** What kind of provider it is, as `GET /auth` tells: `ldap`, `openid`. */
  readonly driver: string;
  /**
   * Succeeds with the key of a user: `{ user }`. Failing answers `INVALID_CREDENTIALS`, whatever the reason. It may redirect where `isElsewhere`
   * is set.
   */
  readonly strategy: PassportStrategy;
  /**
   * What it takes from the body, as GraphQL types: for the OpenAPI document and, of `default`, the mutation. Default: `email` and `password`.
   */
  readonly input?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether people sign in at another site: then `GET /auth/login/<name>` sends them there, they come back to
   * `/auth/login/<name>/callback`, and what the strategy puts into `request.session` is there again. Else it takes a POST.
   */
  readonly isElsewhere?: boolean | undefined;
  /** For a button. */
  readonly label?: string | undefined;
  readonly icon?: string | undefined;
}

/** How tokens are handed over: in the body, the refresh token as a cookie, or all as one cookie of a session. */
export type LoginMode = 'json' | 'cookie' | 'session';

/** Somebody has been recognised and is about to be let in. */
export interface LoginAttempt {
  readonly user: string;
  readonly provider: string;
  /** The one-time password that was sent; null without one. Never log it. */
  readonly oneTimePassword: string | null;
  readonly address: string;
  readonly userAgent: string | null;
}

/** A session began or ended. */
export interface SessionEvent {
  readonly user: string;
  readonly session: string;
  readonly provider: string | null;
  readonly address: string;
  readonly userAgent: string | null;
  /** The page that asked, as browsers say it. */
  readonly origin: string | null;
}

/** A message to a person. */
export interface Mail {
  readonly to: string;
  /** What it is about, so that a plugin can have words of its own. */
  readonly kind: 'password-reset' | 'user-invitation' | 'user-registration';
  readonly subject: string;
  /** Plain text, with the link in it. Holds a secret: never log it. */
  readonly text: string;
  /** Where the person is to go. Holds a secret: never log it. */
  readonly url: string;
}

/** The `auth` service: where strategies are added, and what they need. */
export interface Auth {
  /** Adds a strategy that is asked with every request, in the order they are added. In `setup`. */
  readonly addStrategy: (strategy: RequestStrategy) => void;
  /** Adds a way to sign in. In `setup`. Where no users are kept, there is nobody to sign in, and it is not served. */
  readonly addLogin: (login: LoginStrategy) => void;
  /** Signs the access tokens that the server issues, by HS256. Never log it. */
  readonly signingKey: string;
  /** Whose tokens are ours: the claim `iss` of the access tokens. */
  readonly issuer: string;
  /** The users as strategies see them; nobody where none are kept. Ready in `start`. */
  readonly accounts: Accounts;
}

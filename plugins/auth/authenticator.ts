import type { PassportStrategy, StrategyActions, StrategyRequest } from 'jackfield';
import passport from 'passport';

/** How an attempt to authenticate ended. */
export type Outcome =
  | { readonly kind: 'success'; readonly user: unknown }
  /** No strategy knows anybody. Of the first that was asked: why, and 400 for what is not complete. */
  | { readonly kind: 'failure'; readonly challenge: unknown; readonly status: number | undefined }
  | { readonly kind: 'redirect'; readonly url: string }
  /** A strategy has nothing to say, and those after it were not asked. */
  | { readonly kind: 'pass' };

/** Passport, with the strategies of one server. */
export interface Authenticator {
  use(name: string, strategy: PassportStrategy): void;
  /**
   * Asks strategies one after the other until one does not fail.
   *
   * @throws what a strategy hands to `error`, or throws
   */
  authenticate(names: readonly string[], request: StrategyRequest): Promise<Outcome>;
}

/**
 * Makes an instance of passport: the package's own is one for the whole process. It keeps no sessions, and answers nobody: what it would
 * write into a response is the outcome.
 */
export function createAuthenticator(): Authenticator {
  const authenticator = new passport.Passport();
  return {
    use: (name, strategy) => void authenticator.use(name, withItsPromise(strategy) as passport.Strategy),
    authenticate: (names, request) => new Promise((resolve, reject) => {
      const refuse = (error: unknown): void => reject(error instanceof Error ? error : new Error('A strategy failed.', { cause: error }));
      const ended: passport.AuthenticateCallback = (error: unknown, user, challenges, statuses) => {
        if (error) refuse(error);
        else if (user) resolve({ kind: 'success', user });
        else resolve({ kind: 'failure', challenge: first(challenges), status: first(statuses) });
      };
      const response = {
        setHeader: (name: string, value: string) => void (name === 'Location' && resolve({ kind: 'redirect', url: value })),
        end: () => undefined,
      };
      const middleware = authenticator.authenticate([...names], { session: false }, ended) as Middleware;
      middleware(request, response, (error) => (error ? refuse(error) : resolve({ kind: 'pass' })));
    }),
  };
}

/** Passport's own, as far as it is used here: it is made for Express, and does with less. */
type Middleware = (request: StrategyRequest, response: object, next: (error?: unknown) => void) => void;

function first<Value>(values: Value | readonly Value[] | undefined): Value | undefined {
  return Array.isArray(values) ? (values as readonly Value[])[0] : values as Value | undefined;
}

/** A strategy may be asynchronous, though passport does not know it: what it throws, at once or later, is its error. */
function withItsPromise(strategy: PassportStrategy): PassportStrategy {
  return Object.assign(Object.create(strategy) as PassportStrategy, {
    authenticate(this: StrategyActions, request: never, options: never) {
      const run = async (): Promise<unknown> => strategy.authenticate.call(this as never, request, options);
      run().catch((error: unknown) => this.error(error));
    },
  });
}

import type { Http, HttpContext, Identity } from 'jackfield';
import { ApiError } from 'jackfield';

/** A credential that was right when a connection was opened. */
export interface Credential {
  readonly identity: Identity;
  /** Resolves while it holds and means the same; asks at most once in `everyMilliseconds`. Throws the reason where it does not. */
  check(): Promise<void>;
}

/** Takes the credential of a request that has been identified. */
export function credentialOf(context: HttpContext, http: Pick<Http, 'identify'>, everyMilliseconds: number): Credential {
  // A copy: what is read for events is not charged to the request.
  const identity: Identity = { ...context.state.identity };
  let checked = { at: performance.now(), result: Promise.resolve() };

  async function ask(): Promise<void> {
    if (meaning(await http.identify(context)) !== meaning(identity)) {
      throw new ApiError('FORBIDDEN', { reason: 'What you may see has changed.', hint: 'Connect again.' });
    }
  }

  return {
    identity,
    check() {
      if (performance.now() - checked.at >= everyMilliseconds) checked = { at: performance.now(), result: ask() };
      return checked.result;
    },
  };
}

function meaning({ user, role, roles, policies, admin, attributes, session }: Identity): string {
  return JSON.stringify([user, role, roles, policies, admin, [...attributes], session]);
}

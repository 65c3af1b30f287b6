import { ApiError, respond, type Identity, type Policy } from 'jackfield';
import { describePermissions, describeUnrestricted } from './describe-permissions.js';
import type { EndpointParts } from './endpoints.js';

/** `GET /permissions/me` and `GET /policies/me/globals`. */
export function routeOwnPermissions({ http, schema, access }: EndpointParts): void {
  http.route(['GET'], '/permissions/me', async (context) => {
    const { identity } = context.state;
    if (isAnonymous(identity)) throw new ApiError('FORBIDDEN');
    const { collections } = schema().current();
    const described = identity.admin
      ? describeUnrestricted(collections.keys())
      : describePermissions(access.policies(identity), collections, { identity, now: new Date() });
    await respond(context, { data: JSON.stringify(described), meta: null });
  });

  http.route(['GET'], '/policies/me/globals', async (context) => {
    const { identity } = context.state;
    const data = isAnonymous(identity) ? { app_access: false } : globalsOf(identity, access.policies(identity));
    await respond(context, { data: JSON.stringify(data), meta: null });
  });
}

function globalsOf({ admin }: Identity, policies: readonly Policy[]): object {
  return {
    app_access: admin || policies.some(({ appAccess }) => appAccess),
    admin_access: admin,
    enforce_tfa: policies.some(({ enforceSecondFactor }) => enforceSecondFactor),
  };
}

function isAnonymous({ user, role, admin }: Identity): boolean {
  return user === null && role === null && !admin;
}

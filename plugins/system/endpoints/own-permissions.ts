import { ApiError, respond, type AccessService, type Identity, type Schema } from 'jackfield';
import { describePermissions, describeUnrestricted } from './describe-permissions.js';
import type { EndpointParts } from './endpoints.js';

/** `GET /permissions/me` and `GET /policies/me/globals`. */
export function routeOwnPermissions({ http, schema, access }: EndpointParts): void {
  http.route(['GET'], '/permissions/me', async (context) => {
    const { identity } = context.state;
    if (isAnonymous(identity)) throw new ApiError('FORBIDDEN');
    await respond(context, { data: JSON.stringify(permissionsOf(identity, schema().current(), access)), meta: null });
  });

  http.route(['GET'], '/policies/me/globals', async (context) => {
    const { identity } = context.state;
    await respond(context, { data: JSON.stringify(globalsOf(identity, access)), meta: null });
  });
}

/** What somebody may do with each collection. */
export function permissionsOf(identity: Identity, schema: Schema, access: AccessService): object {
  return identity.admin
    ? describeUnrestricted(schema.collections.keys())
    : describePermissions({ schema, access, caller: { identity, now: new Date() } });
}

/** What somebody's policies say of them as a whole. */
export function globalsOf(identity: Identity, access: AccessService): object {
  if (isAnonymous(identity)) return { app_access: false };
  const { admin } = identity;
  const policies = access.policies(identity);
  return {
    app_access: admin || policies.some(({ appAccess }) => appAccess),
    admin_access: admin,
    enforce_tfa: policies.some(({ enforceSecondFactor }) => enforceSecondFactor),
  };
}

/** Whether it is nobody in particular. */
export function isAnonymous({ user, role, admin }: Identity): boolean {
  return user === null && role === null && !admin;
}

import { parseUpdate, systemCollections as names, type GraphQLExtension } from 'jackfield';
import type { EndpointParts } from './endpoints.js';
import { globalsOf, isAnonymous, permissionsOf } from './own-permissions.js';

/**
 * Adds what is asked about oneself to `/graphql/system`: `users_me`, `update_users_me`, `roles_me`, `permissions_me`,
 * `policies_me_globals`. Who may not read users or roles has no type for them.
 */
export function extendGraphQL(
  { limits, schema, access }: Pick<EndpointParts, 'limits' | 'schema' | 'access'>,
): (extension: GraphQLExtension) => void {
  return ({ scope, composer, type, inputType }) => {
    if (scope !== 'system') return;
    const user = type(names.users);
    const role = type(names.roles);
    const changes = inputType(names.users, 'update');
    if (user) {
      composer.Query.addFields({
        users_me: {
          type: user,
          resolve: (_source, _args, context, info) => {
            const { user: key } = context.identity;
            return key === null ? null : context.read({ ...context.query(names.users, info), key });
          },
        },
      });
    }
    if (user && changes) {
      composer.Mutation.addFields({
        update_users_me: {
          type: user,
          args: { data: changes.NonNull },
          resolve: (_source, _args, context, info) => {
            const { user: key } = context.identity;
            if (key === null) return null;
            const mutation = parseUpdate(context.payload('data', info), { collection: names.users, key, limits });
            return context.write(mutation, context.query(names.users, info));
          },
        },
      });
    }
    if (role) {
      composer.Query.addFields({
        roles_me: {
          type: role.List,
          resolve: (_source, _args, context, info) => (isAnonymous(context.identity)
            ? null : context.read({ ...context.query(names.roles, info), keys: context.identity.roles, limit: -1 })),
        },
      });
    }
    composer.createObjectTC({
      name: 'policies_me_globals', fields: { enforce_tfa: 'Boolean', app_access: 'Boolean', admin_access: 'Boolean' },
    });
    composer.Query.addFields({
      permissions_me: {
        type: 'JSON',
        resolve: (_source, _args, { identity }) => (isAnonymous(identity) ? null : permissionsOf(identity, schema().current(), access)),
      },
      policies_me_globals: { type: 'policies_me_globals', resolve: (_source, _args, { identity }) => globalsOf(identity, access) },
    });
  };
}

import type { AccessService, Identity } from 'jackfield';

/** Names under which a policy may open the description of the schema to its holders, as a permission to read them. */
export type Description = 'directus_collections' | 'directus_fields' | 'directus_relations';

/**
 * Whether somebody may read the schema: whoever administers it, whom a policy lets into administration pages, and whom one gives a
 * permission to read the description. Reading items alone is not enough: an API's clients need not know how its database is made.
 */
export function mayDescribe(description: Description, identity: Identity, access: AccessService): boolean {
  return identity.admin || access.policies(identity).some(({ appAccess, permissions }) => (
    appAccess || permissions.some(({ collection, action }) => collection === description && action === 'read')));
}

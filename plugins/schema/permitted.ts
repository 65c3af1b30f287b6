import type { Identity, PolicySource } from 'jackfield';

/** Names under which a policy may open the description of the schema to its holders, as a permission to read them. */
export type Description = 'directus_collections' | 'directus_fields' | 'directus_relations';

/**
 * Whether somebody may read the schema: whoever administers it, whom a policy lets into administration pages, and whom one gives a
 * permission to read the description. Reading items alone is not enough: an API's clients need not know how its database is made.
 */
export function mayDescribe(description: Description, identity: Identity, policies: PolicySource | undefined): boolean {
  if (identity.admin) return true;
  const known = policies?.current().policies;
  return identity.policies.some((id) => {
    const policy = known?.get(id);
    return policy !== undefined
      && (policy.appAccess || policy.permissions.some(({ collection, action }) => collection === description && action === 'read'));
  });
}

/** The collections of Jackfield's own, by what is in them. Clients of the API contract know them by these names. */
export const systemCollections = Object.freeze({
  users: 'directus_users',
  roles: 'directus_roles',
  policies: 'directus_policies',
  permissions: 'directus_permissions',
  access: 'directus_access',
  settings: 'directus_settings',
  activity: 'directus_activity',
  revisions: 'directus_revisions',
});

/** Each under a path of its own: `/users`. */
export type SystemCollection = keyof typeof systemCollections;

import {
  rolesAbove, systemCollections as names, type ConfiguredAccess, type Item, type Log, type OwnRead, type Permission, type Policy, type PolicySet,
} from 'jackfield';
import { permissionOf } from './permission-row.js';
import { textsOf } from './texts.js';

/** Roles, policies and who has them, but for users: all of it is in memory, since every request needs it. */
export interface Directory {
  /** Another one after every change, of users too. */
  readonly version: string;
  readonly policySet: PolicySet;
  /** Role → the role above it. */
  readonly parents: ReadonlyMap<string, string | null>;
  /** Role → its own policies, in their order. */
  readonly policiesOfRole: ReadonlyMap<string, readonly string[]>;
  /** The policies of whoever sends no credential, and of users without a role. */
  readonly publicPolicies: readonly string[];
}

/** Reads the directory. A permission that cannot be understood permits nothing, and is logged. */
export async function readDirectory(
  read: OwnRead, version: string, configured: ConfiguredAccess | null, log: Pick<Log, 'warn'>,
): Promise<Directory> {
  if (configured) return configuredDirectory(configured, version, await read({ collection: names.roles, fields: ['id', 'name'] }));
  const [roles, policies, permissions, access] = await Promise.all([
    read({ collection: names.roles, fields: ['id', 'parent'] }),
    read({ collection: names.policies, fields: ['id', 'name', 'ip_access', 'enforce_tfa', 'admin_access', 'app_access'] }),
    read({
      collection: names.permissions, fields: ['id', 'policy', 'collection', 'action', 'permissions', 'validation', 'presets', 'fields'],
    }),
    read({ collection: names.access, fields: ['role', 'policy', 'sort', 'id'], filter: withoutUser }),
  ]);
  const ofPolicy = new Map<string, Permission[]>();
  for (const row of permissions) {
    const permission = permissionOf(row, log);
    if (permission) append(ofPolicy, String(row['policy']), permission);
  }
  const policiesOfRole = new Map<string, string[]>();
  const publicPolicies: string[] = [];
  for (const { role, policy } of access.toSorted((a, b) => sortOf(a) - sortOf(b))) {
    if (typeof role === 'string') append(policiesOfRole, role, String(policy));
    else publicPolicies.push(String(policy));
  }
  return {
    version,
    policySet: { version, policies: new Map(policies.map((row) => [String(row['id']), policyOf(row, ofPolicy.get(String(row['id'])) ?? [])])) },
    parents: new Map(roles.map(({ id, parent }) => [String(id), typeof parent === 'string' ? parent : null])),
    policiesOfRole,
    publicPolicies,
  };
}

/** The config's policies and roles win: rows of roles have those of the configured role of their name. */
function configuredDirectory({ set, roles, public: publicPolicies }: ConfiguredAccess, version: string, rows: readonly Item[]): Directory {
  return {
    version,
    policySet: set,
    parents: new Map(rows.map(({ id }) => [String(id), null])),
    policiesOfRole: new Map(rows.map(({ id, name }) => [String(id), rolesAbove(String(name), roles).flatMap(({ policies }) => policies)])),
    publicPolicies,
  };
}

/** Users come and go by the thousand: what is theirs alone is read with them. */
const withoutUser = { kind: 'field', field: 'user', function: null, operator: '_null', value: null, path: 'filter.user._null' } as const;

function policyOf(row: Item, permissions: readonly Permission[]): Policy {
  return {
    id: String(row['id']),
    name: String(row['name']),
    adminAccess: row['admin_access'] === true,
    appAccess: row['app_access'] === true,
    enforceSecondFactor: row['enforce_tfa'] === true,
    addresses: textsOf(row['ip_access']),
    permissions,
  };
}

function sortOf({ sort }: Item): number {
  return typeof sort === 'number' ? sort : 0;
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** A role and those above it, the nearest first. A cycle, which nothing but SQL can make, ends where it closes. */
export function rolesOf(role: string | null, { parents }: Pick<Directory, 'parents'>): readonly string[] {
  const roles: string[] = [];
  for (let next = role; next !== null && parents.has(next) && !roles.includes(next); next = parents.get(next) ?? null) roles.push(next);
  return roles;
}

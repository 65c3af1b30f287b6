import { systemCollections as names, type System } from 'jackfield';
import type { Knex } from 'knex';

/** Who and what gives or has admin access, as the tables say inside a transaction. All keys are in lower case. */
export interface Administrators {
  readonly policies: ReadonlySet<string>;
  /** Roles that have it, by a policy of their own or of a role above them. */
  readonly roles: ReadonlySet<string>;
  /** Users that have it by a policy of their own. */
  readonly users: ReadonlySet<string>;
}

/** A row as a driver gives it. */
export type TableRow = Readonly<Record<string, unknown>>;

/**
 * Reads it, with locks that keep others from changing it until the transaction ends: a transaction that waited for another one must not
 * decide by what was there before.
 */
export async function readAdministrators(system: System, knex: Knex): Promise<Administrators> {
  const policies = keysOf(await system.table('jackfield_policies', knex).where({ admin_access: true }).forShare().select('id'));
  const given: TableRow[] = policies.size === 0 ? []
    : await system.table('jackfield_access', knex).whereIn('policy', [...policies]).forShare().select('role', 'user');
  const parents: TableRow[] = await system.table('jackfield_roles', knex).forShare().select('id', 'parent');
  return {
    policies,
    roles: withRolesBelow(new Set(given.flatMap(({ role }) => keyOf(role) ?? [])), parents),
    users: new Set(given.flatMap(({ user }) => keyOf(user) ?? [])),
  };
}

function withRolesBelow(roles: Set<string>, rows: readonly TableRow[]): ReadonlySet<string> {
  for (let before = -1; roles.size !== before;) {
    before = roles.size;
    for (const { id, parent } of rows) if (roles.has(keyOf(parent) ?? '')) roles.add(keyOf(id)!);
  }
  return roles;
}

/** Whether any of these items gives or has admin access: a policy, a row of `directus_access`, a role, a user. Others do not. */
export async function isAnyAdministrative(
  collection: string, keys: readonly string[], administrators: Administrators, system: System, knex: Knex,
): Promise<boolean> {
  switch (collection) {
    case names.policies:
      return keys.some((key) => administrators.policies.has(key.toLowerCase()));
    case names.roles:
      return keys.some((key) => administrators.roles.has(key.toLowerCase()));
    case names.access: {
      const rows: TableRow[] = await rowsOf('jackfield_access', keys, system, knex);
      return rows.some(({ policy }) => administrators.policies.has(keyOf(policy) ?? ''));
    }
    case names.users: {
      const rows: TableRow[] = await rowsOf('jackfield_users', keys, system, knex);
      return rows.some(({ id, role }) => administrators.users.has(keyOf(id) ?? '') || administrators.roles.has(keyOf(role) ?? ''));
    }
    default:
      return false;
  }
}

/** Whether an active user has admin access. */
export async function hasAdministrator({ roles, users }: Administrators, system: System, knex: Knex): Promise<boolean> {
  for (const [column, keys] of [['role', roles], ['id', users]] as const) {
    for (const part of parts([...keys])) {
      const [found] = await system.table('jackfield_users', knex).where({ status: 'active' }).whereIn(column, part).limit(1).forShare().select('id');
      if (found) return true;
    }
  }
  return false;
}

/** The rows of a table that have these keys. */
export async function rowsOf(table: string, keys: readonly string[], system: System, knex: Knex): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for (const part of parts(keys)) rows.push(...await system.table(table, knex).whereIn('id', part).select('*'));
  return rows;
}

/** Databases take a bounded number of values in one statement. */
const mostValues = 500;

function parts(keys: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(keys.length / mostValues) }, (_, index) => keys.slice(index * mostValues, (index + 1) * mostValues));
}

function keysOf(rows: readonly TableRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ id }) => keyOf(id) ?? []));
}

function keyOf(value: unknown): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null;
}

import {
  ApiError, systemCollections as names, type AccessService, type ItemsChange, type ItemsWriteDetails, type PluginContext, type SchemaService,
  type System,
} from 'jackfield';
import type { Knex } from 'knex';
import { hasAdministrator, isAnyAdministrative, readAdministrators, rowsOf, type Administrators, type TableRow } from './administrators.js';
import { checkGrants } from './check-grants.js';
import { isPublic, truthOf } from './row-values.js';

/** What the guard of privileges works with. */
export interface PrivilegeParts {
  readonly on: PluginContext<never, never, never, never>['on'];
  readonly system: () => System;
  readonly schema: () => SchemaService;
  readonly access: AccessService;
}

/** What admin access can come from. */
const deciding: readonly string[] = [names.users, names.roles, names.policies, names.access];

/**
 * Sees to it that nobody grants what they lack, and that an administrator is left.
 *
 * Whoever is no administrator may neither change what has or gives admin access, nor leave anything that does: before a change it is looked
 * at as it is, and before the commit as it has become, by whatever way.
 */
export function guardPrivileges({ on, system, schema, access }: PrivilegeParts): void {
  for (const collection of deciding) {
    on('items.update', (_, details) => checkUntouched(details.keys, details, system()), { collection });
    on('items.delete', (keys, details) => checkUntouched(keys, details, system()), { collection });
  }
  on('items.update', (payload, { identity }) => {
    // Where and under which conditions a policy holds may bind the very caller.
    const isLoosened = Object.hasOwn(payload, 'ip_access') || Object.hasOwn(payload, 'enforce_tfa');
    if (isLoosened && !identity.admin) throw new ApiError('FORBIDDEN');
  }, { collection: names.policies });

  on('items.commit', async (changes, { identity, transaction: { knex } }) => {
    const left = changes.filter(({ kind }) => kind !== 'deleted');
    await checkGrants(left, { identity, system: system(), schema: schema().current(), access, knex });
    if (!changes.some(({ collection }) => deciding.includes(collection))) return;
    const administrators = await readAdministrators(system(), knex);
    if (!identity.admin) {
      const hasAppAccess = access.policies(identity).some(({ appAccess }) => appAccess);
      for (const change of left) await checkNothingGained(change, hasAppAccess, administrators, system(), knex);
    }
    await checkStaysClosed(administrators, system(), knex);
    await checkAdministratorLeft(administrators, system(), knex);
  });
}

/** @throws {ApiError} `FORBIDDEN` where somebody else than an administrator touches what has or gives admin access */
async function checkUntouched(
  keys: readonly string[], { identity, collection, transaction: { knex } }: ItemsWriteDetails, system: System,
): Promise<undefined> {
  if (identity.admin) return;
  const administrators = await readAdministrators(system, knex);
  if (await isAnyAdministrative(collection, keys, administrators, system, knex)) throw new ApiError('FORBIDDEN');
}

/** @throws {ApiError} `FORBIDDEN` where what somebody else than an administrator wrote has or gives what they lack, or gives it to everybody */
async function checkNothingGained(
  { collection, items }: ItemsChange, hasAppAccess: boolean, administrators: Administrators, system: System, knex: Knex,
): Promise<void> {
  const keys = items.flatMap(({ key }) => key ?? []);
  if (await isAnyAdministrative(collection, keys, administrators, system, knex)) throw new ApiError('FORBIDDEN');
  if (collection === names.policies && !hasAppAccess) {
    const rows = await rowsOf('jackfield_policies', keys, system, knex);
    if (rows.some((row) => truthOf(row['app_access']))) throw new ApiError('FORBIDDEN');
  }
  if (collection === names.access && (await rowsOf('jackfield_access', keys, system, knex)).some(isPublic)) throw new ApiError('FORBIDDEN');
}

/** @throws {ApiError} `UNPROCESSABLE_ENTITY` where whoever sends no credential would have admin access */
async function checkStaysClosed({ policies }: Administrators, system: System, knex: Knex): Promise<void> {
  if (policies.size === 0) return;
  const [open]: TableRow[] = await system.table('jackfield_access', knex)
    .whereIn('policy', [...policies]).whereNull('role').whereNull('user').limit(1).select('id');
  if (!open) return;
  throw new ApiError('UNPROCESSABLE_ENTITY', {
    reason: 'Everybody would have admin access: a policy that has it is given to a role or a user.',
  });
}

/** @throws {ApiError} `UNPROCESSABLE_ENTITY` where nobody could administer the server any more */
async function checkAdministratorLeft(administrators: Administrators, system: System, knex: Knex): Promise<void> {
  if (await hasAdministrator(administrators, system, knex)) return;
  throw new ApiError('UNPROCESSABLE_ENTITY', {
    reason: 'No active user would be left with admin access.', hint: 'Give admin access to another active user first.',
  });
}

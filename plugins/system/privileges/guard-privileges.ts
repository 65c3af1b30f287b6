import {
  ApiError, systemCollections as names, type AccessService, type ItemsChange, type ItemsCommitDetails, type ItemsWriteDetails, type PluginContext,
  type SchemaService, type System,
} from 'jackfield';
import { hasAdministrator, isAnyAdministrative, readAdministrators, rowsOf, type TableRow } from './administrators.js';
import { checkGrants } from './check-grants.js';
import { isPublic, truthOf } from './row-values.js';

/** What the guard of privileges works with. */
export interface PrivilegeParts {
  readonly on: PluginContext<never, never, never, never>['on'];
  readonly system: () => System;
  readonly schema: () => SchemaService;
  readonly access: AccessService;
  /** Whether policies are kept in the config: then the tables of policies and roles say nothing and are not to be changed. */
  readonly isConfigured: boolean;
}

/** What admin access can come from. */
const deciding: readonly string[] = [names.users, names.roles, names.policies, names.access];
const policyTables: readonly string[] = [names.policies, names.permissions, names.access, names.roles];
const written: readonly string[] = [names.activity, names.revisions];

/**
 * Sees to it that nobody grants what they lack, that an administrator is left, and that what the server itself notes is not changed.
 *
 * Whoever is no administrator may neither change what has or gives admin access, nor leave anything that does: before a change it is looked
 * at as it is, and before the commit as it has become, by whatever way.
 */
export function guardPrivileges({ on, system, schema, access, isConfigured }: PrivilegeParts): void {
  for (const collection of written) onEveryWrite(on, collection, () => { throw new ApiError('FORBIDDEN'); });
  if (isConfigured) for (const collection of policyTables) onEveryWrite(on, collection, refuseConfigured);

  for (const collection of deciding) {
    on('items.update', async (payload, details) => {
      await checkUntouched(details.keys, details);
      if (collection === names.policies && !details.identity.admin) checkNotLoosened(payload);
    }, { collection });
    on('items.delete', checkUntouched, { collection });
  }

  on('items.commit', async (changes, details) => {
    const ours = changes.filter(({ collection }) => deciding.includes(collection) || collection === names.permissions);
    if (ours.length === 0) return;
    const { identity, transaction: { knex } } = details;
    const administrators = await readAdministrators(system(), knex);
    const left = ours.filter(({ kind }) => kind !== 'deleted');
    await checkGrants(left, { identity, system: system(), schema: schema().current(), access, knex });
    if (!identity.admin) await checkNothingGained(left, details);
    if (await isAnyPublic(left, details)) throw publicAdministrator();
    if (await hasAdministrator(administrators, system(), knex)) return;
    throw new ApiError('UNPROCESSABLE_ENTITY', {
      reason: 'No active user would be left with admin access.', hint: 'Give admin access to another active user first.',
    });

    async function isAnyPublic(all: readonly ItemsChange[], { transaction }: ItemsCommitDetails): Promise<boolean> {
      const touched = all.some(({ collection }) => collection === names.access || collection === names.policies);
      if (!touched || administrators.policies.size === 0) return false;
      const rows: TableRow[] = await system().table('jackfield_access', transaction.knex)
        .whereIn('policy', [...administrators.policies]).whereNull('role').whereNull('user').limit(1).select('id');
      return rows.length > 0;
    }

    async function checkNothingGained(all: readonly ItemsChange[], { transaction }: ItemsCommitDetails): Promise<void> {
      for (const { collection, items } of all) {
        const keys = items.flatMap(({ key }) => key ?? []);
        if (await isAnyAdministrative(collection, keys, administrators, system(), transaction.knex)) throw new ApiError('FORBIDDEN');
        if (collection === names.policies) await checkAppAccess(keys);
        if (collection === names.access && (await rowsOf('jackfield_access', keys, system(), transaction.knex)).some(isPublic)) {
          throw new ApiError('FORBIDDEN');
        }
      }
    }

    async function checkAppAccess(keys: readonly string[]): Promise<void> {
      if (access.policies(identity).some(({ appAccess }) => appAccess)) return;
      const rows = await rowsOf('jackfield_policies', keys, system(), knex);
      if (rows.some(({ app_access: given }) => truthOf(given))) throw new ApiError('FORBIDDEN');
    }
  });

  /** What has or gives admin access is an administrator's to change. */
  async function checkUntouched(keys: readonly string[], { identity, collection, transaction: { knex } }: ItemsWriteDetails): Promise<undefined> {
    if (identity.admin) return;
    const administrators = await readAdministrators(system(), knex);
    if (await isAnyAdministrative(collection, keys, administrators, system(), knex)) throw new ApiError('FORBIDDEN');
  }
}

/** Where and under which conditions a policy holds may bind the very caller. */
function checkNotLoosened(payload: Readonly<Record<string, unknown>>): void {
  if (Object.hasOwn(payload, 'ip_access') || Object.hasOwn(payload, 'enforce_tfa')) throw new ApiError('FORBIDDEN');
}

function publicAdministrator(): ApiError {
  return new ApiError('UNPROCESSABLE_ENTITY', {
    reason: 'Everybody would have admin access: a policy that has it needs a role or a user.',
  });
}

function refuseConfigured(): never {
  throw new ApiError('UNPROCESSABLE_ENTITY', {
    reason: 'Policies, permissions and roles are kept in the configuration of this server.', hint: 'Change its section `access`.',
  });
}

function onEveryWrite(on: PrivilegeParts['on'], collection: string, refuse: () => never): void {
  on('items.create', refuse, { collection });
  on('items.update', refuse, { collection });
  on('items.delete', refuse, { collection });
}

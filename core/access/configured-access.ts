import { hash } from 'node:crypto';
import { ApiError } from '../errors/api-error.js';
import { BootError } from '../errors/boot-error.js';
import { suggest } from '../errors/suggest.js';
import type { Users } from '../system/system.js';
import { anonymous, type Identity } from './access.js';
import type { AccessOptions } from './access-options.js';
import { isAmong } from './addresses.js';
import { parsePermission } from './parse-permission.js';
import type { Policy, PolicySet } from './policy.js';

/** A role that the config names. */
export interface ConfiguredRole {
  readonly name: string;
  readonly policies: readonly string[];
  readonly parent: string | null;
}

/** The section `access` of the config, read. */
export interface ConfiguredAccess {
  /** The keys of its policies are their names. */
  readonly set: PolicySet;
  /** By name. */
  readonly roles: ReadonlyMap<string, ConfiguredRole>;
  /** Policies of whoever sends no credential, and of users without a role. */
  readonly public: readonly string[];
}

/**
 * Reads the section `access` of the config; null where there is none.
 *
 * @throws {BootError} for a rule that cannot be read, a policy or role that is not there, and roles that are their own parents
 */
export function readConfiguredAccess(options: AccessOptions | undefined): ConfiguredAccess | null {
  if (!options) return null;
  const policies = new Map(Object.entries(options.policies).map(([name, policy]): [string, Policy] => [name, {
    id: name,
    name,
    adminAccess: policy.adminAccess,
    appAccess: policy.appAccess,
    enforceSecondFactor: policy.enforceSecondFactor,
    addresses: policy.addresses,
    permissions: policy.permissions.map((permission, index) => {
      try {
        return parsePermission(permission, `access.policies.${name}.permissions[${index}]`);
      } catch (error) {
        throw error instanceof ApiError ? misread(error) : error;
      }
    }),
  }]));
  const roles = new Map(Object.entries(options.roles).map(([name, { policies: named, parent = null }]): [string, ConfiguredRole] => {
    named.forEach((policy, index) => checkKnown(policy, policies, `access.roles.${name}.policies[${index}]`, 'policy'));
    return [name, { name, policies: named, parent }];
  }));
  for (const { name, parent } of roles.values()) {
    if (parent === null) continue;
    checkKnown(parent, roles, `access.roles.${name}.parent`, 'role');
    rolesAbove(name, roles);
  }
  options.public.forEach((policy, index) => checkKnown(policy, policies, `access.public[${index}]`, 'policy'));
  return { set: { version: hash('sha256', JSON.stringify(options)), policies }, roles, public: options.public };
}

/**
 * The role and those above it, the nearest first.
 *
 * @throws {BootError} where a role is above itself
 */
export function rolesAbove(name: string, roles: ReadonlyMap<string, ConfiguredRole>): readonly ConfiguredRole[] {
  const found = new Map<string, ConfiguredRole>();
  for (let role = roles.get(name); role !== undefined; role = role.parent === null ? undefined : roles.get(role.parent)) {
    if (found.has(role.name)) throw new BootError(`\`access.roles.${name}.parent\`: the role "${role.name}" is above itself.`);
    found.set(role.name, role);
  }
  return [...found.values()];
}

/** The identity of whoever sends no credential from an address: as `users` says, where users are kept, else as the config does. */
export function identityOfEverybody(
  users: Pick<Users, 'anonymous'> | null, configured: ConfiguredAccess | null, address: string,
): Identity | Promise<Identity> {
  if (users) return users.anonymous(address);
  return configured ? identityWith(configured.public, configured.set, address) : anonymous;
}

/** The identity of whoever has a role, where the config alone knows roles: their keys are their names. null where there is no such role. */
export function identityOfConfiguredRole(role: string, { set, roles }: ConfiguredAccess, address: string): Identity | null {
  const above = rolesAbove(role, roles);
  if (above.length === 0) return null;
  return { ...identityWith(above.flatMap(({ policies }) => policies), set, address), role, roles: above.map(({ name }) => name) };
}

function identityWith(names: readonly string[], { policies: known }: PolicySet, address: string): Identity {
  const policies = [...new Set(names)].filter((name) => {
    const addresses = known.get(name)?.addresses ?? [];
    return addresses.length === 0 || isAmong(address, addresses);
  });
  return { ...anonymous, policies, admin: policies.some((name) => known.get(name)?.adminAccess) };
}

function checkKnown(name: string, known: ReadonlyMap<string, unknown>, path: string, what: string): void {
  if (known.has(name)) return;
  const nearest = suggest(name, [...known.keys()]);
  throw new BootError(`\`${path}\`: there is no ${what} "${name}".${nearest === null ? '' : ` Did you mean "${nearest}"?`}`);
}

function misread({ details: { path, reason, hint }, message }: ApiError): BootError {
  return new BootError(`\`${path ?? 'access'}\`: ${reason ?? message}${hint === undefined ? '' : ` ${hint}`}`);
}

import { Type, type Static } from 'typebox';
import type { Account, Accounts } from './accounts.js';

/** Options of every way to sign in by which somebody else vouches for people: part of a plugin's own. */
export const externalAccountOptions = Type.Object({
  allowRegistration: Type.Boolean({ default: false, description: 'Whether people whom nobody here knows yet become users.' }),
  linkByEmail: Type.Boolean({ default: false, description:
    'Whether a user whose e-mail address the provider vouches for may sign in by it from then on. Only where the provider is trusted with every '
    + 'account.' }),
  defaultRole: Type.Optional(Type.String({ description: 'Name or key of the role of those whom `roles` gives none. Default: none.' })),
  roles: Type.Record(Type.String(), Type.String(), { default: {}, description:
    'Group → name or key of a role. The first that somebody is in counts, at every sign-in. Empty: roles are given here alone.' }),
});

/** See `externalAccountOptions`. */
export type ExternalAccountOptions = Static<typeof externalAccountOptions>;

/** What a provider says of somebody. */
export interface ExternalPerson {
  readonly provider: string;
  /** What the provider calls them, for good: at most 255 characters. */
  readonly identifier: string;
  readonly email: string | null;
  /** Whether the provider has made sure that the address is theirs. */
  readonly isEmailVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** What `roles` are chosen by. */
  readonly groups: readonly string[];
}

/**
 * Finds the user whom a provider vouches for, or makes one where the options let it. An address that was not verified is neither
 * believed nor kept: else anybody could take another's account, or its place.
 *
 * @returns null where there is no such user
 * @throws {Error} where a role of the options is none
 */
export async function findExternalAccount(
  person: ExternalPerson, options: ExternalAccountOptions, accounts: Accounts,
): Promise<Account | null> {
  const { provider, identifier, isEmailVerified } = person;
  if (identifier === '' || identifier.length > longestIdentifier) return null;
  const email = isEmailVerified ? person.email : null;
  const known = await accounts.findByIdentifier(provider, identifier);
  const role = await roleFor(person.groups, options, accounts);
  if (known) {
    if (role.isMapped) await accounts.setRole(known.id, role.key);
    return known;
  }
  const sameEmail = email === null ? null : await accounts.findByEmail(email);
  if (sameEmail) {
    // Who belongs to another provider stays there.
    if (!options.linkByEmail || sameEmail.externalIdentifier !== null || sameEmail.status !== 'active') return null;
    await accounts.link(sameEmail.id, provider, identifier);
    if (role.isMapped) await accounts.setRole(sameEmail.id, role.key);
    return accounts.find(sameEmail.id);
  }
  if (!options.allowRegistration) return null;
  const { firstName, lastName } = person;
  return accounts.create({ provider, externalIdentifier: identifier, email, firstName, lastName, role: role.key });
}

const longestIdentifier = 255;

/** `isMapped`: whether the provider decides about roles. */
async function roleFor(
  groups: readonly string[], { roles, defaultRole }: ExternalAccountOptions, accounts: Accounts,
): Promise<{ readonly key: string | null; readonly isMapped: boolean }> {
  const group = Object.keys(roles).find((name) => groups.includes(name));
  const name = group === undefined ? defaultRole : roles[group];
  const isMapped = Object.keys(roles).length > 0;
  if (name === undefined) return { key: null, isMapped };
  const key = await accounts.roleNamed(name);
  if (key === null) throw new Error(`There is no role "${name}", or more than one: somebody who signs in was to get it.`);
  return { key, isMapped };
}

/** The texts of a claim or attribute that is a text or a list of them. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');
}

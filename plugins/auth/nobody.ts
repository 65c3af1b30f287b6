import type { Accounts, ConfiguredAccess } from 'jackfield';

/** The `accounts` of a server that keeps no users: there is nobody, but the config may have roles. */
export function nobody(configured: ConfiguredAccess | null): Accounts {
  return {
    find, findByEmail: find, findByIdentifier: find, create: refuse, link: refuse, setRole: refuse,
    roleNamed: async (name) => (configured?.roles.has(name) ? name : null),
  };
}

const find = async (): Promise<null> => null;

const refuse = async (): Promise<never> => {
  throw new Error('There are no users: the plugin `system` keeps them.');
};

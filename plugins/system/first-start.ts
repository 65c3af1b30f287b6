import { randomBytes, randomUUID } from 'node:crypto';
import type { Config, System } from 'jackfield';
import type { Knex } from 'knex';
import { stateName } from './directory-cache.js';
import { hashPassword, hashToken } from './secrets.js';

/** The administrator as the config has it. */
type Administrator = Config['admin'];

/** The login of the administrator whom the first start made. */
export interface MadeLogin {
  readonly email: string;
  /** null where the config chose it. */
  readonly password: string | null;
}

/** Instances that start at the same time disturb each other: one of them wins. */
const mostAttempts = 3;

/**
 * Fills the tables the first time: the administrator with their role and policy, the settings, and the row that tells of changes. Later
 * starts change nothing of it.
 *
 * @returns the administrator's login; null where this was not the first start
 */
export async function prepareFirstStart(system: System, admin: Administrator): Promise<MadeLogin | null> {
  const { database } = system;
  for (let attempts = 1; ; attempts += 1) {
    const [state] = await system.table('jackfield_state').where({ name: stateName }).select('name');
    if (state) return null;
    try {
      return await database.transaction(({ knex }) => fill(system, knex, admin));
    } catch (error) {
      const isOthers = database.isConflict(error) || database.mapError(error)?.code === 'RECORD_NOT_UNIQUE';
      if (!isOthers || attempts >= mostAttempts) throw error;
    }
  }
}

async function fill(system: System, knex: Knex, admin: Administrator): Promise<MadeLogin> {
  const table = (name: string) => system.table(name, knex);
  // First of all: another instance that does the same waits here, and then fails.
  await table('jackfield_state').insert({ name: stateName, value: randomUUID() });
  const user = randomUUID();
  await table('jackfield_state').insert({ name: 'administrator', value: user });
  const role = randomUUID();
  const policy = randomUUID();
  const email = (admin.email ?? 'admin@example.com').toLowerCase();
  const password = admin.password ?? randomBytes(12).toString('base64url');
  await table('jackfield_roles').insert({ id: role, name: 'Administrator', icon: 'verified' });
  await table('jackfield_policies').insert({
    id: policy, name: 'Administrator', icon: 'verified', admin_access: true, app_access: true,
  });
  await table('jackfield_access').insert({ id: randomUUID(), role, policy });
  await table('jackfield_users').insert({
    id: user, first_name: 'Admin', last_name: 'User', email, password: await hashPassword(password), role,
    token: admin.token === undefined ? null : hashToken(admin.token),
  });
  await table('jackfield_settings').insert({ project_name: 'Jackfield' });
  return { email, password: admin.password === undefined ? password : null };
}

/** What is printed after the first start, and never again: a password that was made up. */
export function loginLines({ email, password }: MadeLogin): readonly string[] {
  if (password === null) return [`The administrator ${email} was made, with the password of the config.`];
  return ['The administrator was made; their password is shown this once:', '', `  EMAIL=${email}`, `  PASSWORD=${password}`];
}

/** The administrator that the first start made; null where they are not known. */
export async function firstAdministrator(system: System): Promise<string | null> {
  const [row] = await system.table('jackfield_state').where({ name: 'administrator' }).select('value');
  return typeof row?.['value'] === 'string' ? row['value'] : null;
}

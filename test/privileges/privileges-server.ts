import { systemCollections } from 'jackfield';
import type { Client } from 'jackfield/testing';
import { forEachSystem, type SystemServer } from '../plugins/system/system-server.js';

/** Somebody without admin access, who wants it. */
export interface Attacker {
  readonly client: Client;
  readonly user: string;
  readonly role: string;
  /** The policy of that role. */
  readonly policy: string;
  /** The row that gives it. */
  readonly access: string;
}

/** What there is to be taken. */
export interface Administration {
  readonly user: string;
  readonly role: string;
  /** A role that has it from the one above. */
  readonly roleBelow: string;
  readonly policy: string;
  readonly access: string;
}

/** An administrator, and people without admin access who may do more than they should ever be let. */
export interface PrivilegesWorld {
  /** As the administrator. */
  readonly client: Client;
  readonly admin: Administration;
  /** May do everything with every system collection, as far as permissions can say it. */
  readonly delegate: Attacker;
  /** May write policies, permissions and access, and change their own user; and may read one column of the owner's table. */
  readonly keeper: Attacker;
  /** Everybody who has admin access, and by what: as text, to be compared. */
  administration(): Promise<string>;
}

export type PrivilegesServer = SystemServer & PrivilegesWorld;

/** Secrets that the suite plants, and looks for wherever somebody can look. */
export const secrets = {
  password: 'planted-password-of-the-administrator', token: 'planted-token-of-the-administrator', victimToken: 'planted-token-of-a-victim',
};

const actions = ['read', 'create', 'update', 'delete'] as const;
const everything = Object.values(systemCollections).flatMap((collection) => actions.map((action) => ({ collection, action, fields: ['*'] })));

const keeping = ['directus_policies', 'directus_permissions', 'directus_access', 'directus_roles']
  .flatMap((collection) => actions.map((action) => ({ collection, action, fields: ['*'] })));

const keeperPermissions = [
  ...keeping,
  { collection: 'directus_users', action: 'read', fields: ['id', 'email'] },
  { collection: 'directus_users', action: 'update', fields: ['*'], permissions: { id: { _eq: '$CURRENT_USER' } } },
  { collection: 'notes', action: 'read', fields: ['id', 'body'], permissions: { place: { _eq: 'Rome' } } },
];

export const script = 'create table notes (id integer primary key, body varchar(50), place varchar(50)); '
  + "insert into notes (id, body, place) values (1, 'one', 'Rome'), (2, 'two', 'Oslo')";

/** What a world is made with. */
export interface WorldOptions {
  /** Whether there is another administrator: else the first one is the last. */
  readonly hasSecond?: boolean;
}

/** Makes users, roles and policies on a server that has none yet. */
export async function populate({ client, create }: Pick<SystemServer, 'client' | 'create'>, { hasSecond = false }: WorldOptions): Promise<PrivilegesWorld> {
  async function attacker(name: string, permissions: readonly object[]): Promise<Attacker> {
    const token = `token-of-${name}`;
    const role = await create('/roles?fields=id,policies.id,policies.policy', { name, policies: [{ policy: { name, permissions } }] });
    const [access] = role['policies'] as readonly { readonly id: string; readonly policy: string }[];
    const user = await create('/users', { email: `${name}@example.com`, password: `password-of-${name}`, token, role: role.id });
    return { client: client.as(token), user: user.id, role: role.id, policy: access!.policy, access: access!.id };
  }

  const { body: { data: [user] } } = await client.get('/users', { fields: 'id,role.id,role.policies.id,role.policies.policy' });
  const [access] = user.role.policies;
  await client.patch(`/users/${user.id}`, { password: secrets.password, token: secrets.token });
  if (hasSecond) await create('/users', { email: 'second@example.com', policies: [{ policy: { name: 'Second', admin_access: true } }] });
  const below = await create('/roles', { name: 'Below', parent: user.role.id });
  const world = {
    client,
    admin: { user: user.id, role: user.role.id, roleBelow: below.id, policy: access.policy, access: access.id },
    delegate: await attacker('delegate', everything),
    keeper: await attacker('keeper', keeperPermissions),
    administration: () => administrationOf(client),
  };
  await create('/users', { email: 'victim@example.com', password: 'x', token: secrets.victimToken });
  return world;
}

async function administrationOf(client: Client): Promise<string> {
  const admins = { admin_access: { _eq: true } };
  const queries: readonly (readonly [string, object])[] = [
    ['/policies', { fields: '*', filter: admins }],
    ['/access', { fields: 'id,role,user,policy', filter: { policy: admins } }],
    ['/roles', { fields: 'id,parent' }],
    ['/users', { fields: '*', filter: { role: { policies: { policy: admins } } } }],
  ];
  const answers: string[] = [];
  for (const [path, query] of queries) {
    const { status, text } = await client.get(path, { sort: ['id'], limit: -1, ...query });
    if (status !== 200) throw new Error(text);
    answers.push(text);
  }
  return answers.join('\n');
}

/** Describes what cannot be gained, on every database. */
export function forEachPrivileges(title: string, define: (server: PrivilegesServer) => void, options: WorldOptions = {}): void {
  forEachSystem(title, (system) => {
    let made: PrivilegesWorld | null = null;
    before(async function () {
      this.timeout(60_000);
      made = await populate(system, options);
    });

    const get = (): PrivilegesWorld => {
      if (!made) throw new Error('It is made before the first test.');
      return made;
    };
    define({
      create: (path, body) => system.create(path, body),
      administration: () => get().administration(),
      get dialect() { return system.dialect; },
      get server() { return system.server; },
      get database() { return system.database; },
      get client() { return system.client; },
      get admin() { return get().admin; },
      get delegate() { return get().delegate; },
      get keeper() { return get().keeper; },
    });
  }, { script });
}

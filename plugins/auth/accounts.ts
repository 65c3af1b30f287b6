import { hash } from '@node-rs/argon2';
import {
  anonymous, plainLevel, systemCollections, type Account, type Accounts, type ItemsService, type Payload, type Query, type System,
} from 'jackfield';

/** What `accounts` works with: whatever is written goes through the items service, and is checked and noted as any other. */
export interface AccountsParts {
  readonly system: System;
  readonly items: ItemsService;
  /** Ends all sessions of a user. */
  readonly endSessions: (user: string) => Promise<void>;
}

/** Who writes: the server itself. */
const server = Object.freeze({ ...anonymous, admin: true });

const asServer = () => ({ identity: server, now: new Date() });

const { users } = systemCollections;

/** Users for strategies, and for what this plugin does with them. */
export interface OwnAccounts extends Accounts {
  /** Changes a user past all permissions, through the items service. */
  update(id: string, payload: Payload): Promise<void>;
  /** Makes a user past all permissions. Answers the key. */
  insert(payload: Payload): Promise<string>;
  /** Gives a user a password and a status, unless the account has changed since it was read: false then. */
  setPassword(account: Account, password: string, status: string): Promise<boolean>;
  /** Lets a user sign in, unless the account has changed since it was read: false then. */
  activate(account: Account): Promise<boolean>;
}

/** Makes the `accounts` of the service. */
export function createAccounts({ system, items, endSessions }: AccountsParts): OwnAccounts {
  const find = async (where: Readonly<Record<string, string>>): Promise<Account | null> => {
    const row = await system.table('jackfield_users').where(where)
      .first('id', 'email', 'status', 'provider', 'external_identifier', 'password') as UserRow | undefined;
    return row ? accountOf(row) : null;
  };

  async function insert(payload: Payload): Promise<string> {
    const { data } = await items.write({ kind: 'create', collection: users, payloads: [payload], isMany: false }, answer, asServer());
    return (JSON.parse(data ?? 'null') as { id: string }).id;
  }

  async function update(id: string, payload: Payload): Promise<void> {
    await items.write({ kind: 'update', collection: users, target: { kind: 'key', key: id }, payload }, answer, asServer());
  }

  /** One statement decides, so that of two at the same moment one alone succeeds. */
  async function changeIfSame({ id, status, passwordHash }: Account, values: Readonly<Record<string, string>>): Promise<boolean> {
    const changed: unknown = await system.table('jackfield_users').where({ id, status, password: passwordHash }).update(values);
    if (changed !== 1) return false;
    await system.changed();
    return true;
  }

  return {
    setPassword: async (account, password, status) => changeIfSame(account, { password: await hash(password), status }),
    activate: (account) => changeIfSame(account, { status: 'active' }),
    find: async (id) => (uuid.test(id) ? find({ id: id.toLowerCase() }) : null),
    findByEmail: (email) => find({ email: email.toLowerCase() }),
    findByIdentifier: (provider, externalIdentifier) => find({ provider, external_identifier: externalIdentifier }),
    async create({ provider, externalIdentifier, email, firstName = null, lastName = null, role }) {
      const id = await insert({
        provider, external_identifier: externalIdentifier, email, first_name: firstName, last_name: lastName, role, status: 'active',
      });
      const made = await find({ id });
      if (!made) throw new Error('The user that was made is not there.');
      return made;
    },
    async link(id, provider, externalIdentifier) {
      await update(id, { provider, external_identifier: externalIdentifier });
      // Whoever signed in before may have been somebody else, who had registered with this address.
      await endSessions(id);
    },
    async setRole(id, role) {
      const { role: present } = await system.table('jackfield_users').where({ id }).first('role') as { role: string | null };
      if (present !== role) await update(id, { role });
    },
    async roleNamed(name) {
      const rows = await system.table('jackfield_roles').where(uuid.test(name) ? { id: name.toLowerCase() } : { name })
        .limit(2).select('id') as { id: string }[];
      return rows.length === 1 ? (rows[0]?.id ?? null) : null;
    },
    update,
    insert,
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const answer: Query = Object.freeze({
  ...plainLevel, fields: ['id'], collection: users, key: null, keys: null, meta: [], representation: 'rest' as const,
});

interface UserRow {
  readonly id: string;
  readonly email: string | null;
  readonly status: string;
  readonly provider: string;
  readonly external_identifier: string | null;
  readonly password: string | null;
}

function accountOf({ id, email, status, provider, external_identifier: externalIdentifier, password }: UserRow): Account {
  return { id, email, status, provider, externalIdentifier, passwordHash: password };
}

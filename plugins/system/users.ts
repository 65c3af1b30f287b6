import {
  anonymous, ApiError, isAmong, systemCollections as names, type Broadcast, type Filter, type Identity, type Item, type OwnRead,
  type PolicySet, type Users,
} from 'jackfield';
import { LRUCache } from 'lru-cache';
import { rolesOf, type Directory } from './directory.js';
import { hashToken } from './secrets.js';
import { sessions } from './session-users.js';
import { textsOf } from './texts.js';

/** What the `users` service works with. */
export interface UsersOptions {
  /** Of the schema with sessions. */
  readonly read: OwnRead;
  readonly broadcast: Broadcast | undefined;
  /** The directory as it is known now. */
  readonly directory: () => Promise<Directory>;
  /** Paths that rules name after `$CURRENT_USER.`, as far as they lead anywhere: what does not is null, and lets nobody in. */
  readonly attributes: (policies: PolicySet) => readonly string[];
  /** How long a user is believed to be as they were read. */
  readonly cacheSeconds: number;
  /** The token of the config; undefined where it has none. */
  readonly administratorToken: string | undefined;
  /** The key of the first administrator, whose token that is. */
  readonly administrator: () => Promise<string | null>;
}

/** The `users` service with what only this plugin asks of it. */
export interface CachedUsers extends Users {
  /** Forgets what is known of users. */
  forget(): void;
  close(): void;
}

/** Users that are kept, and credentials that are kept as nobody's. */
const mostUsers = 10_000;

const longestCredential = 500;

/** Makes the `users` service. */
export function createUsers(options: UsersOptions): CachedUsers {
  const { read, directory, attributes, cacheSeconds, broadcast } = options;
  const administratorToken = options.administratorToken === undefined ? null : hashToken(options.administratorToken);
  /** What was found, by what it was looked up by. */
  const cache = cacheSeconds > 0 ? new LRUCache<string, Found>({ max: mostUsers, ttl: cacheSeconds * 1000 }) : null;
  const administrator = once(options.administrator);

  const forgetSession = (session: string | null): void => (
    void (session === null || session === '' ? cache?.clear() : cache?.delete(`session ${session}`)));
  const unsubscribe = broadcast?.subscribe(channel, forgetSession);

  /** In one statement, whatever it is looked up by. */
  async function find(by: Credential, value: string, { version, policySet }: Directory): Promise<Item | null> {
    const key = `${by} ${value}`;
    const present = cache?.get(key);
    if (present?.version === version) return present.item;
    const fields = [...userFields, ...attributes(policySet)];
    const item = read(by === 'session'
      ? { collection: sessions, fields: ['expires_at', ...fields.map((field) => `user.${field}`)], filter: equals('id', value) }
      : { collection: names.users, fields, filter: equals(by, value) }).then(([first]) => first ?? null);
    cache?.set(key, { version, item });
    item.catch(() => cache?.delete(key));
    return item;
  }

  async function identify(by: Credential, value: string, address: string): Promise<Identity | null> {
    if (value.length > longestCredential) return null;
    const known = await directory();
    const found = await find(by, value, known);
    const user = by === 'session' ? userOfSession(found) : found;
    if (!user || user['status'] !== 'active') return null;
    const addresses = textsOf(user['ip_access']);
    if (addresses.length > 0 && !isAmong(address, addresses)) throw new ApiError('INVALID_IP');
    const role = keyAt(user['role']);
    const roles = rolesOf(role, known);
    // Whoever has no role has what everybody has.
    const common = roles.length === 0 ? known.publicPolicies : roles.flatMap((each) => known.policiesOfRole.get(each) ?? []);
    const own = (user['policies'] as readonly Item[]).toSorted(bySort).flatMap(({ policy }) => keyAt(policy) ?? []);
    const policies = applicable([...common, ...own], address, known);
    return {
      ...anonymous,
      user: String(user['id']),
      role,
      roles,
      policies,
      admin: policies.some((policy) => known.policySet.policies.get(policy)?.adminAccess),
      session: by === 'session' ? value : null,
      attributes: new Map(attributes(known.policySet).map((path) => [path, valueAt(user, path)])),
    };
  }

  return {
    identify: async (user, address) => (uuid.test(user) ? identify('id', user.toLowerCase(), address) : null),
    identifyBySession: async (session, address) => (uuid.test(session) ? identify('session', session.toLowerCase(), address) : null),
    async identifyByToken(token, address) {
      const hash = hashToken(token);
      // Theirs whatever they were given since: the config's word holds.
      const first = hash === administratorToken ? await administrator() : null;
      return first === null ? identify('token', hash, address) : identify('id', first, address);
    },
    async identifyRole(role, address) {
      const known = await directory();
      if (!known.parents.has(role)) return null;
      const roles = rolesOf(role, known);
      const policies = applicable(roles.flatMap((each) => known.policiesOfRole.get(each) ?? []), address, known);
      const admin = policies.some((policy) => known.policySet.policies.get(policy)?.adminAccess);
      return { ...anonymous, role, roles, policies, admin };
    },
    async anonymous(address) {
      const known = await directory();
      const policies = applicable(known.publicPolicies, address, known);
      return policies.length === 0 ? anonymous : { ...anonymous, policies };
    },
    sessionsEnded(session) {
      forgetSession(session);
      broadcast?.publish(channel, session ?? '');
    },
    forget: () => cache?.clear(),
    close: () => unsubscribe?.(),
  };
}

/** What a user is looked up by. */
type Credential = 'id' | 'token' | 'session';

interface Found {
  /** Of the directory that it was looked up for. */
  readonly version: string;
  readonly item: Promise<Item | null>;
}

/** Tells other instances which session has ended; an empty text stands for any. */
const channel = 'auth.sessions';

/** The user of a session that goes on. */
function userOfSession(session: Item | null): Item | null {
  return session && Number(session['expires_at']) > Date.now() ? session['user'] as Item | null : null;
}

/** Asks once, and again where that failed or there was nothing. */
function once(ask: () => Promise<string | null>): () => Promise<string | null> {
  let known: string | null = null;
  return async () => known ??= await ask();
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** As objects, so that rules may name other fields of the same items. */
const userFields = ['id', 'status', 'role.id', 'ip_access', 'policies.policy.id', 'policies.sort'];

function equals(field: string, value: string): Filter {
  return { kind: 'field', field, function: null, operator: '_eq', value, path: `filter.${field}._eq` };
}

/** Each once, without those for other addresses. */
function applicable(policies: readonly string[], address: string, { policySet }: Directory): readonly string[] {
  return [...new Set(policies)].filter((id) => {
    const policy = policySet.policies.get(id);
    return policy !== undefined && (policy.addresses.length === 0 || isAmong(address, policy.addresses));
  });
}

function bySort(a: Item, b: Item): number {
  return Number(a['sort'] ?? 0) - Number(b['sort'] ?? 0);
}

/** The key of a related item. */
function keyAt(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : null;
}

/** What a path leads to: of several items a list, of an item its key. */
function valueAt(value: unknown, path: string): unknown {
  if (path === '' && !Array.isArray(value)) return keyAt(value) ?? value;
  if (Array.isArray(value)) return value.flatMap((each) => valueAt(each, path));
  if (typeof value !== 'object' || value === null) return null;
  const dot = path.indexOf('.');
  const name = dot < 0 ? path : path.slice(0, dot);
  return valueAt((value as Item)[name] ?? null, dot < 0 ? '' : path.slice(dot + 1));
}

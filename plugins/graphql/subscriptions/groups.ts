import {
  ApiError, wholeText, type AccessService, type Identity, type ItemsService, type Query, type SchemaService, type Transaction, type View,
} from 'jackfield';
import type { Change, ChangeAction } from './changes.js';
import type { Queue } from './queue.js';

/** What happened to one item, as a subscriber is told. */
export interface MutationEvent {
  readonly key: string;
  readonly event: ChangeAction;
  /** The item under each name that the client gave to `data`; null after a deletion. */
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** What a subscriber wants to know. */
export interface Wanted {
  readonly collection: string;
  /** null: whatever happens. */
  readonly event: ChangeAction | null;
  /** How an item is read for each name of `data`; each has the parts of the key as `keyMember` names them. */
  readonly reads: Readonly<Record<string, Query>>;
}

/** Somebody who listens, with what they see. */
export interface Subscriber {
  readonly identity: Identity;
  readonly queue: Queue<MutationEvent>;
  /** Ends the queue where the credential holds no more. Costs nothing where that was looked at just now. */
  check(): Promise<boolean>;
}

/** Subscribers who are told the same: one statement serves them all. */
interface Group {
  readonly wanted: Wanted;
  readonly identity: Identity;
  readonly viewId: string;
  readonly schemaVersion: string;
  readonly subscribers: Set<Subscriber>;
  /** What is still to be told, in order. */
  work: Promise<void>;
}

/** What groups work with. */
export interface GroupParts {
  readonly items: ItemsService;
  readonly access: AccessService;
  readonly schema: SchemaService;
  readonly onError: (error: unknown, collection: string) => void;
}

/** Who listens to what. */
export interface Groups {
  add(wanted: Wanted, subscriber: Subscriber): void;
  remove(subscriber: Subscriber): void;
  /** Tells whoever wants to know, each with their own eyes. */
  tell(change: Change): void;
  /** Before items are deleted: finds out for whom they are there. They are told once the deletion is known and committed. */
  beforeDelete(collection: string, keys: readonly string[], transaction: Transaction): Promise<void>;
  /** Tells those who saw them before. */
  deleted(collection: string, keys: readonly string[], transaction: Transaction): void;
  /** Ends those who would not see any more what they saw when they came. */
  endOutdated(): void;
  /** Whether anybody listens to a collection. */
  has(collection: string): boolean;
  all(): Iterable<Subscriber>;
}

const keyPrefix = '@key';

/** The name of one part of the key in what is read. No GraphQL name has such a character. */
export function keyMember(index: number): string {
  return `${keyPrefix}${index}`;
}

/** Makes an empty registry of subscribers. */
export function createGroups({ items, access, schema, onError }: GroupParts): Groups {
  const byCollection = new Map<string, Map<string, Group>>();
  const groupOf = new Map<Subscriber, { readonly collection: string; readonly key: string; readonly group: Group }>();
  const seen = new WeakMap<Transaction, Map<Group, Set<string>>>();

  const groupsOf = (collection: string, action: ChangeAction): Group[] => [...byCollection.get(collection)?.values() ?? []]
    .filter(({ wanted: { event } }) => event === null || event === action);

  /** Whether a group still sees what it saw when it was made; ends it where not. */
  function isCurrent(group: Group): boolean {
    const current = schema.current();
    if (current.version === group.schemaVersion && access.view(group.identity, current).id === group.viewId) return true;
    for (const { queue } of group.subscribers) queue.end(changed());
    return false;
  }

  async function deliver(group: Group, events: readonly MutationEvent[]): Promise<void> {
    for (const subscriber of group.subscribers) {
      if (!(await subscriber.check())) continue;
      for (const event of events) {
        if (subscriber.queue.push(event)) continue;
        subscriber.queue.end(new ApiError('SERVICE_UNAVAILABLE', {
          reason: 'More happened than the connection takes.', hint: 'Read what you need, and subscribe again.',
        }));
        break;
      }
    }
  }

  async function readEvents({ wanted, identity }: Group, { action, keys }: Change): Promise<MutationEvent[]> {
    const caller = { identity, now: new Date() };
    const events = new Map<string, { data: Record<string, unknown> }>();
    for (const [name, query] of Object.entries(wanted.reads)) {
      for (const item of await readItems(items, { ...query, keys }, caller)) {
        const key = keyOfItem(item);
        const event = events.get(key) ?? { data: Object.create(null) as Record<string, unknown> };
        event.data[name] = item;
        events.set(key, event);
      }
    }
    return [...events].map(([key, { data }]) => ({ key, event: action, data }));
  }

  function queueWork(group: Group, work: () => Promise<void>): void {
    group.work = group.work.then(work).catch((error: unknown) => {
      onError(error, group.wanted.collection);
      for (const { queue } of group.subscribers) queue.end(error instanceof ApiError ? error : new ApiError('INTERNAL_SERVER_ERROR'));
    });
  }

  return {
    add(wanted, subscriber) {
      const current = schema.current();
      const view = access.view(subscriber.identity, current);
      const key = JSON.stringify([view.id, current.version, wanted, whoMatters(view, wanted, subscriber.identity)]);
      const groups = byCollection.get(wanted.collection) ?? new Map<string, Group>();
      byCollection.set(wanted.collection, groups);
      const group = groups.get(key) ?? {
        wanted, identity: subscriber.identity, viewId: view.id, schemaVersion: current.version, subscribers: new Set(),
        work: Promise.resolve(),
      };
      groups.set(key, group);
      group.subscribers.add(subscriber);
      groupOf.set(subscriber, { collection: wanted.collection, key, group });
    },
    remove(subscriber) {
      const found = groupOf.get(subscriber);
      if (!found) return;
      groupOf.delete(subscriber);
      const { collection, key, group } = found;
      group.subscribers.delete(subscriber);
      if (group.subscribers.size > 0) return;
      const groups = byCollection.get(collection)!;
      groups.delete(key);
      if (groups.size === 0) byCollection.delete(collection);
    },
    tell(change) {
      for (const group of groupsOf(change.collection, change.action)) {
        queueWork(group, async () => {
          if (!isCurrent(group)) return;
          if (change.action !== 'delete') await deliver(group, await readEvents(group, change));
          // Whoever sees some rows alone is told by the instance that deleted them, which looked before.
          else if (seesAll(group, access, schema)) await deliver(group, deletions(change.keys));
        });
      }
    },
    async beforeDelete(collection, keys, transaction) {
      for (const group of groupsOf(collection, 'delete')) {
        if (seesAll(group, access, schema)) continue;
        const { identity, wanted } = group;
        const query = Object.values(wanted.reads)[0]!;
        const onlyKeys = { ...query, members: query.members?.filter(({ key }) => key.startsWith(keyPrefix)), keys };
        const visible = await readItems(items, onlyKeys, { identity, now: new Date(), transaction });
        const groups = seen.get(transaction) ?? new Map<Group, Set<string>>();
        seen.set(transaction, groups.set(group, new Set([...groups.get(group) ?? [], ...visible.map(keyOfItem)])));
      }
    },
    deleted(collection, keys, transaction) {
      for (const [group, visible] of seen.get(transaction) ?? []) {
        if (group.wanted.collection !== collection) continue;
        const told = keys.filter((key) => visible.has(key));
        if (told.length > 0) transaction.afterCommit(async () => queueWork(group, () => deliver(group, deletions(told))));
      }
    },
    endOutdated() {
      for (const group of new Set([...groupOf.values()].map((member) => member.group))) isCurrent(group);
    },
    has: (collection) => byCollection.has(collection),
    all: () => groupOf.keys(),
  };
}

function deletions(keys: readonly string[]): MutationEvent[] {
  return keys.map((key) => ({ key, event: 'delete', data: null }));
}

function changed(): ApiError {
  return new ApiError('FORBIDDEN', { reason: 'What you may see has changed.', hint: 'Subscribe again.' });
}

function seesAll({ identity, wanted: { collection } }: Group, access: AccessService, schema: SchemaService): boolean {
  return access.view(identity, schema.current()).collections.get(collection)?.rows === null;
}

async function readItems(
  items: ItemsService, query: Query, caller: Parameters<ItemsService['read']>[1],
): Promise<Record<string, unknown>[]> {
  const { data } = await items.read({ ...query, limit: -1 }, caller);
  return JSON.parse(await wholeText(data)) as Record<string, unknown>[];
}

/** As a mutation writes it: one part as its text, several percent-encoded and joined. */
function keyOfItem(item: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (let index = 0; keyMember(index) in item; index += 1) parts.push(String(item[keyMember(index)]));
  return parts.length === 1 ? parts[0]! : parts.map(encodeURIComponent).join(',');
}

const variable = '"$CURRENT';
const speaksOfCaller = new WeakMap<View, boolean>();

/** Who somebody is, where a rule of theirs or their own query speaks of it; null where all who have the view see the same. */
function whoMatters(view: View, wanted: Wanted, { user, role, roles, policies, attributes }: Identity): unknown {
  let speaks = speaksOfCaller.get(view);
  if (speaks === undefined) {
    speaks = [...view.collections.values()].some(({ rows, masks }) => JSON.stringify([rows, ...masks.values()]).includes(variable));
    speaksOfCaller.set(view, speaks);
  }
  return speaks || JSON.stringify(wanted).includes(variable) ? [user, role, roles, policies, [...attributes]] : null;
}

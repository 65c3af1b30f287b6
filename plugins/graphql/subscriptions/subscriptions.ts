import { ApiError, type PluginContext } from 'jackfield';
import { hearChanges, tellChange } from './changes.js';
import type { Credential } from './credential.js';
import { createGroups, type Groups, type MutationEvent, type Subscriber, type Wanted } from './groups.js';
import { createQueue } from './queue.js';

/** What of the plugin's context subscriptions use. */
type Context = Pick<PluginContext<'items' | 'access' | 'schema' | 'broadcast', never, never, unknown>, 'get' | 'on' | 'log'>;

/** How many there may be, and how long they last. */
export interface SubscriptionLimits {
  readonly maxSubscriptions: number;
  readonly maxQueuedEvents: number;
  readonly recheckSeconds: number;
}

/** The subscriptions of all connections. */
export interface Subscriptions {
  readonly start: () => void;
  /** Ends all of them, in order. */
  readonly stop: () => void;
  /**
   * Listens for somebody, until they stop or their credential ends.
   *
   * @throws {ApiError} `SERVICE_UNAVAILABLE` where there are too many subscriptions
   */
  listen(wanted: Wanted, credential: Credential): AsyncGenerator<MutationEvent, void, void>;
}

const actionOf = { created: 'create', updated: 'update', deleted: 'delete' } as const;

/** Makes the registry of subscriptions, and listens to what is written here and elsewhere. */
export function createSubscriptions({ get, on, log }: Context, limits: SubscriptionLimits): Subscriptions {
  let groups: Groups | null = null;
  let subscriptions = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopHearing: (() => void) | undefined;

  on('items.delete', async (keys, { collection, transaction }) => groups?.beforeDelete(collection, keys, transaction));
  on('items.commit', (changes, { transaction }) => {
    const broadcast = get('broadcast');
    for (const { kind, collection, items } of changes) {
      if (!groups?.has(collection) && !broadcast.reachesOthers) continue;
      // Keys alone are kept until the commit: an import may write millions of items.
      const keys = items.flatMap(({ key }) => key ?? []);
      if (kind === 'deleted') groups?.deleted(collection, keys, transaction);
      transaction.afterCommit(async () => tellChange(broadcast, { collection, action: actionOf[kind], keys }));
    }
  });

  return {
    listen(wanted, credential) {
      if (!groups) throw new ApiError('SERVICE_UNAVAILABLE');
      if (subscriptions >= limits.maxSubscriptions) {
        throw new ApiError('SERVICE_UNAVAILABLE', { reason: 'There are too many subscriptions at the moment.' });
      }
      subscriptions += 1;
      const queue = createQueue<MutationEvent>(limits.maxQueuedEvents, () => {
        subscriptions -= 1;
        groups?.remove(subscriber);
      });
      const subscriber: Subscriber = {
        identity: credential.identity,
        queue,
        check: () => credential.check().then(() => true, (error: unknown) => {
          queue.end(error);
          return false;
        }),
      };
      groups.add(wanted, subscriber);
      return queue;
    },
    start() {
      const made = createGroups({
        items: get('items'), access: get('access'), schema: get('schema'),
        onError: (error, collection) => log.warn({ err: error, collection }, 'Subscribers could not be told of a change.'),
      });
      groups = made;
      stopHearing = hearChanges(get('broadcast'), (change) => made.tell(change));
      timer = setInterval(() => {
        made.endOutdated();
        for (const subscriber of made.all()) void subscriber.check();
      }, limits.recheckSeconds * 1000);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
      stopHearing?.();
      for (const { queue } of groups?.all() ?? []) queue.end();
    },
  };
}

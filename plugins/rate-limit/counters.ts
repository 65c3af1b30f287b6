import { ApiError, type Log, type Transaction } from 'jackfield';
import { countInMemory } from './limiters.js';

/** How much of something one requester may have in a window. */
export interface Limit {
  /** Unique, and shown to clients. */
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

/** How much of a limit is used up. */
export interface Usage {
  readonly isExceeded: boolean;
  readonly remaining: number;
  /** When the window ends, in seconds from now. */
  readonly resetSeconds: number;
}

/** Counts for one limit. */
export interface Counter {
  readonly limit: Limit;
  /**
   * Adds points to what somebody has used. Null where nothing is counted, since the store is away.
   *
   * @throws {ApiError} `SERVICE_UNAVAILABLE` where the store is away, and nobody is to be let in then
   */
  take(key: string, points: number, transaction?: Transaction): Promise<Usage | null>;
}

/** Adds points to what somebody has used of a limit: within the transaction of a write, where it is part of one. */
export type Counting = (key: string, points: number, transaction?: Transaction) => Promise<Usage>;

/** Where several instances count together. It may be away: then counting rejects. */
export interface SharedStore {
  /** For people: `Redis`. */
  readonly name: string;
  counting(limit: Limit): Counting;
}

/** Makes counters on one store, and knows whether it answers. */
export interface Counters {
  counter(limit: Limit): Counter;
  /** What to say while the store is away; null while it is not. */
  readonly warning: string | null;
}

/** What holds while the store is away. */
export type WhenAway = 'memory' | 'open' | 'closed';

/** A store that has failed is not asked again for so long: requests must not wait for it one after the other. */
const restMilliseconds = 1000;

/**
 * Makes the counters of one server.
 *
 * @param store - where to count; null for the memory of this process
 */
export function createCounters(store: SharedStore | null, whenAway: WhenAway, log: Pick<Log, 'info' | 'warn'>): Counters {
  let isAway = false;
  let restsUntil = 0;
  const awayMessage = `Requests cannot be counted in ${store?.name}: ${meanings[whenAway]}`;

  function note(away: boolean, error?: unknown): void {
    if (away) restsUntil = performance.now() + restMilliseconds;
    if (away === isAway) return;
    isAway = away;
    if (away) log.warn({ err: error }, awayMessage);
    else log.info({}, `Requests are counted in ${store?.name} again.`);
  }

  return {
    get warning() {
      return isAway ? awayMessage : null;
    },
    counter(limit) {
      const inMemory = countInMemory(limit);
      if (store === null) return { limit, take: inMemory };
      const shared = store.counting(limit);
      return {
        limit,
        async take(key, taken, transaction) {
          if (performance.now() >= restsUntil) {
            try {
              const usage = await shared(key, taken, transaction);
              note(false);
              return usage;
            } catch (error) {
              note(true, error);
            }
          }
          if (whenAway === 'closed') throw new ApiError('SERVICE_UNAVAILABLE', { reason: 'Requests cannot be counted at the moment.' });
          return whenAway === 'open' ? null : inMemory(key, taken);
        },
      };
    },
  };
}

/** What is said of the store that is away. */
const meanings: Readonly<Record<WhenAway, string>> = {
  memory: 'each instance counts by itself.', open: 'nobody is limited.', closed: 'nobody is let in.',
};

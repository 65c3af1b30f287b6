import { LRUCache } from 'lru-cache';
import { ApiError } from '../errors/api-error.js';

/** How failures are counted. */
export interface LockOutOptions {
  /** Failures that cost nothing. */
  readonly freeAttempts: number;
  /** The longest wait. The first one is a second, each next one twice as long. */
  readonly maxDelaySeconds: number;
  /** Most keys that are kept; the one used longest ago is forgotten first. */
  readonly maxEntries: number;
}

/** Counts failures, and makes those who fail often wait longer and longer. */
export interface LockOut {
  /**
   * Call before an attempt. It counts as a failure until `succeeded` is called, so that many attempts at a time gain nothing.
   *
   * @param key - who tries: the same for accounts that exist and those that do not
   * @throws {ApiError} `REQUESTS_EXCEEDED` while the key has to wait
   */
  attempt(key: string): void;
  /** Forgets the failures of a key. */
  succeeded(key: string): void;
}

interface Failures {
  readonly count: number;
  /** In milliseconds; 0 where nobody has to wait. */
  readonly until: number;
}

/** Makes a lock-out that is kept in the memory of this process. */
export function createLockOut({ freeAttempts, maxDelaySeconds, maxEntries }: LockOutOptions, now: () => number = Date.now): LockOut {
  // What is older than the longest wait, twice, is no attack that goes on.
  const failures = new LRUCache<string, Failures>({ max: maxEntries, ttl: Math.max(60, maxDelaySeconds * 2) * 1000 });
  return {
    attempt(key) {
      const { count, until } = failures.get(key) ?? { count: 0, until: 0 };
      const moment = now();
      if (until > moment) {
        const seconds = Math.ceil((until - moment) / 1000);
        throw new ApiError('REQUESTS_EXCEEDED', {
          reason: 'There were too many attempts.', hint: `Try again in ${seconds} seconds.`, retryAfter: seconds,
        });
      }
      const surplus = count + 1 - freeAttempts;
      const delaySeconds = surplus <= 0 ? 0 : Math.min(maxDelaySeconds, 2 ** Math.min(surplus - 1, 30));
      failures.set(key, { count: count + 1, until: delaySeconds === 0 ? 0 : moment + delaySeconds * 1000 });
    },
    succeeded: (key) => void failures.delete(key),
  };
}

import { ApiError, type Log, type RedisConnection } from 'jackfield';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

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
  take(key: string, points: number): Promise<Usage | null>;
}

/** Makes counters on one store, and knows whether it answers. */
export interface Counters {
  counter(limit: Limit): Counter;
  readonly isAway: boolean;
}

/** What holds while the store is away. */
export type WhenAway = 'memory' | 'open' | 'closed';

/** A store that has failed is not asked again for so long: requests must not wait for it one after the other. */
const restMilliseconds = 1000;

/**
 * Makes the counters of one server.
 *
 * @param redis - where to count; null for the memory of this process
 */
export function createCounters(redis: RedisConnection | null, whenAway: WhenAway, log: Pick<Log, 'info' | 'warn'>): Counters {
  let isAway = false;
  let restsUntil = 0;

  function note(away: boolean, error?: unknown): void {
    if (away) restsUntil = performance.now() + restMilliseconds;
    if (away === isAway) return;
    isAway = away;
    if (away) log.warn({ err: error }, `Requests cannot be counted in Redis: ${meanings[whenAway]}`);
    else log.info({}, 'Requests are counted in Redis again.');
  }

  return {
    get isAway() {
      return isAway;
    },
    counter(limit) {
      const { name, points, windowSeconds: duration } = limit;
      const inMemory = new RateLimiterMemory({ keyPrefix: name, points, duration });
      if (redis === null) return { limit, take: (key, taken) => use(inMemory, key, taken) };
      const inRedis = new RateLimiterRedis({
        storeClient: redis.client, keyPrefix: `${redis.prefix}limit:${name}`, points, duration, rejectIfRedisNotReady: true,
      });
      return {
        limit,
        async take(key, taken) {
          if (performance.now() >= restsUntil) {
            try {
              const usage = await use(inRedis, key, taken);
              note(false);
              return usage;
            } catch (error) {
              note(true, error);
            }
          }
          if (whenAway === 'closed') throw new ApiError('SERVICE_UNAVAILABLE', { reason: 'Requests cannot be counted at the moment.' });
          return whenAway === 'open' ? null : use(inMemory, key, taken);
        },
      };
    },
  };
}

/** What is said of the store that is away. */
export const meanings: Readonly<Record<WhenAway, string>> = {
  memory: 'each instance counts by itself.', open: 'nobody is limited.', closed: 'nobody is let in.',
};

async function use(limiter: RateLimiterMemory | RateLimiterRedis, key: string, points: number): Promise<Usage> {
  try {
    return usageOf(await limiter.consume(key, points), false);
  } catch (result) {
    if (result instanceof RateLimiterRes) return usageOf(result, true);
    throw result;
  }
}

function usageOf({ remainingPoints, msBeforeNext }: RateLimiterRes, isExceeded: boolean): Usage {
  return { isExceeded, remaining: remainingPoints, resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}

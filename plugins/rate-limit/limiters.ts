import type { RedisConnection } from 'jackfield';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Counting, Limit, SharedStore, Usage } from './counters.js';

/** Counts in the memory of this process. */
export function countInMemory({ name, points, windowSeconds: duration }: Limit): Counting {
  return usageIn(new RateLimiterMemory({ keyPrefix: name, points, duration }));
}

/** Counts in Redis, for all instances that share it. */
export function createRedisStore({ client, prefix }: RedisConnection): SharedStore {
  return {
    name: 'Redis',
    counting: ({ name, points, windowSeconds: duration }) => usageIn(new RateLimiterRedis({
      storeClient: client, keyPrefix: `${prefix}limit:${name}`, points, duration, rejectIfRedisNotReady: true,
    })),
  };
}

function usageIn(limiter: RateLimiterMemory | RateLimiterRedis): Counting {
  return async (key, points) => {
    try {
      return usageOf(await limiter.consume(key, points), false);
    } catch (result) {
      if (result instanceof RateLimiterRes) return usageOf(result, true);
      throw result;
    }
  };
}

function usageOf({ remainingPoints, msBeforeNext }: RateLimiterRes, isExceeded: boolean): Usage {
  return { isExceeded, remaining: remainingPoints, resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}

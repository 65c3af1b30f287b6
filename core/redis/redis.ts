import type { Redis } from 'ioredis';

/** The `redis` service: the connection to Redis that plugins share. Ready in `start`, not in `setup`. */
export interface RedisConnection {
  /**
   * Sends commands. While Redis is away they fail at once: nothing waits for it.
   */
  readonly client: Redis;
  /** What the names of all keys and channels begin with, so that several servers can share one Redis: `jackfield:`. */
  readonly prefix: string;
  /** Whether Redis answers now. */
  readonly isReady: boolean;
}

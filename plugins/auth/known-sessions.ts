import type { Broadcast } from 'jackfield';
import { LRUCache } from 'lru-cache';
import type { Session, Sessions } from './sessions.js';

/** Which sessions go on, believed for a short while. */
export interface KnownSessions {
  readonly find: (id: string) => Promise<Session | null>;
  /** A session has ended: on every instance that can be told. */
  forget(id: string): void;
  readonly forgetAll: () => void;
  stop(): void;
}

const channel = 'auth.sessions';
const mostSessions = 10_000;

/** @param cacheSeconds - how long a session is believed to go on; 0: it is looked up every time */
export function createKnownSessions(sessions: Sessions, cacheSeconds: number, broadcast: Broadcast | undefined): KnownSessions {
  const cache = cacheSeconds > 0 ? new LRUCache<string, Promise<Session | null>>({ max: mostSessions, ttl: cacheSeconds * 1000 }) : null;
  const drop = (id: string | null): void => void (id === null || id === '' ? cache?.clear() : cache?.delete(id));
  const unsubscribe = broadcast?.subscribe(channel, drop);
  const tell = (id: string): void => {
    drop(id);
    broadcast?.publish(channel, id);
  };
  return {
    find(id) {
      const present = cache?.get(id);
      if (present) return present;
      const found = sessions.find(id);
      cache?.set(id, found);
      found.catch(() => cache?.delete(id));
      return found;
    },
    forget: tell,
    forgetAll: () => tell(''),
    stop: () => unsubscribe?.(),
  };
}

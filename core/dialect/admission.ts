import { ApiError } from '../errors/api-error.js';

/** What a connection is wanted for: a read that is answered whole, one that lasts as long as its reader likes, a transaction. */
export type Use = 'read' | 'stream' | 'write';

/** How much may go on at a time. */
export interface AdmissionLimits {
  /** All together. */
  readonly connections: number;
  /** Of each use, and about any one table. */
  readonly share: Readonly<Record<Use | 'table', number>>;
  /** Most that wait for each use. */
  readonly queueSize: number;
  /** How long each may wait. */
  readonly waitSeconds: number;
}

/** Who may use a connection, and who has to wait for one. */
export interface Admission {
  /**
   * Waits until there is a connection to use.
   *
   * @param tables - what the statements are about
   * @returns gives the connection back; to be called once
   * @throws {ApiError} `SERVICE_UNAVAILABLE` where too many wait already, and after having waited too long
   */
  enter(use: Use, tables: readonly string[]): Promise<() => void>;
}

interface Waiting {
  readonly places: readonly string[];
  readonly admit: () => void;
}

/**
 * Makes the queue for the connections of a database. It goes by order of arrival, but whoever may not go on now keeps nobody waiting
 * behind them who may: statements about a locked table and slow writes leave some connections to everybody else.
 */
export function createAdmission({ connections, share, queueSize, waitSeconds }: AdmissionLimits): Admission {
  const running = createCounts((place) => (place === all ? connections : isUse(place) ? share[place] : share.table));
  // A table that everybody waits for does not take the whole queue either.
  const tableQueue = share.table < connections ? Math.ceil(queueSize * share.table / connections) : queueSize;
  const waiting = createCounts((place) => (place === all ? Infinity : isUse(place) ? queueSize : tableQueue));
  const queue = new Set<Waiting>();

  function leave(places: readonly string[]): void {
    running.remove(places);
    for (const next of queue) {
      if (!running.hasRoom([all])) return;
      if (running.hasRoom(next.places)) next.admit();
    }
  }

  return {
    async enter(use, tables) {
      const places = [all, use, ...tables.map((table) => `${tablePrefix}${table}`)];
      if (running.hasRoom(places)) running.add(places);
      else {
        if (!waiting.hasRoom(places)) throw unavailable('Too many requests are waiting for the database.');
        waiting.add(places);
        await new Promise<void>((resolve, reject) => {
          const end = (): void => {
            clearTimeout(timer);
            queue.delete(entry);
            waiting.remove(places);
          };
          const timer = setTimeout(() => {
            end();
            reject(unavailable(`The database was busy for ${waitSeconds} s.`));
          }, waitSeconds * 1000);
          const entry: Waiting = {
            places,
            admit: () => {
              end();
              running.add(places);
              resolve();
            },
          };
          queue.add(entry);
        });
      }
      return () => leave(places);
    },
  };
}

const all = 'all';
const tablePrefix = 'table ';

const isUse = (place: string): place is Use => place === 'read' || place === 'stream' || place === 'write';

function unavailable(reason: string): ApiError {
  return new ApiError('SERVICE_UNAVAILABLE', { reason });
}

interface Counts {
  hasRoom(places: readonly string[]): boolean;
  add(places: readonly string[]): void;
  remove(places: readonly string[]): void;
}

function createCounts(limitOf: (place: string) => number): Counts {
  const counts = new Map<string, number>();
  return {
    hasRoom: (places) => places.every((place) => (counts.get(place) ?? 0) < limitOf(place)),
    add(places) {
      for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
    },
    remove(places) {
      for (const place of places) {
        const left = (counts.get(place) ?? 0) - 1;
        if (left > 0) counts.set(place, left);
        else counts.delete(place);
      }
    },
  };
}

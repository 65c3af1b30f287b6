import { hash } from 'node:crypto';
import type { System, Transaction } from 'jackfield';
import type { Limit, SharedStore, Usage } from './counters.js';

const table = 'jackfield_rate_limits';

/** Instances that make the same row at a time disturb each other, and a window may end between two statements. */
const mostAttempts = 5;

/** A store that can be swept. */
export interface DatabaseStore extends SharedStore {
  /** Deletes what was counted in windows that are over. */
  prune(): Promise<void>;
}

interface Row {
  readonly used: number | string;
  readonly expires_at: number | string;
}

/** A window that would begin now, in milliseconds since 1970. */
interface Window {
  readonly now: number;
  readonly end: number;
}

/**
 * Counts in a table of the system database, for all instances that have it, in two statements. Windows end by the clocks of the instances. Keys are
 * hashes: nobody's address is stored.
 */
export function createDatabaseStore(system: System): DatabaseStore {
  const { database } = system;
  const rows = (knex?: Transaction['knex']) => system.table(table, knex);

  /** One statement decides, so that of many at a time no more get through than may. */
  async function add(key: string, limit: Limit, points: number, { now, end }: Window, knex?: Transaction['knex']): Promise<boolean> {
    const raw = (knex ?? database.knex).raw.bind(knex ?? database.knex);
    const changed: unknown = await rows(knex).where({ key_hash: key })
      .andWhere((either) => void either.where('expires_at', '<=', now).orWhere('used', '<=', limit.points - points))
      // In this order: MySQL takes the new value of a column for what stands after it.
      .update({
        used: raw('case when ?? <= ? then ? else ?? + ? end', ['expires_at', now, points, 'used', points]),
        expires_at: raw('case when ?? <= ? then ? else ?? end', ['expires_at', now, end, 'expires_at']),
      });
    return changed === 1;
  }

  /** False where another instance has just made it. */
  async function begin(key: string, points: number, { end }: Window, knex?: Transaction['knex']): Promise<boolean> {
    const row = { key_hash: key, used: points, expires_at: end };
    try {
      // What fails within a transaction must not end it.
      await (knex ? knex.transaction((inner) => rows(inner).insert(row)) : rows().insert(row));
      return true;
    } catch (error) {
      if (database.mapError(error)?.code === 'RECORD_NOT_UNIQUE') return false;
      throw error;
    }
  }

  return {
    name: 'the database',
    counting: (limit) => async (name, points, transaction) => {
      const key = hash('sha256', `${limit.name} ${name}`, 'hex');
      // A connection of its own may be one that the transaction is waited for.
      const knex = system.isShared ? transaction?.knex : undefined;
      for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
        const now = Date.now();
        const window = { now, end: now + limit.windowSeconds * 1000 };
        const isAdded = await add(key, limit, points, window, knex);
        const row = await rows(knex).where({ key_hash: key }).first('used', 'expires_at') as Row | undefined;
        if (!row) {
          if (await begin(key, points, window, knex)) return usageOf(points, window.end, limit, false);
        } else if (isAdded || Number(row.expires_at) > Date.now()) {
          return usageOf(Number(row.used), Number(row.expires_at), limit, !isAdded);
        }
      }
      throw new Error('Requests cannot be counted: rows come and go.');
    },
    async prune() {
      await rows().where('expires_at', '<=', Date.now()).delete();
    },
  };
}

function usageOf(used: number, expiresAt: number, { points }: Limit, isExceeded: boolean): Usage {
  return {
    isExceeded, remaining: isExceeded ? 0 : Math.max(0, points - used), resetSeconds: Math.max(1, Math.ceil((expiresAt - Date.now()) / 1000)),
  };
}

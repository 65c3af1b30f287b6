import { LRUCache } from 'lru-cache';
import type { Database, Statement } from '../dialect/dialect.js';
import type { ReadCost } from '../plan/cost.js';
import type { ReadPlan } from '../plan/plan.js';
import type { HookedItems } from './read-hooks.js';

/** A plan with its statement, ready to run. */
export interface CompiledRead {
  readonly plan: ReadPlan;
  /** Where it runs. */
  readonly database: Database;
  readonly statement: Statement;
  readonly cost: ReadCost;
  /** What of its answer handlers are to see before it goes out; null for nothing. */
  readonly hooked: HookedItems | null;
}

/** Compiled reads by schema version, view and shape. */
export interface PlanCache {
  get(key: string, make: () => CompiledRead): CompiledRead;
}

/** Clients choose the shapes: what is kept is bounded in number and in the length of keys and statements together. */
const mostReads = 1000;
const mostCharacters = 32 * 1024 * 1024;

export function createPlanCache(): PlanCache {
  const reads = new LRUCache<string, CompiledRead>({
    max: mostReads,
    maxSize: mostCharacters,
    sizeCalculation: ({ statement }, key) => statement.sql.length + key.length,
  });
  return {
    get(key, make) {
      let read = reads.get(key);
      if (!read) {
        read = make();
        reads.set(key, read);
      }
      return read;
    },
  };
}

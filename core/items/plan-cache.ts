import { LRUCache } from 'lru-cache';
import type { Statement } from '../dialect/dialect.js';
import type { ReadPlan } from '../plan/plan.js';
import type { HookedItems } from './read-hooks.js';

/** A plan with its statement, ready to run. */
export interface CompiledRead {
  readonly plan: ReadPlan;
  readonly statement: Statement;
  /** What of its answer handlers are to see before it goes out; null for nothing. */
  readonly hooked: HookedItems | null;
}

/** Compiled reads by schema version, view and shape; bounded. */
export interface PlanCache {
  get(key: string, make: () => CompiledRead): CompiledRead;
}

export function createPlanCache(max: number): PlanCache {
  const reads = new LRUCache<string, CompiledRead>({ max });
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

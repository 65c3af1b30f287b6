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

/** Compiled reads by the shape of their query and what else they depend on. */
export interface PlanCache {
  /** @param context - whatever decides beside the shape: schema version, view … */
  get(shape: string, context: string, make: () => CompiledRead): CompiledRead;
}

/** Clients choose the shapes: shapes and statements are each bounded in number and in their length together. */
const mostReads = 1000;
const mostCharacters = 32 * 1024 * 1024;

export function createPlanCache(): PlanCache {
  const reads = new LRUCache<string, CompiledRead>({
    max: mostReads,
    maxSize: mostCharacters,
    sizeCalculation: ({ statement }, key) => statement.sql.length + key.length,
  });
  // A key with a shape in it would be hashed for every request, all its thousands of characters. The shape alone is the same text each time.
  const shapes = new LRUCache<string, number>({ max: mostReads, maxSize: mostCharacters, sizeCalculation: (_, shape) => shape.length });
  let lastShape = 0;
  return {
    get(shape, context, make) {
      let number = shapes.get(shape);
      if (number === undefined) {
        lastShape += 1;
        number = lastShape;
        shapes.set(shape, number);
      }
      const key = `${number} ${context}`;
      let read = reads.get(key);
      if (!read) {
        read = make();
        reads.set(key, read);
      }
      return read;
    },
  };
}

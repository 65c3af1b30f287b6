import type { AccessService, View } from '../access/access.js';
import { authorise } from '../access/authorise.js';
import { bindValues } from '../plan/bind.js';
import { costOfRead } from '../plan/cost.js';
import { planRead } from '../plan/read.js';
import type { QueryLimits } from '../query/limits.js';
import { parametrise } from '../query/parametrise.js';
import type { Query } from '../query/query.js';
import type { HookCalls } from '../registry/hooks.js';
import type { SchemaService } from '../schema/schema-service.js';
import type { ItemsContext } from './items.js';
import type { Databases } from './databases.js';
import { createPlanCache, type CompiledRead } from './plan-cache.js';
import { hookedItems } from './read-hooks.js';

/** What reads are prepared with. */
export interface PreparationOptions {
  readonly databases: Pick<Databases, 'of'>;
  readonly schema: SchemaService;
  readonly access: Pick<AccessService, 'view'>;
  readonly limits: QueryLimits;
  readonly hooks: HookCalls;
}

/** A read that can be run. */
export interface PreparedRead {
  readonly read: CompiledRead;
  readonly values: readonly unknown[];
}

/** What is not as usual with a read. */
export interface PrepareOptions {
  /** Item by item, however short the list is. */
  readonly answers?: 'rows';
  /** A read of our own, with other eyes than the caller's: it costs the caller nothing. */
  readonly view?: View;
  /** Other limits than those of clients. */
  readonly limits?: QueryLimits;
}

/**
 * Makes a query ready to run.
 *
 * @throws {ApiError} `FORBIDDEN`, `INVALID_QUERY`
 */
export type Prepare = (query: Query, context: ItemsContext, options?: PrepareOptions) => Promise<PreparedRead>;

/** Makes what prepares reads: a query becomes a shape and values, the shape a plan, the plan a statement. Plans are kept by their shape. */
export function createPreparation({ databases, schema, access, limits: usualLimits, hooks }: PreparationOptions): Prepare {
  const plans = createPlanCache();

  return async (query, context, { answers, view: givenView, limits = usualLimits } = {}) => {
    const view = givenView ?? access.view(context.identity, schema.current());
    const { query: shaped, shape, values } = parametrise(query, limits);
    const read = plans.get(shape, `${view.schema.version} ${givenView ? 'ours' : ''} ${view.id} ${answers ?? ''}`, () => {
      const authorised = authorise(shaped, view, limits);
      const planned = planRead(authorised);
      const plan = answers ? { ...planned, answers } : planned;
      const hooked = hooks.has('items.read') && !givenView ? hookedItems(authorised, hooks) : null;
      const database = databases.of(authorised.collection.collection);
      return { plan, database, statement: database.compile(plan), cost: costOfRead(authorised, limits.assumedItems), hooked };
    });
    if (!givenView && hooks.has('query.planned')) {
      await hooks.filter('query.planned', { query, plan: read.plan, cost: read.cost(values) }, context);
    }
    return { read, values: bindValues(read.plan.slots, values, context) };
  };
}

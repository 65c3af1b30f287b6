import type { AccessService } from '../access/access.js';
import { authorise } from '../access/authorise.js';
import type { Database, Row } from '../dialect/dialect.js';
import { ApiError } from '../errors/api-error.js';
import { bindValues } from '../plan/bind.js';
import { createPlanCache, type CompiledRead } from './plan-cache.js';
import { parametrise } from '../query/parametrise.js';
import type { ReadPlan } from '../plan/plan.js';
import { planRead } from '../plan/read.js';
import type { QueryLimits } from '../query/limits.js';
import type { Query } from '../query/query.js';
import type { HookCalls } from '../registry/hooks.js';
import type { SchemaService } from '../schema/schema-service.js';
import type { ItemsContext, ItemsService } from './items.js';
import { itemTexts, listText, openStream } from './stream.js';

/** What the items service works with. */
export interface ItemsOptions {
  readonly database: Database;
  readonly schema: SchemaService;
  readonly access: AccessService;
  readonly limits: QueryLimits;
  readonly hooks: HookCalls;
}

/** Makes the `items` service: a query becomes a shape and values, the shape a plan, the plan a statement, its rows the answer. */
export function createItems({ database, schema, access, limits, hooks }: ItemsOptions): ItemsService {
  const plans = createPlanCache();
  const toError = (error: unknown): unknown => database.mapError(error) ?? error;

  async function prepare(query: Query, context: ItemsContext, answers?: 'rows'): Promise<{ read: CompiledRead; values: unknown[] }> {
    const view = access.view(context.identity, schema.current());
    const { query: shaped, shape, values } = parametrise(query, limits);
    const read = plans.get(`${view.schema.version} ${view.id} ${answers ?? ''} ${shape}`, () => {
      const planned = planRead(authorise(shaped, view, limits));
      const plan = answers ? { ...planned, answers } : planned;
      return { plan, statement: database.compile(plan) };
    });
    if (hooks.has('query.planned')) await hooks.filter('query.planned', { query, plan: read.plan }, context);
    return { read, values: bindValues(read.plan.slots, values, context) };
  }

  return {
    async read(query, context) {
      const { read: { plan, statement }, values } = await prepare(query, context);
      if (plan.answers === 'rows' && !plan.single) {
        const { first, rows } = await openStream(database.stream(statement, values), toError);
        return { data: listText(itemTexts(rows)), meta: metaText(plan, first) };
      }
      const [row] = await database.read(statement, values).catch((error: unknown) => {
        throw toError(error);
      });
      return { data: plan.single ? itemText(plan, row) : row?.[0] ?? '[]', meta: metaText(plan, row) };
    },

    async* stream(query, context) {
      const { read: { statement }, values } = await prepare(query, context, 'rows');
      const { rows } = await openStream(database.stream(statement, values), toError);
      yield* itemTexts(rows);
    },
  };
}

/** What is asked for by key and not there is `FORBIDDEN`, like what may not be seen; a singleton without a row is null. */
function itemText({ single }: ReadPlan, row: Row | undefined): string {
  const text = row?.[0];
  if (single === 'by key' && typeof text !== 'string') throw new ApiError('FORBIDDEN');
  return text ?? 'null';
}

function metaText({ meta }: ReadPlan, row: Row | undefined): string | null {
  return meta.length === 0 ? null : `{${meta.map(({ name }, i) => `"${name}":${row?.[i + 1] ?? 0}`).join(',')}}`;
}

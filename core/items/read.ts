import type { Row } from '../dialect/dialect.js';
import { ApiError } from '../errors/api-error.js';
import type { ReadPlan } from '../plan/plan.js';
import { createImport } from './import.js';
import type { ItemsService } from './items.js';
import { createPreparation } from './prepare.js';
import { filterItems, filterList, filterStream } from './read-hooks.js';
import { itemTexts, listText, openStream } from './stream.js';
import { createWrite, type WriteOptions } from './write.js';

/** What the items service works with. */
export type ItemsOptions = Omit<WriteOptions, 'prepare'>;

/** Makes the `items` service: a query becomes a shape and values, the shape a plan, the plan a statement, its rows the answer. */
export function createItems({ database, schema, access, limits, mutationLimits, hooks }: ItemsOptions): ItemsService {
  const toError = (error: unknown): unknown => database.mapError(error) ?? error;
  const prepare = createPreparation({ database, schema, access, limits, hooks });

  return {
    async read(query, context) {
      const { read: { plan, statement, hooked }, values } = await prepare(query, context);
      if (plan.answers === 'rows' && !plan.single && !context.transaction) {
        const { first, rows } = await openStream(database.stream(statement, values), toError);
        const texts = itemTexts(rows);
        return { data: listText(hooked ? filterStream(texts, hooked, context, hooks) : texts), meta: metaText(plan, first) };
      }
      const rows = await (context.transaction ?? database).read(statement, values).catch((error: unknown) => {
        throw toError(error);
      });
      const meta = metaText(plan, rows[0]);
      if (plan.single) {
        const text = itemText(plan, rows[0]);
        return { data: hooked ? (await filterItems([text], hooked, context, hooks))[0]! : text, meta };
      }
      // A long list is not streamed from a transaction, which may end before the stream does.
      const text = statement.answers === 'rows' ? `[${rows.flatMap(([item]) => item ?? []).join(',')}]` : rows[0]?.[0] ?? '[]';
      return { data: hooked ? await filterList(text, hooked, context, hooks) : text, meta };
    },

    async* stream(query, context) {
      const { read: { statement, hooked }, values } = await prepare(query, context, { answers: 'rows' });
      const { rows } = await openStream(database.stream(statement, values), toError);
      const texts = itemTexts(rows);
      yield* hooked ? filterStream(texts, hooked, context, hooks) : texts;
    },

    write: createWrite({ database, schema, access, limits, mutationLimits, hooks, prepare }),
    import: createImport({ database, schema, access, limits, mutationLimits, hooks, prepare }),
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

import type { Database, Row } from '../dialect/dialect.js';
import { ApiError } from '../errors/api-error.js';
import type { ReadPlan } from '../plan/plan.js';
import { createImport } from './import.js';
import { clientOf, createDatabases } from './databases.js';
import { createExplain } from './explain.js';
import type { ItemsService } from './items.js';
import { createMeets } from './meets.js';
import { createPreparation } from './prepare.js';
import { filterItems, filterList, filterStream } from './read-hooks.js';
import { itemTexts, listText, openStream } from './stream.js';
import { createWrite, type WriteOptions } from './write.js';

/** What the items service works with. */
export interface ItemsOptions extends Omit<WriteOptions, 'prepare' | 'databases'> {
  readonly database: Database;
  /** Where Jackfield's own tables are: the same one, or another. */
  readonly systemDatabase: Database;
}

/** Makes the `items` service: a query becomes a shape and values, the shape a plan, the plan a statement, its rows the answer. */
export function createItems(
  { database: mirrored, systemDatabase, schema, access, limits, mutationLimits, hooks }: ItemsOptions,
): ItemsService {
  const databases = createDatabases(mirrored, systemDatabase);
  const prepare = createPreparation({ databases, schema, access, limits, hooks });
  const writing = { databases, schema, access, limits, mutationLimits, hooks, prepare };

  return {
    async read(query, context) {
      const { read: { plan, database, statement, hooked }, values } = await prepare(query, context);
      const transaction = databases.joinable(context.transaction, database);
      if (plan.answers === 'rows' && !plan.single && !transaction) {
        const { first, rows } = await openStream(database.stream(statement, values, clientOf(context.identity)), toErrorOf(database));
        const texts = itemTexts(rows);
        return { data: listText(hooked ? filterStream(texts, hooked, context, hooks) : texts), meta: metaText(plan, first) };
      }
      const reading = transaction ? transaction.read(statement, values) : database.read(statement, values, clientOf(context.identity));
      const rows = await reading.catch((error: unknown) => {
        throw toErrorOf(database)(error);
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
      const { read: { database, statement, hooked }, values } = await prepare(query, context, { answers: 'rows' });
      const { rows } = await openStream(database.stream(statement, values, clientOf(context.identity)), toErrorOf(database));
      const texts = itemTexts(rows);
      yield* hooked ? filterStream(texts, hooked, context, hooks) : texts;
    },

    explain: createExplain(writing),
    meets: createMeets(writing),
    write: createWrite(writing),
    import: createImport(writing),
  };
}

const toErrorOf = (database: Database) => (error: unknown): unknown => database.mapError(error) ?? error;

/** What is asked for by key and not there is `FORBIDDEN`, like what may not be seen; a singleton without a row is null. */
function itemText({ single }: ReadPlan, row: Row | undefined): string {
  const text = row?.[0];
  if (single === 'by key' && typeof text !== 'string') throw new ApiError('FORBIDDEN');
  return text ?? 'null';
}

function metaText({ meta }: ReadPlan, row: Row | undefined): string | null {
  return meta.length === 0 ? null : `{${meta.map(({ name }, i) => `"${name}":${row?.[i + 1] ?? 0}`).join(',')}}`;
}

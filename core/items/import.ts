import { setImmediate as othersTurn } from 'node:timers/promises';
import { collectionOf } from '../access/authorise.js';
import type { Database } from '../dialect/dialect.js';
import type { Transaction } from '../dialect/transaction.js';
import { ApiError } from '../errors/api-error.js';
import { ApiErrors } from '../errors/api-errors.js';
import type { Payload } from '../query/mutation.js';
import { invalidPayload } from '../query/parse-mutation.js';
import type { Collection } from '../schema/schema.js';
import { createBatches, type Batches } from './batches.js';
import { clientOf } from './databases.js';
import { createItems } from './create.js';
import type { Draft, Parsing } from './draft.js';
import { clientErrors, onLine, unknownName } from './import-problems.js';
import type { ImportedItem, ItemsContext, ItemsService } from './items.js';
import { parseDraft } from './payload.js';
import { keysMeeting } from './target.js';
import { updateItems } from './update.js';
import { tell, viewsOf, type WriteOptions } from './write.js';
import { beforeCommit, isHooked, nothing, type Views, type Writing, type Written } from './writing.js';

/** Problems after which nothing more is read. */
const mostProblems = 10;

/** What stays the same while one import runs, what is wrong with it so far, and what it wrote. */
interface Import {
  readonly database: Database;
  readonly collection: Collection;
  /** As the caller sees it. */
  readonly permitted: Collection;
  readonly parsing: Omit<Parsing, 'problems' | 'related'>;
  readonly views: Views;
  readonly context: ItemsContext;
  readonly options: WriteOptions;
  readonly problems: ApiError[];
  readonly written: Written;
  /** Items that were read. */
  count: number;
}

/** An item that can be created, and its line. */
interface ReadItem {
  readonly line: number;
  readonly draft: Draft;
}

/** Ends a transaction whose problems are noted. */
class Refusal extends Error {}

/** Makes `import` of the items service. */
export function createImport(options: WriteOptions): ItemsService['import'] {
  const { databases, hooks } = options;

  return async (name, items, context) => {
    const running = beginImport(name, context, options);
    const { database } = running;
    const outer = databases.joinable(context.transaction, database);
    const batches = createBatches(items);
    const work = async (transaction: Transaction): Promise<void> => {
      await insertAll(batches, running, transaction);
      transaction.afterCommit(() => tell(running.written, context, hooks));
    };
    try {
      await (outer ? work(outer) : databases.transaction(database, work, clientOf(context.identity), [], true));
    } catch (error) {
      if (!(error instanceof Refusal)) throw database.mapError(error) ?? error;
      // The database is out of it: what else is wrong with values is found by reading.
      await findMore(batches, running);
      const [first, ...others] = running.problems;
      throw new ApiErrors([first!, ...others.slice(0, mostProblems - 1)]);
    } finally {
      await batches.close();
    }
    return running.count;
  };
}

/** @throws {ApiError} `FORBIDDEN` where the caller may not create items, `INVALID_PAYLOAD` for a singleton */
function beginImport(name: string, context: ItemsContext, options: WriteOptions): Import {
  const { databases, schema, access, mutationLimits: limits, hooks } = options;
  const current = schema.current();
  const views = viewsOf(access, context.identity, current);
  const permitted = collectionOf(views.create, name).collection;
  const collection = current.collections.get(name);
  if (collection?.kind !== 'table') throw new ApiError('FORBIDDEN');
  if (collection.singleton) throw invalidPayload('', 'There is one item alone: change it instead.');
  const database = databases.of(collection);
  const parsing = { schema: current, views, limits, integerBits: database.capabilities.integerBits, isHooked: (each: string) => isHooked(hooks, each) };
  return { database, collection, permitted, parsing, views, context, options, problems: [], written: new Map(), count: 0 };
}

/** @throws {Refusal} where something is wrong with an item */
async function insertAll(batches: Batches, running: Import, transaction: Transaction): Promise<void> {
  for (let batch = await batches.next(); batch.length > 0; batch = await batches.next()) {
    const ready = readBatch(batch, running);
    if (running.problems.length === 0) await insertBatch(ready, running, transaction);
    if (running.problems.length > 0) throw new Refusal();
    // A database within this process would let nobody else have a turn.
    await othersTurn();
  }
}

async function findMore(batches: Batches, running: Import): Promise<void> {
  while (running.problems.length < mostProblems) {
    const batch = await batches.next();
    if (batch.length === 0) return;
    readBatch(batch, running);
  }
}

/** Reads payloads, and notes what is wrong with them. */
function readBatch(batch: readonly ImportedItem[], running: Import): ReadItem[] {
  const { collection, permitted, problems } = running;
  const parsing: Parsing = { ...running.parsing, problems: [], related: 0 };
  return batch.flatMap(({ line, payload }): ReadItem[] => {
    const path = `data[${running.count}]`;
    running.count += 1;
    if (payload instanceof ApiError) {
      problems.push(onLine(payload, line, path));
      return [];
    }
    try {
      const draft = parseDraft(withoutComputed(payload, collection), { collection, mode: 'create', path, depth: 0 }, parsing);
      const found = parsing.problems.splice(0);
      problems.push(...found.map((problem) => onLine(problem, line, path)));
      return found.length === 0 ? [{ line, draft }] : [];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const name = error.code === 'FORBIDDEN' ? unknownName(payload, permitted) : undefined;
      // Once is enough: it is likely to stand in every item.
      const isKnown = name !== undefined && problems.some(({ code, details }) => code === 'FORBIDDEN' && details.field === name);
      if (!isKnown) problems.push(onLine(error, line, path, name));
      return [];
    }
  });
}

/** What the database computes stands in exports, and is computed anew. */
function withoutComputed(payload: Payload, { fields }: Collection): Payload {
  const isComputed = (name: string): boolean => fields.get(name)?.generated === 'computed';
  const names = Object.keys(payload);
  return names.some(isComputed) ? Object.fromEntries(names.filter((name) => !isComputed(name)).map((name) => [name, payload[name]])) : payload;
}

/** Creates items at once; where that fails, one by one, so that the lines of those that are refused are known. */
async function insertBatch(batch: readonly ReadItem[], running: Import, transaction: Transaction): Promise<void> {
  const { collection, problems } = running;
  const writing = writingOf(running, transaction, batch.length === 1);
  try {
    // What fails in a savepoint leaves the transaction able to go on.
    await transaction.knex.transaction(async () => {
      await createItems(collection, batch.map(({ draft }) => ({ draft, supplied: nothing })), [], writing);
      await beforeCommit(writing, null);
    });
  } catch (error) {
    const found = clientErrors(error);
    if (found.length === 0) throw error;
    const [only, ...others] = batch;
    if (only && others.length === 0) problems.push(...found.map((problem) => onLine(problem, only.line, only.draft.path)));
    else for (const item of batch) if (problems.length < mostProblems) await insertBatch([item], running, transaction);
    return;
  }
  remember(writing.written, running);
}

function writingOf({ database, parsing, views, context, options }: Import, transaction: Transaction, isOneByOne: boolean): Writing {
  const { hooks } = options;
  return {
    ...parsing, views, database, transaction, context, hooks, isOneByOne, problems: [], related: 0, written: new Map(),
    steps: { create: createItems, update: updateItems },
    meeting: (rule, about, keys) => keysMeeting(rule, about, keys, parsing.schema, { ...context, transaction }, options),
  };
}

/** Holds what is to be told after the commit: only where somebody wants to hear it. */
function remember(more: Written, { written, options: { hooks } }: Import): void {
  for (const [event, collections] of more) {
    for (const [name, items] of collections) {
      if (!hooks.has(event, name)) continue;
      const known = written.get(event) ?? new Map<string, typeof items>();
      written.set(event, known);
      const told = known.get(name);
      if (told) told.push(...items);
      else known.set(name, items);
    }
  }
}

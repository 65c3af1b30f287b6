import type { AccessService, Identity, View } from '../access/access.js';
import { collectionOf } from '../access/authorise.js';
import type { Action } from '../access/policy.js';
import type { Database } from '../dialect/dialect.js';
import type { Transaction } from '../dialect/transaction.js';
import { ApiError } from '../errors/api-error.js';
import type { QueryLimits } from '../query/limits.js';
import type { Mutation } from '../query/mutation.js';
import type { MutationLimits } from '../query/mutation-limits.js';
import { invalidPayload } from '../query/parse-mutation.js';
import type { Query } from '../query/query.js';
import type { HookCalls } from '../registry/hooks.js';
import type { SchemaService } from '../schema/schema-service.js';
import type { Collection, Schema } from '../schema/schema.js';
import { readWritten } from './answer.js';
import { createItems } from './create.js';
import { clientOf, type Databases } from './databases.js';
import { deleteItems } from './delete.js';
import type { ItemsService, WriteAnswer, WriteContext } from './items.js';
import type { ItemKey } from './keys.js';
import { draftsOf, type KeyedDraft } from './drafts.js';
import type { Parsing } from './draft.js';
import type { Prepare } from './prepare.js';
import { touchedTables } from './touched-tables.js';
import { checkPrecondition, findTarget, keysMeeting, keysOfRows } from './target.js';
import { updateItems } from './update.js';
import { UnplacedError } from './write-errors.js';
import { beforeCommit, isHooked, nothing, throwProblems, type Views, type Writing, type Written } from './writing.js';

/** What writes work with. */
export interface WriteOptions {
  readonly databases: Databases;
  readonly schema: SchemaService;
  readonly access: AccessService;
  readonly limits: QueryLimits;
  readonly mutationLimits: MutationLimits;
  readonly hooks: HookCalls;
  readonly prepare: Prepare;
}

/** How often a transaction is run that loses against others. */
const mostAttempts = 3;

/** Makes `write` of the items service. */
export function createWrite(options: WriteOptions): ItemsService['write'] {
  const { databases, schema, access, mutationLimits, hooks } = options;

  return async (mutation, answer, context) => {
    const current = schema.current();
    const views = viewsOf(access, context.identity, current);
    const collection = writableCollection(mutation, views, current);
    const database = databases.of(collection);
    const outer = databases.joinable(context.transaction, database);

    async function attempt(isOneByOne: boolean): Promise<WriteAnswer> {
      const parsing: Parsing = {
        schema: current, views, limits: mutationLimits, integerBits: database.capabilities.integerBits, problems: [], related: 0,
        isHooked: (name) => isHooked(hooks, name),
      };
      // Before the database is touched.
      const drafts = draftsOf(mutation, collection, parsing);
      throwProblems(parsing);
      const work = async (transaction: Transaction): Promise<WriteAnswer> => {
        const writing: Writing = {
          ...parsing, views, database, transaction, context, hooks, isOneByOne,
          written: new Map(), steps: { create: createItems, update: updateItems },
          meeting: (rule, about, keys) => keysMeeting(rule, about, keys, current, { ...context, transaction }, options),
        };
        const keys = await run(mutation, answer, collection, drafts, writing, options);
        const data = keys === null ? null : await readWritten(formOf(mutation), keys, answer, collection, writing, options);
        await beforeCommit(writing, data);
        transaction.afterCommit(() => tell(writing.written, context, hooks));
        return { data };
      };
      if (outer) return work(outer);
      return databases.transaction(
        database, work, clientOf(context.identity), touchedTables(collection, drafts.map(({ draft }) => draft), current),
      );
    }

    return repeated(attempt, database, outer !== undefined);
  };
}

/** What a caller may do. */
export function viewsOf(access: AccessService, identity: Identity, schema: Schema): Views {
  const viewOf = (action: Action): View => access.view(identity, schema, action);
  return { read: viewOf('read'), create: viewOf('create'), update: viewOf('update'), delete: viewOf('delete') };
}

/**
 * @throws {ApiError} `FORBIDDEN` where the caller may not do this to any item of the collection, like where there is none;
 *   `INVALID_PAYLOAD`
 *   for changes without a target where there are many items
 */
function writableCollection(mutation: Mutation, views: Views, { collections }: Schema): Collection {
  const { kind, collection } = mutation;
  collectionOf(views[kind === 'updateEach' ? 'update' : kind], collection);
  const whole = collections.get(collection);
  if (!whole) throw new ApiError('FORBIDDEN');
  // A singleton is changed, never added to.
  if (kind === 'create' && whole.singleton) throw new ApiError('ROUTE_NOT_FOUND');
  if (kind === 'update' && mutation.target.kind === 'singleton' && !whole.singleton) {
    throw invalidPayload(
      '', 'The body must be {"keys": […], "data": {…}}, {"query": {…}, "data": {…}}, or a list of items with their keys.',
    );
  }
  return whole;
}

/**
 * Runs a transaction until it does not lose against another one; once more, item by item, to find out which item an error is about.
 * Within somebody else's transaction it runs once.
 */
async function repeated<Result>(attempt: (isOneByOne: boolean) => Promise<Result>, database: Database, isInner: boolean): Promise<Result> {
  let isOneByOne = false;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt(isOneByOne);
    } catch (error) {
      if (error instanceof UnplacedError) {
        if (isInner || isOneByOne) throw error.error;
        isOneByOne = true;
        continue;
      }
      if (isInner || attempts >= mostAttempts || !database.isConflict(error)) throw database.mapError(error) ?? error;
    }
  }
}

/** @returns the keys of the written items; null where they have none, or are gone */
async function run(
  mutation: Mutation, answer: Query, collection: Collection, drafts: readonly KeyedDraft[], writing: Writing, options: WriteOptions,
): Promise<readonly ItemKey[] | null> {
  switch (mutation.kind) {
    case 'create': {
      const rows = await createItems(collection, drafts.map(({ draft }) => ({ draft, supplied: nothing })), [], writing);
      return collection.key.length === 0 ? null : keysOfRows(rows, collection);
    }
    case 'updateEach': {
      const keys: ItemKey[] = [];
      for (const { draft, key } of drafts) {
        const rows = await updateItems(collection, { keys: [key!], draft, supplied: nothing }, [], writing);
        keys.push(...keysOfRows(rows, collection));
      }
      return keys;
    }
    case 'update': {
      const keys = await findTarget(mutation.target, collection, writing, options);
      await checkPrecondition(mutation.target, keys, answer, collection, writing, options);
      const { draft } = drafts[0]!;
      const rows = mutation.target.kind === 'singleton' && keys.length === 0
        ? await createItems(collection, [{ draft: { ...draft, mode: 'save' }, supplied: nothing }], [], writing)
        : await updateItems(collection, { keys, draft, supplied: nothing }, [], writing);
      return keysOfRows(rows, collection);
    }
    case 'delete': {
      const keys = await findTarget(mutation.target, collection, writing, options);
      await checkPrecondition(mutation.target, keys, answer, collection, writing, options);
      await deleteItems(collection, keys, writing);
      return null;
    }
  }
}

function formOf(mutation: Mutation): 'item' | 'list' | 'singleton' {
  if (mutation.kind === 'create') return mutation.isMany ? 'list' : 'item';
  if (mutation.kind !== 'update') return 'list';
  return mutation.target.kind === 'key' ? 'item' : mutation.target.kind === 'singleton' ? 'singleton' : 'list';
}

/** Tells handlers what was written. */
export async function tell(written: Written, { identity }: WriteContext, hooks: HookCalls): Promise<void> {
  for (const [event, collections] of written) {
    for (const [collection, items] of collections) {
      if (hooks.has(event, collection)) await hooks.emit(event, { collection, identity, items });
    }
  }
}

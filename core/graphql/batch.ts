import type { GraphQLResolveInfo } from 'graphql';
import type { GraphQLContext } from './graphql.js';

/** Answers for several parents at once: as many values as parents, in their order. An Error in place of a value fails that one. */
export type BatchLoad<Source, Arguments, Value> = (
  parents: readonly Source[], args: Arguments, context: GraphQLContext,
) => Promise<readonly (Value | Error)[]>;

interface Batch {
  readonly parents: unknown[];
  readonly values: Promise<readonly unknown[]>;
}

/**
 * Makes a resolver that is called for each item and asks once for all: items that are resolved together in one place of one request make
 * a batch.
 *
 * @example composer.getOTC('books').addFields({ rating: { type: 'Float', resolve: batched(async (books) => ratingsOf(books)) } })
 */
export function batched<Source, Arguments, Value>(load: BatchLoad<Source, Arguments, Value>) {
  const batches = new WeakMap<GraphQLContext, Map<unknown, Batch>>();

  return async (parent: Source, args: Arguments, context: GraphQLContext, info: GraphQLResolveInfo): Promise<Value> => {
    const waiting = batches.get(context) ?? new Map<unknown, Batch>();
    batches.set(context, waiting);
    // The place in the document: the same arguments for all of its items.
    const [place] = info.fieldNodes;
    let batch = waiting.get(place);
    if (!batch) {
      const parents: Source[] = [];
      batch = {
        parents,
        values: afterSiblings().then(() => {
          waiting.delete(place);
          return load(parents, args, context);
        }),
      };
      waiting.set(place, batch);
    }
    const position = batch.parents.push(parent) - 1;
    const values = await batch.values;
    if (values.length !== batch.parents.length) throw new Error('A batch must answer as many values as it has parents.');
    const value = values[position];
    if (value instanceof Error) throw value;
    return value as Value;
  };
}

/** Resolves when the items that are at hand now have been resolved: promises that are kept already come first. */
function afterSiblings(): Promise<void> {
  return new Promise((resolve) => void Promise.resolve().then(() => process.nextTick(resolve)));
}

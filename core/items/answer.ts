import { ApiError } from '../errors/api-error.js';
import type { QueryLimits } from '../query/limits.js';
import { plainLevel } from '../query/parse-level.js';
import type { Query } from '../query/query.js';
import type { Collection } from '../schema/schema.js';
import type { ItemKey } from './keys.js';
import type { Prepare } from './prepare.js';
import { filterItems } from './read-hooks.js';
import { itemQuery } from './target.js';
import type { Writing } from './writing.js';

/** What written items are read back with. */
export interface AnswerOptions {
  readonly prepare: Prepare;
  readonly limits: QueryLimits;
}

/**
 * Reads what was written, in its transaction, as the caller may see it: a list in the order of its keys, unless the query has a `sort`.
 *
 * @returns JSON text; null where the caller may not read it
 */
export async function readWritten(
  form: 'item' | 'list' | 'singleton', keys: readonly ItemKey[], answer: Query, collection: Collection,
  { context, transaction, hooks }: Writing, { prepare, limits }: AnswerOptions,
): Promise<string | null> {
  const { fields, alias, deep, members, sort, representation } = answer;
  const [first] = keys;
  if (form === 'item' && !first) return null;
  const plain = { ...plainLevel, fields, alias, deep, members, representation, collection: collection.name, key: null, meta: [] };
  const query: Query = form === 'item' ? itemQuery(answer, collection, first!)
    : form === 'list' ? { ...plain, sort, keys: keys.map(({ text }) => text), limit: -1 } : { ...plain, keys: null };
  try {
    const { read: { plan, statement, hooked }, values } = await prepare(query, { ...context, transaction }, { limits: { ...limits, maxLimit: -1 } });
    const rows = await transaction.read(statement, values);
    const stored = rows.flatMap(([text]) => text ?? []);
    const texts = hooked ? await filterItems(stored, hooked, { ...context, transaction }, hooks) : stored;
    return plan.single ? texts[0] ?? null : `[${texts.join(',')}]`;
  } catch (error) {
    // Writing without reading is a permission that makes sense.
    if (error instanceof ApiError && error.code === 'FORBIDDEN') return null;
    throw error;
  }
}

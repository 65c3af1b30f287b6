import type { Identity } from '../access/access.js';
import type { Query } from '../query/query.js';

/** Who is asking, and what of the request a read depends on. */
export interface ItemsContext {
  readonly identity: Identity;
  /** The moment `$NOW` stands for: the same in the whole request. */
  readonly now: Date;
}

/**
 * What a read answers, as the database wrote it: JSON text, never parsed.
 */
export interface ReadAnswer {
  /** The item, or the list of items; a stream of pieces of that text where the list is large. */
  readonly data: string | AsyncIterable<string>;
  /** An object with the counts that `meta` asked for, as JSON text; null where it asked for none. */
  readonly meta: string | null;
}

/**
 * The `items` service: the one way to read and write items. Every route translates its request into a `Query` and hands it here.
 */
export interface ItemsService {
  /**
   * Reads a list, one item (`query.key`), or a singleton, in one statement.
   *
   * @throws {ApiError} `FORBIDDEN` for what does not exist or may not be seen, `INVALID_QUERY` for values and functions that do not fit
   */
  read(query: Query, context: ItemsContext): Promise<ReadAnswer>;
  /** The same, item by item: each piece is the JSON text of one item. For exports. */
  stream(query: Query, context: ItemsContext): AsyncIterable<string>;
}

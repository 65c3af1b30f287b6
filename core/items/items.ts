import type { Identity } from '../access/access.js';
import type { Transaction } from '../dialect/transaction.js';
import type { ApiError } from '../errors/api-error.js';
import type { Mutation, Payload } from '../query/mutation.js';
import type { Filter } from '../query/filter.js';
import type { Query } from '../query/query.js';
import type { Explanation } from './explanation.js';

/** Who is asking, and what of the request a read depends on. */
export interface ItemsContext {
  readonly identity: Identity;
  /** The moment `$NOW` stands for: the same in the whole request. */
  readonly now: Date;
  /** A transaction that this is to be part of: that of a hook. Its owner commits it and repeats it after a conflict. */
  readonly transaction?: Transaction | undefined;
}

/** What an update or deletion of one item may ask for before it happens. */
export interface WriteContext extends ItemsContext {
  /**
   * Is given the JSON of the item, as the answer's query reads it from the locked row. False refuses.
   */
  readonly precondition?: ((item: string) => boolean) | undefined;
}

/** An item as JSON holds it. */
export type Item = Readonly<Record<string, unknown>>;

/** What `items.read` handlers are told beside the items. */
export interface ItemsReadDetails extends ItemsContext {
  readonly collection: string;
}

/**
 * What handlers before a write are told. It is a context for the `items` service, so that whatever they write is part of the transaction.
 */
export interface ItemsWriteDetails extends ItemsContext {
  readonly collection: string;
  readonly transaction: Transaction;
}

export interface ItemsUpdateDetails extends ItemsWriteDetails {
  /** Keys of the items as texts; of a composite key its URL form. */
  readonly keys: readonly string[];
}

/** What handlers before a commit are told. It is a context for the `items` service, as that of a write is. */
export interface ItemsCommitDetails extends ItemsContext {
  readonly transaction: Transaction;
  /** What the caller will be answered: JSON text as they may see it; null for nothing, and in an import. */
  readonly answer: string | null;
  /** Whether it is written in another mutation's transaction: by a hook. */
  readonly isPart: boolean;
}

/** Items of one collection that a mutation has written in the same way. */
export interface ItemsChange {
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly collection: string;
  readonly items: readonly WrittenItem[];
}

/** Items of one collection that were written. */
export interface ItemsWritten {
  readonly collection: string;
  readonly identity: Identity;
  readonly items: readonly WrittenItem[];
}

export interface WrittenItem {
  /** As a text; of a composite key its URL form. null where the collection has no key. */
  readonly key: string | null;
  /**
   * What was given, as filters left it: without what the database made itself, without related items and without secrets. Empty after a
   * deletion.
   */
  readonly payload: Payload;
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
  /**
   * Why somebody's read is answered as it is: which of their policies decide, with the SQL and its plan. Reads nothing. It names what they
   * may not see: for administrators alone.
   */
  explain(query: Query, context: ItemsContext): Promise<Explanation>;
  /**
   * Writes items, with the related items in their payloads, in one transaction, and reads them back in it.
   *
   * A transaction that lost against another is repeated whole, three times at most.
   *
   * @param answer - how to read what was written: its `fields`, `alias`, `deep` and `sort`
   * @returns the written item, or the list of items; `data` is null where there is nothing to tell: after a deletion, and where the caller
   *   may not read what they wrote
   * @throws {ApiError} `FORBIDDEN` for what does not exist or may not be written, `INVALID_PAYLOAD` for payloads of a wrong shape,
   *   `PRECONDITION_FAILED`, and what the database refuses, such as `RECORD_NOT_UNIQUE`
   * @throws {ApiErrors} what is wrong with the values, each problem by itself
   */
  write(mutation: Mutation, answer: Query, context: WriteContext): Promise<WriteAnswer>;
  /**
   * Whether there is an item that meets a rule of a policy (null: any), whatever the caller may read. What the rule says of the caller is said
   * of the context's identity.
   */
  meets(question: MeetsQuestion, context: ItemsContext): Promise<boolean>;
  /**
   * Creates any number of items of one collection in one transaction, batch by batch as they come, so that one batch is all that is held:
   * but for what handlers of `items.created` are to be told after the commit. Limits on items do not hold, those on related items hold
   * for each batch. It is never repeated. While items come slowly the transaction stays open: have them at hand.
   *
   * @param items - read until its end, or until ten problems are known
   * @returns how many items were created
   * @throws {ApiError} `FORBIDDEN` where the caller may not create items of the collection, before anything is read
   * @throws {ApiErrors} the first problems, ten at most, each with the `line` of its item. Nothing is created then.
   */
  import(collection: string, items: AsyncIterable<ImportedItem>, context: ItemsContext): Promise<number>;
}

/** Which item is held against which rule. */
export interface MeetsQuestion {
  readonly collection: string;
  /** In URL form; null for the item of a singleton, and any item of another collection. */
  readonly key: string | null;
  readonly rule: Filter | null;
}

/** One item of a file. */
export interface ImportedItem {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** About how many bytes it takes. */
  readonly size: number;
  /** Its values; an error where they cannot be read. */
  readonly payload: Payload | ApiError;
}

/** What a write answers: JSON text, as the database wrote it; null for nothing. */
export interface WriteAnswer {
  readonly data: string | null;
}

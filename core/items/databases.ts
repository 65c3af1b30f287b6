import type { Identity } from '../access/access.js';
import type { Database } from '../dialect/dialect.js';
import type { Transaction } from '../dialect/transaction.js';
import type { Collection } from '../schema/schema.js';

/** The databases that items are in, and whose each transaction is. */
export interface Databases {
  of(collection: Pick<Collection, 'source'>): Database;
  /** A transaction that is to be joined; undefined where it is another database's, so that what is to be done is one of its own. */
  joinable(transaction: Transaction | undefined, database: Database): Transaction | undefined;
  /** Runs work in a transaction of a database, for a client: see `clientOf`. */
  transaction<Result>(
    database: Database, work: (transaction: Transaction) => Promise<Result>, client: string, tables?: readonly string[], isLong?: boolean,
  ): Promise<Result>;
}

/** Both are the same where Jackfield's own tables are in the mirrored database. */
export function createDatabases(mirrored: Database, system: Database): Databases {
  /** Those of the system database, where it is another one. */
  const ofSystem = new WeakSet<Transaction>();
  return {
    of: ({ source }) => (source === 'system' ? system : mirrored),
    joinable: (transaction, database) =>
      (transaction === undefined || mirrored === system || ofSystem.has(transaction) === (database === system) ? transaction : undefined),
    transaction: (database, work, client, tables, isLong) => database.transaction((transaction) => {
      if (database !== mirrored) ofSystem.add(transaction);
      return work(transaction);
    }, tables, isLong, client),
  };
}

/**
 * Tells clients apart, so that who has written does not read what a replica had before: users, whatever session they use. Those without a user
 * or a session count as one.
 */
export function clientOf({ user, session }: Identity): string {
  return user === null ? `session ${session ?? ''}` : `user ${user}`;
}

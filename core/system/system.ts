import type { Knex } from 'knex';
import type { Identity } from '../access/access.js';
import type { Database } from '../dialect/dialect.js';

/** The `system` service: where Jackfield keeps its own tables. */
export interface System {
  /** The database that they are in: the mirrored one, unless `system.connection` names another. */
  readonly database: Database;
  /** Whether they are in the mirrored database: only then can a mutation and what is noted about it be one transaction. */
  readonly isShared: boolean;
  /**
   * A query of one of the tables, past all permissions and hooks: `table('jackfield_sessions')`.
   *
   * @param knex - a transaction's; the database's own unless one is given
   */
  table(name: string, knex?: Knex): Knex.QueryBuilder<Record<string, unknown>, Record<string, unknown>[]>;
  /**
   * Says that policies, permissions, access, roles or users were changed past the `items` service, so that every instance reads them anew.
   * What goes through the service is noticed by itself.
   *
   * @param knex - of the transaction that changes them
   */
  changed(knex?: Knex): Promise<void>;
}

/** The `users` service: who the users are, and what they may do at this moment. */
export interface Users {
  /**
   * The identity of a user who may sign in: their roles, the policies that hold for the address, what rules say about them. Kept for
   * `auth.cacheSeconds`.
   *
   * @param user - their key, as a client may have sent it
   * @param address - of the client, as trusted proxies tell it
   * @returns null where there is no such user, or not an active one
   * @throws {ApiError} `INVALID_IP` where the user has a list of addresses and this is not one of them
   */
  identify(user: string, address: string): Promise<Identity | null>;
  /**
   * The same as `identify` for the user of a session, with the session, and in one statement too.
   *
   * @param session - its key, as a client may have sent it
   * @returns null also where the session is over
   */
  identifyBySession(session: string, address: string): Promise<Identity | null>;
  /** The identity of whoever sends no credential: the public policies that hold for the address. */
  anonymous(address: string): Promise<Identity>;
  /** The identity of whoever has a role and is no user of ours; null where there is no such role. */
  identifyRole(role: string, address: string): Promise<Identity | null>;
  /** The same as `identify` for a static token, which is compared by its hash alone. */
  identifyByToken(token: string, address: string): Promise<Identity | null>;
  /**
   * Says that a session has ended, or any of them (null), so that every instance that can be told forgets it.
   */
  sessionsEnded(session: string | null): void;
}

import type { Knex } from 'knex';
import type { MessageTransport } from '../broadcast/message-transport.js';
import type { ApiError } from '../errors/api-error.js';
import type { ReadPlan } from '../plan/plan.js';
import type { Catalog } from '../schema/catalog.js';
import type { Capabilities } from './capabilities.js';
import type { Transaction } from './transaction.js';

/** Where a database is and how to reach it: a section of the config. */
export interface DatabaseOptions {
  /** `postgres://user:password@host/name`, `sqlite:file.sqlite` or the path of a SQLite file. */
  readonly url: string;
  /** Most connections open at a time. */
  readonly poolSize: number;
  /** Schemas to mirror; empty for the dialect's default (PostgreSQL: every one the login may use but the system's). */
  readonly schemas: readonly string[];
  /** Whether statements get a name so that the server plans them once. Off for poolers that cannot keep them. */
  readonly preparedStatements: boolean;
  /** A statement that runs for longer is cancelled and answered `SERVICE_UNAVAILABLE`. In seconds, 0 for never. */
  readonly statementTimeoutSeconds: number;
  /** A statement that waits for longer for what another transaction has locked is given up. In seconds, 0 for never. */
  readonly lockTimeoutSeconds: number;
  /** Most connections that transactions use at a time: the others are for reads alone. Default: three quarters. */
  readonly writeConnections?: number | undefined;
  /** Most requests that wait for a connection, of reads, streams and writes each; more are answered `SERVICE_UNAVAILABLE` at once. */
  readonly queueSize: number;
  /** How long a request waits for a connection that is free before it is answered `SERVICE_UNAVAILABLE`. */
  readonly acquireTimeoutSeconds: number;
  /** A transaction that takes longer is rolled back. In seconds, 0 for never. Kept by the kernel, for every dialect. */
  readonly transactionTimeoutSeconds?: number | undefined;
}

/**
 * An open database, as a dialect plugin offers it: it answers the `database.open` hook with one. Everything above it is the same
 * for every dialect.
 */
export interface Database {
  /** For people: `PostgreSQL 18.1`. Nothing may be decided by it. */
  readonly description: string;
  readonly knex: Knex;
  readonly capabilities: Capabilities;
  /** Reads the catalog, in a fixed number of statements however many tables there are. */
  introspect(): Promise<Catalog>;
  /** One name as SQL, quoted whole: `"a.b"`. */
  quoteName(name: string): string;
  /** Compiles a plan into one statement. */
  compile(plan: ReadPlan): Statement;
  /**
   * Runs a compiled statement. Values are bound in the order of `statement.parameters`.
   *
   * @param client - who asks: equal for the same client. Where one is named, a replica may answer, but not a client that has just written.
   *   Dialects have no use for it.
   * @throws what the driver throws; `mapError` knows it
   */
  read(statement: Statement, values: readonly unknown[], client?: string): Promise<readonly Row[]>;
  /** The same, row by row, for answers too large to be held. */
  stream(statement: Statement, values: readonly unknown[], client?: string): AsyncIterable<Row>;
  /**
   * Runs work in one transaction: committed when the work ends, rolled back when it throws. Waits for its turn where the database takes
   * one writer at a time.
   *
   * The kernel rolls back what takes longer than `transactionTimeoutSeconds`, whatever it waits for: a dialect need not.
   *
   * @param tables - what it is about, as `qualifiedName` writes them: so that those who wait for a locked one leave connections to others
   * @param isLong - whether it may take any time: an import
   * @param client - who writes, as `read` is told it
   * @throws what the work throws, and what the driver throws, at the commit too
   */
  transaction<Result>(
    work: (transaction: Transaction) => Promise<Result>, tables?: readonly string[], isLong?: boolean, client?: string,
  ): Promise<Result>;
  /** How the database would run a statement, in its own words, line by line. Left out where the dialect cannot ask. */
  explain?(statement: Statement, values: readonly unknown[]): Promise<string>;
  /** Whether an error says that the transaction lost against another and may succeed when it is run again: a deadlock and the like. */
  isConflict(error: unknown): boolean;
  /**
   * The error for the client, or null where the driver's error is a bug of ours. Never holds SQL or the driver's words. A
   * `SchemaChangedError` where a table or column is not there that a statement names: the mirror is read again then.
   */
  mapError(error: unknown): ApiError | null;
  /** Carries messages between all who are connected to the database; left out where it cannot. Closed with it. */
  readonly notifications?: MessageTransport | undefined;
  /**
   * How far a replica is behind its primary; 0 for a primary, null where that cannot be told. Left out by dialects that have no way to tell:
   * their replicas are trusted. Waits for nobody else.
   */
  readonly lagSeconds?: (() => Promise<number | null>) | undefined;
  /** Resolves when the database answers. Waits for nobody else: not even while every connection is in use. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The columns of one row as the statement gives them: JSON text first. */
export type Row = readonly (string | null)[];

/** A plan in one dialect's SQL. */
export interface Statement {
  readonly sql: string;
  /** Which value is bound to which placeholder, in order. */
  readonly parameters: readonly Parameter[];
  /** `page`: one row whose first column is the JSON text of the whole list; `rows`: each row is the JSON text of one item. */
  readonly answers: 'page' | 'rows';
  /** The tables that it reads, as `qualifiedName` writes them. */
  readonly tables?: readonly string[];
}

/** A placeholder: which of the plan's slots it takes, and how the dialect's driver wants the value. */
export interface Parameter {
  readonly slot: number;
  /** Turns the value as the slot gives it into what the driver binds. */
  readonly encode: (value: unknown) => unknown;
}

import { withinTime } from './within-time.js';
import { createAdmission, type AdmissionLimits } from './admission.js';
import type { Database, DatabaseOptions } from './dialect.js';

/** The options that say how much of a database may be used at a time. */
export type AdmissionOptions = Pick<
  DatabaseOptions, 'poolSize' | 'writeConnections' | 'queueSize' | 'acquireTimeoutSeconds' | 'transactionTimeoutSeconds'
>;

/**
 * The same database, whose reads, streams and transactions wait for a connection in a bounded queue, and whose transactions end in time. What
 * goes through its `knex` alone is not counted.
 *
 * Where the database takes one statement at a time, reads do not wait, and one transaction at a time is let in.
 */
export function admitted(database: Database, options: AdmissionOptions): Database {
  const admission = createAdmission(limitsOf(options, database.capabilities.concurrentReads));
  return {
    description: database.description,
    knex: database.knex,
    capabilities: database.capabilities,
    introspect: () => database.introspect(),
    quoteName: (name) => database.quoteName(name),
    compile: (plan) => database.compile(plan),
    async read(statement, values) {
      const leave = await admission.enter('read', statement.tables ?? []);
      try {
        return await database.read(statement, values);
      } finally {
        leave();
      }
    },
    async* stream(statement, values) {
      const leave = await admission.enter('stream', statement.tables ?? []);
      try {
        yield* database.stream(statement, values);
      } finally {
        leave();
      }
    },
    async transaction(work, tables = [], isLong = false) {
      const leave = await admission.enter('write', tables);
      const limitSeconds = isLong ? 0 : options.transactionTimeoutSeconds ?? 0;
      try {
        return await database.transaction((transaction) => withinTime(limitSeconds, () => work(transaction)));
      } finally {
        leave();
      }
    },
    ...(database.explain && { explain: (statement, values) => database.explain!(statement, values) }),
    isConflict: (error) => database.isConflict(error),
    mapError: (error) => database.mapError(error),
    notifications: database.notifications,
    lagSeconds: database.lagSeconds,
    ping: () => database.ping(),
    close: () => database.close(),
  };
}

/** Shares of the connections that are left to others, where there are enough of them. */
const tableReserve = 1 / 5;
const writeReserve = 1 / 4;

function limitsOf(options: AdmissionOptions, isConcurrent: boolean): AdmissionLimits {
  const { poolSize, writeConnections, queueSize, acquireTimeoutSeconds: waitSeconds } = options;
  if (!isConcurrent) {
    return { connections: Infinity, share: { read: Infinity, stream: Infinity, write: 1, table: Infinity }, queueSize, waitSeconds };
  }
  const write = Math.min(poolSize, writeConnections ?? Math.max(1, poolSize - Math.ceil(poolSize * writeReserve)));
  const stream = Math.max(1, Math.floor(poolSize / 2));
  const table = poolSize - Math.floor(poolSize * tableReserve);
  return { connections: poolSize, share: { read: poolSize, stream, write, table }, queueSize, waitSeconds };
}

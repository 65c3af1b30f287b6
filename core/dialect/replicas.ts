import { LRUCache } from 'lru-cache';
import { messageOf } from '../errors/message-of.js';
import { SchemaChangedError } from '../errors/schema-changed-error.js';
import type { Database, Row, Statement } from './dialect.js';

/** How replicas are used. */
export interface ReplicaOptions {
  /** A replica that is further behind is not used. */
  readonly maxLagSeconds: number;
  /** How often each is asked whether it answers, and how far it is behind. */
  readonly checkSeconds: number;
  readonly log: { info(details: object, message: string): void; warn(details: object, message: string): void };
}

/** A copy of the database that may be read. */
export interface Replica {
  /** For the log: no URL, which holds a password. */
  readonly name: string;
  /** Opens it, again and again until that succeeds. */
  readonly open: () => Promise<Database>;
}

/** Clients whose last write is remembered. */
const mostClients = 100_000;

interface State extends Replica {
  database: Database | null;
  /** Whether it answered when it was last asked, and is not too far behind. */
  isReady: boolean;
  /** Why it is not used; undefined before it was asked. */
  reason: string | null | undefined;
}

/**
 * The same database, whose reads outside of transactions go to its replicas in turn, as long as they name a client. A replica that is away or
 * too far behind is left out; where there is none, and for all else, the primary is asked.
 *
 * A client that has written reads from the primary until every replica that is in use must have what it wrote: for the greatest lag that is
 * allowed and the time between two checks. Only this process knows of it: others do not.
 *
 * Replicas are of the same kind as the primary, whose statements they are given.
 */
export function withReplicas(primary: Database, replicas: readonly Replica[], { maxLagSeconds, checkSeconds, log }: ReplicaOptions): Database {
  const states: State[] = replicas.map((replica) => ({ ...replica, database: null, isReady: false, reason: undefined }));
  const written = new LRUCache<string, true>({ max: mostClients, ttl: Math.ceil((maxLagSeconds + 2 * checkSeconds) * 1000) });
  let turn = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  async function check(state: State): Promise<void> {
    let reason: string | null;
    try {
      state.database ??= await state.open();
      await state.database.ping();
      const lag = state.database.lagSeconds ? await state.database.lagSeconds() : 0;
      reason = lag === null ? 'How far it is behind is not known.' : lag > maxLagSeconds ? 'It is too far behind.' : null;
    } catch (error) {
      reason = messageOf(error);
    }
    state.isReady = reason === null;
    if (reason === state.reason) return;
    state.reason = reason;
    if (reason === null) log.info({ replica: state.name }, `\`${state.name}\` is in use.`);
    else log.warn({ replica: state.name }, `\`${state.name}\` is not used. ${reason}`);
  }

  async function checkAll(): Promise<void> {
    await Promise.all(states.map(check));
    if (isClosed) await closeReplicas();
    else timer = setTimeout(() => void (checking = checkAll()), checkSeconds * 1000).unref();
  }

  const closeReplicas = async (): Promise<void> => void await Promise.all(states.map(async (state) => {
    const { database } = state;
    state.database = null;
    state.isReady = false;
    await database?.close();
  }));

  /** The replica whose turn it is; null where the primary has to answer. */
  function choose(client: string | undefined): State & { readonly database: Database } | null {
    if (client === undefined || written.has(client)) return null;
    const ready = states.filter((state): state is State & { readonly database: Database } => state.isReady && state.database !== null);
    turn = (turn + 1) % Math.max(ready.length, 1);
    return ready[turn] ?? null;
  }

  /** Whether the primary is to be asked for what a replica failed to do: not for what would fail, or take too long, there as well. */
  async function isPrimarysTurn(state: State & { readonly database: Database }, error: unknown): Promise<boolean> {
    if (primary.isConflict(error)) return true;
    const mapped = primary.mapError(error);
    // It may lack a table that the primary has had for a moment.
    if (mapped === null || mapped instanceof SchemaChangedError) return true;
    if (mapped.code !== 'SERVICE_UNAVAILABLE') return false;
    await check(state);
    return !state.isReady;
  }

  let checking = checkAll();

  return {
    ...primary,
    async read(statement, values, client) {
      const replica = choose(client);
      if (replica === null) return primary.read(statement, values);
      try {
        return await replica.database.read(statement, values);
      } catch (error) {
        if (!await isPrimarysTurn(replica, error)) throw error;
        return primary.read(statement, values);
      }
    },
    async* stream(statement: Statement, values: readonly unknown[], client?: string): AsyncIterable<Row> {
      const replica = choose(client);
      let hasBegun = false;
      try {
        for await (const row of replica?.database.stream(statement, values) ?? []) {
          hasBegun = true;
          yield row;
        }
        if (replica !== null) return;
      } catch (error) {
        if (replica === null || hasBegun || !await isPrimarysTurn(replica, error)) throw error;
      }
      yield* primary.stream(statement, values);
    },
    async transaction(work, tables, isLong, client) {
      const remember = (): void => {
        if (client !== undefined) written.set(client, true);
      };
      const result = await primary.transaction(async (transaction) => {
        const done = await work(transaction);
        // What runs after the commit, before it is known here, reads from the primary as well.
        remember();
        return done;
      }, tables, isLong);
      remember();
      return result;
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await checking;
      await closeReplicas();
      await primary.close();
    },
  };
}

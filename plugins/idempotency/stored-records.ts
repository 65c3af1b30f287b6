import { respondWritten, type HttpContext, type System } from 'jackfield';
import type { Knex } from 'knex';
import { checkSame } from './records.js';

const table = 'jackfield_idempotency';

/** A request that is to be recorded. */
export interface OpenRecord {
  readonly key: string;
  /** What tells requests apart. */
  readonly request: string;
  /** Whether several items are created. */
  readonly isList: boolean;
}

/** Records in the database, each committed with what its request wrote. */
export interface StoredRecords {
  /** Adds a record in a transaction, which fails where there is one of the same key. */
  add(record: OpenRecord & { readonly answer: string | null }, knex: Knex): Promise<void>;
  /**
   * Answers a request that was recorded.
   *
   * @returns whether it was
   * @throws {ApiError} `UNPROCESSABLE_ENTITY` where the record is of another request
   */
  give(context: HttpContext, key: string, request: string): Promise<boolean>;
  /** Deletes records that are too old. */
  prune(): Promise<void>;
}

/** Makes the store of records in the tables of the plugin `system`. */
export function createStoredRecords(system: System, keepSeconds: number): StoredRecords {
  const oldest = (): number => Date.now() - keepSeconds * 1000;
  return {
    async add({ key, request, isList, answer }, knex) {
      await system.table(table, knex).where({ key_hash: key }).where('created_at', '<', oldest()).delete();
      await system.table(table, knex).insert({ key_hash: key, request_hash: request, is_list: isList, answer, created_at: Date.now() });
    },
    async give(context, key, request) {
      const [row] = await system.table(table).where({ key_hash: key }).select('request_hash', 'is_list', 'answer', 'created_at');
      if (!row || Number(row['created_at']) < oldest()) return false;
      checkSame({ request: String(row['request_hash']) }, request);
      respondWritten(context, { data: row['answer'] as string | null }, row['is_list'] ? 'list' : 'item');
      context.set('Idempotent-Replayed', 'true');
      return true;
    },
    async prune() {
      await system.table(table).where('created_at', '<', oldest()).delete();
    },
  };
}

import { ApiError } from 'jackfield';
import { LRUCache } from 'lru-cache';

/** An answer that can be given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

/** Answers by the key of their requests. */
export interface Records {
  /**
   * Runs a request, unless it ran before.
   *
   * @param key - of the record: who asks, and the key they sent
   * @param request - what tells requests apart: method, URL and body
   * @param run - answers the request, and says what to keep of it; null for nothing
   * @returns the answer to give again; null where `run` has answered
   * @throws {ApiError} `UNPROCESSABLE_ENTITY` where the key was sent with another request; what `run` throws
   */
  answer(key: string, request: string, run: () => Promise<KeptAnswer | null>): Promise<KeptAnswer | null>;
}

interface KeptRecord {
  readonly request: string;
  readonly answer: KeptAnswer;
}

/** How many answers are kept, and for how long. */
export interface RecordLimits {
  readonly keepSeconds: number;
  readonly maxRecords: number;
  readonly maxBytes: number;
}

/** Makes an empty store of answers, in memory. */
export function createRecords({ keepSeconds, maxRecords, maxBytes }: RecordLimits): Records {
  const kept = new LRUCache<string, KeptRecord>({ max: maxRecords, maxSize: maxBytes, ttl: keepSeconds * 1000, sizeCalculation: sizeOf });
  const running = new Map<string, { readonly request: string; readonly ended: Promise<unknown> }>();

  return {
    async answer(key, request, run) {
      for (;;) {
        const other = running.get(key);
        checkSame(other ?? kept.get(key), request);
        if (!other) break;
        await other.ended;
      }
      const record = kept.get(key);
      if (record) return record.answer;
      const work = run();
      running.set(key, { request, ended: work.catch(() => undefined) });
      try {
        const answer = await work;
        if (answer) kept.set(key, { request, answer });
        return null;
      } finally {
        running.delete(key);
      }
    },
  };
}

/** @throws {ApiError} `UNPROCESSABLE_ENTITY` where the record is of another request */
export function checkSame(record: { readonly request: string } | undefined, request: string): void {
  if (record && record.request !== request) {
    throw new ApiError(
      'UNPROCESSABLE_ENTITY', { reason: 'This Idempotency-Key was sent with another request.', hint: 'Take a new key for each request.' },
    );
  }
}

/** With what a record costs beside its body. */
function sizeOf({ answer: { body } }: KeptRecord): number {
  return 500 + (body === null ? 0 : typeof body === 'string' ? body.length * 2 : body.length);
}

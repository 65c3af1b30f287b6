import { ApiError } from '../errors/api-error.js';
import type { ImportedItem } from './items.js';

/** Items of one batch: as many as a statement takes well. */
const mostItems = 1000;

/** Bytes after which a batch is full, so that long items make small batches. */
const mostBytes = 1_048_576;

/** Items as they come, some at a time. */
export interface Batches {
  /** The next items; none at the end. What keeps the source from being read any further comes as its last item. */
  next(): Promise<readonly ImportedItem[]>;
  /** Tells the source that no more is wanted. */
  close(): Promise<void>;
}

/** Gathers items into batches. Unlike a loop it can be left and taken up again. */
export function createBatches(items: AsyncIterable<ImportedItem>): Batches {
  const source = items[Symbol.asyncIterator]();
  let hasEnded = false;

  async function nextItem(): Promise<ImportedItem | null> {
    try {
      const { done, value } = await source.next();
      if (done !== true) return value;
      hasEnded = true;
      return null;
    } catch (error) {
      hasEnded = true;
      if (!(error instanceof ApiError)) throw error;
      const { line } = error.details;
      return { line: typeof line === 'number' ? line : 1, size: 0, payload: error };
    }
  }

  return {
    async next() {
      const batch: ImportedItem[] = [];
      for (let bytes = 0; !hasEnded && batch.length < mostItems && bytes < mostBytes;) {
        const item = await nextItem();
        if (item === null) break;
        batch.push(item);
        bytes += item.size;
      }
      return batch;
    },
    async close() {
      if (!hasEnded) await source.return?.();
      hasEnded = true;
    },
  };
}

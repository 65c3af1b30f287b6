import { setImmediate } from 'node:timers/promises';

/** Work that is done a slice at a time, so that other requests are answered in between. */
export interface Slices {
  /** Whether this slice has taken its time. */
  isOver(): boolean;
  /** Lets others have their turn. */
  rest(): Promise<void>;
}

const sliceMilliseconds = 10;

/** Starts the first slice. */
export function createSlices(): Slices {
  let start = performance.now();
  return {
    isOver: () => performance.now() - start > sliceMilliseconds,
    async rest() {
      await setImmediate();
      start = performance.now();
    },
  };
}

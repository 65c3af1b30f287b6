/** Values that come one by one, for one consumer. */
export interface Queue<Value> extends AsyncGenerator<Value, void, void> {
  /** False where the queue is full or has ended: the value is lost. */
  push(value: Value): boolean;
  /** Ends it once what is in it is consumed; with an error, at once. */
  end(error?: unknown): void;
}

/**
 * Makes a queue of at most `room` values.
 *
 * @param onEnd - runs once: when the consumer stops, or `end` is called
 */
export function createQueue<Value>(room: number, onEnd: () => void): Queue<Value> {
  const values: Value[] = [];
  let waiting: { resolve: (result: IteratorResult<Value, void>) => void; reject: (error: unknown) => void } | null = null;
  let failure: { readonly error: unknown } | null = null;
  let hasEnded = false;

  function end(error?: unknown): void {
    if (hasEnded) return;
    hasEnded = true;
    if (error !== undefined) {
      values.length = 0;
      failure = { error };
    }
    const consumer = waiting;
    waiting = null;
    if (consumer && failure) {
      failure = null;
      consumer.reject(error);
    } else {
      consumer?.resolve({ value: undefined, done: true });
    }
    onEnd();
  }

  const queue: Queue<Value> = {
    push(value) {
      if (hasEnded || (!waiting && values.length >= room)) return false;
      const consumer = waiting;
      waiting = null;
      if (consumer) consumer.resolve({ value, done: false });
      else values.push(value);
      return true;
    },
    end,
    next() {
      const value = values.shift();
      if (value !== undefined) return Promise.resolve({ value, done: false });
      if (failure) {
        const { error } = failure;
        failure = null;
        return Promise.reject(error);
      }
      if (hasEnded) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    return() {
      values.length = 0;
      end();
      return Promise.resolve({ value: undefined, done: true });
    },
    throw(error) {
      values.length = 0;
      end();
      return Promise.reject(error as Error);
    },
    [Symbol.asyncIterator]: () => queue,
  };
  return queue;
}

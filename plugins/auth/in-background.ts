import type { Log } from 'jackfield';

/** Leaves work for after the answer. What fails is logged. */
export type InBackground = (work: () => Promise<void>) => void;

/** Work that was left for later, and how to wait for it. */
export interface Background {
  readonly run: InBackground;
  /** Resolves when all of it has ended. */
  finish(): Promise<void>;
}

/** Makes an empty list of work. */
export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    run(work) {
      const promise = new Promise<void>((resolve) => setImmediate(resolve)).then(work)
        .catch((error: unknown) => log.error({ err: error }, 'What was left for after the answer failed.'))
        .finally(() => running.delete(promise));
      running.add(promise);
    },
    async finish() {
      await Promise.all(running);
    },
  };
}

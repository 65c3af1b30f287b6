import type { Log } from './log.js';

/** Work that is done again and again while the server runs, such as deleting what is over. */
export interface RepeatOptions {
  /** From the end of one run to the beginning of the next; up to a tenth more or less, so that instances do not keep step. */
  readonly everySeconds: number;
  /** Whether the first run begins at once. Default: within a minute, since instances that start together should not begin together. */
  readonly beginsAtOnce?: boolean;
  /** What the log says of a run that failed, as a sentence. */
  readonly failure: string;
}

/** Starts a plugin's repeated work. Runs of one work never overlap. */
export type Repeat = (options: RepeatOptions, work: (signal: AbortSignal) => Promise<void>) => void;

/** Repeated work, and how to end it. */
export interface Repetition {
  readonly repeat: Repeat;
  /** Ends it: nothing begins any more, the signal of what runs is aborted, and resolves when that has ended. */
  readonly end: () => Promise<void>;
}

/** Before a first run that need not be at once. */
const longestWaitSeconds = 60;

/** Makes what repeats work. It keeps no process alive. */
export function createRepetition(log: Pick<Log, 'warn'>): Repetition {
  const ending = new AbortController();
  const { signal } = ending;
  const running = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();

  function after(seconds: number, run: () => Promise<void>): void {
    if (signal.aborted) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      const promise: Promise<void> = run().finally(() => running.delete(promise));
      running.add(promise);
    }, seconds * 1000).unref();
    timers.add(timer);
  }

  return {
    repeat({ everySeconds, beginsAtOnce = false, failure }, work) {
      async function run(): Promise<void> {
        try {
          await work(signal);
        } catch (error) {
          if (!signal.aborted) log.warn({ err: error }, failure);
        }
        after(everySeconds * (0.9 + Math.random() / 5), run);
      }
      after(beginsAtOnce ? 0 : Math.min(everySeconds, longestWaitSeconds) * Math.random(), run);
    },
    async end() {
      ending.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

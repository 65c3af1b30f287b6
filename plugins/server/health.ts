import type { Log } from 'jackfield';

/**
 * Makes the check whether the database answers in time. Checks at the same time share one question: a monitor in a hurry does not fill
 * the pool.
 */
export function createHealthCheck(ping: () => Promise<void>, timeoutSeconds: number, log: Log): () => Promise<boolean> {
  let running: Promise<void> | null = null;

  return async () => {
    running ??= ping().finally(() => {
      running = null;
    });
    try {
      await within(running, timeoutSeconds);
      return true;
    } catch (error) {
      log.warn({ err: error }, 'The database does not answer.');
      return false;
    }
  };
}

async function within(work: Promise<void>, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${seconds} s.`)), seconds * 1000);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

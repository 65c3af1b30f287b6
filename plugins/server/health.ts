import type { Log } from 'jackfield';

/**
 * Makes the check whether the database answers in time. Checks at the same time share one question: a monitor in a hurry does no harm. As
 * long as a question is not answered that is older than the limit, checks say no at once.
 */
export function createHealthCheck(ping: () => Promise<void>, timeoutSeconds: number, log: Log): () => Promise<boolean> {
  let running: { readonly answer: Promise<void>; readonly since: number } | null = null;

  return async () => {
    running ??= {
      since: performance.now(),
      answer: ping().finally(() => {
        running = null;
      }),
    };
    try {
      await within(running.answer, Math.max(0, timeoutSeconds - (performance.now() - running.since) / 1000), timeoutSeconds);
      return true;
    } catch (error) {
      log.warn({ err: error }, 'The database does not answer.');
      return false;
    }
  };
}

async function within(work: Promise<void>, leftSeconds: number, allSeconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${allSeconds} s.`)), leftSeconds * 1000);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

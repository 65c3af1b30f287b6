import { ApiError } from '../errors/api-error.js';

/**
 * Waits for the work of a transaction. It cannot be ended from here, and goes on alone when it has taken too long: its transaction is rolled
 * back by then, and refuses whatever it still asks of it.
 *
 * @param seconds - 0: any time
 * @throws {ApiError} `SERVICE_UNAVAILABLE` where it takes longer
 */
export async function withinTime<Result>(seconds: number, work: () => Promise<Result>): Promise<Result> {
  if (seconds === 0) return work();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    const tooLate = (): void => reject(new ApiError('SERVICE_UNAVAILABLE', { reason: `The transaction took longer than ${seconds} s.` }));
    timer = setTimeout(tooLate, seconds * 1000);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}

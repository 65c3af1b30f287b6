/** Work that waits for a commit. */
export type AfterCommit = (work: () => Promise<void>) => void;

/**
 * Runs a transaction, and what was left for the time after its commit: in order, and not at all where there is none.
 *
 * @param run - begins and ends the transaction
 */
export async function withAfterCommit<Result>(run: (afterCommit: AfterCommit) => Promise<Result>): Promise<Result> {
  const waiting: (() => Promise<void>)[] = [];
  const result = await run((work) => void waiting.push(work));
  for (const work of waiting) await work();
  return result;
}

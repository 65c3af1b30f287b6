import { BootError } from '../errors/boot-error.js';
import { messageOf } from '../errors/message-of.js';
import { kernelName } from '../registry/registry.js';

/** Who runs a step, as a sentence begins with it. */
export const subjectOf = (plugin: string): string => (plugin === kernelName ? 'The kernel' : `The plugin \`${plugin}\``);

/**
 * Runs one step of a plugin within a time limit. Whatever goes wrong names the plugin and the step.
 *
 * A step that exceeds its limit cannot be ended: it is left alone, and what it still does has no effect on the server.
 *
 * @param step - as it reads in a sentence: `setup`, `disposing of \`rateLimitStore\``
 * @throws {BootError} for what the step throws, and for exceeding the limit
 */
export async function runStep<Result>(
  plugin: string, step: string, limitSeconds: number, work: () => Result | Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    const tooLate = (): void => reject(new BootError(`${subjectOf(plugin)} did not end \`${step}\` within ${limitSeconds} s.`));
    timer = setTimeout(tooLate, limitSeconds * 1000);
  });
  try {
    return await Promise.race([startWork(work), limit]);
  } catch (error) {
    if (error instanceof BootError) throw error;
    throw new BootError(`${subjectOf(plugin)} failed in \`${step}\`: ${messageOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** What a function throws at once becomes a rejection. */
async function startWork<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  return work();
}

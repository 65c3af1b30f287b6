import { createKernel, type Kernel } from '../kernel/boot.js';
import { createLog } from '../kernel/log.js';
import { configOf, type CommandLine } from './command-line.js';

/** Runs a command on a connected kernel that does not listen. What it has to say of the mirror is the command's matter, not the log's. */
export async function withConnectedKernel(line: CommandLine, work: (kernel: Kernel) => void | Promise<void>): Promise<void> {
  const { config, directory } = await configOf(line);
  const kernel = createKernel(config, { directory, environment: process.env, log: createLog({ ...config.log, level: 'error' }) });
  await kernel.connect({ migrate: false });
  try {
    await work(kernel);
  } finally {
    await kernel.stop();
  }
}

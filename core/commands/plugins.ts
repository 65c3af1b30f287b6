import { createKernel } from '../kernel/boot.js';
import { fallbackServices, kernelServices } from '../kernel/core-services.js';
import { createLog } from '../kernel/log.js';
import { kernelName } from '../registry/registry.js';
import { configOf, type CommandLine } from './command-line.js';
import { print } from './print.js';

/** `jackfield plugins`: what is enabled, in start order. Nothing is connected. */
export async function plugins(line: CommandLine): Promise<void> {
  const { config, directory } = await configOf(line);
  const kernel = createKernel(config, { directory, environment: process.env, log: createLog({ ...config.log, level: 'error' }) });
  await kernel.setUp();
  try {
    const { registry } = kernel;
    const described = kernel.plugins.map(({ plugin, key }) => ({
      name: key === plugin.name ? plugin.name : `${plugin.name} (${key})`,
      description: plugin.description,
      provides: plugin.provides.map((service) => (registry.providerOf(service) === plugin.name ? service : `${service} (not chosen)`)),
      needs: [...plugin.needs, ...plugin.wants.map((service) => `${service} (wanted)`)],
      hooks: registry.hooks.hooksOf(plugin.name),
    }));
    const own = [...kernelServices, ...fallbackServices].filter((service) => registry.providerOf(service) === kernelName);
    const all = [{ name: kernelName, description: null, provides: own, needs: [], hooks: [] }, ...described];
    print(line.json ? JSON.stringify(all, null, 2) : all.map(describe).join('\n\n'));
  } finally {
    await kernel.stop();
  }
}

interface Described {
  readonly name: string;
  readonly description: string | null;
  readonly provides: readonly string[];
  readonly needs: readonly string[];
  readonly hooks: readonly string[];
}

function describe({ name, description, provides, needs, hooks }: Described): string {
  const lists = [['provides', provides], ['needs', needs], ['hooks', hooks]] as const;
  return [
    description === null ? name : `${name}: ${description}`,
    ...lists.filter(([, names]) => names.length > 0).map(([title, names]) => `  ${title.padEnd(8)}  ${names.join(', ')}`),
  ].join('\n');
}

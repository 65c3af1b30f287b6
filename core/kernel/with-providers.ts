import { BootError } from '../errors/boot-error.js';
import { builtInPluginNames } from './built-in.js';
import type { Config } from './config.js';
import { createModuleLoader } from './load-module.js';
import { importPlugin } from './load-plugins.js';
import { MissingServiceError } from './order.js';

/**
 * Runs `order`, and adds to its error for a missing service which plugins would provide it, among those that are built in or switched
 * off in the config. They are imported for this alone, now that the start has failed anyway.
 */
export async function withProviders<Result>(plugins: Config['plugins'], directory: string, order: () => Result): Promise<Result> {
  try {
    return order();
  } catch (error) {
    if (!(error instanceof MissingServiceError)) throw error;
    const providers: string[] = [];
    const loader = createModuleLoader(directory);
    for (const key of new Set([...builtInPluginNames(), ...Object.keys(plugins)])) {
      if (Object.hasOwn(plugins, key) && plugins[key] !== false) continue;
      const plugin = await importPlugin(key, loader).catch(() => null);
      if (plugin?.provides.some((service) => service === error.service)) providers.push(`\`${key}\``);
    }
    if (providers.length === 0) throw error;
    throw new BootError(`${error.message} Switched off, ${providers.join(' or ')} would provide it.`, { cause: error });
  }
}

import { BootError } from '../errors/boot-error.js';
import type { Registry } from '../registry/registry.js';
import type { ServiceName } from '../registry/services.js';
import type { Log } from './log.js';
import type { Plugin, PluginContext } from './plugin.js';
import type { Repeat } from './repeat.js';

type AnyContext = PluginContext<ServiceName, ServiceName, ServiceName, never>;

/**
 * Makes what a plugin's `setup` is given. What the types forbid is refused here too, for plugins in JavaScript.
 *
 * @throws {BootError} from `get`, `want` and `provide`, for a service that the plugin did not declare
 */
export function createContext(plugin: Plugin, options: unknown, registry: Registry, log: Log, repeat: Repeat): AnyContext {
  const got = new Set([...plugin.needs, ...plugin.provides]);
  const wanted = new Set(plugin.wants);
  const provided = new Set(plugin.provides);
  const refuse = (verb: string, name: string, list: string): never => {
    throw new BootError(`The plugin \`${plugin.name}\` ${verb} the service \`${name}\`, which is not among its \`${list}\`.`);
  };

  return {
    options: options as never,
    log,
    get: (name) => (got.has(name) ? registry.get(name) : refuse('gets', name, 'needs')),
    want(name) {
      if (!wanted.has(name)) refuse('wants', name, 'wants');
      return registry.has(name) ? registry.get(name) : undefined;
    },
    provide(name, make, dispose) {
      if (!provided.has(name)) refuse('provides', name, 'provides');
      registry.provide(plugin.name, name, make, dispose);
    },
    on: (name, handler, scope) => registry.hooks.on(plugin.name, name, handler, scope),
    hooks: registry.hooks,
    repeat,
  };
}

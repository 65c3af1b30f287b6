import type { HookCalls, HookHandler, HookName, Hooks } from './hooks.js';

/** Who hooks what, in start order. */
export interface HookTable extends HookCalls {
  on<Name extends HookName>(plugin: string, name: Name, handler: HookHandler<Hooks[Name]>): void;
  /** Names of the hooks that a plugin listens to, each once. */
  hooksOf(plugin: string): readonly string[];
  /** Names of the plugins that listen to a hook. */
  pluginsOf(name: HookName): readonly string[];
}

interface Listener {
  readonly plugin: string;
  readonly handler: (value: unknown, details?: unknown) => unknown;
}

/**
 * Makes the table of hooks of one server.
 *
 * @param onEventError - called with what a handler of an event throws
 */
export function createHookTable(onEventError: (error: unknown, plugin: string, hook: string) => void): HookTable {
  const listeners = new Map<string, Listener[]>();
  const of = (name: string): readonly Listener[] => listeners.get(name) ?? [];

  return {
    on(plugin, name, handler) {
      const listener = { plugin, handler: handler as Listener['handler'] };
      const present = listeners.get(name);
      if (present) present.push(listener);
      else listeners.set(name, [listener]);
    },
    has: (name) => listeners.has(name),
    async filter(name, value, details) {
      let current = value;
      for (const { handler } of of(name)) {
        const changed = await handler(current, details);
        if (changed !== undefined) current = changed as typeof value;
      }
      return current;
    },
    async emit(name, event) {
      for (const { plugin, handler } of of(name)) {
        try {
          await handler(event);
        } catch (error) {
          onEventError(error, plugin, name);
        }
      }
    },
    async first(name, question) {
      for (const { handler } of of(name)) {
        const answer = await handler(question);
        if (answer !== undefined) return answer as never;
      }
      return undefined;
    },
    hooksOf: (plugin) => [...listeners].filter(([, all]) => all.some((listener) => listener.plugin === plugin)).map(([name]) => name),
    pluginsOf: (name) => [...new Set(of(name).map((listener) => listener.plugin))],
  };
}

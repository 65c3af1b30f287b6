import type { CollectionScope, HookCalls, HookHandler, HookName, Hooks, HookScope } from './hooks.js';

/** Who hooks what, in start order. */
export interface HookTable extends HookCalls {
  on<Name extends HookName>(plugin: string, name: Name, handler: HookHandler<Hooks[Name]>, scope?: HookScope<Hooks[Name]>): void;
  /** Names of the hooks that a plugin listens to, each once. */
  hooksOf(plugin: string): readonly string[];
  /** Names of the plugins that listen to a hook. */
  pluginsOf(name: HookName): readonly string[];
}

interface Listener {
  readonly plugin: string;
  /** null: whatever the collection. */
  readonly collection: string | null;
  readonly handler: (value: unknown, details?: unknown) => unknown;
}

/**
 * Makes the table of hooks of one server.
 *
 * @param onEventError - called with what a handler of an event throws
 */
export function createHookTable(onEventError: (error: unknown, plugin: string, hook: string) => void): HookTable {
  const listeners = new Map<string, Listener[]>();
  /** Hook → the collections that are listened for; null among them where one listens for all. */
  const scopes = new Map<string, Set<string | null>>();
  const of = (name: string): readonly Listener[] => listeners.get(name) ?? [];
  const isFor = ({ collection }: Listener, about: unknown): boolean =>
    collection === null || (about as CollectionScope).collection === collection;

  return {
    on(plugin, name, handler, scope?: CollectionScope) {
      const collection = scope?.collection ?? null;
      const listener = { plugin, collection, handler: handler as Listener['handler'] };
      scopes.set(name, (scopes.get(name) ?? new Set()).add(collection));
      const present = listeners.get(name);
      if (present) present.push(listener);
      else listeners.set(name, [listener]);
    },
    has(name, collection) {
      const listened = scopes.get(name);
      return listened !== undefined && (collection === undefined || listened.has(null) || listened.has(collection));
    },
    async filter(name, value, details) {
      let current = value;
      for (const listener of of(name)) {
        if (!isFor(listener, details)) continue;
        const changed = await listener.handler(current, details);
        if (changed !== undefined) current = changed as typeof value;
      }
      return current;
    },
    async emit(name, event) {
      for (const listener of of(name)) {
        if (!isFor(listener, event)) continue;
        try {
          await listener.handler(event);
        } catch (error) {
          onEventError(error, listener.plugin, name);
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

import { Type, type Static, type TObject } from 'typebox';
import type { HookCalls, HookHandler, HookName, Hooks, HookScope } from '../registry/hooks.js';
import type { ServiceName, Services } from '../registry/services.js';
import type { Log } from './log.js';
import type { Repeat } from './repeat.js';

/** The version of the plugin API. It changes when a plugin that follows it could break. */
export const apiVersion = 1;

type Dispose<Service> = (service: Service) => void | Promise<void>;

/** What `setup` answers: nothing, or what is to run later. */
type SetUp = void | PluginLifecycle | Promise<void | PluginLifecycle>;

/** What `setup` is given: the sockets of the jackfield that this plugin may use. */
export interface PluginContext<Needs extends ServiceName, Wants extends ServiceName, Provides extends ServiceName, Options> {
  /** The plugin's own section of the config: validated, with defaults. */
  readonly options: Options;
  /** A log whose lines name the plugin. */
  readonly log: Log;
  /**
   * A service that the plugin needs or provides. It is made when it is first asked for.
   *
   * @throws {BootError} in `setup` for the kernel's `database`, `schema`, `models` and `items`: they are ready in `start`
   */
  readonly get: <Name extends Needs | Provides>(name: Name) => Services[Name];
  /** A service that the plugin can do without: undefined where nobody provides it. */
  readonly want: <Name extends Wants>(name: Name) => Services[Name] | undefined;
  /**
   * Offers a service that the plugin said it provides: `make` runs when it is first asked for, `dispose` when the server stops, if it
   * was made. Every service in `provides` must be offered before `setup` ends.
   */
  readonly provide: <Name extends Provides>(name: Name, make: () => Services[Name], dispose?: Dispose<Services[Name]>) => void;
  /**
   * Listens to a hook; where it is about a collection, for one alone if a scope says so. Handlers run in the start order of their plugins.
   *
   * @example on('items.create', (item) => ({ ...item, status: 'new' }), { collection: 'orders' })
   */
  readonly on: <Name extends HookName>(name: Name, handler: HookHandler<Hooks[Name]>, scope?: HookScope<Hooks[Name]>) => void;
  /** Calls hooks: for a plugin that declares some of its own. */
  readonly hooks: HookCalls;
  /**
   * Does something again and again: in `start` or later. It ends before the plugin's `stop` is called. What fails is
   * logged, and tried again the next time.
   *
   * @example repeat({ everySeconds: 3600, failure: 'Old drafts could not be deleted.' }, (signal) => deleteDrafts(signal))
   */
  readonly repeat: Repeat;
}

/** What runs after everything is set up. `stop` is called where `start` was, in reverse order, even if `start` failed halfway. */
export interface PluginLifecycle {
  start?(): void | Promise<void>;
  stop?(): void | Promise<void>;
}

/** A plugin as its author writes it. */
export interface PluginDefinition<
  Needs extends ServiceName, Wants extends ServiceName, Provides extends ServiceName, Options extends TObject,
> {
  /** Unique among the enabled plugins, `kebab-case`. It is the key of its options in the config. */
  readonly name: string;
  /** One sentence for `jackfield plugins`. */
  readonly description?: string;
  /** Services without which it cannot work. Whoever provides them is set up before it. */
  readonly needs?: readonly Needs[];
  /** Services that it uses where somebody provides them. */
  readonly wants?: readonly Wants[];
  /** Services that it offers. */
  readonly provides?: readonly Provides[];
  /** What it can be told in the config: validation, defaults, static type and documentation. Unknown options are refused. */
  readonly options?: Options;
  /** The `apiVersion` it was made for. Another one than the kernel's is refused; omitted, none is asked for. */
  readonly apiVersion?: number;
  /**
   * Wires the plugin: services, hooks, routes, middlewares. Does no input or output; what listens, ticks or connects belongs in the
   * returned `start`. May be asynchronous, within a time limit.
   */
  readonly setup: (context: PluginContext<Needs, Wants, Provides, Static<Options>>) => SetUp;
}

/** A plugin as the kernel sees it: a value without side effects or state. Made by `definePlugin`. */
export interface Plugin {
  readonly name: string;
  readonly description: string | null;
  readonly needs: readonly ServiceName[];
  readonly wants: readonly ServiceName[];
  readonly provides: readonly ServiceName[];
  /** Takes no option that it does not know. */
  readonly options: TObject;
  readonly apiVersion: number | null;
  readonly setup: (context: PluginContext<ServiceName, ServiceName, ServiceName, never>) => SetUp;
}

/**
 * Describes a plugin. Its `get` accepts only names in `needs` and `provides`, its `want` only those in `wants`: a hidden dependency
 * does not compile.
 *
 * @example export default definePlugin({ name: 'hello', needs: ['http'], setup({ get }) { get('http').route(['GET'], '/hello', …); } });
 */
export function definePlugin<
  Needs extends ServiceName = never,
  Wants extends ServiceName = never,
  Provides extends ServiceName = never,
  Options extends TObject = TObject<{}>,
>(definition: PluginDefinition<Needs, Wants, Provides, Options>): Plugin {
  const plugin = Object.freeze({
    name: definition.name,
    description: definition.description ?? null,
    needs: definition.needs ?? [],
    wants: definition.wants ?? [],
    provides: definition.provides ?? [],
    options: Type.Object(definition.options?.properties ?? {}, { ...definition.options, additionalProperties: false }),
    apiVersion: definition.apiVersion ?? null,
    setup: definition.setup,
  });
  defined.add(plugin);
  return plugin;
}

const defined = new WeakSet<object>();

/** Whether a value was made by `definePlugin`, and by that of this very module: another copy of Jackfield would have other classes. */
export function isDefinedHere(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && defined.has(value);
}

import type { RequestListener } from 'node:http';
import { BootError } from '../errors/boot-error.js';
import { messageOf } from '../errors/message-of.js';
import type { Address } from '../http/listener.js';
import { kernelName, createRegistry, type Registry } from '../registry/registry.js';
import { completeConfig, type Config, type ConfigInput } from './config.js';
import {
  fallbackServices, kernelServices, openDatabase, provideDatabase, provideDataServices, provideEarlyServices,
} from './core-services.js';
import type { Environment } from './environment.js';
import { runStep } from './lifecycle.js';
import { loadPlugins, type EnabledPlugin } from './load-plugins.js';
import { createLog, type Log } from './log.js';
import { openWithReplicas } from './open-with-replicas.js';
import { orderPlugins } from './order.js';
import type { Plugin, PluginLifecycle } from './plugin.js';
import { createContext } from './plugin-context.js';
import { createRepetition, type Repetition } from './repeat.js';
import { withProviders } from './with-providers.js';

/** What a kernel is given beside its configuration. */
export interface KernelOptions {
  /** Where plugins that are paths or packages are looked for. Default: the working directory. */
  readonly directory?: string;
  /** Variables that plugins' options may come from. Default: none. */
  readonly environment?: Environment;
  /** Plugins as values, beside those that the config names. Their options are in the config under their names. */
  readonly plugins?: readonly Plugin[];
  /** Default: one that writes to standard error, as the config says. */
  readonly log?: Log;
}

/** One server: its plugins, its database, its HTTP. Several may live in one process and never meet. */
export interface Kernel {
  readonly config: Config;
  /** Answers requests of a Node server, for tests and for embedding: once `start` has ended. */
  readonly handler: RequestListener;
  /** Services and hooks: once `setUp` has ended. */
  readonly registry: Registry;
  /** The plugins in start order: once `setUp` has ended. */
  readonly plugins: readonly EnabledPlugin[];
  /** Loads, orders and sets up the plugins. Nothing is connected yet. */
  setUp(): Promise<void>;
  /**
   * Opens the database and reads its catalog; sets up first where that is still to do. `migrate: false` leaves the database as it is, even
   * where tables of plugins are missing in it: for looking only.
   */
  connect(options?: { readonly migrate?: boolean }): Promise<void>;
  /**
   * Starts the plugins and listens, after all that comes before. `listen: false` for embedding: requests come through `handler` then.
   *
   * @returns where it listens; null where it does not
   * @throws {BootError} whatever keeps it from starting. Nothing is left running then.
   */
  start(options?: { readonly listen?: boolean }): Promise<Address | null>;
  /**
   * Stops in reverse order: no new requests, running ones may end, then plugins, services and the database. What fails is logged and keeps
   * nothing else from stopping. A kernel that was stopped cannot be started again.
   */
  stop(): Promise<void>;
}

/**
 * Makes a kernel. It does nothing before `start`.
 *
 * @throws {BootError} for a wrong option
 */
export function createKernel(input: ConfigInput, options: KernelOptions = {}): Kernel {
  const { directory = process.cwd(), environment = {}, plugins: values = [] } = options;
  const config = completeConfig(input);
  const { setupTimeoutSeconds, startTimeoutSeconds, stopTimeoutSeconds } = config.lifecycle;
  const log = options.log ?? createLog(config.log);
  const lifecycles: { readonly plugin: string; readonly lifecycle: PluginLifecycle }[] = [];
  const started: { readonly plugin: string; readonly lifecycle: PluginLifecycle }[] = [];
  const repetitions = new Map<string, Repetition>();
  let registry: Registry | null = null;
  let plugins: readonly EnabledPlugin[] = [];
  let stopping: Promise<void> | null = null;

  const setUp = once(async () => {
    if (stopping) throw new Error('A kernel that was stopped cannot be started again.');
    const enabled = await loadPlugins({ plugins: config.plugins, directory, environment, values });
    const order = await withProviders(config.plugins, directory, () => orderPlugins({
      plugins: enabled.map(({ plugin }) => plugin), kernelServices, fallbackServices, choices: config.services,
    }));
    plugins = order.plugins.flatMap((plugin) => enabled.filter((entry) => entry.plugin === plugin));
    const made = createRegistry({
      providers: order.providers,
      order: [kernelName, ...order.plugins.map(({ name }) => name)],
      onEventError: (error, plugin, hook) => log.error({ err: error, plugin, hook }, `"${plugin}" failed to take notice of ${hook}.`),
    });
    registry = made;
    provideEarlyServices(made, config, log);
    for (const { plugin, options } of plugins) {
      const ownLog = log.child({ plugin: plugin.name });
      const repetition = createRepetition(ownLog);
      repetitions.set(plugin.name, repetition);
      const context = createContext(plugin, options, made, ownLog, repetition.repeat);
      const lifecycle = await runStep(plugin.name, 'setup', setupTimeoutSeconds, () => plugin.setup(context));
      if (lifecycle) lifecycles.push({ plugin: plugin.name, lifecycle });
      const missing = plugin.provides.find((service) => !made.hasOffered(plugin.name, service));
      if (missing === undefined) continue;
      throw new BootError(`The plugin \`${plugin.name}\` says that it provides \`${missing}\`, and did not offer it in \`setup\`.`);
    }
  });

  const connect = once(async (migrate: boolean) => {
    await setUp();
    const made = ready();
    const opening = openWithReplicas(made, config.database, log);
    const database = await runStep(kernelName, 'opening the database', startTimeoutSeconds, () => opening).catch((error: unknown) => {
      // It may still open when its time is over.
      opening.then((late) => late.close()).catch(() => undefined);
      throw error;
    });
    provideDatabase(made, database);
    const own = await runStep(kernelName, 'preparing the database', startTimeoutSeconds, () => made.hooks.filter('database.opened', null, {
      database, mayMigrate: migrate, open: (options) => openDatabase(made, options),
    }));
    provideDataServices(made, config, log, database, own);
    await runStep(kernelName, 'reading the database\'s catalog', startTimeoutSeconds, () => made.get('schema').refresh());
  });

  const startAll = once(async (listen: boolean): Promise<Address | null> => {
    await connect(true);
    const made = ready();
    for (const { plugin, lifecycle } of lifecycles) {
      started.push({ plugin, lifecycle });
      if (lifecycle.start) await runStep(plugin, 'start', startTimeoutSeconds, () => lifecycle.start?.());
    }
    if (!listen) return null;
    const address = await listenAt(made, config.server);
    await made.hooks.emit('server.listening', address);
    return address;
  });

  function ready(): Registry {
    if (registry === null) throw new Error('The kernel has not been set up yet.');
    if (stopping) throw new BootError('The server was stopped while it started.');
    return registry;
  }

  const note = (plugin: string) => (error: unknown): void => log.error({ err: error, plugin }, messageOf(error));

  async function tearDown(): Promise<void> {
    const made = registry;
    if (!made) return;
    // Bounded by `server.stopTimeoutSeconds`, which may be longer than a step's limit.
    if (made.isMade('http')) await made.get('http').close().catch(note(kernelName));
    await Promise.all([...repetitions].map(([plugin, { end }]) => (
      runStep(plugin, 'ending what it repeats', stopTimeoutSeconds, end).catch(note(plugin)))));
    for (const { plugin, lifecycle } of started.splice(0).reverse()) {
      await runStep(plugin, 'stop', stopTimeoutSeconds, () => lifecycle.stop?.()).catch(note(plugin));
    }
    const errors = await made.dispose((plugin, step, work) => runStep(plugin, step, stopTimeoutSeconds, work));
    for (const { error, plugin } of errors) note(plugin)(error);
  }

  /** Runs a step; where it fails, takes down what the steps before it have put up. */
  async function orTearDown<Result>(step: Promise<Result>): Promise<Result> {
    try {
      return await step;
    } catch (error) {
      stopping ??= tearDown();
      await stopping;
      throw error;
    }
  }

  return {
    config,
    get handler() {
      return ready().get('http').handler;
    },
    get registry() {
      if (registry === null) throw new Error('The kernel has not been set up yet.');
      return registry;
    },
    get plugins() {
      return plugins;
    },
    setUp: () => orTearDown(setUp()),
    connect: ({ migrate = true } = {}) => orTearDown(connect(migrate)),
    start: ({ listen = true } = {}) => orTearDown(startAll(listen)),
    stop() {
      stopping ??= Promise.allSettled([setUp.running, connect.running, startAll.running]).then(tearDown);
      return stopping;
    },
  };
}

const listenErrors: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'another process listens there'],
  ['EADDRNOTAVAIL', 'this machine has no such address'],
  ['EACCES', 'the system does not allow it'],
  ['ENOTFOUND', 'there is no such host'],
]);

async function listenAt(registry: Registry, { host, port }: Config['server']): Promise<Address> {
  try {
    return await registry.get('http').listen(host, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = listenErrors.get(code ?? '') ?? code ?? messageOf(error);
    throw new BootError(`The server cannot listen on ${host}, port ${port}: ${reason}.`, { cause: error });
  }
}

interface Once<Arguments extends readonly unknown[], Result> {
  (...values: Arguments): Promise<Result>;
  /** The run, once there is one. */
  readonly running: Promise<Result> | undefined;
}

/** Makes a function that runs at its first call alone; later calls get that run. */
function once<Arguments extends readonly unknown[], Result>(work: (...values: Arguments) => Promise<Result>): Once<Arguments, Result> {
  let running: Promise<Result> | undefined;
  const call = (...values: Arguments): Promise<Result> => {
    running ??= work(...values);
    return running;
  };
  return Object.defineProperty(call, 'running', { get: () => running }) as unknown as Once<Arguments, Result>;
}

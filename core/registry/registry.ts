import { BootError } from '../errors/boot-error.js';
import { createHookTable, type HookTable } from './hook-table.js';
import type { ServiceName, Services } from './services.js';

/** What the kernel's own services are provided by. No plugin may have this name. */
export const kernelName = 'kernel';

/** The jackfield itself: services and hooks of one server, and who is behind each. */
export interface Registry {
  readonly hooks: HookTable;
  /**
   * Offers a service. It is made when it is first asked for, and disposed of with the server; never made, never disposed of.
   * Where the config chose another provider the offer is noted and not used.
   *
   * @throws {BootError} where it was provided before
   */
  provide<Name extends ServiceName>(plugin: string, name: Name, make: () => Services[Name], dispose?: Dispose<Services[Name]>): void;
  /** @throws {BootError} where nobody provides it, it is not ready yet, or making it needs itself */
  get<Name extends ServiceName>(name: Name): Services[Name];
  /** Whether somebody is to provide it. It may not be ready yet. */
  has(name: ServiceName): boolean;
  /** Whether this plugin has offered it, chosen or not. */
  hasOffered(plugin: string, name: ServiceName): boolean;
  /** Whether it was asked for, and so exists. */
  isMade(name: ServiceName): boolean;
  /** Who provides it; undefined where nobody does. */
  providerOf(name: ServiceName): string | undefined;
  /** Disposes of what was made: services of plugins that came last first. Errors are collected, none keeps the rest from ending. */
  dispose(within: Within): Promise<readonly DisposalError[]>;
}

type Dispose<Service> = (service: Service) => void | Promise<void>;

/** Bounds a step by a time limit whose error names the plugin. */
export type Within = <Result>(plugin: string, step: string, work: () => Result | Promise<Result>) => Promise<Result>;

export interface DisposalError {
  readonly plugin: string;
  readonly service: string;
  readonly error: unknown;
}

interface Offer {
  readonly make: () => unknown;
  readonly dispose: ((service: never) => void | Promise<void>) | undefined;
}

interface Made {
  readonly name: string;
  readonly service: unknown;
}

export interface RegistryOptions {
  /** Service → plugin that provides it, as `order` found out. */
  readonly providers: ReadonlyMap<string, string>;
  /** Plugins in start order, the kernel first. */
  readonly order: readonly string[];
  /** Called with what a handler of an event throws. */
  readonly onEventError: (error: unknown, plugin: string, hook: string) => void;
}

/** Makes an empty registry for one server. */
export function createRegistry({ providers, order, onEventError }: RegistryOptions): Registry {
  const offers = new Map<string, Offer>();
  const services = new Map<string, unknown>();
  const made: Made[] = [];
  const making: string[] = [];
  const offered = new Set<string>();

  function make(name: string): unknown {
    const provider = providers.get(name);
    if (provider === undefined) throw new BootError(`Nothing provides the service \`${name}\`.`);
    const offer = offers.get(name);
    if (!offer) {
      throw new BootError(`The service \`${name}\` of \`${provider}\` is not ready yet: `
        + 'get it in `start`, or where it is used, not in `setup`.');
    }
    if (making.includes(name)) {
      throw new BootError(`Making the service \`${name}\` needs itself: ${[...making, name].map(quote).join(' → ')}.`);
    }
    making.push(name);
    try {
      const service = offer.make();
      services.set(name, service);
      made.push({ name, service });
      return service;
    } finally {
      making.pop();
    }
  }

  const position = ({ name }: Made): number => order.indexOf(providers.get(name) ?? kernelName);

  return {
    hooks: createHookTable(onEventError),
    provide(plugin, name, makeService, dispose) {
      const key = `${plugin} ${name}`;
      if (offered.has(key)) throw new BootError(`The plugin \`${plugin}\` provides the service \`${name}\` twice.`);
      offered.add(key);
      if (providers.get(name) === plugin) offers.set(name, { make: makeService, dispose });
    },
    get: (name) => (services.has(name) ? services.get(name) : make(name)) as never,
    has: (name) => providers.has(name),
    hasOffered: (plugin, name) => offered.has(`${plugin} ${name}`),
    isMade: (name) => services.has(name),
    providerOf: (name) => providers.get(name),
    async dispose(within) {
      const errors: DisposalError[] = [];
      // Sorting is stable: of one plugin's services, the last made goes first.
      for (const { name, service } of made.splice(0).reverse().sort((a, b) => position(b) - position(a))) {
        const plugin = providers.get(name) ?? kernelName;
        const dispose = offers.get(name)?.dispose;
        services.delete(name);
        if (!dispose) continue;
        try {
          await within(plugin, `disposing of \`${name}\``, () => dispose(service as never));
        } catch (error) {
          errors.push({ plugin, service: name, error });
        }
      }
      return errors;
    },
  };
}

const quote = (name: string): string => `\`${name}\``;

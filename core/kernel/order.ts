import { BootError } from '../errors/boot-error.js';
import { didYouMean, suggest } from '../errors/suggest.js';
import { kernelName } from '../registry/registry.js';
import type { Plugin } from './plugin.js';

/** Who provides what, and in which order plugins are set up. */
export interface Order {
  /** Service → the name of the plugin that provides it, or the kernel's. */
  readonly providers: ReadonlyMap<string, string>;
  readonly plugins: readonly Plugin[];
}

export interface OrderOptions {
  readonly plugins: readonly Plugin[];
  /** Services of the kernel. */
  readonly kernelServices: readonly string[];
  /** Services that the kernel provides where no plugin does. */
  readonly fallbackServices: readonly string[];
  /** The `services` section of the config: which plugin provides a service that several could. */
  readonly choices: Readonly<Record<string, string>>;
}

/**
 * Puts plugins into the order in which they can be set up: whoever provides a service before those who need or want it, otherwise in
 * the order of the config.
 *
 * @throws {BootError} for two providers of one service, a choice that cannot be met, and a cycle, named whole
 * @throws {MissingServiceError} for a service that nobody provides
 */
export function orderPlugins({ plugins, kernelServices, fallbackServices, choices }: OrderOptions): Order {
  const providers = chooseProviders({ plugins, kernelServices, fallbackServices, choices });
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  const ordered = new Set<Plugin>();
  const path: Step[] = [];

  function visit(plugin: Plugin): void {
    if (ordered.has(plugin)) return;
    const start = path.findIndex((step) => step.plugin === plugin);
    if (start >= 0) throw new BootError(explainCycle(path.slice(start), plugin));
    for (const service of [...plugin.needs, ...plugin.wants]) {
      const provider = providers.get(service);
      if (provider === undefined && plugin.needs.includes(service)) throw new MissingServiceError(plugin, service, [...providers.keys()]);
      const next = provider === undefined || provider === plugin.name ? undefined : byName.get(provider);
      if (!next) continue;
      path.push({ plugin, service });
      visit(next);
      path.pop();
    }
    ordered.add(plugin);
  }

  for (const plugin of plugins) visit(plugin);
  return { providers, plugins: [...ordered] };
}

/** A service that a plugin needs and nobody provides. The kernel adds which plugins would. */
export class MissingServiceError extends BootError {
  readonly service: string;

  constructor(plugin: Plugin, service: string, known: readonly string[]) {
    const nearest = suggest(service, known);
    super(`The plugin \`${plugin.name}\` needs the service \`${service}\`, which no enabled plugin provides.`
      + (nearest === null ? '' : ` Did its author mean \`${nearest}\`?`));
    this.service = service;
  }
}

interface Step {
  readonly plugin: Plugin;
  readonly service: string;
}

function explainCycle(steps: readonly Step[], first: Plugin): string {
  const names = [...steps.map(({ plugin }) => plugin), first].map(({ name }) => `\`${name}\``);
  const uses = steps.map(({ plugin, service }, index) => `\`${plugin.name}\` uses \`${service}\` of ${names[index + 1]}`);
  return `Plugins wait for each other: ${names.join(' → ')}. ${uses.join('; ')}.`;
}

function chooseProviders({ plugins, kernelServices, fallbackServices, choices }: OrderOptions): Map<string, string> {
  const candidates = new Map<string, string[]>(kernelServices.map((service) => [service, [kernelName]]));
  for (const { name, provides } of plugins) {
    for (const service of new Set<string>(provides)) candidates.set(service, [...(candidates.get(service) ?? []), name]);
  }
  for (const service of fallbackServices) {
    const isChosen = Object.hasOwn(choices, service) && choices[service] === kernelName;
    if (isChosen || !candidates.has(service)) candidates.set(service, [kernelName, ...(candidates.get(service) ?? [])]);
  }
  for (const [service, plugin] of Object.entries(choices)) checkChoice(service, plugin, candidates, plugins);

  const providers = new Map<string, string>();
  for (const [service, names] of candidates) {
    const choice = Object.hasOwn(choices, service) ? choices[service] : undefined;
    const [only, second] = names;
    if (choice === undefined && second !== undefined) throw new BootError(explainSeveral(service, names));
    providers.set(service, choice ?? only ?? kernelName);
  }
  return providers;
}

function explainSeveral(service: string, names: readonly string[]): string {
  const plugins = names.map((name) => (name === kernelName ? 'the kernel' : `\`${name}\``)).join(' and ');
  return `The service \`${service}\` is provided by ${plugins}. Choose one in the config: services: { ${service}: '${names.at(-1)}' }.`;
}

type Candidates = ReadonlyMap<string, readonly string[]>;

function checkChoice(service: string, plugin: string, candidates: Candidates, plugins: readonly Plugin[]): void {
  const names = candidates.get(service);
  if (!names) {
    throw new BootError(`\`services.${service}\`: no enabled plugin provides this service.${didYouMean(service, candidates.keys())}`);
  }
  if (names.includes(plugin)) return;
  const isEnabled = plugins.some(({ name }) => name === plugin);
  throw new BootError(`\`services.${service}\` must be one of ${names.map((name) => `\`${name}\``).join(', ')}, got \`${plugin}\`. `
    + (isEnabled ? `The plugin \`${plugin}\` does not provide it.` : `No enabled plugin is called \`${plugin}\`.`));
}

import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BootError } from '../errors/boot-error.js';
import { messageOf } from '../errors/message-of.js';
import { suggest } from '../errors/suggest.js';
import { kernelName } from '../registry/registry.js';
import { builtInPluginNames, builtInPluginUrl } from './built-in.js';
import { checkOptions } from './check-options.js';
import type { Config } from './config.js';
import { environmentName, environmentPrefix, readOwnNames, readPrefixed, type Environment } from './environment.js';
import { createModuleLoader, type ModuleLoader } from './load-module.js';
import { freeze, isPlainObject, merge } from './merge.js';
import { apiVersion, isDefinedHere, type Plugin } from './plugin.js';

/** A plugin that is switched on, with its options checked. */
export interface EnabledPlugin {
  readonly plugin: Plugin;
  /** Its key in the config: a name, a package or a path. */
  readonly key: string;
  readonly options: unknown;
}

export interface PluginSources {
  readonly plugins: Config['plugins'];
  /** Where paths start from, and packages are looked for. */
  readonly directory: string;
  readonly environment: Environment;
  /** Plugins that a program hands over as values. Their options are looked up by their names. */
  readonly values: readonly Plugin[];
}

/**
 * Imports the plugins that are switched on, and checks their options. One that is switched off is not imported.
 *
 * @throws {BootError} for an unknown plugin, one that is no plugin, one made for another API version, two of one name, wrong options
 */
export async function loadPlugins({ plugins, directory, environment, values }: PluginSources): Promise<readonly EnabledPlugin[]> {
  const loader = createModuleLoader(directory);
  const enabled: EnabledPlugin[] = [];
  const given = new Map(values.map((plugin) => [plugin.name, plugin]));
  const names = new Map<string, string>();

  function enable(plugin: Plugin, key: string, options: unknown): void {
    checkPlugin(plugin, key);
    const other = names.get(plugin.name);
    if (other !== undefined) {
      throw new BootError(`\`${other}\` and \`${key}\` are both called \`${plugin.name}\`: only one plugin may have a name.`);
    }
    names.set(plugin.name, key);
    enabled.push({ plugin, key, options: checkPluginOptions(plugin, key, options, environment) });
  }

  for (const [key, options] of Object.entries(plugins)) {
    if (options === false || given.has(key)) continue;
    enable(await importPlugin(key, loader), key, options);
  }
  for (const plugin of values) {
    const options = Object.hasOwn(plugins, plugin.name) ? plugins[plugin.name] : {};
    if (options !== false) enable(plugin, plugin.name, options);
  }
  refuseStrayVariables(environment, [...names.keys(), ...Object.keys(plugins), ...builtInPluginNames()]);
  return enabled;
}

/** An option for a plugin that does not exist is a slip; for one that is switched off it may stay. */
function refuseStrayVariables(environment: Environment, plugins: readonly string[]): void {
  const prefix = `${environmentPrefix}PLUGINS__`;
  const known = new Set(plugins.map(environmentName));
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(prefix) || !text) continue;
    const [plugin = '', option] = variable.slice(prefix.length).split('__');
    if (option === undefined || known.has(plugin)) continue;
    const nearest = suggest(plugin, known);
    throw new BootError(`The environment variable ${variable} is for a plugin that does not exist.`
      + (nearest === null ? '' : ` Did you mean ${prefix}${nearest}__${option}?`));
  }
}

/** Imports one plugin by its key in the config. */
export async function importPlugin(key: string, loader: ModuleLoader): Promise<Plugin> {
  const url = builtInPluginUrl(key);
  const file = url ? null : await loader.resolve(isPath(key) ? toFile(key) : key);
  if (!url && file === null) throw new BootError(explainUnknown(key));
  let plugin: unknown;
  try {
    plugin = url ? ((await import(url.href)) as { default: unknown }).default : await loader.load(file ?? '');
  } catch (error) {
    throw new BootError(`The plugin \`${key}\` cannot be loaded: ${messageOf(error)}`, { cause: error });
  }
  if (!isDefinedHere(plugin)) throw new BootError(explainForeign(key, plugin));
  return plugin;
}

function isPath(key: string): boolean {
  return key.startsWith('./') || key.startsWith('../') || key.startsWith('file:') || isAbsolute(key);
}

const toFile = (path: string): string => (path.startsWith('file:') ? fileURLToPath(path) : path);

function explainForeign(key: string, value: unknown): string {
  if (isPlainObject(value) && typeof value['setup'] === 'function') {
    return `The plugin \`${key}\` was made by another copy of jackfield than the one that runs, or without \`definePlugin\`. `
      + 'Install jackfield once, for both.';
  }
  return `\`${key}\` is no plugin: its default export must be made by \`definePlugin\`.`;
}

function explainUnknown(key: string): string {
  if (isPath(key)) return `The plugin \`${key}\` does not exist: paths start from the folder of the config.`;
  const nearest = suggest(key, builtInPluginNames());
  const names = builtInPluginNames().map((name) => `\`${name}\``).join(', ');
  return `The plugin \`${key}\` is not known: no built-in plugin and no installed package has this name.`
    + (nearest === null ? ` Built-in plugins are ${names}.` : ` Did you mean \`${nearest}\`?`);
}

function checkPlugin(plugin: Plugin, key: string): void {
  if (plugin.name === kernelName || plugin.name === 'defaults') {
    throw new BootError(`The plugin \`${key}\` may not be called \`${plugin.name}\`: that name has a meaning of its own.`);
  }
  if (plugin.apiVersion !== null && plugin.apiVersion !== apiVersion) {
    throw new BootError(`The plugin \`${plugin.name}\` was made for version ${plugin.apiVersion} of the plugin API, `
      + `and this is version ${apiVersion}.`);
  }
}

function checkPluginOptions(plugin: Plugin, key: string, options: unknown, environment: Environment): unknown {
  const given = options === true ? {} : options;
  const prefix = `${environmentPrefix}PLUGINS__${environmentName(plugin.name)}__`;
  const said = readPrefixed({ schema: plugin.options, environment, prefix, present: given, openName: () => null });
  const usual = readOwnNames(plugin.options, environment);
  return freeze(checkOptions(plugin.options, merge(merge(given, usual), said), `plugins.${key}`));
}

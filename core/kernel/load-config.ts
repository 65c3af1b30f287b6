import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { BootError } from '../errors/boot-error.js';
import { messageOf } from '../errors/message-of.js';
import { builtInPluginNames } from './built-in.js';
import { completeConfig, configSchema, type Config, type ConfigInput } from './config.js';
import { environmentPrefix, readPrefixed, readShortNames, type Environment } from './environment.js';
import { createModuleLoader } from './load-module.js';
import { isPlainObject, merge, type PlainObject } from './merge.js';

/** Where a configuration comes from. */
export interface ConfigSources {
  /** Folder in which `jackfield.config.*` is looked for. */
  readonly directory: string;
  /** A file to read instead; null to look for one, false to read none. */
  readonly file: string | false | null;
  readonly environment: Environment;
  /** What was said on the command line, or by a program: beats everything. */
  readonly overrides: ConfigInput;
}

/** A configuration, and what the kernel needs to read the rest of it. */
export interface LoadedConfig {
  readonly config: Config;
  /** The file that was read; null where there was none. */
  readonly file: string | null;
  /** Where paths of plugins start from: the file's folder. */
  readonly directory: string;
}

const extensions = ['ts', 'js', 'mjs', 'json', 'yaml', 'yml'];

/**
 * Reads the configuration: the file over `config/default.ts`, the environment over both, the overrides over all.
 *
 * @throws {BootError} for a file that is missing or cannot be read, two files where one is expected, and every wrong option
 */
export async function loadConfig({ directory, file, environment, overrides }: ConfigSources): Promise<LoadedConfig> {
  const path = file === null ? findConfig(directory) : file === false ? null : resolve(directory, file);
  const written = path === null ? {} : await readConfig(path);
  let config = layer(await readDefaults(), written);
  config = layer(config, readShortNames(configSchema, environment));
  config = layer(config, readPrefixed({
    schema: configSchema, environment, prefix: environmentPrefix, present: merge({ plugins: knownPlugins() }, config), openName,
  }));
  config = layer(config, overrides);
  return { config: completeConfig(config), file: path, directory: path === null ? directory : dirname(path) };
}

/** Lays one layer over another. `plugins.defaults: false` in it takes away the plugins that are below; `true` switches one on. */
function layer(below: PlainObject, above: unknown): PlainObject {
  const plugins = isPlainObject(above) && isPlainObject(above['plugins']) ? above['plugins'] : null;
  if (!plugins) return merge(below, above) as PlainObject;
  const { defaults, ...own } = plugins;
  const switched = Object.fromEntries(Object.entries(own).map(([name, options]) => [name, options === true ? {} : options]));
  const start = defaults === false ? { ...below, plugins: {} } : below;
  return merge(start, { ...(above as PlainObject), plugins: switched }) as PlainObject;
}

function findConfig(directory: string): string | null {
  const found = extensions.map((extension) => resolve(directory, `jackfield.config.${extension}`)).filter((path) => existsSync(path));
  if (found.length > 1) {
    throw new BootError(`There are several configs, and only one can be meant: ${found.join(', ')}. Name it with --config.`);
  }
  return found[0] ?? null;
}

/** Reads one config file. */
async function readConfig(path: string): Promise<PlainObject> {
  if (!existsSync(path)) throw new BootError(`The config ${path} does not exist.`);
  if (!extensions.includes(extname(path).slice(1))) {
    throw new BootError(`The config ${path} must end in ${extensions.map((extension) => `.${extension}`).join(', ')}.`);
  }
  let content: unknown;
  try {
    content = await readContent(path);
    if (typeof content === 'function') content = await (content as () => unknown)();
  } catch (error) {
    throw new BootError(`The config ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  if (content === null || content === undefined) return {};
  if (!isPlainObject(content)) {
    throw new BootError(`The config ${path} must hold an object, got ${Array.isArray(content) ? 'a list' : typeof content}.`);
  }
  const { $schema: _editors, ...options } = content;
  return options;
}

async function readContent(path: string): Promise<unknown> {
  switch (extname(path)) {
    case '.json': return JSON.parse(await readFile(path, 'utf8')) as unknown;
    case '.yaml':
    case '.yml': return parseYaml(await readFile(path, 'utf8')) as unknown;
    default: return createModuleLoader(dirname(path)).load(path);
  }
}

async function readDefaults(): Promise<PlainObject> {
  const url = new URL(`../../config/default${extname(import.meta.url)}`, import.meta.url);
  return ((await import(url.href)) as { default: PlainObject }).default;
}

/** Built-in plugins, so that `JACKFIELD_PLUGINS__RATE_LIMIT` finds its plugin. */
function knownPlugins(): PlainObject {
  return Object.fromEntries(builtInPluginNames().map((name) => [name, undefined]));
}

/** What a name in the environment is taken for that nobody knows: the kernel refuses it by that name where it matters. */
function openName(part: string, [section]: readonly string[]): string | null {
  if (section === 'plugins') return part.toLowerCase().replaceAll('_', '-');
  if (section === 'services') return part.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return null;
}

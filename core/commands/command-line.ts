import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BootError } from '../errors/boot-error.js';
import { suggest } from '../errors/suggest.js';
import type { ConfigInput } from '../kernel/config.js';
import { loadConfig, type LoadedConfig } from '../kernel/load-config.js';

/** What was typed after `jackfield`. */
export interface CommandLine {
  readonly command: string;
  /** What the command is about, where that is no database: a collection, and a file. */
  readonly operands: readonly string[];
  /** A database, as a URL or a SQLite file. */
  readonly database: string | null;
  readonly config: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly json: boolean;
  /** Of a file that is imported or exported. */
  readonly format: string | null;
  /** What to export or explain, as JSON text. */
  readonly query: string | null;
  /** Who is explained: a user, or whoever has some policies; both null for everybody. */
  readonly user: string | null;
  readonly policies: readonly string[] | null;
}

/** Commands that are about a collection and a file: how many operands they need, and how many they take. */
const fileCommands: ReadonlyMap<string, { readonly least: number; readonly most: number; readonly usage: string }> = new Map([
  ['import', { least: 2, most: 2, usage: 'jackfield import COLLECTION FILE' }],
  ['export', { least: 1, most: 2, usage: 'jackfield export COLLECTION [FILE]' }],
  ['explain', { least: 1, most: 1, usage: 'jackfield explain COLLECTION [--user KEY | --policies KEY,KEY]' }],
]);

/** A command line that makes no sense. */
export class UsageError extends BootError {}

/**
 * Reads the arguments of the process. None is `help`; `start` may not be left out, so that a mistyped command never serves anything.
 *
 * @throws {UsageError} for an unknown command, option or port, and for one argument too many
 */
export function readCommandLine(texts: readonly string[], commands: readonly string[]): CommandLine {
  const { values, positionals } = parse(texts);
  const [command = 'help', ...operands] = values.help ? ['help'] : positionals;
  if (!commands.includes(command)) {
    const nearest = suggest(command, commands);
    throw new UsageError(`There is no command "${command}".${nearest === null ? '' : ` Did you mean "${nearest}"?`}`);
  }
  const named = values.database === undefined ? [] : [values.database];
  const usage = fileCommands.get(command);
  const databases = usage ? named : [...operands, ...named];
  if (databases.length > 1) throw new UsageError(`"${databases[1]}" is one argument too many: only one database can be served.`);
  if (usage && (operands.length < usage.least || operands.length > usage.most)) throw new UsageError(`It is: ${usage.usage}.`);
  return {
    command,
    operands: usage ? operands : [],
    database: databases[0] ?? null,
    config: values.config ?? null,
    host: values.host ?? null,
    port: values.port === undefined ? null : readPort(values.port),
    json: values.json ?? false,
    format: values.format ?? null,
    query: values.query ?? null,
    user: values.user ?? null,
    policies: values.policies?.split(',').map((name) => name.trim()) ?? null,
  };
}

function parse(texts: readonly string[]) {
  const options = {
    config: { type: 'string' },
    database: { type: 'string' },
    format: { type: 'string' },
    query: { type: 'string' },
    user: { type: 'string' },
    policies: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...texts], allowPositionals: true, options });
  } catch (error) {
    const unknown = texts.find((text) => text.startsWith('--') && !Object.hasOwn(options, text.slice(2).split('=')[0] ?? ''));
    const nearest = unknown && suggest(unknown.slice(2).split('=')[0] ?? '', Object.keys(options));
    if (!unknown) throw new UsageError(error instanceof Error ? error.message.split('\n')[0] : String(error));
    throw new UsageError(`There is no option "${unknown}".${nearest ? ` Did you mean "--${nearest}"?` : ''}`);
  }
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`--port must be a number from 0 to 65535, got "${text}".`);
  return Number(text);
}

/** The configuration that a command line asks for. */
export async function configOf({ database, config, host, port }: CommandLine): Promise<LoadedConfig> {
  const overrides: ConfigInput = {
    ...(database !== null && { database: { url: database } }),
    server: { ...(host !== null && { host }), ...(port !== null && { port }) },
  };
  return loadConfig({ directory: resolve('.'), file: config, environment: process.env, overrides });
}

import { BootError } from '../errors/boot-error.js';
import { suggest } from '../errors/suggest.js';
import type { OptionSchema } from './describe-schema.js';
import { isPlainObject, merge, type PlainObject } from './merge.js';

/** Variables of the process. An empty one counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What every option's variable begins with. */
export const environmentPrefix = 'JACKFIELD_';

/** Options with a name of their own in the environment. */
export const shortNames: Readonly<Record<string, readonly string[]>> = {
  DATABASE_URL: ['database', 'url'],
  HOST: ['server', 'host'],
  PORT: ['server', 'port'],
  SECRET: ['secret'],
  ADMIN_EMAIL: ['admin', 'email'],
  ADMIN_PASSWORD: ['admin', 'password'],
  ADMIN_TOKEN: ['admin', 'token'],
  PUBLIC_URL: ['server', 'publicUrl'],
  ACCESS_TOKEN_TTL: ['auth', 'accessTokenTtl'],
  REFRESH_TOKEN_TTL: ['auth', 'refreshTokenTtl'],
  SESSION_COOKIE_TTL: ['auth', 'sessionTtl'],
  LOG_LEVEL: ['log', 'level'],
};

/** An option's part of a variable's name: `rate-limit` and `rateLimit` are `RATE_LIMIT`. */
export function environmentName(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

/** The values of options with short names. The schema says which type a text becomes. */
export function readShortNames(schema: OptionSchema, environment: Environment): PlainObject {
  let values: unknown = {};
  for (const [variable, path] of Object.entries(shortNames)) {
    const text = environment[variable];
    if (text === undefined || text === '') continue;
    const option = path.reduce<OptionSchema>((parent, name) => parent.properties?.[name] ?? {}, schema);
    values = merge(values, nest(path, parseText(text, option, variable)));
  }
  return values as PlainObject;
}

/** The values of a plugin's options that have a variable of their own, such as `REDIS_URL`: it beats the config, as all variables do. */
export function readOwnNames({ properties = {} }: OptionSchema, environment: Environment): PlainObject {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(properties)) {
    const text = option.environment === undefined ? undefined : environment[option.environment];
    if (text) values[name] = parseText(text, option, option.environment!);
  }
  return values;
}

/**
 * The values of all variables that begin with a prefix, as options: `JACKFIELD_SERVER__CORS__ORIGINS` is `server.cors.origins`.
 *
 * @param present - options that are set below: where the schema leaves names open, theirs are recognised
 * @param openName - what an option is called that neither the schema nor `present` names
 * @throws {BootError} for a variable that names no option. One without `__` is left alone, since others may own it (Kubernetes sets
 * `JACKFIELD_PORT` in every container beside a service called `jackfield`).
 */
export function readPrefixed(
  { schema, environment, prefix, present, openName }: {
    readonly schema: OptionSchema;
    readonly environment: Environment;
    readonly prefix: string;
    readonly present: unknown;
    readonly openName: OpenName;
  },
): PlainObject {
  let values: unknown = {};
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(prefix) || text === undefined || text === '') continue;
    const parts = variable.slice(prefix.length).split('__');
    const found = findOption(parts, { schema, present, path: [] }, openName);
    if (found === 'elsewhere') continue;
    if (found) values = merge(values, nest(found.path, parseText(text, found.schema, variable)));
    else if (variable.slice(environmentPrefix.length).includes('__')) throw new BootError(explainUnknown(variable, prefix, schema));
  }
  return values as PlainObject;
}

/** Calls a part of a variable's name what the option is called; null where there can be none. */
type OpenName = (part: string, path: readonly string[]) => string | null;

interface Place {
  readonly path: readonly string[];
  readonly schema: OptionSchema;
  readonly present: unknown;
}

function findOption(parts: readonly string[], place: Place, openName: OpenName): Place | 'elsewhere' | null {
  const [part, ...rest] = parts;
  if (part === undefined) return place;
  const { path, schema, present } = place;
  const properties = schema.properties ?? {};
  const declared = Object.keys(properties).find((name) => environmentName(name) === part);
  const open = Object.values(schema.patternProperties ?? {})[0];
  const inner = declared === undefined ? open : properties[declared];
  const name = declared ?? presentName(present, part) ?? openName(part, path);
  if (!inner || name === null) return null;
  // Options of a plugin are read where its own schema is known.
  if (inner.anyOf && rest.length > 0) return 'elsewhere';
  return findOption(rest, { path: [...path, name], schema: inner, present: isPlainObject(present) ? present[name] : undefined }, openName);
}

function presentName(present: unknown, part: string): string | null {
  if (!isPlainObject(present)) return null;
  return Object.keys(present).find((name) => environmentName(name) === part) ?? null;
}

function parseText(text: string, schema: OptionSchema, variable: string): unknown {
  const types = schema.anyOf ? schema.anyOf.flatMap(({ type }) => type ?? []) : [schema.type ?? []].flat();
  if (types.includes('string') || schema.enum) return text;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if ((types.includes('integer') || types.includes('number')) && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (types.includes('array') && !text.trimStart().startsWith('[')) return text.split(',').map((entry) => entry.trim());
  if (!types.includes('array') && !types.includes('object')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BootError(`The environment variable ${variable} must hold JSON.`);
  }
}

function explainUnknown(variable: string, prefix: string, schema: OptionSchema): string {
  const known = [...variablesOf(prefix, schema)];
  const nearest = suggest(variable, known);
  return `The environment variable ${variable} names no option.${nearest === null ? '' : ` Did you mean ${nearest}?`}`;
}

/** Names of the variables of a schema's options. */
export function* variablesOf(prefix: string, schema: OptionSchema): Iterable<string> {
  for (const [name, option] of Object.entries(schema.properties ?? {})) {
    const variable = `${prefix}${environmentName(name)}`;
    if (option.properties) yield* variablesOf(`${variable}__`, option);
    else yield variable;
  }
}

function nest(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
}

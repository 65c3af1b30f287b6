import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { BootError } from '../errors/boot-error.js';
import { suggest } from '../errors/suggest.js';
import { describeSchema, type OptionSchema } from './describe-schema.js';
import { copy } from './merge.js';

/**
 * Checks options against their schema and fills in defaults. The value that was given is not changed.
 *
 * @param path - where the options stand, for errors: `plugins.rate-limit`; empty for the whole config
 * @throws {BootError} naming every wrong option with its path, its value, what is allowed and the nearest known name
 */
export function checkOptions(schema: object, value: unknown, path: string): unknown {
  const complete = copy(value);
  const validate = validatorOf(schema);
  if (validate(complete)) return complete;
  const problems = explainErrors(validate.errors ?? [], path);
  const [only, ...more] = problems;
  throw new BootError(more.length === 0 ? only : ['Several options are wrong:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
}

/** Compiled once for each schema: that takes longer than everything else a start does with the config. */
const validators = new WeakMap<object, ValidateFunction>();

function validatorOf(schema: object): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  // One Ajv for each, since schemas of plugins may have the same `$id`.
  const settings = { allErrors: true, useDefaults: true, verbose: true, strict: true, allowUnionTypes: true, keywords: ['environment'] };
  const made = new Ajv(settings).compile(schema);
  validators.set(schema, made);
  return made;
}

function explainErrors(errors: readonly ErrorObject[], root: string): string[] {
  // A union reports what is wrong with each of its branches, and then itself: only the last says what is allowed.
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ schemaPath }) => `${schemaPath}/`);
  const own = errors.filter(({ schemaPath }) => !unions.some((union) => schemaPath.startsWith(union)));
  return [...new Set(own.map((error) => explainError(error, pathOf(root, error.instancePath))))];
}

function explainError(error: ErrorObject, path: string): string {
  const schema = (error.parentSchema ?? {}) as OptionSchema;
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(error.params['additionalProperty']);
      return explainUnknown(join(path, name), name, Object.keys(schema.properties ?? {}), path);
    }
    case 'required': {
      const name = String(error.params['missingProperty']);
      return `\`${join(path, name)}\` is missing: it must be ${describeSchema(schema.properties?.[name] ?? {})}.`;
    }
    case 'propertyNames':
      return `\`${join(path, String(error.params['propertyName']))}\` is no name that is allowed here.`;
    default: {
      const allowed = describeSchema(schema);
      const words = allowed === 'any value' ? (error.message ?? 'is wrong') : `must be ${allowed}`;
      return `\`${path}\` ${words}, got ${shownValue(error.data, schema)}.${nearestAllowed(error.data, schema)}`;
    }
  }
}

function explainUnknown(path: string, name: string, known: readonly string[], parent: string): string {
  const nearest = suggest(name, known);
  if (nearest !== null) return `\`${path}\` is not known. Did you mean \`${join(parent, nearest)}\`?`;
  if (known.length === 0) return `\`${path}\` is not known: there are no options here.`;
  return `\`${path}\` is not known. Known here: ${known.map((option) => `\`${option}\``).join(', ')}.`;
}

function nearestAllowed(value: unknown, schema: OptionSchema): string {
  if (typeof value !== 'string' || !schema.enum) return '';
  const nearest = suggest(value, schema.enum.filter((allowed) => typeof allowed === 'string'));
  return nearest === null ? '' : ` Did you mean ${JSON.stringify(nearest)}?`;
}

/** A value for a message: short, and never a secret. */
function shownValue(value: unknown, { writeOnly }: OptionSchema): string {
  if (writeOnly) return typeof value === 'string' ? `one of ${value.length} characters` : `a value of type ${typeof value}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** `/server/cors/0` → `server.cors.0`. */
function pathOf(root: string, pointer: string): string {
  const names = pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce(join, root);
}

const join = (parent: string, name: string): string => (parent === '' ? name : `${parent}.${name}`);

import { describeSchema, type OptionSchema } from './describe-schema.js';
import { environmentName, environmentPrefix, shortNames } from './environment.js';
import type { Plugin } from './plugin.js';

/** What a section of `docs/configuration.md` is made of. */
interface Option {
  readonly path: string;
  readonly schema: OptionSchema;
}

/** The tables of `docs/configuration.md`: one for each section of the config, one for each plugin that has options. */
export function configurationTables(config: OptionSchema, plugins: readonly Plugin[]): string {
  const sections = Object.entries(config.properties ?? {});
  const own = sections.filter(([, schema]) => !schema.properties);
  return [
    ...sections.filter(([, schema]) => schema.properties).map(([name, schema]) => sectionText(`\`${name}\``, schema, name)),
    sectionText('The rest', { properties: Object.fromEntries(own) }, ''),
    ...plugins.filter(({ options }) => Object.keys(options.properties).length > 0).map(({ name, options, description }) => (
      sectionText(`Plugin \`${name}\``, { ...options, ...(description !== null && { description }) }, `plugins.${name}`))),
  ].join('\n\n');
}

function sectionText(title: string, schema: OptionSchema, path: string): string {
  const rows = [...optionsOf(schema, path)].map(({ path: option, schema: { description = '', ...rest } }) => (
    `| \`${option}\` | ${cell(describeSchema(rest))} | ${defaultText(rest)} | ${cell(description)} |`));
  const intro = schema.description === undefined ? [] : ['', schema.description];
  return [`## ${title}`, ...intro, '', '| option | what | default | |', '|---|---|---|---|', ...rows].join('\n');
}

function* optionsOf(schema: OptionSchema, parent: string): Iterable<Option> {
  for (const [name, option] of Object.entries(schema.properties ?? {})) {
    const path = parent === '' ? name : `${parent}.${name}`;
    if (option.properties) yield* optionsOf(option, path);
    else yield { path, schema: option };
  }
}

const defaultText = (schema: OptionSchema): string => (schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``);

/** A bar would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The table of variables with a name of their own. */
export function shortNamesTable(): string {
  const rows = Object.entries(shortNames).map(([variable, path]) => (
    `| \`${variable}\` | \`${path.join('.')}\` | \`${environmentPrefix}${path.map(environmentName).join('__')}\` |`));
  return ['| variable | option | also |', '|---|---|---|', ...rows].join('\n');
}

/**
 * The JSON Schema that editors check a config file with: as the kernel does, but that nothing is required which has a default, and that
 * the options of the given plugins are known.
 */
export function editorSchema(config: OptionSchema, plugins: readonly Plugin[]): object {
  const { properties = {}, ...rest } = withoutRequired(config);
  const known = plugins.map(({ name, options, description }) => {
    const schema = withoutRequired(options);
    return [name, { ...(description !== null && { description }), anyOf: [{ type: 'boolean' }, schema] }];
  });
  const defaults = { type: 'boolean', description: '`false` starts from no plugins.' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Jackfield configuration',
    ...rest,
    properties: {
      $schema: { type: 'string' },
      ...properties,
      // Those that are not known here are packages and paths.
      plugins: { ...withoutPatterns(properties['plugins'] ?? {}), properties: { defaults, ...Object.fromEntries(known) } },
    },
  };
}

/** With open names as `additionalProperties`: beside known names, a pattern would match those too. */
function withoutPatterns({ patternProperties, ...rest }: OptionSchema): OptionSchema {
  return { ...rest, additionalProperties: Object.values(patternProperties ?? {})[0] ?? true };
}

function withoutRequired(schema: OptionSchema): OptionSchema {
  // Editors know no variables.
  const { required, properties, environment: _variable, ...rest } = schema;
  const options = Object.entries(properties ?? {}).map(([name, option]) => [name, withoutRequired(option)]);
  const needed = (required ?? []).filter((name) => properties?.[name]?.default === undefined);
  return {
    ...rest,
    ...(needed.length > 0 && { required: needed }),
    ...(properties && { properties: Object.fromEntries(options) }),
  };
}

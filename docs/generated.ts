import { readFileSync } from 'node:fs';
import { builtInPluginNames } from '../core/kernel/built-in.js';
import { configSchema } from '../core/kernel/config.js';
import { configurationTables, editorSchema, shortNamesTable } from '../core/kernel/configuration-page.js';
import { createModuleLoader } from '../core/kernel/load-module.js';
import { importPlugin } from '../core/kernel/load-plugins.js';
import { errorTable } from './error-table.js';

/** A file of the documentation as it must be. */
export interface GeneratedFile {
  readonly file: URL;
  readonly content: string;
}

/** The pages of which parts are made from the code: those parts anew, the rest as it is. */
export async function generatedDocs(): Promise<readonly GeneratedFile[]> {
  const loader = createModuleLoader(process.cwd());
  const plugins = await Promise.all(builtInPluginNames().map((name) => importPlugin(name, loader)));
  const example = readFileSync(new URL('../examples/library-hours/index.ts', import.meta.url), 'utf8');
  return [
    page('configuration.md', { 'short names': shortNamesTable(), options: configurationTables(configSchema, plugins) }),
    page('plugins.md', { example: `\n\`\`\`ts\n${example}\`\`\`\n` }),
    page('errors.md', { codes: errorTable() }),
    { file: new URL('config.schema.json', import.meta.url), content: `${JSON.stringify(editorSchema(configSchema, plugins), null, 2)}\n` },
  ];
}

/** A page with its marked parts, `<!-- name -->` to `<!-- end -->`, replaced. */
function page(name: string, parts: Readonly<Record<string, string>>): GeneratedFile {
  const file = new URL(name, import.meta.url);
  let content = readFileSync(file, 'utf8');
  for (const [part, text] of Object.entries(parts)) {
    const start = `<!-- ${part} -->`;
    const from = content.indexOf(start);
    const to = content.indexOf('<!-- end -->', from);
    if (from < 0 || to < 0) throw new Error(`docs/${name} has no part "${part}".`);
    content = `${content.slice(0, from)}${start}\n${text}\n${content.slice(to)}`;
  }
  return { file, content };
}

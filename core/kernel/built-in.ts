import { existsSync, readdirSync } from 'node:fs';

/** Where built-in plugins are: beside `core/`, in a checkout as in the package. */
const folder = new URL('../../plugins/', import.meta.url);

/** Built-in plugins run from TypeScript in a checkout, and compiled in the package: as this file does. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Names of the built-in plugins: folders beside `core/`. The kernel knows no other thing about them. */
export function builtInPluginNames(): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => builtInPluginUrl(name)).sort();
}

/** The module of a built-in plugin; null where there is none of that name. */
export function builtInPluginUrl(name: string): URL | null {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return null;
  const url = new URL(`${name}/index.${extension}`, folder);
  return existsSync(url) ? url : null;
}

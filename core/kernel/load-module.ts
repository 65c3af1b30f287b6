import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Jiti } from 'jiti';

/**
 * Loads modules that are not Jackfield's own: configs and plugins, in TypeScript or JavaScript. `'jackfield'` in them is the very module
 * of the running kernel, so that its classes are the same everywhere: in TypeScript wherever it stands; in JavaScript too, but where
 * another copy of Jackfield is installed beside it (its plugins are refused then).
 */
export interface ModuleLoader {
  /** The file that a path or package name stands for, seen from the loader's folder; null where there is none. */
  resolve(name: string): Promise<string | null>;
  /** The default export of a file, or the module where it has none. Rejects with what its code throws. */
  load(file: string): Promise<unknown>;
}

/** Makes a loader that resolves from a folder. What transforms TypeScript is not loaded before it is needed. */
export function createModuleLoader(directory: string): ModuleLoader {
  const parent = new URL('jackfield.config.ts', pathToFileURL(`${directory}/`));
  let loading: Promise<Jiti> | undefined;
  const load = (): Promise<Jiti> => {
    loading ??= createLoader(fileURLToPath(parent));
    return loading;
  };

  return {
    async resolve(name) {
      const found = (await load()).esmResolve(name, { try: true, parentURL: parent });
      if (!found) return null;
      const file = found.startsWith('file:') ? fileURLToPath(found) : found;
      return existsSync(file) ? file : null;
    },
    load: async (file) => (await load()).import(file, { default: true }),
  };
}

async function createLoader(parent: string): Promise<Jiti> {
  const [{ createJiti }, jackfield] = await Promise.all([import('jiti'), import('../index.js')]);
  return createJiti(parent, {
    virtualModules: { jackfield },
    // A cache in a temporary folder could be written by others, and one beside the sources may be on a read-only disk.
    fsCache: false,
  });
}

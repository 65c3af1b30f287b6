import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';

/**
 * Loads modules that are not Jackfield's own: configs and plugins, in TypeScript or JavaScript. `'jackfield'` in them is the very module
 * of the running kernel, so that its classes are the same everywhere: in TypeScript wherever it stands; in JavaScript too, but where
 * another copy of Jackfield is installed beside it (its plugins are refused then).
 */
export interface ModuleLoader {
  /** The file that a path or package name stands for, seen from the loader's folder; null where there is none. */
  resolve(name: string): string | null;
  /** The default export of a file, or the module where it has none. Rejects with what its code throws. */
  load(file: string): Promise<unknown>;
}

/** Makes a loader that resolves from a folder. */
export async function createModuleLoader(directory: string): Promise<ModuleLoader> {
  const jackfield: unknown = await import('../index.js');
  const parent = pathToFileURL(`${directory}/`);
  const jiti = createJiti(fileURLToPath(new URL('jackfield.config.ts', parent)), {
    virtualModules: { jackfield },
    // A cache in a temporary folder could be written by others, and one beside the sources may be on a read-only disk.
    fsCache: false,
  });

  return {
    resolve(name) {
      const found = jiti.esmResolve(name, { try: true, parentURL: new URL('jackfield.config.ts', parent) });
      if (!found) return null;
      const file = found.startsWith('file:') ? fileURLToPath(found) : found;
      return existsSync(file) ? file : null;
    },
    load: (file) => jiti.import(file, { default: true }),
  };
}

// Part of the build: puts the files of the page beside the program, so that nobody who installs it needs the packages they come from.
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { resolve } = createRequire(import.meta.url);
const fileOf = (name, path) => join(dirname(resolve(`${name}/package.json`)), path);
const browser = fileURLToPath(new URL('browser/', import.meta.url));
const target = fileURLToPath(new URL('../../dist/assets/graphiql/', import.meta.url));

/** Name in the program → file. The licences of what is not ours go along. */
const files = new Map([
  ['react.production.min.js', fileOf('react', 'umd/react.production.min.js')],
  ['react-dom.production.min.js', fileOf('react-dom', 'umd/react-dom.production.min.js')],
  ['react.LICENSE', fileOf('react', 'LICENSE')],
  ['graphiql.min.js', fileOf('graphiql', 'graphiql.min.js')],
  ['graphiql.min.css', fileOf('graphiql', 'graphiql.min.css')],
  ['graphiql.LICENSE', fileOf('graphiql', 'LICENSE')],
  ...(await readdir(browser)).map((name) => [name, join(browser, name)]),
]);
await mkdir(target, { recursive: true });
for (const [name, file] of files) await copyFile(file, join(target, name));

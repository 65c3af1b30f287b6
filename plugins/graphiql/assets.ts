import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { entityTag } from 'jackfield';

/** A file of the page. */
export interface Asset {
  readonly content: Buffer;
  readonly type: string;
  /** Its ETag: browsers ask again and are told that they have it. */
  readonly tag: string;
}

/** The files of the page; the build puts them beside the program. */
const types: ReadonlyMap<string, string> = new Map([
  ['react.production.min.js', 'text/javascript'],
  ['react-dom.production.min.js', 'text/javascript'],
  ['graphiql.min.js', 'text/javascript'],
  ['graphiql.min.css', 'text/css'],
  ['start.js', 'text/javascript'],
  ['start.css', 'text/css'],
]);

const { resolve } = createRequire(import.meta.url);
const read = new Map<string, Promise<Asset>>();

/** Reads a file of the page, once; undefined for any other. */
export function readAsset(name: string): Promise<Asset> | undefined {
  const type = types.get(name);
  if (type === undefined) return undefined;
  let asset = read.get(name);
  if (!asset) {
    asset = readFile(resolve(`jackfield/assets/graphiql/${name}`)).then((content) => ({
      content, type: `${type}; charset=utf-8`, tag: entityTag(content, 'strong'),
    }));
    read.set(name, asset);
  }
  return asset;
}

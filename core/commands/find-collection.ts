import { BootError } from '../errors/boot-error.js';
import { suggest } from '../errors/suggest.js';
import type { Collection, Schema } from '../schema/schema.js';

/**
 * The collection that a command names. Its user may know what there is.
 *
 * @throws {BootError} where there is none
 */
export function findCollection(name: string, { collections }: Schema): Collection {
  const collection = collections.get(name);
  if (collection) return collection;
  const nearest = suggest(name, collections.keys());
  throw new BootError(`There is no collection "${name}".${nearest === null ? '' : ` Did you mean "${nearest}"?`}`);
}

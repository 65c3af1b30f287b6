import { ApiError } from '../errors/api-error.js';
import type { Schema } from '../schema/schema.js';

/** A path under which items are served: those of one collection, or those of the collection that the path names. */
export interface CollectionPath {
  /** `/items/:collection` or `/users`; what comes after it is a key. */
  readonly path: string;
  /** The collection; null where the path's parameter names one. */
  readonly collection: string | null;
}

/**
 * The `paths` service: which collections are served under which paths. Plugins that serve collections of their own add them in `setup`;
 * plugins that answer requests for items add their routes to every path in `start`.
 */
export interface CollectionPaths {
  /** Serves a collection under a path of its own. */
  add(path: string, collection: string): void;
  /** `/items/:collection` first. */
  all(): readonly CollectionPath[];
}

/** Makes the `paths` service. */
export function createCollectionPaths(): CollectionPaths {
  const paths: CollectionPath[] = [{ path: '/items/:collection', collection: null }];
  return {
    add(path, collection) {
      if (paths.some((each) => each.path === path)) throw new Error(`Two collections would be served under ${path}.`);
      paths.push({ path, collection });
    },
    all: () => paths,
  };
}

/**
 * The name of a collection that a client gave, under `/items` or in a body. Jackfield's own are not among them.
 *
 * @throws {ApiError} `FORBIDDEN` for one of Jackfield's own, like for one that does not exist
 */
export function ownersCollection(name: string, schema: Schema): string {
  if (schema.collections.get(name)?.system) throw new ApiError('FORBIDDEN');
  return name;
}

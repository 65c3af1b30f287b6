import { ApiError } from '../errors/api-error.js';
import { decodeSegment } from './url.js';
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

/** What the parameters of a path name. */
export interface PathTarget {
  readonly collection: string;
  /** In URL form, not yet decoded: one of several parts is split before; null where the path ends before it. */
  readonly key: string | null;
}

/** Reads the parameters of `path`, or of `path/:key`, as a route is given them. */
export function pathTarget({ collection }: CollectionPath, segments: readonly string[]): PathTarget {
  if (collection !== null) return { collection, key: segments[0] ?? null };
  return { collection: decodeSegment(segments[0] ?? ''), key: segments[1] ?? null };
}

/**
 * Refuses Jackfield's own collections under `/items`.
 *
 * @throws {ApiError} `FORBIDDEN`, like for a collection that does not exist
 */
export function checkPath({ collection: fixed }: CollectionPath, collection: string, schema: Schema): void {
  if (fixed === null) ownersCollection(collection, schema);
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

import type { Filter } from '../query/filter.js';
import type { Collection, Schema } from '../schema/schema.js';

/** Who is asking, as an authentication strategy found out. Strategies answer the `http.identify` hook with one. */
export interface Identity {
  /** Key of the user; null where the credential belongs to nobody in particular. */
  readonly user: string | null;
  readonly role: string | null;
  readonly roles: readonly string[];
  readonly policies: readonly string[];
  /** Sees and does everything. */
  readonly admin: boolean;
}

/** The identity of a request without a credential. */
export const anonymous: Identity = Object.freeze({ user: null, role: null, roles: [], policies: [], admin: false });

/**
 * The caller's own view of the schema: what is not in it does not exist for them. A Query's names are resolved in it alone.
 */
export interface View {
  /** Equal for callers who see the same: part of a plan's key. */
  readonly id: string;
  readonly schema: Schema;
  readonly collections: ReadonlyMap<string, CollectionView>;
}

/** A collection as the caller sees it. */
export interface CollectionView {
  /** Without the fields and relations that are hidden. */
  readonly collection: Collection;
  /** The rows to be seen; null for all. Speaks about the whole data: its names are resolved in the schema, not in the view. */
  readonly rows: Filter | null;
}

/** What somebody does to items. */
export type Action = 'read' | 'create' | 'update' | 'delete';

/** The `access` service. */
export interface AccessService {
  /**
   * The view that an identity has of a schema for an action, `read` unless one is named: the collections that may be read or written, the
   * fields of them, and the rows.
   */
  view(identity: Identity, schema: Schema, action?: Action): View;
}

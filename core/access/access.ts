import type { Filter } from '../query/filter.js';
import type { Collection, Schema } from '../schema/schema.js';
import type { Action, Policy } from './policy.js';

/** Who is asking, as an authentication strategy found out. Strategies answer the `http.identify` hook with one. */
export interface Identity {
  /** Key of the user; null where the credential belongs to nobody in particular. Where no users are kept, whom an outside issuer names. */
  readonly user: string | null;
  /** Key of the user's own role. */
  readonly role: string | null;
  /** The role and those above it, the nearest first. */
  readonly roles: readonly string[];
  /** Keys of the policies that hold for this request: those of its roles and its user, without those for other addresses. */
  readonly policies: readonly string[];
  /** Sees and does everything. */
  readonly admin: boolean;
  /** What rules call `$CURRENT_USER.<path>`, by path. Only paths that some rule names. */
  readonly attributes: ReadonlyMap<string, unknown>;
  /** Key of the session that the credential belongs to; null for one that belongs to none. */
  readonly session: string | null;
  /** When the credential ends by itself; null where it holds until it is taken back. */
  readonly expires: Date | null;
}

/** The identity of a request without a credential, where no public policy is known. */
export const anonymous: Identity = Object.freeze({
  user: null, role: null, roles: [], policies: [], admin: false, attributes: new Map(), session: null, expires: null,
});

/**
 * The caller's own view of the schema: what is not in it does not exist for them. A Query's names are resolved in it alone.
 */
export interface View {
  /** Equal for callers who see the same: part of a plan's key. */
  readonly id: string;
  readonly schema: Schema;
  readonly collections: ReadonlyMap<string, CollectionView>;
}

/** A collection as the caller sees it. Its rules speak about the whole data: their names are resolved in the schema, not in the view. */
export interface CollectionView {
  /** Without the fields and relations that are hidden. Of a hidden key nothing is told: to its readers it is a collection without one. */
  readonly collection: Collection;
  /** The rows that the action is permitted on; null for all. */
  readonly rows: Filter | null;
  /** Fields that not every one of these rows shows (or lets write), and on which rows they are: a field that is not in it is on all. */
  readonly masks: ReadonlyMap<string, Filter>;
  /** What the values of a created or updated item must meet, all of them. */
  readonly validation: readonly Filter[];
  /** Values of fields that were not sent with a created or updated item, whether or not they may be sent. Has no prototype. */
  readonly presets: Readonly<Record<string, unknown>>;
}

/** The `access` service. */
export interface AccessService {
  /**
   * The view that an identity has of a schema for an action, `read` unless one is named: the collections that may be read or written, the
   * fields of them, and the rows.
   */
  view(identity: Identity, schema: Schema, action?: Action): View;
  /** The policies that hold for an identity, in the order of its own list. Empty where nobody keeps any. */
  policies(identity: Identity): readonly Policy[];
}

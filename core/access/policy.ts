import type { Filter } from '../query/filter.js';

/** What somebody does to items. */
export type Action = 'read' | 'create' | 'update' | 'delete';

/** What a policy lets do to the items of one collection. Rules (`rows`, `validation`) may hold variables such as `$CURRENT_USER`. */
export interface Permission {
  readonly collection: string;
  readonly action: Action;
  /** Fields and relations that may be seen or written; `*` for all of them. Of no meaning for `delete`. */
  readonly fields: readonly string[];
  /** The rows that it is about; null for all. */
  readonly rows: Filter | null;
  /** What a written item's values must meet; null for anything. */
  readonly validation: Filter | null;
  /** Values of fields that were not sent. */
  readonly presets: Readonly<Record<string, unknown>>;
}

/** A named set of permissions, given to roles and users. */
export interface Policy {
  /** Its key. */
  readonly id: string;
  readonly name: string;
  /** Whoever has it sees and does everything. */
  readonly adminAccess: boolean;
  /** Whether administration pages let its holders in. */
  readonly appAccess: boolean;
  /** Whether its holders must have a second factor. */
  readonly enforceSecondFactor: boolean;
  /** Addresses and networks that it holds for; empty for every one. */
  readonly addresses: readonly string[];
  readonly permissions: readonly Permission[];
}

/** All policies at one moment: immutable, swapped whole when one changes. */
export interface PolicySet {
  /** Another one after every change. */
  readonly version: string;
  /** By their keys. */
  readonly policies: ReadonlyMap<string, Policy>;
}

/** The `policies` service: where policies come from. Without one, or a section `access` in the config, only admins see anything. */
export interface PolicySource {
  /** The policies as they are known now; costs nothing. */
  current(): PolicySet;
}

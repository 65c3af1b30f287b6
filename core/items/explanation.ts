import type { Action } from '../access/policy.js';

/** Why a request is answered as it is. For administrators alone: it names what the caller may not see. */
export interface Explanation {
  readonly user: string | null;
  readonly admin: boolean;
  /** Those of the caller that are known, by their names. */
  readonly policies: readonly string[];
  readonly isPermitted: boolean;
  /** What is told to the caller, and why; null where the read is permitted. Rows decide only when it runs. */
  readonly error: { readonly code: string; readonly reason: string } | null;
  /** Every field and relation that the query names, and which policies give it. */
  readonly names: readonly { readonly collection: string; readonly name: string; readonly isPermitted: boolean; readonly policies: readonly string[] }[];
  /** Of every collection that the query touches: what each policy gives. */
  readonly collections: readonly ExplainedCollection[];
  /** The statement, and how the database would run it; null where there is none, or the dialect cannot tell. */
  readonly sql: string | null;
  readonly plan: string | null;
}

/** What the policies of somebody give of one collection. */
export interface ExplainedCollection {
  readonly collection: string;
  readonly action: Action;
  readonly rows: 'all' | 'some' | 'none';
  readonly permissions: readonly { readonly policy: string; readonly fields: readonly string[]; readonly permissions: object | null }[];
}

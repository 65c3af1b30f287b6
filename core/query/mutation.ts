import type { Query } from './query.js';

/**
 * The values of one item as a client sends them: fields, and related items under the names of relations. Nothing in it is trusted; its
 * keys are the client's: read them with `Object.entries`.
 */
export type Payload = Readonly<Record<string, unknown>>;

/**
 * What to write to one collection: plain data, whatever route it came by. Names are as the client wrote them; the items service looks
 * them up in the caller's view.
 */
export type Mutation =
  | { readonly kind: 'create'; readonly collection: string; readonly payloads: readonly Payload[]; readonly isMany: boolean }
  | { readonly kind: 'update'; readonly collection: string; readonly target: Target; readonly payload: Payload }
  /** Items that name their own keys, each with changes of its own. */
  | { readonly kind: 'updateEach'; readonly collection: string; readonly payloads: readonly Payload[] }
  | { readonly kind: 'delete'; readonly collection: string; readonly target: Target };

/** Which items an update or deletion is about. */
export type Target =
  /** One item, by its key in URL form. */
  | { readonly kind: 'key'; readonly key: string }
  /** Keys as texts; of a composite key its URL form. */
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  /** What the caller may read of what a query selects; without a limit of its own, all of it. */
  | { readonly kind: 'query'; readonly query: Query }
  /** The only item of a singleton. */
  | { readonly kind: 'singleton' };

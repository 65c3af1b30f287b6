import type { View } from '../access/access.js';
import { ApiError } from '../errors/api-error.js';
import type { Payload } from '../query/mutation.js';
import type { MutationLimits } from '../query/mutation-limits.js';
import { invalidPayload } from '../query/parse-mutation.js';
import type { Collection, Relation, Schema } from '../schema/schema.js';
import { keyOfValues, type ItemKey } from './keys.js';

/** What becomes of an item. `save`: it names its key, and is changed where it exists, else created. */
export type Mode = 'create' | 'update' | 'save';

/** An item of a payload: what was sent, and what it means. */
export interface Draft {
  readonly collection: Collection;
  readonly mode: Mode;
  /** Where it stands in the request, for errors: `data[3].author`. */
  readonly path: string;
  /** Relations above it. */
  readonly depth: number;
  readonly payload: Payload;
  /** Its own values by field, as they are bound. */
  readonly values: Map<string, unknown>;
  /** Related items that its foreign keys are to hold: they are written first. */
  readonly parents: readonly { readonly relation: Relation; readonly draft: Draft }[];
  /** Related items that are to hold its key: they are written last. */
  readonly children: readonly { readonly relation: Relation; readonly items: RelatedItems }[];
}

/** What payloads are read with. */
export interface Parsing {
  readonly schema: Schema;
  /** What the caller may create, and what they may change. */
  readonly views: { readonly create: View; readonly update: View };
  readonly limits: MutationLimits;
  readonly integerBits: Readonly<Record<string, number>>;
  /** Whether handlers are to see the payloads of a collection before they are checked. */
  readonly isHooked: (collection: string) => boolean;
  /** What is wrong with values, collected so that all of it is answered. */
  readonly problems: ApiError[];
  /** Related items so far. */
  related: number;
}

/** Where an item stands, and what its parent decides. */
export interface Place {
  readonly collection: Collection;
  readonly mode: Mode;
  readonly path: string;
  readonly depth: number;
  /** Fields that the parent fills. */
  readonly supplied?: readonly string[];
}

/** What a payload says of the items at the end of a to-many relation. */
export interface RelatedItems {
  /** Whether this is all of them: what is not named is unlinked. */
  readonly isWhole: boolean;
  readonly path: string;
  /** Items to create, or to change and link, in the order they were sent. */
  readonly drafts: readonly Draft[];
  /** Items to link as they are. */
  readonly links: readonly ItemKey[];
  /** Items to unlink. */
  readonly removals: readonly ItemKey[];
}

/** An item that has its key may exist already. */
export function modeOf(payload: Payload, collection: Collection): 'create' | 'save' {
  return keyOfValues(new Map(Object.entries(payload)), collection) === null ? 'create' : 'save';
}

/** @throws {ApiError} `INVALID_PAYLOAD` beyond the limits */
export function countRelated(count: number, path: string, depth: number, parsing: Parsing): void {
  const { maxRelatedItems, maxDepth } = parsing.limits;
  parsing.related += count;
  const tooMany = `There can be at most ${maxRelatedItems} related items in one request.`;
  if (parsing.related > maxRelatedItems) throw invalidPayload(path, tooMany);
  if (depth >= maxDepth) throw invalidPayload(path, `Related items can be at most ${maxDepth} relations deep.`);
}

export function relatedCollection(relation: Relation, { schema }: Pick<Parsing, 'schema'>): Collection {
  const collection = schema.collections.get(relation.relatedCollection);
  if (!collection) throw new ApiError('FORBIDDEN');
  return collection;
}

import { Type, type Static } from 'typebox';

const count = (initial: number, description: string, maximum?: number) =>
  Type.Integer({ minimum: 1, ...(maximum === undefined ? {} : { maximum }), default: initial, description });

/**
 * The `mutation` section of the config: what one request may write. Whatever is beyond a limit answers `INVALID_PAYLOAD` and writes
 * nothing.
 */
export const mutationLimits = Type.Object({
  maxItems: count(
    10_000, 'Items of one request: created, changed or deleted, those that a query selects among them. Related items count apart.',
  ),
  maxRelatedItems: count(10_000, 'Related items in the payloads of one request together, keys among them.'),
  maxDepth: count(10, 'Relations one below another in a payload.', 100),
}, { additionalProperties: false });

/** What one request may write. */
export type MutationLimits = Static<typeof mutationLimits>;

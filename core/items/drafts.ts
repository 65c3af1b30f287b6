import type { Mutation, Payload } from '../query/mutation.js';
import { invalidPayload } from '../query/parse-mutation.js';
import type { Collection } from '../schema/schema.js';
import { keyOfValues, type ItemKey } from './keys.js';
import type { Draft, Parsing } from './draft.js';
import { parseDraft } from './payload.js';

/** An item of a mutation; with its key where the payload named it. */
export interface KeyedDraft {
  readonly draft: Draft;
  readonly key: ItemKey | null;
}

/**
 * Reads the payloads of a mutation; what is wrong with values is collected in `parsing.problems`.
 *
 * @throws {ApiError} `FORBIDDEN`, `INVALID_PAYLOAD`
 */
export function draftsOf(mutation: Mutation, collection: Collection, parsing: Parsing): KeyedDraft[] {
  switch (mutation.kind) {
    case 'create':
      return mutation.payloads.map((payload, index) => {
        const path = mutation.isMany ? `data[${index}]` : 'data';
        return { key: null, draft: parseDraft(payload, { collection, mode: 'create', path, depth: 0 }, parsing) };
      });
    case 'update':
      return [{ key: null, draft: parseDraft(mutation.payload, { collection, mode: 'update', path: 'data', depth: 0 }, parsing) }];
    case 'updateEach':
      return mutation.payloads.map((payload, index) => withKey(payload, `data[${index}]`, collection, parsing));
    case 'delete':
      return [];
  }
}

function withKey(payload: Payload, path: string, collection: Collection, parsing: Parsing): KeyedDraft {
  const key = keyOfValues(new Map(Object.entries(payload)), collection);
  if (key === null) throw invalidPayload(path, `An item of the list must name its key: ${collection.key.join(', ')}.`);
  const changes = Object.fromEntries(Object.entries(payload).filter(([name]) => !collection.key.includes(name)));
  return { key, draft: parseDraft(changes, { collection, mode: 'update', path, depth: 0 }, parsing) };
}

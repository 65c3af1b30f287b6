import { isObject } from '../query/input.js';
import type { Payload } from '../query/mutation.js';
import { invalidPayload, parseKey } from '../query/parse-mutation.js';
import type { Relation } from '../schema/schema.js';
import { countRelated, modeOf, relatedCollection, type Draft, type Mode, type Parsing, type Place, type RelatedItems } from './draft.js';
import { parseItemKey, type ItemKey } from './keys.js';

const changes: ReadonlySet<string> = new Set(['create', 'update', 'delete']);

/**
 * Reads a list of related items (keys, objects), or the changes to it: `{create, update, delete}`. null is the empty list.
 *
 * @param parseDraft - reads an item of the list: it may hold related items itself
 * @throws {ApiError} `INVALID_PAYLOAD` for anything else
 */
export function parseRelatedItems(
  value: unknown, relation: Relation, { path, depth }: Pick<Place, 'path' | 'depth'>, parsing: Parsing,
  parseDraft: (payload: Payload, place: Place, parsing: Parsing) => Draft,
): RelatedItems {
  const child = relatedCollection(relation, parsing);
  const supplied = relation.inverse === null ? relation.relatedFields : [...relation.relatedFields, relation.inverse];
  const draftOf = (payload: Payload, mode: Mode, where: string): Draft =>
    parseDraft(payload, { collection: child, mode, path: where, depth: depth + 1, supplied }, parsing);
  const keyOf = (key: unknown, where: string): ItemKey => parseItemKey(parseKey(key, where), 'text', child);

  if (value === null || Array.isArray(value)) {
    const list: readonly unknown[] = value ?? [];
    countRelated(list.length, path, depth, parsing);
    const drafts: Draft[] = [];
    const links: ItemKey[] = [];
    list.forEach((element, index) => {
      const where = `${path}[${index}]`;
      if (isObject(element)) drafts.push(draftOf(element, modeOf(element, child), where));
      else links.push(keyOf(element, where));
    });
    return { isWhole: true, path, drafts, links, removals: [] };
  }
  if (!isObject(value) || Object.keys(value).some((name) => !changes.has(name))) {
    throw invalidPayload(path, 'Related items are a list, or an object of lists under "create", "update" and "delete".');
  }
  const listOf = (name: string): readonly unknown[] => {
    const list = value[name] ?? [];
    if (!Array.isArray(list)) throw invalidPayload(`${path}.${name}`, 'This must be a list.');
    countRelated(list.length, `${path}.${name}`, depth, parsing);
    return list;
  };
  const draftsOf = (name: string, mode: (payload: Payload) => Mode): Draft[] => listOf(name).map((element, index) => {
    const where = `${path}.${name}[${index}]`;
    if (!isObject(element)) throw invalidPayload(where, 'An item must be an object of its values.');
    return draftOf(element, mode(element), where);
  });
  return {
    isWhole: false, path, links: [],
    drafts: [...draftsOf('create', () => 'create'), ...draftsOf('update', (payload) => modeOf(payload, child))],
    removals: listOf('delete').map((key, index) => keyOf(key, `${path}.delete[${index}]`)),
  };
}

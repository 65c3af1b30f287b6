import type { View } from '../access/access.js';
import { ApiError } from '../errors/api-error.js';
import type { ErrorCode } from '../errors/codes.js';
import { isObject } from '../query/input.js';
import type { Payload } from '../query/mutation.js';
import { invalidPayload } from '../query/parse-mutation.js';
import type { Field, Relation } from '../schema/schema.js';
import { countRelated, modeOf, relatedCollection, type Draft, type Parsing, type Place, type RelatedItems } from './draft.js';
import { parseItemKey } from './keys.js';
import { parseRelatedItems } from './related-items.js';
import { storedValue } from './stored-value.js';

/**
 * Reads the payload of an item with everything in it. Values that do not fit are noted in `parsing.problems`; payloads of hooked
 * collections are left as they are, to be read once their handlers have run.
 *
 * @throws {ApiError} `FORBIDDEN` for names that are not there or may not be written, `INVALID_PAYLOAD` for relations of a wrong shape
 */
export function parseDraft(payload: Payload, place: Place, parsing: Parsing): Draft {
  if (parsing.isHooked(place.collection.name)) return { ...place, payload, values: new Map(), parents: [], children: [] };
  return readDraft(payload, place, parsing);
}

/** The same without regard to handlers: they have run. */
export function readDraft(payload: Payload, place: Place, parsing: Parsing): Draft {
  const { collection, path, depth } = place;
  const values = new Map<string, unknown>();
  const parents: { relation: Relation; draft: Draft }[] = [];
  const children: { relation: Relation; items: RelatedItems }[] = [];
  for (const [name, value] of Object.entries(payload)) {
    if (place.supplied?.includes(name)) continue;
    checkPermitted(name, place, parsing);
    const field = collection.fields.get(name);
    const relation = collection.relations.get(name);
    const where = `${path}.${name}`;
    if (relation?.kind === 'm2o' && isObject(value)) {
      const related = relatedCollection(relation, parsing);
      countRelated(1, where, depth, parsing);
      parents.push({
        relation, draft: parseDraft(value, { collection: related, mode: modeOf(value, related), path: where, depth: depth + 1 }, parsing),
      });
    } else if (field) {
      readValue(value, field, where, place, values, parsing);
    } else if (relation?.kind === 'm2o') {
      readForeignKey(value, relation, where, values, parsing);
    } else if (relation) {
      children.push({ relation, items: parseRelatedItems(value, relation, { path: where, depth }, parsing, parseDraft) });
    }
  }
  const draft = { ...place, payload, values, parents, children };
  if (place.mode === 'create') checkRequired(draft, parsing, place.supplied ?? []);
  return draft;
}

/** Notes what a new item lacks. */
export function checkRequired(
  { collection, payload, path, parents, values }: Draft, { problems, views }: Parsing, supplied: readonly string[],
): void {
  const presets = Object.keys(views.create.collections.get(collection.name)?.presets ?? {});
  const given = new Set([...values.keys(), ...supplied, ...presets, ...parents.flatMap(({ relation }) => relation.fields)]);
  for (const field of collection.fields.values()) {
    const isOptional = field.nullable || field.default !== null || field.generated !== null || field.filled;
    if (isOptional || given.has(field.name) || Object.hasOwn(payload, field.name)) continue;
    problems.push(misfitOf('FAILED_VALIDATION', field.name, 'required', 'A value is required.', collection.name, `${path}.${field.name}`));
  }
}

/** A name that is not there and one that may not be written answer alike. */
export function checkPermitted(
  name: string, { collection, mode }: Pick<Place, 'collection' | 'mode'>, { views }: Pick<Parsing, 'views'>,
): void {
  const isPermitted = (view: View): boolean => {
    const permitted = view.collections.get(collection.name)?.collection;
    return permitted !== undefined && (permitted.fields.has(name) || permitted.relations.has(name));
  };
  const actions = mode === 'save' ? [views.create, views.update] : [views[mode]];
  if (!actions.some(isPermitted)) throw new ApiError('FORBIDDEN');
}

function readValue(
  value: unknown, field: Field, path: string, { collection, mode }: Place, values: Map<string, unknown>, { problems, integerBits }: Parsing,
): void {
  // Forms send the key of a new item as null.
  const isMadeKey = collection.key.includes(field.name) && (field.generated === 'identity' || field.default !== null || field.filled);
  if (value === null && mode === 'create' && !field.nullable && isMadeKey) return;
  if (field.generated === 'computed') {
    problems.push(misfitOf('FAILED_VALIDATION', field.name, 'computed', 'The database computes this value.', collection.name, path));
    return;
  }
  const stored = storedValue(value, field, integerBits);
  if ('value' in stored) values.set(field.name, stored.value);
  else problems.push(misfitOf(stored.misfit.code, field.name, stored.misfit.type, stored.misfit.reason, collection.name, path));
}

/** A foreign key of several fields: null, or the key of the related item as one text. */
function readForeignKey(value: unknown, relation: Relation, path: string, values: Map<string, unknown>, parsing: Parsing): void {
  const related = relatedCollection(relation, parsing);
  if (value === null) {
    for (const field of relation.fields) values.set(field, null);
    return;
  }
  const { key } = related;
  const isItsKey = key.length === relation.relatedFields.length && key.every((name) => relation.relatedFields.includes(name));
  if (typeof value !== 'string' || !isItsKey) throw invalidPayload(path, 'A related item is an object, the text of its key, or null.');
  const { tuple } = parseItemKey(value, 'text', related);
  relation.fields.forEach((field, index) => values.set(field, tuple[related.key.indexOf(relation.relatedFields[index]!)]));
}

function misfitOf(code: ErrorCode, field: string, type: string | undefined, reason: string, collection: string, path: string): ApiError {
  return new ApiError(code, { collection, field, ...(type === undefined ? {} : { type }), path, reason });
}

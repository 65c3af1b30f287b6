import type { GraphQLField } from 'graphql';
import {
  ApiError, parseCreate, parseDelete, parseUpdate, type Collection, type Mutation, type ParseMutationOptions, type Schema,
} from 'jackfield';
import { payloadOf } from './arguments.js';
import type { RootKind } from './meaning.js';
import { namesOf } from './names.js';
import { keyOf } from './read.js';

/**
 * Translates a field of `Mutation` into one mutation.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` for too many items, and for keys that are none
 */
export function translateWrite(
  root: RootKind, name: string, field: GraphQLField<unknown, unknown>, args: Readonly<Record<string, unknown>>, mirror: Schema,
  limits: ParseMutationOptions['limits'],
): Mutation {
  const collection = mirror.collections.get(name)!;
  const options = { collection: name, limits };
  const data = (): unknown => {
    const type = field.args.find((argument) => argument.name === 'data')!.type;
    return payloadOf(args['data'], type) ?? (root === 'createItems' || root === 'updateBatch' ? [] : {});
  };
  switch (root) {
    case 'createItems':
    case 'createItem':
      return parseCreate(withLinks(data(), args['links'], collection, mirror), options);
    case 'updateItems':
      return parseUpdate({ keys: args['ids'], data: data() }, options);
    case 'updateBatch':
      return parseUpdate(data(), options);
    case 'updateItem':
      return parseUpdate(data(), { ...options, key: keyOf(args, collection, mirror) });
    case 'updateSingleton':
      return { kind: 'update', collection: name, target: { kind: 'singleton' }, payload: data() as Record<string, unknown> };
    case 'deleteItems':
      return parseDelete({ keys: args['ids'] }, options);
    case 'deleteItem':
      return parseDelete(undefined, { ...options, key: keyOf(args, collection, mirror) });
    default:
      throw new Error(`"${root}" writes nothing.`);
  }
}

/** A payload, or each of several, with the keys of existing items that it is to be linked to. */
function withLinks(payload: unknown, links: unknown, collection: Collection, mirror: Schema): unknown {
  if (links === null || links === undefined) return payload;
  if (typeof links !== 'object' || Array.isArray(links)) {
    throw new ApiError('INVALID_PAYLOAD', { path: 'links', reason: 'This must be an object: keys of items by relation.' });
  }
  const { members } = namesOf(mirror).collections.get(collection.name)!;
  const linked = (item: unknown): unknown => {
    const joined = Object.assign(Object.create(null) as Record<string, unknown>, item);
    for (const [name, keys] of Object.entries(links)) {
      const relation = members.find((member) => member.relation !== null && member.name === name)?.relation?.name ?? name;
      const given = joined[relation];
      joined[relation] = Array.isArray(given) && Array.isArray(keys) ? [...given as unknown[], ...keys as unknown[]] : keys;
    }
    return joined;
  };
  return Array.isArray(payload) ? payload.map(linked) : linked(payload);
}

import type { GraphQLField } from 'graphql';
import { parseCreate, parseDelete, parseUpdate, type Mutation, type ParseMutationOptions, type Schema } from 'jackfield';
import { payloadOf } from './arguments.js';
import type { RootKind } from './meaning.js';
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
      return parseCreate(data(), options);
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

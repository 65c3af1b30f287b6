import { defaultFieldResolver, OperationTypeNode, type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { plainLevel, type GraphQLContext } from 'jackfield';
import { argumentsOf } from './arguments.js';
import type { RequestContext } from './context.js';
import { meaningOf } from './meaning.js';
import { keyOf, translateAnswer, translateRead } from './read.js';
import { neededKey } from './select.js';
import type { MutationEvent } from './subscriptions/groups.js';
import { translateWrite } from './write.js';

/** The field that is being resolved. */
function fieldOf({ parentType, fieldName }: GraphQLResolveInfo) {
  return parentType.getFields()[fieldName]!;
}

/** Resolves a field of `Query` or `Mutation` that reads or writes a collection. */
export const resolveRoot: GraphQLFieldResolver<unknown, GraphQLContext> = async (_source, _args, context, info) => {
  const request = context as RequestContext;
  const field = fieldOf(info);
  const meaning = meaningOf(field);
  if (meaning?.kind !== 'root') throw new Error(`"${info.fieldName}" stands for no collection.`);
  const translating = request.translating(info);
  const read = info.operation.operation === OperationTypeNode.QUERY ? translateRead(field, info.fieldNodes, translating) : null;
  if (read) return request.read(read.query);

  const { root, collection } = meaning;
  const args = argumentsOf(field, info.fieldNodes[0]!, translating);
  const mutation = translateWrite(root, collection, field, args, translating.mirror, request.limits);
  const plain = { ...plainLevel, collection, key: null, keys: null, meta: [], representation: 'graphql' } as const;
  if (mutation.kind === 'delete') {
    await request.write(mutation, plain);
    if (root === 'deleteItems') return { ids: args['ids'] };
    return { id: 'id' in args ? String(args['id']) : keyOf(args, translating.mirror.collections.get(collection)!, translating.mirror) };
  }
  const isReadable = info.fieldNodes[0]!.selectionSet !== undefined;
  const written = await request.write(mutation, isReadable ? translateAnswer(collection, field, info.fieldNodes, translating) : plain);
  if (!isReadable) return true;
  return written ?? (root === 'createItems' || root === 'updateItems' || root === 'updateBatch' ? [] : null);
};

/** Resolves a field of a mirrored item: it stands under the key of the answer. */
export const resolveMember: GraphQLFieldResolver<unknown, GraphQLContext> = (source, args, context, info) => {
  const meaning = meaningOf(fieldOf(info));
  if (!meaning) return defaultFieldResolver(source, args, context, info);
  if (meaning.kind === 'mutatedItem') return (source as MutationEvent).data?.[info.path.key] ?? null;
  const value = (source as Readonly<Record<string, unknown>>)[info.path.key];
  if (meaning.kind !== 'field' || value === null || value === undefined) return value;
  if (meaning.field.type === 'array') return JSON.stringify(value);
  return meaning.field.type === 'binary' ? bytesText(value) : value;
};

/** Bytes as they may be written: in Base64. */
function bytesText(value: unknown): string {
  const { data } = value as { readonly data: readonly number[] };
  return Buffer.from(data).toString('base64');
}

/** Gives the resolver of a plugin's field the fields of the item that it needs, under their own names. */
export function withNeeds(
  resolve: GraphQLFieldResolver<unknown, GraphQLContext>, needs: readonly string[],
): GraphQLFieldResolver<unknown, GraphQLContext> {
  return (source, args, context, info) => {
    const item = source as Readonly<Record<string, unknown>>;
    const moved = needs.filter((name) => Object.hasOwn(item, neededKey(name)));
    if (moved.length === 0) return resolve(source, args, context, info);
    return resolve({ ...item, ...Object.fromEntries(moved.map((name) => [name, item[neededKey(name)]])) }, args, context, info);
  };
}

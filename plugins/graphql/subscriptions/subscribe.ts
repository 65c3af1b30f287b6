import { Kind, getNamedType, type FieldNode, type GraphQLFieldResolver, type GraphQLObjectType } from 'graphql';
import { plainLevel, type Collection, type GraphQLContext, type Query, type SelectedMember } from 'jackfield';
import { argumentsOf } from '../arguments.js';
import { collectFields } from '../collect.js';
import type { RequestContext } from '../context.js';
import { meaningOf } from '../meaning.js';
import type { Translating } from '../read.js';
import { selectItem, startSelecting } from '../select.js';
import type { ChangeAction } from './changes.js';
import { keyMember, type Wanted } from './groups.js';

/** Subscribes to what happens to the items of a collection. */
export const subscribeRoot: GraphQLFieldResolver<unknown, GraphQLContext> = (_source, _args, context, info) => {
  const request = context as RequestContext;
  const field = info.parentType.getFields()[info.fieldName]!;
  const meaning = meaningOf(field);
  if (meaning?.kind !== 'root') throw new Error(`"${info.fieldName}" stands for no collection.`);
  const translating = request.translating(info);
  const args = argumentsOf(field, info.fieldNodes[0]!, translating);
  const collection = translating.mirror.collections.get(meaning.collection)!;
  const reads = readsOf(info.fieldNodes, getNamedType(field.type) as GraphQLObjectType, collection, translating);
  return request.listen!({ collection: collection.name, event: (args['event'] as ChangeAction | undefined) ?? null, reads });
};

/** A query for each name under which a client wants the item; where they want none, one that finds out who may see it. */
function readsOf(nodes: readonly FieldNode[], type: GraphQLObjectType, collection: Collection, translating: Translating): Wanted['reads'] {
  const reads: Record<string, Query> = Object.create(null);
  const keys = collection.key.map((field, index): SelectedMember => ({ kind: 'field', key: keyMember(index), isAlias: true, field }));
  const read = (members: readonly SelectedMember[]): Query => ({
    ...plainLevel, collection: collection.name, key: null, keys: null, meta: [], representation: 'graphql', members: [...members, ...keys],
  });
  const fields = type.getFields();
  for (const [name, same] of collectFields(nodes.map(({ selectionSet }) => selectionSet), type, translating)) {
    const field = same[0]!.kind === Kind.FIELD ? fields[same[0]!.name.value] : undefined;
    if (!field || meaningOf(field)?.kind !== 'mutatedItem') continue;
    const selecting = startSelecting(translating, translating.limits);
    reads[name] = read(selectItem(same, getNamedType(field.type) as GraphQLObjectType, collection.name, selecting));
  }
  if (Object.keys(reads).length === 0) reads[''] = read([]);
  return reads;
}

import { defaultFieldResolver, getNamedType, isNamedType, type GraphQLNamedType } from 'graphql';
import type { NamedTypeComposer, ObjectTypeComposer, SchemaComposer } from 'graphql-compose';
import type { GraphQLContext, GraphQLExtension, GraphQLScope, HookCalls, Schema } from 'jackfield';
import { LazyRootType, LazySchema } from './lazy-schema.js';
import { NotingComposer } from './lazy-types.js';
import { namesOf, type SchemaNames } from './names.js';
import { addFixedTypes } from './operators.js';
import type { GraphQLOptions } from './options.js';
import { withNeeds } from './resolve.js';
import { rootFields, type RootParts } from './roots.js';
import { GraphQLBigInt, GraphQLDate, GraphQLHash, GraphQLJSON, GraphQLStringOrFloat, GraphQLVoid } from './scalars.js';
import { needsOf } from './select.js';
import { createCollectionTypes, type Views } from './types.js';

/**
 * Makes the schema of one scope for those who have these views, with what plugins add. Types of collections are composed when they are
 * used.
 */
export async function makeSchema(
  scope: GraphQLScope, schema: Schema, views: Views, hooks: HookCalls, options: Pick<GraphQLOptions, 'nestedAggregates'>,
): Promise<LazySchema> {
  let parts = await compose(scope, views, namesOf(schema), hooks, options);
  const taken = [...parts.composer.otherNames].filter((name) => parts.names.types.has(name));
  // Plugins choose their names without knowing the database: they keep them.
  if (taken.length > 0) parts = await compose(scope, views, namesOf(schema, taken), hooks, options);
  const { composer, types } = parts;
  const queries = rootFields('query', parts);
  if (queries.isEmpty() && composer.Query.getFieldNames().length === 0) {
    composer.Query.addFields({ _empty: { type: GraphQLVoid, description: 'There is nothing that you may read.' } });
  }
  return new LazySchema({
    query: new LazyRootType('Query', () => composer.Query.getType().getFields(), queries),
    subscription: new LazyRootType('Subscription', () => composer.Subscription.getType().getFields(), rootFields('subscription', parts)),
    mutation: new LazyRootType('Mutation', () => composer.Mutation.getType().getFields(), rootFields('mutation', parts)),
    named: (name) => types.named(name) ?? composedType(name, composer),
  });
}

/** The types that every schema has, those of collections under their names, and those of plugins. */
async function compose(
  scope: GraphQLScope, views: Views, names: SchemaNames, hooks: HookCalls, { nestedAggregates }: Pick<GraphQLOptions, 'nestedAggregates'>,
): Promise<RootParts & { readonly composer: NotingComposer }> {
  const composer = new NotingComposer();
  for (const scalar of [GraphQLBigInt, GraphQLDate, GraphQLHash, GraphQLJSON, GraphQLStringOrFloat, GraphQLVoid]) composer.add(scalar);
  addFixedTypes(composer);
  composer.createObjectTC({ name: 'delete_many', fields: { ids: '[ID]!' } });
  composer.createObjectTC({ name: 'delete_one', fields: { id: 'ID!' } });
  const parts = { scope, views, names, types: createCollectionTypes(composer, views, names, nestedAggregates), composer };
  if (hooks.has('graphql.extend')) await extend(parts, hooks);
  return parts;
}

/** Lets plugins add to a schema, and sees to it that their fields are given what they need. */
async function extend({ scope, composer, views, types }: RootParts, hooks: HookCalls): Promise<void> {
  const changed = new Set<ObjectTypeComposer<unknown, GraphQLContext>>();
  const extension: GraphQLExtension = {
    scope, composer, views,
    type: <Item>(collection: string) => {
      const type = types.object('object', collection)?.composed();
      if (type) changed.add(type);
      return type as ObjectTypeComposer<Item, GraphQLContext> | undefined;
    },
    inputType: (collection, action) => types.input(action === 'create' ? 'createInput' : 'updateInput', collection)?.composed(),
  };
  await hooks.filter('graphql.extend', extension, undefined);
  for (const type of changed) {
    for (const name of type.getFieldNames()) {
      const field = type.getField(name);
      const needs = needsOf(field);
      if (needs.length > 0) type.extendField(name, { resolve: withNeeds(field.resolve ?? defaultFieldResolver, needs) });
    }
  }
}

function composedType(name: string, composer: SchemaComposer<GraphQLContext>): GraphQLNamedType | undefined {
  if (!composer.has(name)) return undefined;
  const type: unknown = composer.get(name);
  return isNamedType(type) ? getNamedType(type) : (type as NamedTypeComposer<GraphQLContext>).getType();
}

import {
  GraphQLBoolean, GraphQLID, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLString,
  type GraphQLFieldConfigArgumentMap, type GraphQLOutputType,
} from 'graphql';
import type { SchemaComposer } from 'graphql-compose';
import type { Collection, GraphQLContext, GraphQLScope } from 'jackfield';
import { scalarOf } from './field-types.js';
import type { RootField, RootSource } from './lazy-schema.js';
import { meant, type RootKind } from './meaning.js';
import type { Named, SchemaNames } from './names.js';
import { resolveRoot } from './resolve.js';
import { subscribeRoot } from './subscriptions/subscribe.js';
import { GraphQLJSON } from './scalars.js';
import type { CollectionTypes, Views } from './types.js';

/** What the fields of `Query` and `Mutation` are made of. */
export interface RootParts {
  readonly scope: GraphQLScope;
  readonly views: Views;
  readonly names: SchemaNames;
  readonly types: CollectionTypes;
  readonly composer: SchemaComposer<GraphQLContext>;
}

const queryKinds: readonly (readonly RootKind[])[] = [['list', 'item', 'aggregated']];
const subscriptionKinds: readonly (readonly RootKind[])[] = [['mutated']];
const mutationKinds: readonly (readonly RootKind[])[] = [
  ['createItems', 'createItem'], ['updateItems', 'updateBatch', 'updateItem', 'updateSingleton'], ['deleteItems', 'deleteItem'],
];

/** The fields that read or write collections, by name and in order. A field's config is made when it is used. */
export function rootFields(operation: 'query' | 'mutation' | 'subscription', parts: RootParts): RootSource {
  const { scope, names } = parts;
  const { named, groups } = {
    query: { named: names.queries[scope], groups: queryKinds },
    mutation: { named: names.mutations[scope], groups: mutationKinds },
    subscription: { named: names.subscriptions[scope], groups: subscriptionKinds },
  }[operation];
  return {
    find(name) {
      const root = named.get(name);
      return root && isThere(root, parts) ? makeRoot(root, parts) : undefined;
    },
    isEmpty() {
      for (const root of named.values()) if (isThere(root, parts)) return false;
      return true;
    },
    all: () => groups.flatMap((kinds) => [...named].flatMap(([name, root]) => (
      kinds.includes(root.kind) && isThere(root, parts) ? [name] : []))),
  };
}

/** Whether somebody may do this at all. */
function isThere({ collection: name, kind }: Named<RootKind>, { views, types }: RootParts): boolean {
  switch (kind) {
    case 'list':
      return types.has('object', name);
    case 'mutated': {
      const collection = views.read.collections.get(name)?.collection;
      return collection !== undefined && isOneByOne(collection) && collection.key.every((field) => collection.fields.has(field));
    }
    case 'item':
      return types.has('object', name) && isOneByOne(views.read.collections.get(name)!.collection);
    case 'aggregated':
      return types.has('aggregated', name) && !views.read.collections.get(name)!.collection.singleton;
    case 'createItems':
    case 'createItem':
      return types.has('createInput', name) && !views.create.collections.get(name)!.collection.singleton;
    case 'updateItems':
    case 'updateBatch':
    case 'updateItem':
      return types.has('updateInput', name) && isOneByOne(views.update.collections.get(name)!.collection);
    case 'updateSingleton':
      return types.has('updateInput', name) && views.update.collections.get(name)!.collection.singleton;
    default: {
      const collection = views.delete.collections.get(name)?.collection;
      return collection?.kind === 'table' && isOneByOne(collection);
    }
  }
}

/** Whether items are told apart by a key. */
function isOneByOne({ singleton, key }: Collection): boolean {
  return !singleton && key.length > 0;
}

function makeRoot({ collection, kind }: Named<RootKind>, parts: RootParts): RootField {
  const { views } = parts;
  const isSingleton = kind === 'list' && views.read.collections.get(collection)!.collection.singleton;
  const meaning = isSingleton ? 'singleton' : kind;
  return {
    type: typeOf(meaning, collection, parts),
    args: argumentsOf(meaning, collection, parts),
    extensions: meant({ kind: 'root', root: meaning, collection }),
    ...(kind === 'mutated' ? { subscribe: subscribeRoot, resolve: (event: unknown) => event } : { resolve: resolveRoot }),
  };
}

function typeOf(kind: RootKind, collection: string, { types, composer }: RootParts): GraphQLOutputType {
  const object = types.object('object', collection);
  switch (kind) {
    case 'mutated':
      return new GraphQLNonNull(types.object('mutated', collection)!);
    case 'aggregated':
      return listOf(types.object('aggregated', collection)!);
    case 'deleteItems':
      return composer.getOTC('delete_many').getType();
    case 'deleteItem':
      return composer.getOTC('delete_one').getType();
    case 'list':
    case 'createItems':
    case 'updateItems':
    case 'updateBatch':
      return object ? listOf(object) : GraphQLBoolean;
    default:
      return object ?? GraphQLBoolean;
  }
}

function listOf(type: GraphQLOutputType): GraphQLOutputType {
  return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type as typeof GraphQLString)));
}

const text = { type: GraphQLString };
const texts = { type: new GraphQLList(GraphQLString) };
const number = { type: GraphQLInt };
/** The input types of new items ask for all that a related item must have: one that exists is better named by its key alone. */
const links = { type: GraphQLJSON, description: 'Keys of existing items, by relation: `{owner: 3, tags: [1, 2]}`.' };
const ids = { type: new GraphQLNonNull(new GraphQLList(GraphQLID)) };

function argumentsOf(kind: RootKind, name: string, { types, views, names, composer }: RootParts): GraphQLFieldConfigArgumentMap {
  const filter = types.input('filter', name);
  const filtered: GraphQLFieldConfigArgumentMap = filter ? { filter: { type: filter } } : {};
  const list = (): GraphQLFieldConfigArgumentMap => (
    filter ? { ...filtered, sort: texts, limit: number, offset: number, page: number, search: text } : {});
  const data = (input: 'createInput' | 'updateInput') => ({ type: new GraphQLNonNull(types.input(input, name)!) });
  const many = (input: 'createInput' | 'updateInput') => ({ type: new GraphQLList(data(input).type) });
  const keyIn = (action: 'read' | 'update' | 'delete') => keyArguments(views[action].collections.get(name)!.collection, names);
  switch (kind) {
    case 'list':
      return list();
    case 'item':
      return keyIn('read');
    case 'aggregated':
      return { groupBy: texts, ...filtered, limit: number, offset: number, page: number, search: text, sort: texts };
    case 'mutated':
      return { event: { type: composer.getETC('EventEnum').getType() } };
    case 'singleton':
      return {};
    case 'createItems':
      return { ...list(), data: many('createInput'), links };
    case 'createItem':
      return { data: data('createInput'), links };
    case 'updateItems':
      return { ...list(), ids, data: data('updateInput') };
    case 'updateBatch':
      return { ...list(), data: many('updateInput') };
    case 'updateItem':
      return { ...keyIn('update'), data: data('updateInput') };
    case 'updateSingleton':
      return { data: data('updateInput') };
    case 'deleteItems':
      return { ids };
    case 'deleteItem':
      return keyIn('delete');
  }
}

/** A key of one field is `id`, whatever the field is called; one of several is each field by its name. */
function keyArguments(collection: Collection, names: SchemaNames): GraphQLFieldConfigArgumentMap {
  if (collection.key.length === 1) return { id: { type: new GraphQLNonNull(GraphQLID) } };
  const { fields } = names.collections.get(collection.name)!;
  return Object.fromEntries(collection.key.map((name) => (
    [fields.get(name)!, { type: new GraphQLNonNull(scalarOf(collection.fields.get(name)!, collection)) }])));
}


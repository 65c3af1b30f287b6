import type { GraphQLNamedType } from 'graphql';
import type { SchemaComposer } from 'graphql-compose';
import type { Action, CollectionView, Field, GraphQLContext, View } from 'jackfield';
import { isNumber, isOrdered, isWritable } from './field-types.js';
import { filterFields, payloadFields, quantifierFields, type InputField } from './input-fields.js';
import { LazyInputType, LazyObjectType } from './lazy-types.js';
import type { Making } from './making.js';
import type { SchemaNames, TypeKind } from './names.js';
import {
  countFields, extremeFields, groupFields, itemFields, mutatedFields, numberFields, relationFunctions, type OutputField,
} from './output-fields.js';

/** Who the types are for. */
export type Views = Readonly<Record<Action, View>>;

/** The kinds that are input types. */
export type InputKind = 'filter' | 'quantifierFilter' | 'createInput' | 'updateInput';
export type OutputKind = Exclude<TypeKind, InputKind>;

/** The types of the collections that somebody may see or write: each is made when it is first asked for. */
export interface CollectionTypes {
  /** undefined where there is none for these views. */
  object(kind: OutputKind, collection: string): LazyObjectType | undefined;
  input(kind: InputKind, collection: string): LazyInputType | undefined;
  /** Whether there is such a type. */
  has(kind: TypeKind, collection: string): boolean;
  /** By its name. */
  named(name: string): GraphQLNamedType | undefined;
}

const outputs: Readonly<Record<OutputKind, (making: Making) => Record<string, OutputField>>> = {
  object: itemFields,
  aggregated: groupFields,
  aggregatedFields: numberFields,
  aggregatedExtremes: extremeFields,
  aggregatedCount: countFields,
  functions: relationFunctions,
  mutated: mutatedFields,
};

const inputs: Readonly<Record<InputKind, (making: Making) => Record<string, InputField>>> = {
  filter: filterFields,
  quantifierFilter: quantifierFields,
  createInput: (making) => payloadFields(making, 'createInput'),
  updateInput: (making) => payloadFields(making, 'updateInput'),
};

/**
 * Makes the types of collections.
 *
 * @param nestedAggregates - whether there are `functions`
 */
export function createCollectionTypes(
  composer: SchemaComposer<GraphQLContext>, views: Views, names: SchemaNames, nestedAggregates: boolean,
): CollectionTypes {
  const made = new Map<string, LazyObjectType | LazyInputType>();

  /** The view that is asked decides whether a collection has a type, and what is in it. */
  function viewOf(kind: TypeKind, collection: string): CollectionView | undefined {
    if (kind === 'functions' && !nestedAggregates) return undefined;
    const view = views[kind === 'createInput' ? 'create' : kind === 'updateInput' ? 'update' : 'read'].collections.get(collection);
    return view && hasFields(view, kind) ? view : undefined;
  }

  function get(kind: TypeKind, collection: string): LazyObjectType | LazyInputType | undefined {
    const named = names.collections.get(collection);
    const known = named && made.get(named.types[kind]);
    const view = known ? undefined : viewOf(kind, collection);
    if (!named || !view) return known;
    const type = makeType(kind, { view, names: named, types, hasType: (related) => types.has(kind, related) }, composer);
    made.set(named.types[kind], type);
    return type;
  }

  const types: CollectionTypes = {
    object: (kind, collection) => get(kind, collection) as LazyObjectType | undefined,
    input: (kind, collection) => get(kind, collection) as LazyInputType | undefined,
    has: (kind, collection) => viewOf(kind, collection) !== undefined,
    named(name) {
      const named = names.types.get(name);
      return named && get(named.kind, named.collection);
    },
  };
  return types;
}

function makeType(kind: TypeKind, making: Making, composer: SchemaComposer<GraphQLContext>): LazyObjectType | LazyInputType {
  const name = making.names.types[kind];
  if (isInput(kind)) return new LazyInputType(name, composer, () => inputs[kind](making));
  const description = kind === 'object' ? making.view.collection.comment : null;
  return new LazyObjectType(name, description, composer, () => outputs[kind](making));
}

function isInput(kind: TypeKind): kind is InputKind {
  return Object.hasOwn(inputs, kind);
}

/** A type without fields is none. */
function hasFields({ collection }: CollectionView, kind: TypeKind): boolean {
  switch (kind) {
    case 'aggregatedFields':
      return some(collection.fields.values(), isNumber);
    case 'aggregatedExtremes':
      return some(collection.fields.values(), isOrdered);
    case 'createInput':
    case 'updateInput':
      return collection.kind === 'table' && some(collection.fields.values(), isWritable);
    default:
      return collection.fields.size > 0;
  }
}

function some(fields: Iterable<Field>, is: (field: Field) => boolean): boolean {
  for (const field of fields) if (is(field)) return true;
  return false;
}

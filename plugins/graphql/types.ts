import type { GraphQLNamedType } from 'graphql';
import type { SchemaComposer } from 'graphql-compose';
import type { Action, CollectionView, GraphQLContext, View } from 'jackfield';
import { isNumber, isOrdered, isWritable } from './field-types.js';
import { filterFields, payloadFields, quantifierFields, type InputField } from './input-fields.js';
import { LazyInputType, LazyObjectType } from './lazy-types.js';
import type { Making } from './making.js';
import type { SchemaNames, TypeKind } from './names.js';
import { countFields, extremeFields, groupFields, itemFields, numberFields, type OutputField } from './output-fields.js';

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
  /** By its name. */
  named(name: string): GraphQLNamedType | undefined;
}

const outputs: Readonly<Record<OutputKind, (making: Making) => Record<string, OutputField>>> = {
  object: itemFields,
  aggregated: groupFields,
  aggregatedFields: numberFields,
  aggregatedExtremes: extremeFields,
  aggregatedCount: countFields,
};

const inputs: Readonly<Record<InputKind, (making: Making) => Record<string, InputField>>> = {
  filter: filterFields,
  quantifierFilter: quantifierFields,
  createInput: (making) => payloadFields(making, 'createInput'),
  updateInput: (making) => payloadFields(making, 'updateInput'),
};

/** Makes the types of collections. */
export function createCollectionTypes(composer: SchemaComposer<GraphQLContext>, views: Views, names: SchemaNames): CollectionTypes {
  const made = new Map<string, LazyObjectType | LazyInputType>();

  function get(kind: TypeKind, collection: string): LazyObjectType | LazyInputType | undefined {
    // The view that is asked decides whether a collection has a type, and what is in it.
    const view = views[kind === 'createInput' ? 'create' : kind === 'updateInput' ? 'update' : 'read'].collections.get(collection);
    const named = names.collections.get(collection);
    if (!view || !named || !hasFields(view, kind)) return undefined;
    const name = named.types[kind];
    let type = made.get(name);
    if (!type) {
      type = makeType(kind, { view, names: named, types, hasType: (related) => get(kind, related) !== undefined }, composer);
      made.set(name, type);
    }
    return type;
  }

  const types: CollectionTypes = {
    object: (kind, collection) => get(kind, collection) as LazyObjectType | undefined,
    input: (kind, collection) => get(kind, collection) as LazyInputType | undefined,
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
  const fields = [...collection.fields.values()];
  switch (kind) {
    case 'aggregatedFields':
      return fields.some(isNumber);
    case 'aggregatedExtremes':
      return fields.some(isOrdered);
    case 'createInput':
    case 'updateInput':
      return collection.kind === 'table' && fields.some(isWritable);
    default:
      return fields.length > 0;
  }
}

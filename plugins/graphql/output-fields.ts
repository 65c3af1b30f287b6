import { GraphQLFloat, GraphQLID, GraphQLInt, GraphQLList, GraphQLNonNull } from 'graphql';
import type { ObjectTypeComposerFieldConfigAsObjectDefinition } from 'graphql-compose';
import type { AggregateFunction, Field, GraphQLContext } from 'jackfield';
import { descriptionOf, isNonNull, isNumber, isOrdered, scalarOf } from './field-types.js';
import { fieldMap, fieldOf, functionsOf, relationOf, type Making } from './making.js';
import { meant } from './meaning.js';
import type { CollectionTypes } from './types.js';
import { GraphQLJSON } from './scalars.js';

/** A field of an output type. */
export type OutputField = ObjectTypeComposerFieldConfigAsObjectDefinition<unknown, GraphQLContext>;

/** An item: a foreign key is the related item, which may be hidden, or gone by a filter. */
export function itemFields(making: Making): Record<string, OutputField> {
  const { view, types } = making;
  return fieldMap<OutputField>(making, (member) => {
    const relation = relationOf(member, making);
    const field = fieldOf(member, making);
    if (relation) {
      const { relatedCollection } = relation;
      const type = () => {
        const related = types.object('object', relatedCollection)!;
        return relation.kind === 'o2m' ? new GraphQLList(related) : related;
      };
      const args = listArguments(types, relatedCollection);
      return { type, args, ...description(field), extensions: meant({ kind: 'related', relation }) };
    }
    if (field) {
      const scalar = scalarOf(field, view.collection);
      const type = isNonNull(field, view) ? new GraphQLNonNull(scalar) : scalar;
      return { type, ...description(field), extensions: meant({ kind: 'field', field }) };
    }
    const functions = functionsOf(member, making);
    if (!functions) return null;
    const related = view.collection.relations.get(functions.of);
    const hasOwn = related?.kind === 'o2m' && types.has('functions', related.relatedCollection);
    const type = hasOwn ? () => types.object('functions', related.relatedCollection)! : `${functions.set}_functions`;
    return { type, extensions: meant({ kind: 'functions', of: functions.of }) };
  });
}

function description(field: Field | null): { description?: string } {
  const text = field && descriptionOf(field);
  return text ? { description: text } : {};
}

/** What a list of items is asked for with. */
export function listArguments(types: CollectionTypes, collection: string) {
  return {
    filter: { type: () => types.input('filter', collection)! },
    sort: '[String]', limit: 'Int', offset: 'Int', page: 'Int', search: 'String',
  };
}

/** What is computed from the items that a relation leads to: their number, and groups of them. */
export function relationFunctions({ view, types }: Making): Record<string, OutputField> {
  const { name } = view.collection;
  return {
    count: { type: GraphQLInt, extensions: meant({ kind: 'function', function: 'count' }) },
    aggregated: {
      type: () => new GraphQLList(new GraphQLNonNull(types.object('aggregated', name)!)),
      args: { groupBy: '[String]', ...listArguments(types, name) },
      extensions: meant({ kind: 'aggregated', collection: name }),
    },
  };
}

/** What happened to an item. */
export function mutatedFields({ view, types }: Making): Record<string, OutputField> {
  return {
    key: { type: new GraphQLNonNull(GraphQLID) },
    event: { type: 'EventEnum!' },
    data: { type: () => types.object('object', view.collection.name)!, extensions: meant({ kind: 'mutatedItem' }) },
  };
}

/** A group of items. */
export function groupFields({ view, types }: Making): Record<string, OutputField> {
  const { name } = view.collection;
  const fields: Record<string, OutputField> = {
    group: { type: GraphQLJSON, extensions: meant({ kind: 'groupKeys' }) },
    countAll: { type: GraphQLInt, extensions: meant({ kind: 'countAll' }) },
  };
  const add = (kind: 'aggregatedCount' | 'aggregatedFields' | 'aggregatedExtremes', functions: readonly AggregateFunction[]): void => {
    const type = types.object(kind, name);
    if (type) for (const each of functions) fields[each] = { type: () => type, extensions: meant({ kind: 'aggregate', function: each }) };
  };
  add('aggregatedCount', ['count', 'countDistinct']);
  add('aggregatedFields', ['avg', 'sum', 'avgDistinct', 'sumDistinct']);
  add('aggregatedExtremes', ['min', 'max']);
  return fields;
}

export const numberFields = (making: Making) => valueFields(making, isNumber, () => GraphQLFloat);
export const countFields = (making: Making) => valueFields(making, ({ concealed }) => !concealed, () => GraphQLInt);
export const extremeFields = (making: Making) => valueFields(
  making, isOrdered, (field) => (isNumber(field) ? GraphQLFloat : scalarOf(field, making.view.collection)),
);

function valueFields(
  making: Making, isIn: (field: Field) => boolean, type: (field: Field) => OutputField['type'],
): Record<string, OutputField> {
  return fieldMap<OutputField>(making, (member) => {
    const field = fieldOf(member, making);
    return field && isIn(field) ? { type: type(field), extensions: meant({ kind: 'field', field }) } : null;
  });
}

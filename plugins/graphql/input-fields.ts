import { GraphQLList, GraphQLNonNull } from 'graphql';
import type { InputTypeComposerFieldConfigAsObjectDefinition } from 'graphql-compose';
import { descriptionOf, isRequired, isWritable, scalarOf } from './field-types.js';
import { fieldMap, fieldOf, functionsOf, relationOf, type Making } from './making.js';
import { meant } from './meaning.js';
import { operatorsOf } from './operators.js';

/** A field of an input type. */
export type InputField = InputTypeComposerFieldConfigAsObjectDefinition;

/** A filter on items: what each field and relation must meet. */
export function filterFields(making: Making): Record<string, InputField> {
  const { view, types } = making;
  const fields = fieldMap<InputField>(making, (member) => {
    const relation = relationOf(member, making);
    if (relation) {
      const kind = relation.kind === 'o2m' ? 'quantifierFilter' : 'filter';
      return { type: () => types.input(kind, relation.relatedCollection)!, extensions: meant({ kind: 'related', relation }) };
    }
    const field = fieldOf(member, making);
    const operators = field && operatorsOf(field);
    if (field && operators !== null) return { type: operators, extensions: meant({ kind: 'field', field }) };
    const functions = functionsOf(member, making);
    return functions && { type: `${functions.set}_function_filter_operators`, extensions: meant({ kind: 'functions', of: functions.of }) };
  });
  const own: InputField = { type: () => new GraphQLList(types.input('filter', view.collection.name)!) };
  return { ...fields, _and: own, _or: own };
}

/** A filter on related items: on some of them, where it does not say of which. */
export function quantifierFields(making: Making): Record<string, InputField> {
  const related: InputField = { type: () => making.types.input('filter', making.view.collection.name)! };
  return { ...filterFields(making), _some: related, _none: related };
}

/** Values of an item that is written: of a foreign key, the related item. What a new item must have is non-null. */
export function payloadFields(making: Making, kind: 'createInput' | 'updateInput'): Record<string, InputField> {
  const { view: { collection, masks, presets }, types } = making;
  return fieldMap<InputField>(making, (member) => {
    const relation = relationOf(member, making);
    const field = fieldOf(member, making);
    const text = field && descriptionOf(field);
    const description = text ? { description: text } : {};
    if (relation) {
      const type = () => {
        const related = types.input(kind, relation.relatedCollection)!;
        return relation.kind === 'o2m' ? new GraphQLList(related) : related;
      };
      return { type, ...description, extensions: meant({ kind: 'related', relation }) };
    }
    if (!field || !isWritable(field)) return null;
    const scalar = scalarOf(field, collection);
    // Items of our own get their keys while they are written.
    const isGiven = presets[field.name] !== undefined || (collection.system && collection.key.includes(field.name));
    const isNeeded = kind === 'createInput' && isRequired(field) && !masks.has(field.name) && !isGiven;
    return { type: isNeeded ? new GraphQLNonNull(scalar) : scalar, ...description, extensions: meant({ kind: 'field', field }) };
  });
}

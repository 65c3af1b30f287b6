import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, type GraphQLScalarType } from 'graphql';
import type { Collection, CollectionView, Field } from 'jackfield';
import { GraphQLBigInt, GraphQLDate, GraphQLHash, GraphQLJSON } from './scalars.js';

/** The scalar of a field. The parts of a key are IDs, where they are texts or whole numbers. */
export function scalarOf(field: Field, { key }: Collection): GraphQLScalarType {
  if (field.concealed) return GraphQLHash;
  if (field.type === 'uuid' || (key.includes(field.name) && isIdType(field))) return GraphQLID;
  switch (field.type) {
    case 'boolean':
      return GraphQLBoolean;
    case 'bigInteger':
      return GraphQLBigInt;
    case 'integer':
      return GraphQLInt;
    case 'decimal':
    case 'float':
      return GraphQLFloat;
    case 'json':
      return GraphQLJSON;
    case 'date':
    case 'time':
    case 'dateTime':
    case 'timestamp':
      return GraphQLDate;
    default:
      return GraphQLString;
  }
}

function isIdType({ type }: Field): boolean {
  return type === 'integer' || type === 'bigInteger' || type === 'decimal' || type === 'string' || type === 'text' || type === 'unknown';
}

/** Whether a field's value is never null, for those who see it so. One that has a default may be left out of a new item. */
export function isNonNull(field: Field, { collection, masks }: CollectionView): boolean {
  if (masks.has(field.name)) return false;
  return collection.key.includes(field.name) || isRequired(field);
}

/** Whether a new item needs a value of the field. Clients know a default of big integers as a text, which is none to them. */
export function isRequired({ nullable, default: byDefault, generated, filled, type }: Field): boolean {
  return !nullable && generated === null && !filled && (byDefault === null || type === 'bigInteger');
}

/** The comment of the column, and the values that it allows. */
export function descriptionOf({ comment, values }: Field): string | undefined {
  const allowed = values === null ? [] : [`One of: ${values.join(', ')}.`];
  const text = [...(comment === null ? [] : [comment]), ...allowed].join(' ');
  return text === '' ? undefined : text;
}

export function isNumber({ type, concealed }: Field): boolean {
  return !concealed && (type === 'integer' || type === 'bigInteger' || type === 'decimal' || type === 'float');
}

/** Whether there is a least and a greatest value. */
export function isOrdered(field: Field): boolean {
  return isNumber(field) || (!field.concealed && orderedTypes.has(field.type));
}

const orderedTypes: ReadonlySet<Field['type']> = new Set(['string', 'text', 'date', 'time', 'dateTime', 'timestamp']);

export function isWritable({ generated }: Field): boolean {
  return generated !== 'computed';
}

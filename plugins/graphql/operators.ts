import type { SchemaComposer } from 'graphql-compose';
import type { Field, GraphQLContext } from 'jackfield';
import { functionSets } from './functions.js';
import { meant } from './meaning.js';

const patterns = [
  '_contains', '_icontains', '_ncontains', '_starts_with', '_nstarts_with', '_istarts_with', '_nistarts_with', '_ends_with', '_nends_with',
  '_iends_with', '_niends_with',
];
const ordering = ['_gt', '_gte', '_lt', '_lte'];

/** Operators by the name of the type they take; `[…]` a list of it. */
const operatorTypes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  id_filter_operators: { ID: ['_eq', '_neq', ...patterns], '[ID]': ['_in', '_nin'], Boolean: ['_null', '_nnull', '_empty', '_nempty'] },
  string_filter_operators: {
    String: ['_eq', '_neq', ...patterns], '[String]': ['_in', '_nin'], Boolean: ['_null', '_nnull', '_empty', '_nempty'],
  },
  boolean_filter_operators: { Boolean: ['_eq', '_neq', '_null', '_nnull'] },
  date_filter_operators: {
    String: ['_eq', '_neq', ...ordering], Boolean: ['_null', '_nnull'], '[String]': ['_in', '_nin'],
    '[GraphQLStringOrFloat]': ['_between', '_nbetween'],
  },
  number_filter_operators: {
    GraphQLStringOrFloat: ['_eq', '_neq', ...ordering], '[GraphQLStringOrFloat]': ['_in', '_nin', '_between', '_nbetween'],
    Boolean: ['_null', '_nnull'],
  },
  big_int_filter_operators: {
    GraphQLBigInt: ['_eq', '_neq', ...ordering], '[GraphQLBigInt]': ['_in', '_nin', '_between', '_nbetween'], Boolean: ['_null', '_nnull'],
  },
  hash_filter_operators: { Boolean: ['_null', '_nnull', '_empty', '_nempty'] },
};

/** What texts are compared with beyond the contract's operators. */
const furtherOperators: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  string_filter_operators: { String: ordering, '[String]': ['_between', '_nbetween'] },
  boolean_filter_operators: { '[Boolean]': ['_in', '_nin'] },
};

/** Makes the types that every schema has: the operators of filters, and the functions of fields. They are made when they are used. */
export function addFixedTypes(composer: SchemaComposer<GraphQLContext>): void {
  composer.createEnumTC({ name: 'EventEnum', values: { create: {}, update: {}, delete: {} } });
  for (const name of Object.keys(operatorTypes)) {
    composer.createInputTC({ name, fields: { ...inputFields(operatorTypes[name]!), ...inputFields(furtherOperators[name] ?? {}) } });
  }
  for (const [set, functions] of Object.entries(functionSets)) {
    composer.createObjectTC({
      name: `${set}_functions`,
      fields: Object.fromEntries(functions.map((name) => [name, { type: 'Int', extensions: meant({ kind: 'function', function: name }) }])),
    });
    composer.createInputTC({
      name: `${set}_function_filter_operators`,
      fields: Object.fromEntries(functions.map((name) => [
        name, { type: 'number_filter_operators', extensions: meant({ kind: 'function', function: name }) },
      ])),
    });
  }
}

function inputFields(operators: Readonly<Record<string, readonly string[]>>): Record<string, { type: string }> {
  return Object.fromEntries(Object.entries(operators).flatMap(([type, names]) => names.map((name) => [name, { type }])));
}

/** The name of the type of a field's operators; null where nothing can be filtered by it. */
export function operatorsOf({ type, concealed }: Field): string | null {
  if (concealed) return null;
  switch (type) {
    case 'boolean':
      return 'boolean_filter_operators';
    case 'bigInteger':
      return 'big_int_filter_operators';
    case 'integer':
    case 'decimal':
    case 'float':
      return 'number_filter_operators';
    case 'date':
    case 'time':
    case 'dateTime':
    case 'timestamp':
      return 'date_filter_operators';
    case 'uuid':
      return 'id_filter_operators';
    default:
      return 'string_filter_operators';
  }
}

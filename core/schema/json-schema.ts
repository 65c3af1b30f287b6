import type { JSONSchema, JSONSchemaTypeName } from 'objection';
import type { ApiType } from './catalog.js';
import type { Collection, Field } from './schema.js';

/**
 * The JSON Schema of what may be written to a collection: the values that clients send, so numbers also as text. Relations are not in it.
 *
 * @param properties field → property
 */
export function jsonSchemaOf(collection: Collection, properties: ReadonlyMap<string, string>): JSONSchema {
  const entries: [string, JSONSchema][] = [];
  const required: string[] = [];
  for (const field of collection.fields.values()) {
    const property = properties.get(field.name) ?? field.name;
    entries.push([property, fieldSchema(field)]);
    if (!field.nullable && field.default === null && field.generated === null && !field.filled) required.push(property);
  }
  return { type: 'object', title: collection.name, properties: Object.fromEntries(entries), required };
}

function fieldSchema(field: Field): JSONSchema {
  const annotations: JSONSchema = {
    ...field.comment === null ? {} : { description: field.comment },
    ...field.generated === 'computed' ? { readOnly: true } : {},
  };
  const { type, pattern, values } = valueSchemas[field.type];
  const allowed = field.values === null ? values : allowedValues(field.type, field.values);
  return {
    ...annotations,
    ...type === undefined ? {} : { type: field.nullable ? [...type, 'null'] : [...type] },
    ...pattern === undefined ? {} : { pattern },
    ...allowed === undefined ? {} : { enum: field.nullable ? [...allowed, null] : [...allowed] },
    ...field.length !== null && field.type === 'string' ? { maxLength: field.length } : {},
  };
}

/** Of numbers, both the number and its text. */
function allowedValues(type: ApiType, values: readonly string[]): (string | number)[] {
  const isNumber = type === 'integer' || type === 'float' || type === 'decimal' || type === 'bigInteger';
  return isNumber ? values.flatMap((value) => (Number.isSafeInteger(Number(value)) ? [Number(value), value] : [value])) : [...values];
}

interface ValueSchema {
  /** Missing where any JSON value is right. */
  readonly type?: readonly JSONSchemaTypeName[];
  readonly pattern?: string;
  readonly values?: readonly (string | number | boolean)[];
}

const number = String.raw`^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$|^\s*(?:NaN|[+-]?Infinity)\s*$`;
const integer = String.raw`^\s*[+-]?\d+\s*$`;
const uuid = '^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$';

/** Dates and times are checked by the database, which knows more ways to write them. */
const valueSchemas: Readonly<Record<ApiType, ValueSchema>> = {
  boolean: { type: ['boolean', 'string', 'integer'], values: [true, false, 'true', 'false', 1, 0] },
  integer: { type: ['integer', 'string'], pattern: integer },
  bigInteger: { type: ['integer', 'string'], pattern: integer },
  decimal: { type: ['number', 'string'], pattern: number },
  float: { type: ['number', 'string'], pattern: number },
  string: { type: ['string'] },
  text: { type: ['string'] },
  uuid: { type: ['string'], pattern: uuid },
  date: { type: ['string'] },
  time: { type: ['string'] },
  dateTime: { type: ['string'] },
  timestamp: { type: ['string'] },
  json: {},
  binary: {},
  array: { type: ['array'] },
  unknown: {},
};

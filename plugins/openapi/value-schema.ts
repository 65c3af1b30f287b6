import type { ApiType, Collection, Field, JsonSchema, OpenApiVersion } from 'jackfield';

/** The same, or null. OpenAPI 3.0 has a word of its own for it. */
export function orNull(schema: JsonSchema, version: OpenApiVersion): JsonSchema {
  if (version === '3.0') {
    const { enum: values } = schema;
    return { ...schema, ...Array.isArray(values) ? { enum: [...values, null] } : {}, nullable: true };
  }
  return 'type' in schema && !('enum' in schema) ? { ...schema, type: [schema['type'], 'null'] } : { anyOf: [schema, { type: 'null' }] };
}

const values: Readonly<Record<ApiType, JsonSchema>> = {
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  bigInteger: { type: 'string', pattern: '^-?[0-9]+$' },
  decimal: { type: 'string' },
  float: { type: 'number' },
  string: { type: 'string' },
  text: { type: 'string' },
  uuid: { type: 'string', format: 'uuid' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string' },
  dateTime: { type: 'string' },
  timestamp: { type: 'string', format: 'date-time' },
  json: {},
  binary: {
    type: 'object', required: ['type', 'data'],
    properties: { type: { type: 'string', enum: ['Buffer'] }, data: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 255 } } },
  },
  array: { type: 'array', items: {} },
  unknown: { type: 'string' },
};

/** What a value of a field is in an answer, null aside. */
export function answeredValue({ type, elementType, values: allowed, length, concealed }: Field): JsonSchema {
  if (concealed) return { type: 'string' };
  if (type === 'array' && elementType !== null) return { type: 'array', items: values[elementType] };
  const isText = type === 'string' || type === 'text';
  return {
    ...values[type],
    ...isText && allowed !== null ? { enum: [...allowed] } : {},
    ...isText && length !== null ? { maxLength: length } : {},
  };
}

/** What may be written for a value that is not null: numbers that are texts in answers may be numbers too. */
export function writtenValue(field: Field): JsonSchema {
  if (field.type === 'bigInteger') return { anyOf: [{ type: 'integer' }, values.bigInteger] };
  if (field.type === 'decimal') return { anyOf: [{ type: 'number' }, { type: 'string' }] };
  return field.type === 'binary' ? {} : answeredValue(field);
}

/** The key of an item where it is one value: in a path, in lists of keys, in bare relations. */
export function keyValue({ key, fields }: Collection): JsonSchema {
  const [name, ...others] = key;
  const field = name === undefined ? undefined : fields.get(name);
  if (field && others.length === 0) return answeredValue(field);
  return { type: 'string', description: `${key.join(', ')}: each part percent-encoded, joined by commas.` };
}

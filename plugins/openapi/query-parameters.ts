import { exportFormats, operators, type JsonSchema } from 'jackfield';
import { reference } from './item-schemas.js';

const names: JsonSchema = { type: 'array', items: { type: 'string' } };
const object: JsonSchema = { type: 'object' };

/** What a read can ask for, by name: parameters of a URL, and members of the query in a body. */
const parts: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>> = {
  fields: { description: 'Paths of fields, such as `title`, `author.name` or `*`.', schema: names },
  filter: { description: 'Conditions on items: `{"pages":{"_gt":200}}`.', schema: { $ref: '#/components/schemas/Filter' } },
  search: { description: 'A text that some field of the item must hold.', schema: { type: 'string' } },
  sort: { description: 'Paths of fields, a leading `-` for descending.', schema: names },
  limit: { description: 'Most items of the list; -1 for all.', schema: { type: 'integer', minimum: -1 } },
  offset: { description: 'Items that are left out at the start.', schema: { type: 'integer', minimum: 0 } },
  page: { description: 'The page, from 1, of `limit` items each. Beats `offset`.', schema: { type: 'integer', minimum: 0 } },
  deep: { description: 'Parameters, each with a leading `_`, for related items.', schema: object },
  alias: { description: 'Other names for fields and relations: `{"name":"title"}`.', schema: { ...object, additionalProperties: { type: 'string' } } },
  aggregate: { description: 'Functions and the fields they are of: `{"count":"*"}`.', schema: object },
  groupBy: { description: 'Fields whose equal values make a group.', schema: names },
  meta: { description: 'Counts beside the list: `total_count`, `filter_count` or `*`.', schema: names },
  export: { description: 'Answers a file instead.', schema: { type: 'string', enum: [...exportFormats] } },
};

/** Which of them a read of one item takes, and the answer of a write. */
const ofOneItem = ['fields', 'deep', 'alias'];

/** Components that the operations refer to. Objects are sent as JSON text, lists as comma lists. */
export function queryParameters(): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(parts).map(([name, { description, schema }]) => {
    if (schema['type'] === 'object' || '$ref' in schema) return [name, { name, in: 'query', description, content: { 'application/json': { schema } } }];
    const style = schema['type'] === 'array' ? { style: 'form', explode: false } : {};
    return [name, { name, in: 'query', description, ...style, schema }];
  }));
}

/** References to the parameters of a list. */
export const listParameters: readonly JsonSchema[] = Object.keys(parts).map((name) => reference('parameters', name));

/** And to those of one item. */
export const itemParameters: readonly JsonSchema[] = ofOneItem.map((name) => reference('parameters', name));

/** The schemas of a query in a body, and of a filter. */
export function querySchemas(): Record<string, JsonSchema> {
  return {
    Query: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(parts).map(([name, { description, schema }]) => (
        [name, '$ref' in schema ? schema : { description, ...schema }]))),
    },
    Filter: {
      type: 'object',
      description: `Fields and relations with what they must meet: ${operators.join(', ')}, \`_some\` and \`_none\`; \`_and\` and \`_or\` take lists of filters.`,
      properties: { _and: filters, _or: filters },
    },
  };
}

const filters: JsonSchema = { type: 'array', items: { $ref: '#/components/schemas/Filter' } };

import type { JsonSchema, OpenApiOperation } from 'jackfield';

const object: JsonSchema = { type: 'object' };
const list: JsonSchema = { type: 'array', items: object };

/** What is in the OpenAPI document about the description of the schema. */
export const schemaOperations: readonly OpenApiOperation[] = [
  describe('/collections', 'Lists collections.', list),
  describe('/collections/{collection}', 'Describes a collection.', object),
  describe('/fields', 'Lists the fields of all collections.', list),
  describe('/fields/{collection}', 'Lists the fields of a collection.', list),
  describe('/fields/{collection}/{field}', 'Describes a field.', object),
  describe('/relations', 'Lists relations.', list),
  describe('/relations/{collection}', 'Lists the relations of a collection.', list),
  describe('/relations/{collection}/{field}', 'Describes a relation.', object),
];

function describe(path: string, summary: string, answer: JsonSchema): OpenApiOperation {
  return { method: 'GET', path, tag: 'Schema', summary, answer };
}

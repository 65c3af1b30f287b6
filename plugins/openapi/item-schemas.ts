import type { Collection, JsonSchema, OpenApiVersion, Relation, View } from 'jackfield';
import { answeredValue, keyValue, orNull, writtenValue } from './value-schema.js';

/** What the caller sees of the schema, and how its parts are called in the document. */
export interface Views {
  readonly read: View;
  readonly create: View;
  readonly update: View;
  readonly delete: View;
  /** Collection → name of its component. */
  readonly names: ReadonlyMap<string, string>;
  readonly version: OpenApiVersion;
}

/** The schemas of a collection by their component names: `books`, and `books_create` and `books_update` where they may be written. */
export function itemSchemas(name: string, views: Views): Record<string, JsonSchema> {
  const component = views.names.get(name)!;
  const [read, create, update] = [views.read, views.create, views.update].map((view) => view.collections.get(name)?.collection);
  return {
    ...read ? { [component]: answered(read, views) } : {},
    ...create?.kind === 'table' ? { [`${component}_create`]: written(create, 'create', views) } : {},
    ...update?.kind === 'table' ? { [`${component}_update`]: written(update, 'update', views) } : {},
  };
}

/** A reference to a component. */
export function reference(kind: 'schemas' | 'parameters' | 'responses', name: string): JsonSchema {
  return { $ref: `#/components/${kind}/${name}` };
}

/** No member is required: a request names the fields that it wants. */
function answered(collection: Collection, views: Views): JsonSchema {
  const properties: [string, JsonSchema][] = [];
  for (const field of collection.fields.values()) {
    const relation = collection.relations.get(field.name);
    const value = relation?.kind === 'm2o' ? oneItem(relation, views) ?? answeredValue(field) : answeredValue(field);
    const schema = field.nullable || relation ? orNull(value, views.version) : value;
    // Beside a reference OpenAPI 3.0 reads nothing.
    const isDescribed = field.comment !== null && !('$ref' in schema);
    properties.push([field.name, isDescribed ? { description: field.comment, ...schema } : schema]);
  }
  for (const relation of collection.relations.values()) {
    if (collection.fields.has(relation.name)) continue;
    const one = oneItem(relation, views);
    if (!one) continue;
    properties.push([relation.name, relation.kind === 'm2o' ? orNull(one, views.version) : { type: 'array', items: one }]);
  }
  return {
    type: 'object',
    ...collection.comment === null ? {} : { description: collection.comment },
    properties: propertiesOf(properties),
    'x-collection': collection.name,
  };
}

/** Without a field named `$ref`: tools take every member of that name for a reference, and refuse the whole document. */
function propertiesOf(properties: readonly (readonly [string, JsonSchema])[]): JsonSchema {
  return Object.fromEntries(properties.filter(([name]) => name !== '$ref'));
}

/** A related item: its key, or what was asked for of it. undefined where the caller does not see the collection. */
function oneItem(relation: Relation, { read, names }: Views): JsonSchema | undefined {
  const related = read.collections.get(relation.relatedCollection)?.collection;
  return related && { anyOf: [keyValue(related), reference('schemas', names.get(related.name)!)] };
}

function written(collection: Collection, action: 'create' | 'update', views: Views): JsonSchema {
  const properties: [string, JsonSchema][] = [];
  const required: string[] = [];
  for (const field of collection.fields.values()) {
    if (field.generated === 'computed') continue;
    const relation = collection.relations.get(field.name);
    const value = relation?.kind === 'm2o' ? anyOf([writtenValue(field), ...writtenItem(relation, views)]) : writtenValue(field);
    properties.push([field.name, field.nullable ? orNull(value, views.version) : value]);
    if (action === 'create' && !field.nullable && field.default === null && field.generated === null && !field.filled) required.push(field.name);
  }
  for (const relation of collection.relations.values()) {
    if (collection.fields.has(relation.name)) continue;
    const key = relatedKey(relation, views);
    const one = anyOf([key, ...writtenItem(relation, views)]);
    properties.push([relation.name, relation.kind === 'm2o' ? orNull(one, views.version) : listOf(one, key)]);
  }
  return {
    type: 'object', properties: propertiesOf(properties), ...required.length > 0 ? { required } : {}, 'x-collection': collection.name,
  };
}

/** A related item as an object, where the caller may write it. */
function writtenItem({ relatedCollection }: Relation, { create, update, names }: Views): JsonSchema[] {
  const component = names.get(relatedCollection)!;
  const isTable = (view: View): boolean => view.collections.get(relatedCollection)?.collection.kind === 'table';
  return [
    ...isTable(create) ? [reference('schemas', `${component}_create`)] : [],
    ...isTable(update) ? [reference('schemas', `${component}_update`)] : [],
  ];
}

/** Of a collection that the caller does not see nothing is told. */
function relatedKey({ relatedCollection }: Relation, { read, create, update }: Views): JsonSchema {
  const related = [read, create, update].map(({ collections }) => collections.get(relatedCollection)).find((view) => view !== undefined);
  return related ? keyValue(related.collection) : {};
}

/** The related items as a whole, or what is to happen to some of them. */
function listOf(one: JsonSchema, key: JsonSchema): JsonSchema {
  const list = { type: 'array', items: one };
  return anyOf([list, {
    type: 'object', additionalProperties: false,
    properties: { create: list, update: list, delete: { type: 'array', items: key } },
  }]);
}

function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  return schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
}

import type { Collection, JsonSchema } from 'jackfield';
import { usualErrors, writeErrors } from './errors.js';
import { reference, type Views } from './item-schemas.js';
import { itemParameters, listParameters } from './query-parameters.js';
import { keyValue } from './value-schema.js';

/** Operations of one path by their methods, in upper case. */
export type Operations = Readonly<Record<string, JsonSchema>>;

/** The paths of a collection: that of its list, and that of one item where it has a key. None where the caller may do nothing. */
export function itemPaths(name: string, path: string, views: Views): Map<string, Operations> {
  const of = (view: 'read' | 'create' | 'update' | 'delete'): Collection | undefined => views[view].collections.get(name)?.collection;
  const collection = of('read') ?? of('create') ?? of('update') ?? of('delete');
  if (!collection) return new Map();
  const subject: Subject = { collection, component: views.names.get(name)!, isRead: of('read') !== undefined };
  const isTable = collection.kind === 'table';
  const { singleton } = collection;
  const hasKey = collection.key.length > 0;

  const list: Operations = {
    ...subject.isRead ? { GET: readAll(subject), SEARCH: readByBody('search', subject), QUERY: readByBody('query', subject) } : {},
    ...of('create') && isTable && !singleton ? { POST: create(subject) } : {},
    ...of('update') && isTable && hasKey ? { PATCH: singleton ? update('update', [], subject) : updateMany(subject) } : {},
    ...of('delete') && isTable && hasKey && !singleton ? { DELETE: deleteMany(subject) } : {},
  };
  if (!hasKey || singleton) return notEmpty([[path, list]]);
  const key = { name: 'key', in: 'path', required: true, schema: keyValue(collection) };
  return notEmpty([[path, list], [`${path}/{key}`, {
    ...subject.isRead ? { GET: readOne(key, subject) } : {},
    ...of('update') && isTable ? { PATCH: update('update_one', [key], subject) } : {},
    ...of('delete') && isTable ? { DELETE: deleteOne(key, subject) } : {},
  }]]);
}

/** What operations are about. */
interface Subject {
  readonly collection: Collection;
  readonly component: string;
  /** Whether the caller may read it: else what was written is not answered. */
  readonly isRead: boolean;
}

function notEmpty(paths: readonly (readonly [string, Operations])[]): Map<string, Operations> {
  return new Map(paths.filter(([, operations]) => Object.keys(operations).length > 0));
}

function readAll(subject: Subject): JsonSchema {
  const answer = subject.collection.singleton ? 'item' : 'list';
  return operation('list', 'Reads items.', { parameters: answer === 'list' ? listParameters : itemParameters, isWrite: false, answer }, subject);
}

function readOne(key: JsonSchema, subject: Subject): JsonSchema {
  return operation('read', 'Reads an item.', { parameters: [key, ...itemParameters], isWrite: false, answer: 'item' }, subject);
}

function readByBody(verb: 'search' | 'query', subject: Subject): JsonSchema {
  const body = { type: 'object', properties: { query: reference('schemas', 'Query'), keys: keysOf(subject) } };
  const answer = subject.collection.singleton ? 'item' : 'list';
  return operation(verb, 'Reads items, with the query in the body.', { parameters: [], isWrite: false, answer, body }, subject);
}

function create(subject: Subject): JsonSchema {
  const one = reference('schemas', `${subject.component}_create`);
  const body = { anyOf: [one, { type: 'array', items: one }] };
  return operation('create', 'Creates an item, or each of a list.', { parameters: itemParameters, isWrite: true, answer: 'either', body }, subject);
}

function update(verb: string, path: readonly JsonSchema[], subject: Subject): JsonSchema {
  const body = reference('schemas', `${subject.component}_update`);
  return operation(verb, 'Changes an item.', { parameters: [...path, ...itemParameters], isWrite: true, answer: 'item', body }, subject);
}

function updateMany(subject: Subject): JsonSchema {
  const one = reference('schemas', `${subject.component}_update`);
  const body = {
    anyOf: [
      { type: 'object', required: ['keys', 'data'], properties: { keys: keysOf(subject), data: one } },
      { type: 'object', required: ['query', 'data'], properties: { query: reference('schemas', 'Query'), data: one } },
      { type: 'array', items: one },
    ],
  };
  const summary = 'Changes items by their keys, by a query, or each of a list that names its key.';
  return operation('update', summary, { parameters: itemParameters, isWrite: true, answer: 'list', body }, subject);
}

function deleteMany(subject: Subject): JsonSchema {
  const keys = keysOf(subject);
  const body = {
    anyOf: [
      keys,
      { type: 'object', required: ['keys'], properties: { keys } },
      { type: 'object', required: ['query'], properties: { query: reference('schemas', 'Query') } },
    ],
  };
  return operation('delete', 'Deletes items by their keys, or by a query.', { parameters: [], isWrite: true, answer: 'nothing', body }, subject);
}

function deleteOne(key: JsonSchema, subject: Subject): JsonSchema {
  return operation('delete_one', 'Deletes an item.', { parameters: [key], isWrite: true, answer: 'nothing' }, subject);
}

function keysOf({ collection }: Subject): JsonSchema {
  return { type: 'array', items: keyValue(collection) };
}

interface OperationParts {
  readonly parameters: readonly JsonSchema[];
  readonly body?: JsonSchema;
  readonly isWrite: boolean;
  readonly answer: 'item' | 'list' | 'either' | 'nothing';
}

function operation(verb: string, summary: string, parts: OperationParts, subject: Subject): JsonSchema {
  const { parameters, body, isWrite } = parts;
  return {
    operationId: `${verb}_${subject.component}`,
    summary,
    tags: [subject.collection.name],
    ...parameters.length > 0 ? { parameters } : {},
    ...body ? { requestBody: { required: verb !== 'search', content: { 'application/json': { schema: body } } } } : {},
    responses: { ...success(parts, subject), ...isWrite ? writeErrors : usualErrors },
  };
}

function success({ answer, isWrite }: OperationParts, { component, isRead }: Subject): Record<string, JsonSchema> {
  if (answer === 'nothing' || !isRead) return { 204: { description: 'Done.' } };
  const one = reference('schemas', component);
  const list = { type: 'array', items: one };
  const data = answer === 'item' ? one : answer === 'list' ? list : { anyOf: [one, list] };
  const meta = answer === 'list' && !isWrite ? { meta: reference('schemas', 'Meta') } : {};
  const schema = { type: 'object', required: ['data'], properties: { data, ...meta } };
  return {
    200: { description: answer === 'item' ? 'The item.' : 'The items.', content: { 'application/json': { schema } } },
    ...isWrite ? { 204: { description: 'Done; what was written may not be read.' } } : {},
  };
}

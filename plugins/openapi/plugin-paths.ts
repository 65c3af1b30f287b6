import type { JsonSchema, OpenApiOperation } from 'jackfield';
import { usualErrors, writeErrors } from './errors.js';
import type { Operations } from './item-paths.js';

/** The paths that plugins describe. */
export function pluginPaths(described: readonly OpenApiOperation[]): Map<string, Operations> {
  const paths = new Map<string, Operations>();
  for (const each of described) paths.set(each.path, { ...paths.get(each.path), [each.method]: operationOf(each) });
  return paths;
}

function operationOf(
  { method, path, tag, summary, parameters = [], body, answer, withoutEnvelope = false, isPublic = false, redirects = false }: OpenApiOperation,
): JsonSchema {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const all = [...named, ...parameters.map((parameter) => Object.assign({ in: 'query' }, parameter))];
  const done = redirects ? { 302: { description: 'It is elsewhere.' } } : { 204: { description: 'Done.' } };
  const schema = withoutEnvelope ? answer : { type: 'object', required: ['data'], properties: { data: answer } };
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+/g, '_')}`,
    summary,
    tags: [tag],
    ...all.length > 0 ? { parameters: all } : {},
    ...body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {},
    ...isPublic ? { security: [] } : {},
    responses: {
      ...answer === null ? done : { 200: { description: 'The answer.', content: { 'application/json': { schema } } } },
      ...method === 'GET' ? usualErrors : writeErrors,
    },
  };
}

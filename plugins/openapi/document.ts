import { setImmediate } from 'node:timers/promises';
import type { Collection, CollectionPath, JsonSchema, OpenApiOperation, OpenApiVersion, View } from 'jackfield';
import { componentNames } from './component-names.js';
import { errorResponses, errorsSchema } from './errors.js';
import { itemPaths, type Operations } from './item-paths.js';
import { itemSchemas, type Views } from './item-schemas.js';
import { pluginPaths } from './plugin-paths.js';
import { queryParameters, querySchemas } from './query-parameters.js';

/** What a document is made of. */
export interface DocumentParts {
  readonly version: OpenApiVersion;
  readonly title: string;
  /** Of the product. */
  readonly productVersion: string;
  /** Where the API is reached. */
  readonly url: string;
  readonly views: Readonly<Record<'read' | 'create' | 'update' | 'delete', View>>;
  readonly paths: readonly CollectionPath[];
  readonly isAnonymous: boolean;
  /** What plugins answer beside items. */
  readonly operations: readonly OpenApiOperation[];
}

const fullVersions: Readonly<Record<OpenApiVersion, string>> = { '3.0': '3.0.1', '3.1': '3.1.1', '3.2': '3.2.0' };

/**
 * The JSON text of the OpenAPI document of what one caller can ask. It is written collection by collection, and other requests have their turn
 * in between: a thousand collections take a second.
 */
export async function openApiDocument(parts: DocumentParts): Promise<string> {
  const { version, title, productVersion, url, views: given, operations, isAnonymous } = parts;
  const collections = new Map(Object.values(given).flatMap((view) => (
    [...view.collections].map(([name, { collection }]) => [name, collection] as const))));
  const views: Views = { ...given, version, names: componentNames(collections.keys()) };
  const pathOf = pathFinder(parts.paths);
  const paths: Record<string, string> = Object.create(null);
  const schemas: string[] = [];
  for (const [index, collection] of [...collections.values()].entries()) {
    if (index % betweenTurns === betweenTurns - 1) await setImmediate();
    const path = pathOf(collection);
    if (path === null) continue;
    for (const [each, methods] of itemPaths(collection.name, path, views)) paths[each] = JSON.stringify(pathItem(methods, version));
    schemas.push(membersOf(itemSchemas(collection.name, views)));
  }
  for (const [path, methods] of pluginPaths(operations)) paths[path] = JSON.stringify(pathItem(methods, version));
  const tags = [
    ...[...collections.values()].map(({ name, comment }) => (comment === null ? { name } : { name, description: comment })),
    ...[...new Set(operations.map(({ tag }) => tag))].filter((tag) => !collections.has(tag)).map((name) => ({ name })),
  ];
  const head = membersOf({
    openapi: fullVersions[version],
    info: { title, version: productVersion },
    servers: [{ url }],
    security: isAnonymous ? [{}] : [{ bearer: [] }, { accessToken: [] }],
    tags,
  });
  schemas.push(membersOf({ Errors: errorsSchema, ...querySchemas(), Meta: metaSchema }));
  const others = membersOf({ parameters: queryParameters(), responses: errorResponses(), securitySchemes });
  const pathTexts = Object.entries(paths).map(([path, text]) => `${JSON.stringify(path)}:${text}`);
  return `{${head},"paths":{${pathTexts.join(',')}},"components":{"schemas":{${schemas.filter((text) => text !== '').join(',')}},${others}}}`;
}

/** Collections that are written in one go. */
const betweenTurns = 20;

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  accessToken: { type: 'apiKey', in: 'query', name: 'access_token' },
};

/** Under which path a collection's items are served; null for one of Jackfield's own that is not. */
function pathFinder(paths: readonly CollectionPath[]): (collection: Collection) => string | null {
  const own = new Map(paths.flatMap(({ path, collection }) => (collection === null ? [] : [[collection, path] as const])));
  return ({ name, system }) => own.get(name) ?? (system ? null : `/items/${encodeURIComponent(name)}`);
}

/** The members of an object as JSON text, without the braces. */
function membersOf(object: object): string {
  return JSON.stringify(object).slice(1, -1);
}

const metaSchema: JsonSchema = { type: 'object', properties: { total_count: { type: 'integer' }, filter_count: { type: 'integer' } } };

/** SEARCH and QUERY have no place of their own before OpenAPI 3.2, which knows QUERY; until then they are in a registered extension. */
function pathItem({ SEARCH, QUERY, ...methods }: Operations, version: OpenApiVersion): JsonSchema {
  const known = Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method.toLowerCase(), operation]));
  if (!SEARCH || !QUERY) return known;
  return version === '3.2'
    ? { ...known, query: QUERY, additionalOperations: { SEARCH } }
    : { ...known, 'x-oai-additionalOperations': { SEARCH, QUERY } };
}

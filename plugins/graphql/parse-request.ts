import { ApiError, type Http, type HttpContext } from 'jackfield';

/** A request for one operation. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/** What the endpoints are asked by. */
export const allowedMethods = 'GET, HEAD, POST, OPTIONS';

/** What of the options decides how a request is read. */
export interface RequestOptions {
  readonly batching: boolean;
  readonly maxBatch: number;
}

/**
 * Reads a GET or POST. A list stands for a body that is one.
 *
 * @throws {ApiError} `METHOD_NOT_ALLOWED`, `INVALID_PAYLOAD`, and what `readJson` throws
 */
export async function parseRequest(
  context: HttpContext, http: Http, options: RequestOptions,
): Promise<GraphQLRequest | readonly GraphQLRequest[]> {
  const { method } = context;
  if (method === 'GET' || method === 'HEAD') return fromUrl(new URLSearchParams(context.querystring));
  if (method !== 'POST') {
    context.set('Allow', allowedMethods);
    throw new ApiError('METHOD_NOT_ALLOWED', { reason: `GraphQL is not asked by ${method}.`, hint: 'Use POST, or GET for queries.' });
  }
  const body = await http.readJson(context);
  if (!Array.isArray(body)) return fromBody(body);
  if (!options.batching) throw invalid('The body must be one request: lists of them are not taken.');
  if (body.length === 0 || body.length > options.maxBatch) throw invalid(`A list must have 1 to ${options.maxBatch} requests.`);
  return body.map(fromBody);
}

function fromUrl(parameters: URLSearchParams): GraphQLRequest {
  return fromBody({
    query: parameters.get('query') ?? undefined,
    variables: json(parameters, 'variables'),
    extensions: json(parameters, 'extensions'),
    operationName: parameters.get('operationName') ?? undefined,
  });
}

function json(parameters: URLSearchParams, name: string): unknown {
  const text = parameters.get(name);
  if (text === null || text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid(`"${name}" must be the JSON text of an object.`);
  }
}

function fromBody(body: unknown): GraphQLRequest {
  if (!isObject(body)) throw invalid('The body must be an object such as {"query": "{ … }"}.');
  const { query, variables, operationName, extensions } = body;
  if (typeof query !== 'string' || query === '') throw invalid('"query" must be the text of a GraphQL document.');
  if (!isAbsent(variables) && !isObject(variables)) throw invalid('"variables" must be an object.');
  if (!isAbsent(extensions) && !isObject(extensions)) throw invalid('"extensions" must be an object.');
  if (!isAbsent(operationName) && typeof operationName !== 'string') throw invalid('"operationName" must be a text.');
  return {
    query,
    variables: withoutPrototypes((variables ?? {}) as Record<string, unknown>),
    operationName: operationName === '' ? null : (operationName as string | null | undefined) ?? null,
  };
}

/**
 * Takes the prototype from every object in a value that was just parsed: graphql-js looks into variables by the names of fields, and
 * a field may be called `constructor`. It goes into them by recursion, too, which must come to an end.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` for more than `deepestVariables` values one in another
 */
export function withoutPrototypes(variables: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let level: object[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestVariables) throw invalid(`"variables" can have at most ${deepestVariables} values one in another.`);
    const below: object[] = [];
    for (const value of level) {
      if (!Array.isArray(value)) Object.setPrototypeOf(value, null);
      for (const each of Object.values(value) as unknown[]) if (typeof each === 'object' && each !== null) below.push(each);
    }
    level = below;
  }
  return variables;
}

/** Values of json columns may be as deep as 500, and stand in others. */
const deepestVariables = 1000;

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(reason: string): ApiError {
  return new ApiError('INVALID_PAYLOAD', { reason });
}

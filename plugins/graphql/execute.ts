import { execute, getVariableValues, GraphQLError, OperationTypeNode, isNonNullType, type ExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import {
  ApiError, ApiErrors, type HookCalls, type HttpContext, type ItemsContext, type ItemsService, type Log, type ParseMutationOptions,
} from 'jackfield';
import { collectFields } from './collect.js';
import { createContext } from './context.js';
import type { Operation } from './documents.js';
import { executionErrors, fieldErrors, refusedDocument, type ErrorEntry } from './errors.js';
import { translateRead, type RootRead } from './read.js';
import { resolveMember } from './resolve.js';
import type { Introspect } from './introspection/introspect.js';
import type { KnownSchema } from './schemas.js';

/** What operations are executed with. */
export interface ExecutorParts {
  readonly items: () => ItemsService;
  readonly hooks: HookCalls;
  readonly limits: ParseMutationOptions['limits'];
  readonly log: Log;
  readonly rememberedQueries: number;
  readonly introspect: Introspect;
}

/** One operation to execute. */
export interface ExecutionRequest {
  readonly operation: Operation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: ItemsContext;
  readonly http: HttpContext | null;
}

/** What came of it: `data` as JSON text or pieces of it, undefined where the request was refused before it ran. */
export interface Executed {
  readonly data?: string | AsyncIterable<string>;
  readonly errors: readonly ErrorEntry[];
}

/** A field of the answer. */
type Field = { readonly key: string; readonly isNonNull: boolean } & ({ readonly text: string } | { readonly read: RootRead });

/** Executes operations. */
export type Execute = (request: ExecutionRequest, schema: KnownSchema) => Promise<Executed>;

/** Longer requests are seldom sent twice. */
const longestRemembered = 4096;

/**
 * Makes the executor. An operation of reads is answered by the database: the JSON of each field goes out as it came. What needs more
 * (mutations, introspection, what plugins made, items that handlers of `items.read` see) is walked by graphql-js.
 */
export function createExecutor({ items, hooks, limits, log, rememberedQueries, introspect }: ExecutorParts): Execute {
  const remembered = rememberedQueries > 0 ? new LRUCache<string, readonly Field[]>({ max: rememberedQueries }) : null;

  function translate(
    { definition, fragments }: Operation, variables: Readonly<Record<string, unknown>>, { schema, mirror }: KnownSchema,
  ): readonly Field[] | null {
    const query = schema.getQueryType();
    const translating = { schema, fragments, variables, mirror, limits: limits.query };
    const fields: Field[] = [];
    for (const [key, nodes] of collectFields([definition.selectionSet], query, translating)) {
      const name = nodes[0]!.name.value;
      if (name === '__typename') {
        fields.push({ key, isNonNull: true, text: JSON.stringify(query.name) });
        continue;
      }
      const field = query.getFields()[name];
      const read = field && translateRead(field, nodes, translating);
      if (!read || read.needsWalk) return null;
      fields.push({ key, isNonNull: isNonNullType(field.type), read });
    }
    return fields;
  }

  const isSeen = (fields: readonly Field[]): boolean => hooks.has('items.read')
    && fields.some((field) => 'read' in field && [...field.read.collections].some((collection) => hooks.has('items.read', collection)));

  /** The fields of a query that the database can answer alone; null where it cannot. */
  function passedThrough(
    operation: Operation, coerced: Readonly<Record<string, unknown>>, known: KnownSchema,
  ): readonly Field[] | null {
    try {
      return translate(operation, coerced, known);
    } catch (error) {
      // graphql-js meets it again, at the field that it is about.
      if (error instanceof ApiError || error instanceof ApiErrors || error instanceof GraphQLError) return null;
      throw error;
    }
  }

  async function run(fields: readonly Field[], caller: ItemsContext): Promise<Executed> {
    const service = items();
    const answers = await Promise.allSettled(fields.map(async (field) => (
      'text' in field ? { data: field.text } : service.read(field.read.query, caller))));
    const errors = answers.flatMap((answer, index) => (
      answer.status === 'rejected' ? fieldErrors(answer.reason, [fields[index]!.key], log) : []));
    if (answers.some((answer, index) => answer.status === 'rejected' && fields[index]!.isNonNull)) {
      for (const answer of answers) if (answer.status === 'fulfilled') await abandon(answer.value.data);
      return { data: 'null', errors };
    }
    const texts = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.data : 'null'));
    return { data: objectOf(fields, texts), errors };
  }

  return async (request, known) => {
    const { operation, variables, caller, http } = request;
    const { schema, mirror } = known;
    const { document, definition } = operation;
    const isQuery = definition.operation === OperationTypeNode.QUERY;
    // The same variables come out of coercion as the same values.
    const key = remembered && isQuery ? `${operation.id} ${JSON.stringify(variables)}` : null;
    let fields = key === null ? null : remembered!.get(key) ?? null;
    if (fields && !isSeen(fields)) return run(fields, caller);
    const coerced = getVariableValues(schema, definition.variableDefinitions ?? [], variables, { maxErrors: 20 });
    if (coerced.errors) return { errors: refusedDocument(coerced.errors) };
    if (isQuery && !fields) {
      fields = passedThrough(operation, coerced.coerced, known);
      if (fields && key !== null && key.length <= longestRemembered) remembered!.set(key, fields);
      if (fields && !isSeen(fields)) return run(fields, caller);
    }
    const introspected = await introspect(operation, coerced.coerced, schema);
    if (introspected !== null) return { data: introspected, errors: [] };
    const contextValue = createContext({ caller, http, items: items(), mirror, schema, limits });
    const result: ExecutionResult = await execute({
      schema, document, contextValue, fieldResolver: resolveMember, variableValues: variables, operationName: definition.name?.value,
    });
    const errors = executionErrors(result.errors ?? [], log);
    return result.data === undefined ? { errors } : { data: JSON.stringify(result.data), errors };
  };
}

/** A stream that nobody will read is ended. */
async function abandon(data: string | AsyncIterable<string>): Promise<void> {
  if (typeof data !== 'string') await data[Symbol.asyncIterator]().return?.();
}

/** The object of all fields; as pieces where one of them comes in pieces. */
function objectOf(fields: readonly Field[], texts: readonly (string | AsyncIterable<string>)[]): string | AsyncIterable<string> {
  if (!texts.every((text) => typeof text === 'string')) return pieces(fields, texts);
  return `{${fields.map(({ key }, index) => `"${key}":${texts[index] as string}`).join(',')}}`;
}

async function* pieces(fields: readonly Field[], texts: readonly (string | AsyncIterable<string>)[]): AsyncGenerator<string> {
  for (const [index, { key }] of fields.entries()) {
    yield `${index === 0 ? '{' : ','}"${key}":`;
    const text = texts[index]!;
    if (typeof text === 'string') yield text;
    else yield* text;
  }
  yield '}';
}

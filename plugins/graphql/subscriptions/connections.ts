import { execute, getVariableValues, GraphQLError, OperationTypeNode, subscribe, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { GraphQLScope, Http, HttpContext, ItemsService, Log, ParseMutationOptions, SchemaService } from 'jackfield';
import { checkMethod } from '../check-method.js';
import { createContext } from '../context.js';
import type { FindOperation, Operation } from '../documents.js';
import { executionErrors } from '../errors.js';
import type { Introspect } from '../introspection/introspect.js';
import type { LazySchema } from '../lazy-schema.js';
import type { GraphQLRequest } from '../parse-request.js';
import { resolveMember } from '../resolve.js';
import type { FindSchema } from '../schemas.js';
import { credentialOf, type Credential } from './credential.js';
import { answerWithEvents, type Streaming } from './server-sent-events.js';
import type { SubscriptionLimits, Subscriptions } from './subscriptions.js';
import { createWebSockets } from './web-socket.js';

/** What connections that stay work with. */
export interface ConnectionParts {
  readonly http: Http;
  readonly log: Log;
  readonly items: () => ItemsService;
  readonly schema: () => SchemaService;
  readonly limits: ParseMutationOptions['limits'];
  readonly options: SubscriptionLimits & { readonly maxPerConnection: number };
  readonly maxMessageBytes: number;
  readonly findSchema: FindSchema;
  readonly findOperation: FindOperation;
  readonly introspect: Introspect;
  readonly subscriptions: Subscriptions;
}

/** Answers operations over connections that stay. */
export interface Connections {
  /**
   * Answers with server-sent events.
   *
   * @throws {ApiError} `METHOD_NOT_ALLOWED` for a mutation by GET
   */
  answer(request: GraphQLRequest, scope: GraphQLScope, context: HttpContext): Promise<void>;
}

/** Takes WebSockets at the paths of the scopes, and answers with server-sent events. */
export function createConnections(parts: ConnectionParts, paths: readonly (readonly [path: string, scope: GraphQLScope])[]): Connections {
  const { http, log, options } = parts;

  const streaming: Streaming = {
    async run(args) {
      const { operation, coerced } = args.contextValue as Asked;
      if (operation.definition.operation === OperationTypeNode.SUBSCRIPTION) {
        return subscribe(args) as Promise<AsyncGenerator<ExecutionResult> | ExecutionResult>;
      }
      const introspected = await parts.introspect(operation, coerced, args.schema as LazySchema);
      return introspected === null ? execute(args) : { data: JSON.parse(introspected) as Record<string, unknown> };
    },
    format: ({ data, errors = [] }) => ({
      ...(data !== undefined && { data }), ...(errors.length > 0 && { errors: executionErrors(errors, log) }),
    }),
  };

  async function prepare(
    scope: GraphQLScope, { query, operationName, variables }: GraphQLRequest, context: HttpContext, credential: Credential,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const known = await parts.findSchema(scope, credential.identity, parts.schema().current());
    const found = parts.findOperation(query, operationName, known);
    if ('refused' in found) return refused(found.errors);
    const { document, definition } = found;
    const coerced = getVariableValues(known.schema, definition.variableDefinitions ?? [], variables, { maxErrors: 20 });
    if (coerced.errors) return refused(coerced.errors);
    // What a client asks is charged to them; what is read for events is asked for by those who write.
    const identity = definition.operation === OperationTypeNode.SUBSCRIPTION ? credential.identity : context.state.identity;
    const request = createContext({
      caller: { identity, now: new Date() }, http: context, items: parts.items(), mirror: known.mirror, schema: known.schema,
      limits: parts.limits,
      listen: (wanted) => parts.subscriptions.listen(wanted, credential),
    });
    const asked: Asked = { operation: found, coerced: coerced.coerced };
    return {
      schema: known.schema, document, contextValue: { ...request, ...asked }, fieldResolver: resolveMember, variableValues: variables,
      operationName: definition.name?.value,
    };
  }

  for (const [path, scope] of paths) {
    const sockets = createWebSockets({
      ...streaming, http, log, recheckSeconds: options.recheckSeconds, maxMessageBytes: parts.maxMessageBytes,
      maxPerConnection: options.maxPerConnection, prepare: (request, context, credential) => prepare(scope, request, context, credential),
    });
    http.upgrade(`/graphql${path}`, (context, socket, head) => sockets.take(context, socket, head));
    http.onClose(() => sockets.close());
  }

  return {
    async answer(request, scope, context) {
      const credential = credentialOf(context, http, Math.min(1, options.recheckSeconds) * 1000);
      const args = await prepare(scope, request, context, credential);
      if (isRefused(args)) {
        context.status = 400;
        context.body = { errors: executionErrors(args, log) };
        return;
      }
      checkMethod(context, (args.contextValue as Asked).operation.definition.operation);
      await answerWithEvents(context, args, streaming);
    },
  };
}

/** What of a context tells what was asked. */
interface Asked {
  readonly operation: Operation;
  /** The variables, as graphql-js takes them. */
  readonly coerced: Readonly<Record<string, unknown>>;
}

function isRefused(args: ExecutionArgs | readonly GraphQLError[]): args is readonly GraphQLError[] {
  return Array.isArray(args);
}

function refused(errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.map(({ message, nodes = null, source = null, positions = null }) => (
    new GraphQLError(message, { nodes, source, positions, extensions: { code: 'GRAPHQL_VALIDATION' } })));
}

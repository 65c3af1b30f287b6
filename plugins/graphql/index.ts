import { OperationTypeNode } from 'graphql';
import { ApiError, definePlugin, type GraphQLScope, type HttpContext, type Identity } from 'jackfield';
import { checkMethod } from './check-method.js';
import { createDocuments } from './documents.js';
import { fieldErrors, refusedDocument } from './errors.js';
import { createExecutor } from './execute.js';
import { createAnswers } from './introspection/answers.js';
import { createIntrospect, printTypes } from './introspection/introspect.js';
import { graphqlOptions } from './options.js';
import { allowedMethods, parseRequest, type GraphQLRequest } from './parse-request.js';
import { mediaTypeOf, respondOutcome, respondOutcomes, type Outcome } from './respond.js';
import { createSchemas, type FindSchema } from './schemas.js';
import { createConnections } from './subscriptions/connections.js';
import { createSubscriptions } from './subscriptions/subscriptions.js';

const scopes: readonly (readonly [path: string, scope: GraphQLScope])[] = [['', 'items'], ['/system', 'system']];

/** `/graphql` and `/graphql/system`: what REST reads and writes, as GraphQL. */
export default definePlugin({
  name: 'graphql',
  description: 'Reads and writes items by GraphQL.',
  needs: ['http', 'config', 'access', 'schema', 'items', 'broadcast'],
  options: graphqlOptions,
  setup({ options, get, on, hooks, log }) {
    const http = get('http');
    const { query, mutation, server } = get('config');
    const findOperation = createDocuments(options);
    const answers = createAnswers(options.keptIntrospection);
    const introspect = createIntrospect(answers);
    const execute = createExecutor({
      items: () => get('items'), hooks, limits: { query, mutation }, log, rememberedQueries: options.rememberedQueries, introspect,
    });
    let schemas: FindSchema | null = null;
    const findSchema: FindSchema = (...asked) => {
      schemas ??= createSchemas(get('access'), hooks, options);
      return schemas(...asked);
    };

    const subscriptions = createSubscriptions({ get, on, log }, options);
    const connections = createConnections({
      http, log, options, findSchema, findOperation, introspect, subscriptions, maxMessageBytes: server.maxBodyBytes,
      limits: { query, mutation }, items: () => get('items'), schema: () => get('schema'),
    }, scopes);

    async function outcomeOf(request: GraphQLRequest, scope: GraphQLScope, context: HttpContext): Promise<Outcome> {
      const { identity } = context.state;
      const schema = await findSchema(scope, identity, get('schema').current());
      const operation = findOperation(request.query, request.operationName, schema);
      if ('refused' in operation) return { errors: refusedDocument(operation.errors), refused: operation.refused };
      checkMethod(context, operation.definition.operation);
      if (operation.definition.operation === OperationTypeNode.SUBSCRIPTION) {
        // It is not thrown: what came before it in a list of requests has its answers.
        return { errors: fieldErrors(new ApiError('INVALID_PAYLOAD', {
          reason: 'A subscription needs a connection that stays.', hint: 'Accept text/event-stream, or connect by WebSocket.',
        }), undefined, log) };
      }
      return execute({ operation, variables: request.variables, caller: { identity, now: new Date() }, http: context }, schema);
    }

    /** The schema of a caller as a text. */
    async function specification(scope: GraphQLScope, identity: Identity): Promise<string> {
      const { id, schema } = await findSchema(scope, identity, get('schema').current());
      return answers.get(`schema ${id}`, () => printTypes(schema));
    }

    for (const [path, scope] of scopes) {
      http.route(['OPTIONS'], `/graphql${path}`, (context) => {
        context.set('Allow', allowedMethods);
        context.status = 204;
      });

      // Other methods are told that they are not allowed; but for QUERY, which a path says it takes where it has a route.
      http.route(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'SEARCH'], `/graphql${path}`, async (context) => {
        const type = mediaTypeOf(context);
        const requests = await parseRequest(context, http, options);
        if (type === 'text/event-stream') {
          if (isList(requests)) throw new ApiError('INVALID_PAYLOAD', { reason: 'Events answer one request, not a list of them.' });
          return connections.answer(requests, scope, context);
        }
        if (!isList(requests)) return respondOutcome(context, await outcomeOf(requests, scope, context), type);
        const outcomes: Outcome[] = [];
        for (const request of requests) outcomes.push(await outcomeOf(request, scope, context));
        return respondOutcomes(context, outcomes, type);
      });

      if (!options.introspection) continue;
      http.route(['GET'], `/server/specs/graphql${path}`, async (context) => {
        const text = await specification(scope, context.state.identity);
        context.attachment(`${scope}.graphql`);
        context.set('Content-Type', 'application/octet-stream');
        context.body = text;
      });
    }
    on('graphql.extend', ({ scope, composer }) => {
      if (scope !== 'system' || !options.introspection) return;
      composer.createEnumTC({ name: 'graphql_sdl_scope', values: { items: {}, system: {} } });
      composer.Query.addFields({
        server_specs_graphql: {
          type: 'String',
          args: { scope: 'graphql_sdl_scope' },
          resolve: (_source, args: { readonly scope?: GraphQLScope | null }, { identity }) => (
            specification(args.scope ?? 'items', identity)),
        },
      });
    });
    http.onClose(() => subscriptions.stop());
    return subscriptions;
  },
});

function isList(requests: GraphQLRequest | readonly GraphQLRequest[]): requests is readonly GraphQLRequest[] {
  return Array.isArray(requests);
}

import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import {
  wholeText, type GraphQLContext, type HttpContext, type ItemsContext, type ItemsService, type ParseMutationOptions, type Payload,
  type Schema,
} from 'jackfield';
import { argumentsOf, payloadOf } from './arguments.js';
import { translateAnswer, type Translating } from './read.js';
import type { MutationEvent, Wanted } from './subscriptions/groups.js';

/** What our own resolvers need beside what those of plugins are given. */
export interface RequestContext extends GraphQLContext {
  readonly limits: ParseMutationOptions['limits'];
  /** Listens to what happens to items; null where the connection does not stay. */
  readonly listen: ((wanted: Wanted) => AsyncGenerator<MutationEvent, void, void>) | null;
  translating(info: Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>): Translating;
}

/** What a context is made of. */
export interface ContextParts {
  readonly caller: ItemsContext;
  readonly http: HttpContext | null;
  readonly items: ItemsService;
  readonly mirror: Schema;
  readonly schema: GraphQLSchema;
  readonly limits: ParseMutationOptions['limits'];
  readonly listen?: RequestContext['listen'];
}

/** Makes the context of one request. */
export function createContext({ caller, http, items, mirror, schema, limits, listen = null }: ContextParts): RequestContext {
  const translating: RequestContext['translating'] = ({ fragments, variableValues }) => (
    { schema, fragments, variables: variableValues, mirror, limits: limits.query });
  return {
    ...caller,
    http,
    limits,
    listen,
    translating,
    query(collection, info) {
      const field = info.parentType.getFields()[info.fieldName]!;
      return translateAnswer(collection, field, info.fieldNodes, translating(info));
    },
    payload(argument, info) {
      const field = info.parentType.getFields()[info.fieldName]!;
      const { type } = field.args.find(({ name }) => name === argument)!;
      return payloadOf(argumentsOf(field, info.fieldNodes[0]!, translating(info))[argument] ?? {}, type) as Payload;
    },
    async read(query) {
      const { data } = await items.read(query, caller);
      return JSON.parse(await wholeText(data)) as unknown;
    },
    async write(mutation, answer) {
      const { data } = await items.write(mutation, answer, caller);
      return data === null ? null : JSON.parse(data) as unknown;
    },
  };
}

import { Type, type Static } from 'jackfield';

const count = (initial: number, description: string) => Type.Integer({ minimum: 1, default: initial, description });

export const graphqlOptions = Type.Object({
  introspection: Type.Boolean({ default: true, description:
    'Whether `__schema` and `__type` are answered. Callers see what they may read and write.' }),
  maxDepth: count(15, 'Levels of fields one below another. Introspection has a limit of its own.'),
  maxAliases: count(100, 'Aliases in one document.'),
  maxRootFields: count(50, 'Fields of `Query` or `Mutation` in one request.'),
  maxTokens: count(5000, 'Tokens of one document.'),
  batching: Type.Boolean({ default: false, description:
    'Whether a body may be a list of requests. They are answered one after the other.' }),
  maxBatch: count(10, 'Requests in one list, where lists are taken.'),
  rememberedDocuments: Type.Integer({ minimum: 0, default: 1000, description: 'Documents that are kept parsed and checked. 0: none.' }),
  rememberedQueries: Type.Integer({ minimum: 0, default: 2000, description:
    'Requests that are kept translated, by document and variables. 0: none.' }),
  keptIntrospection: Type.Integer({ minimum: 0, default: 67_108_864, description:
    'Characters of answers about schemas that are kept, all together: they take long to make where there are many collections. 0: none.' }),
  nestedAggregates: Type.Boolean({ default: false, description:
    'Whether the functions of a relation group its items too: `books_func { aggregated { countAll } }`. Their type is then one for each '
    + 'collection, no longer `count_functions`, which some clients know by its name.' }),
  maxSubscriptions: count(10_000, 'Subscriptions at a time, of all clients.'),
  maxPerConnection: count(100, 'Operations at a time on one WebSocket.'),
  maxQueuedEvents: count(1000, 'Events that wait for a slow client. It is cut off beyond them.'),
  recheckSeconds: Type.Number({ minimum: 1, default: 5, description:
    'How often the credential of an open subscription is looked at while nothing happens. '
    + 'It is looked at before events too, once a second at most.' }),
  rememberedSchemas: count(200, 'Schemas that are kept: one for all callers who may see and write the same.'),
});

export type GraphQLOptions = Static<typeof graphqlOptions>;

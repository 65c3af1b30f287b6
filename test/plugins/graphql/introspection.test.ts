import { expect } from 'chai';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { startServer, type TestServer } from '../../../core/testing/testing.js';
import { library, libraryMirror } from '../../fixtures/library.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';

const sorted = (schema: GraphQLSchema): string => printSchema(lexicographicSortSchema(schema));

describe('introspection', () => {
  let database: TestDatabase;
  let server: TestServer;
  before(async () => {
    database = await createDatabase('sqlite', library);
    server = await startServer({ database: { url: database.url }, mirror: libraryMirror, plugins: { system: {} } });
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });

  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers of any shape
  async function ask(query: string, variables: object = {}, path = '/graphql'): Promise<any> {
    const { body, text } = await server.client.post(path, { query, variables });
    if (body.errors) throw new Error(text);
    return body.data;
  }

  it('tells the schema that is given as a file', async () => {
    for (const path of ['', '/system']) {
      const schema = buildClientSchema(await ask(getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true }), {}, `/graphql${path}`));
      const { text } = await server.client.get(`/server/specs/graphql${path}`);
      expect(sorted(schema)).to.equal(sorted(buildSchema(text)));
      expect(Object.keys(schema.getTypeMap())).to.include.members(['Query', 'Mutation', 'Subscription', '__Schema', 'String']);
    }
  });

  /** Beside items graphql-js answers it in its own way. */
  async function askPlainly(selection: string, declared: string, variables: object): Promise<unknown> {
    const { tags: _, ...data } = await ask(`query ${declared} { ${selection} tags(limit: 1) { name } } ${fragments}`, variables);
    return data;
  }

  const fragments = 'fragment named on __Type { name kind } fragment shape on __Schema { queryType { ...named } kinds: types { kind } }';
  const questions: readonly (readonly [string, string?, object?])[] = [
    ['__schema { types { name kind description fields(includeDeprecated: true) { name args { name defaultValue type { name ofType { name } } } } } ...shape }'],
    ['a: __schema { all: types { name } types { ...named ...named kind } } b: __schema { directives { name locations args { name } } } __typename ... on Query { __schema { ...shape } }'],
    ['__schema { types @include(if: $yes) { name } queryType { name @skip(if: $yes) kind } ...shape @skip(if: $yes) } __type(name: $name) { ...named } c: __type(name: "books") { ...named }',
      '($yes: Boolean!, $name: String!)', { yes: true, name: 'nothing' }],
    ['__schema { types { name inputFields { name defaultValue } enumValues { name } possibleTypes { name } interfaces { name } ofType { name } isOneOf: specifiedByURL } ...shape } __type(name: "tags") { ...named }'],
  ];

  for (const [index, [selection, declared = '', variables = {}]] of questions.entries()) {
    it(`answers as graphql-js does (${index + 1})`, async () => {
      const whole = selection.includes('...named') ? selection : `${selection} __type(name: "tags") { ...named }`;
      const expected = await askPlainly(whole, declared, variables);
      const given = await ask(`query ${declared} { ${whole} } ${fragments}`, variables);
      expect(inOrder(given)).to.deep.equal(inOrder(expected));
      expect(await ask(`query ${declared} { ${whole} } ${fragments}`, variables)).to.deep.equal(given);
    });
  }
});

/** Types come in no order that means anything. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder).map((each) => JSON.stringify(each)).toSorted();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inOrder(each)]));
}

describe('introspection of many collections', () => {
  it('leaves time for others', async function () {
    this.timeout(60_000);
    const tables = Array.from({ length: 150 }, (_, number) => `create table t${number} (id integer primary key, name varchar(9), up integer references t${number} (id))`);
    const database = await createDatabase('sqlite', tables.join(';'));
    const server = await startServer({ database: { url: database.url } });
    try {
      const query = getIntrospectionQuery().replace('__schema', 'schema: __schema');
      const asking = { isOver: false };
      const asked = server.client.post('/graphql', { query }).finally(() => {
        asking.isOver = true;
      });
      let answered = 0;
      while (!asking.isOver) {
        expect((await server.client.get('/server/ping')).text).to.equal('pong');
        answered += 1;
      }
      expect((await asked).body.data.schema.types.length).to.be.above(1000);
      expect(answered).to.be.above(5);
    } finally {
      await server.stop();
      await database.drop();
    }
  });
});

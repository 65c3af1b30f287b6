import { expect } from 'chai';
import { startServer } from '../../../core/testing/testing.js';
import { library, libraryMirror } from '../../fixtures/library.js';
import { askGraphQL, dataOf } from '../../http/graphql-server.js';
import { createDatabase } from '../../support/databases.js';

describe('groups of related items over GraphQL', () => {
  for (const nestedAggregates of [false, true]) {
    it(nestedAggregates ? 'have types of their own, where they are switched on' : 'leave no trace in the schema unless they are switched on', async () => {
      const database = await createDatabase('sqlite', library);
      const server = await startServer({ database: { url: database.url }, mirror: libraryMirror, plugins: { graphql: { nestedAggregates } } });
      try {
        const { author, own } = await dataOf(server.client, `{
          author: __type(name: "authors") { fields { name type { name } } }
          own: __type(name: "books_functions") { fields { name } }
        }`);
        const { type } = author.fields.find(({ name }: { readonly name: string }) => name === 'books_func');
        const asked = await askGraphQL(server.client, '{ authors(limit: 1) { books_func { count ... on count_functions { count } } } }');
        if (nestedAggregates) {
          expect(type.name).to.equal('books_functions');
          expect(own.fields).to.deep.equal([{ name: 'count' }, { name: 'aggregated' }]);
          expect(asked.codes).to.deep.equal(['GRAPHQL_VALIDATION']);
        } else {
          expect(type.name).to.equal('count_functions');
          expect(own).to.equal(null);
          expect(asked.data).to.deep.equal({ authors: [{ books_func: { count: 1 } }] });
        }
      } finally {
        await server.stop();
        await database.drop();
      }
    });
  }
});

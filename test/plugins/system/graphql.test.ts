import { expect } from 'chai';
import { library, libraryMirror } from '../../fixtures/library.js';
import { askGraphQL, dataOf } from '../../http/graphql-server.js';
import { forEachSystem } from './system-server.js';

forEachSystem('GraphQL of the system', (server) => {
  const data = (query: string, variables?: object) => dataOf(server.client, query, variables, '/graphql/system');

  const ask = (query: string) => askGraphQL(server.server.anonymous, query, undefined, '/graphql/system');

  it('reads and writes its collections under their short names', async () => {
    const { create_roles_item: role } = await data('mutation { create_roles_item(data: { name: "Clerk" }) { id name } }');
    expect(role.name).to.equal('Clerk');
    expect(await data('query ($id: ID!) { roles_by_id(id: $id) { name } roles(filter: { name: { _eq: "Clerk" } }) { id } }', { id: role.id }))
      .to.deep.equal({ roles_by_id: { name: 'Clerk' }, roles: [{ id: role.id }] });
    expect(await data('mutation ($id: ID!) { delete_roles_item(id: $id) { id } }', { id: role.id })).to.deep.equal({ delete_roles_item: { id: role.id } });
  });

  it('describes the schema', async () => {
    expect(await data(`{
      fields_by_name(collection: "books", field: "pages") { field type schema { is_nullable } meta { required } }
      relations_by_name(collection: "books", field: "author_id") { related_collection meta { one_field } }
      collections_by_name(name: "books") { collection schema { primary_key } }
      fields_in_collection(collection: "tags") { field }
    }`)).to.deep.equal({
      fields_by_name: { field: 'pages', type: 'integer', schema: { is_nullable: true }, meta: { required: false } },
      relations_by_name: { related_collection: 'authors', meta: { one_field: 'books' } },
      collections_by_name: { collection: 'books', schema: { primary_key: ['id'] } },
      fields_in_collection: [{ field: 'name' }, { field: 'weight' }],
    });
  });

  it('tells of the server and of the caller', async () => {
    const told = await data('{ server_ping server_health server_info { project { project_name } version } policies_me_globals { admin_access } permissions_me }');
    expect(told).to.deep.include({ server_ping: 'pong', server_health: { status: 'ok' }, policies_me_globals: { admin_access: true } });
    expect(told.permissions_me.books.read.access).to.equal('full');
  });

  it('describes nothing to those who may not know, and has no collections for them', async () => {
    expect((await ask('{ fields_by_name(collection: "books", field: "pages") { field } }')).codes).to.deep.equal(['FORBIDDEN']);
    expect((await ask('{ users { id } }')).codes).to.deep.equal(['GRAPHQL_VALIDATION']);
    expect((await ask('{ users_me { id } }')).codes).to.deep.equal(['GRAPHQL_VALIDATION']);
    expect((await ask('{ server_ping }')).data).to.deep.equal({ server_ping: 'pong' });
  });

  it('keeps the two roots apart', async () => {
    expect((await askGraphQL(server.client, '{ users { id } }')).codes).to.deep.equal(['GRAPHQL_VALIDATION']);
    expect((await askGraphQL(server.client, '{ books { id } }', undefined, '/graphql/system')).codes).to.deep.equal(['GRAPHQL_VALIDATION']);
  });
}, { script: library, config: { mirror: libraryMirror } });

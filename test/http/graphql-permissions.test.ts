import { expect } from 'chai';
import { askGraphQL, dataOf } from './graphql-server.js';
import { forEachBookshop } from './permissions-server.js';

const access = {
  policies: {
    reader: {
      permissions: [
        { collection: 'books', action: 'read' as const, fields: ['id', 'title', 'author_id'], permissions: { status: { _eq: 'published' } } },
        { collection: 'authors', action: 'read' as const, fields: ['id', 'name', 'books'] },
      ],
    },
    editor: {
      permissions: [
        { collection: 'books', action: 'read' as const, fields: ['id', 'title', 'pages'], permissions: { status: { _eq: 'draft' } } },
        { collection: 'books', action: 'create' as const, fields: ['title', 'pages'], presets: { status: 'draft' } },
        { collection: 'books', action: 'update' as const, fields: ['pages'], permissions: { status: { _eq: 'draft' } } },
        { collection: 'notes', action: 'create' as const, fields: ['title', 'shared'] },
        { collection: 'books', action: 'delete' as const, fields: [], permissions: { status: { _eq: 'draft' } } },
      ],
    },
  },
};

forEachBookshop('GraphQL under policies', access, (shop) => {
  it('has a schema of what the caller may see and write', async () => {
    const { data } = await askGraphQL(shop.reader, '{ schema: __schema { mutationType { name } queryType { fields { name } } } books: __type(name: "books") { fields { name } } }');
    expect(data).to.deep.equal({
      schema: {
        mutationType: null,
        queryType: { fields: ['authors', 'authors_by_id', 'authors_aggregated', 'books', 'books_by_id', 'books_aggregated'].map((name) => ({ name })) },
      },
      books: { fields: ['id', 'title', 'author_id'].map((name) => ({ name })) },
    });
    const none = await askGraphQL(shop.anonymous, '{ schema: __schema { queryType { fields { name } } types { name } } books: __type(name: "books") { name } }');
    expect(none.data.schema.queryType.fields).to.deep.equal([{ name: '_empty' }]);
    expect(none.data.books).to.equal(null);
    expect(none.text).not.to.include('authors');
  });

  // Suggestions depend on what was asked for.
  const refused = async (query: string) => {
    const { status, codes, text } = await askGraphQL(shop.reader, query);
    return { status, codes, text: text.replaceAll(/pages|nothing|notes/g, 'x').replaceAll(/"column":\d+| Did you mean [^?]*\?/g, '') };
  };

  it('answers for what is hidden as for what is not there', async () => {
    for (const [hidden, unknown] of [
      ['{ books { pages } }', '{ books { nothing } }'], ['{ notes { id } }', '{ nothing { id } }'],
      ['{ books(filter: { pages: { _eq: 1 } }) { id } }', '{ books(filter: { nothing: { _eq: 1 } }) { id } }'],
      ['mutation { delete_books_item(id: 1) { id } }', 'mutation { delete_nothing_item(id: 1) { id } }'],
    ] as const) expect(await refused(hidden)).to.deep.equal(await refused(unknown));
    const [one, other] = await Promise.all(['2', '99'].map((id) => askGraphQL(shop.reader, `{ books_by_id(id: ${id}) { id } }`)));
    expect(one).to.deep.equal(other);
    const sorted = await askGraphQL(shop.reader, '{ books(sort: ["pages"]) { id } }');
    expect(sorted.codes).to.deep.equal(['FORBIDDEN']);
  });

  it('leaves out hidden rows everywhere', async () => {
    expect(await dataOf(shop.reader, '{ books { id } authors(sort: ["id"]) { books { id } books_func { count } } books_aggregated { countAll } }')).to.deep.equal({
      books: [{ id: '1' }, { id: '3' }, { id: '4' }],
      authors: [{ books: [{ id: '1' }], books_func: { count: 1 } }, { books: [{ id: '3' }], books_func: { count: 1 } }, { books: [], books_func: { count: 0 } }],
      books_aggregated: [{ countAll: 3 }],
    });
  });

  it('gives null for a field that is not permitted on a row, whose type may be null', async () => {
    const types = async (client: typeof shop.reader) => (await dataOf(client, '{ books: __type(name: "books") { fields { name type { kind } } } }')).books.fields as unknown;
    expect(await types(shop.editor)).to.deep.include({ name: 'pages', type: { kind: 'SCALAR' } });
    expect(await dataOf(shop.editor, '{ books(sort: ["id"], limit: 3) { id pages author_id { name } } }')).to.deep.equal({ books: [
      { id: '1', pages: null, author_id: { name: 'Ada' } }, { id: '2', pages: 200, author_id: null }, { id: '3', pages: null, author_id: { name: 'Bruno' } },
    ] });
  });

  it('writes what is permitted, with presets, and refuses the rest', async () => {
    const created = await dataOf(shop.editor, 'mutation { create_books_item(data: { title: "New", pages: 7 }) { title pages } }');
    expect(created).to.deep.equal({ create_books_item: { title: 'New', pages: 7 } });
    expect((await askGraphQL(shop.editor, 'mutation { create_books_item(data: { title: "New", status: "published" }) { id } }')).codes).to.deep.equal(['GRAPHQL_VALIDATION']);
    expect((await askGraphQL(shop.editor, 'mutation { update_books_item(id: 1, data: { pages: 7 }) { id } }')).codes).to.deep.equal(['FORBIDDEN']);
    expect(await dataOf(shop.editor, 'mutation { update_books_item(id: 2, data: { pages: 8 }) { pages } delete_books_item(id: 5) { id } }'))
      .to.deep.equal({ update_books_item: { pages: 8 }, delete_books_item: { id: '5' } });
    expect((await askGraphQL(shop.editor, 'mutation { delete_books_items(ids: [2, 1]) { ids } }')).codes).to.deep.equal(['FORBIDDEN']);
  });

  it('answers true where what was written may not be read', async () => {
    expect(await dataOf(shop.editor, 'mutation { create_notes_item(data: { title: "n" }) }')).to.deep.equal({ create_notes_item: true });
  });
});

import { expect } from 'chai';
import { askGraphQL, dataOf } from './graphql-server.js';
import { forEachLibrary } from './library-server.js';

forEachLibrary('a GraphQL mutation', (server) => {
  const data = (query: string, variables?: object) => dataOf(server.client, query, variables);
  const ask = (query: string, variables?: object) => askGraphQL(server.client, query, variables);
  const stored = async (path: string) => (await server.client.get(path)).body.data;

  it('creates one item and several, with related ones, and reads them back as selected', async () => {
    expect(await data('mutation { create_books_item(data: { id: 20, title: "A", author_id: { id: 20, name: "N" }, details: { a: [1] } }) { t: title author_id { name books { id } } } }'))
      .to.deep.equal({ create_books_item: { t: 'A', author_id: { name: 'N', books: [{ id: '20' }] } } });
    expect(await data(
      'mutation ($data: [create_authors_input!]) { create_authors_items(data: $data, sort: ["-id"]) { id books { title } } }',
      { data: [{ id: 21, name: 'O', books: [{ id: 21, title: 'B' }, { id: 22, title: 'C' }] }, { id: 22, name: 'P' }] },
    )).to.deep.equal({ create_authors_items: [{ id: '22', books: [] }, { id: '21', books: [{ title: 'B' }, { title: 'C' }] }] });
    expect(await stored('/items/books/20?fields=title,details')).to.deep.equal({ title: 'A', details: { a: [1] } });
  });

  it('links a new item to others by their keys', async () => {
    expect(await data(`mutation {
      create_books_item(data: { id: 30, title: "L" }, links: { author_id: 1 }) { author_id { name } }
      create_authors_item(data: { id: 30, name: "R", books: [{ id: 31, title: "S" }] }, links: { books: [30] }) { books(sort: ["id"]) { title } }
    }`)).to.deep.equal({ create_books_item: { author_id: { name: 'Ursula' } }, create_authors_item: { books: [{ title: 'L' }, { title: 'S' }] } });
    const refused = await ask(`mutation {
      a: create_books_item(data: { id: 32, title: "L" }, links: { author_id: 999 }) { id }
      b: create_books_item(data: { id: 32, title: "L" }, links: { nothing: 1 }) { id }
      c: create_books_item(data: { id: 32, title: "L" }, links: [1]) { id }
    }`);
    expect(refused.codes).to.deep.equal(['INVALID_FOREIGN_KEY', 'FORBIDDEN', 'INVALID_PAYLOAD']);
  });

  it('changes one item, several alike, several each in its own way, and a singleton', async () => {
    expect(await data(`mutation {
      update_books_item(id: 1, data: { pages: 1, author_id: { id: 2 } }) { pages author_id { name } }
      update_books_items(ids: [2, 3], data: { subtitle: "s" }, sort: ["-id"]) { id subtitle }
      update_books_batch(data: [{ id: 2, pages: 22 }, { id: 3, pages: 33 }]) { id pages }
      update_shelf_slots_item(shelf: "A", slot: 2, data: { label: "new" }) { label }
      update_settings(data: { shop: "Another" }) { shop }
    }`)).to.deep.equal({
      update_books_item: { pages: 1, author_id: { name: 'Ada' } },
      update_books_items: [{ id: '3', subtitle: 's' }, { id: '2', subtitle: 's' }],
      update_books_batch: [{ id: '2', pages: 22 }, { id: '3', pages: 33 }],
      update_shelf_slots_item: { label: 'new' },
      update_settings: { shop: 'Another' },
    });
  });

  it('unlinks what a list of related items leaves out, and sets a reference to null', async () => {
    await data('mutation { create_authors_item(data: { id: 40, name: "Q", books: [{ id: 40, title: "x" }, { id: 41, title: "y" }] }) { id } }');
    expect(await data('mutation { update_authors_item(id: 40, data: { books: [{ id: 41 }] }) { books { id } } }')).to.deep.equal({ update_authors_item: { books: [{ id: '41' }] } });
    expect(await data('mutation { update_books_item(id: 41, data: { author_id: null }) { author_id { id } } }')).to.deep.equal({ update_books_item: { author_id: null } });
  });

  it('deletes, and tells the keys as they were given', async () => {
    await data('mutation { create_tags_items(data: [{ name: "x" }, { name: "y,z" }]) { name } }');
    expect(await data('mutation { delete_tags_items(ids: ["x"]) { ids } delete_tags_item(id: "y,z") { id } delete_shelf_slots_items(ids: ["A,1", "B%2C1,1"]) { ids } }'))
      .to.deep.equal({ delete_tags_items: { ids: ['x'] }, delete_tags_item: { id: 'y,z' }, delete_shelf_slots_items: { ids: ['A,1', 'B%2C1,1'] } });
    expect(await stored('/items/shelf_slots?fields=shelf,slot')).to.deep.equal([{ shelf: 'A', slot: 2 }, { shelf: 'C/D', slot: 7 }]);
  });

  it('tells every problem by itself, and goes on with the next field', async () => {
    const { status, data: given, codes } = await ask(`mutation {
      a: create_tags_item(data: { name: "sf" }) { name }
      b: update_books_item(id: 999, data: { pages: 1 }) { id }
      c: create_tags_item(data: { name: "after", weight: 5 }) { weight }
      d: create_books_item(data: { id: 50, title: "t", author_id: { id: 50 } }) { id }
    }`);
    expect({ status, given, codes }).to.deep.equal({ status: 400, given: undefined, codes: ['GRAPHQL_VALIDATION'] });
    const again = await ask(`mutation {
      a: create_tags_item(data: { name: "sf" }) { name }
      b: update_books_item(id: 999, data: { pages: 1 }) { id }
      c: create_tags_item(data: { name: "after", weight: 5 }) { weight }
    }`);
    expect({ status: again.status, data: again.data, codes: again.codes })
      .to.deep.equal({ status: 200, data: { a: null, b: null, c: { weight: 5 } }, codes: ['RECORD_NOT_UNIQUE', 'FORBIDDEN'] });
  });

  it('is refused where something that is needed is missing', async () => {
    expect((await ask('mutation { create_authors_item(data: { born: 1 }) { id } }')).codes).to.deep.equal(['GRAPHQL_VALIDATION']);
    expect((await ask('mutation { create_authors_item(data: { id: 60, name: null }) { id } }')).codes).to.deep.equal(['GRAPHQL_VALIDATION']);
  });

  it('of what cannot be changed is not there', async () => {
    for (const field of ['create_book_pages_item(data: {})', 'delete_visits_item(id: 1)', 'delete_settings_item(id: 1)', 'create_settings_item(data: {})']) {
      expect((await ask(`mutation { ${field} { __typename } }`)).codes, field).to.deep.equal(['GRAPHQL_VALIDATION']);
    }
    expect(await data('mutation { create_visits_item(data: { page: "p", seconds: 1 }) { __typename } }')).to.have.property('create_visits_item');
  });
});

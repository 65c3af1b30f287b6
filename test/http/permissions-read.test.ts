import { expect } from 'chai';
import type { Client, ClientQuery } from '../../core/testing/testing.js';
import { forEachBookshop } from './permissions-server.js';

const read = (collection: string, fields: readonly string[], permissions?: object) => (
  { collection, action: 'read' as const, fields: [...fields], ...(permissions && { permissions }) });

const access = {
  policies: {
    reader: {
      permissions: [
        read('books', ['id', 'title', 'status', 'author_id', 'publisher_code'], { status: { _eq: 'published' } }),
        read('authors', ['id', 'name', 'country', 'books', 'mentor_id', 'authors']),
        read('publishers', ['code', 'city'], { city: { _eq: 'New York' } }),
        read('notes', ['*'], { owner: { _eq: '$CURRENT_USER' } }),
        { collection: 'nothing', action: 'read' as const, fields: ['*'] },
        read('notes', ['*'], { unknown: { _eq: 1 } }),
      ],
    },
    editor: {
      permissions: [
        read('publishers', ['code', 'name'], { city: { _in: ['Torino', 'New York'] } }),
        read('books', ['id', 'pages'], { author_id: { country: { _eq: 'US' } } }),
        read('notes', ['id', 'priority'], { shared: { _eq: true } }),
      ],
    },
    shopper: { permissions: [read('books', ['*']), read('authors', ['*'])] },
    guest: { permissions: [read('authors', ['name'], { country: { _eq: 'US' } }), read('books', ['title', 'author_id'])] },
  },
  public: ['guest'],
};

const dataOf = async (client: Client, path: string, query: ClientQuery = {}): Promise<unknown> => {
  const { status, body, text } = await client.get(path, query);
  return status === 200 ? body.data as unknown : `${status} ${body?.errors?.[0]?.extensions?.code ?? text}`;
};

const ids = (...numbers: number[]) => numbers.map((id) => ({ id }));

forEachBookshop('reading under policies', access, (shop) => {
  it('shows the rows and fields of a policy', async () => {
    expect(await dataOf(shop.reader, '/items/books', { fields: ['*'] })).to.deep.equal([
      { id: 1, title: 'One', status: 'published', author_id: 1, publisher_code: 'TOR' },
      { id: 3, title: 'Three', status: 'published', author_id: 2, publisher_code: 'NDP' },
      { id: 4, title: 'Four', status: 'published', author_id: null, publisher_code: 'GAL' },
    ]);
  });

  it('answers for what is hidden as for what is not there', async () => {
    const paths = ['/items/books/2', '/items/books/99', '/items/nothing', '/items/tags', '/items/books?fields=pages', '/items/books?fields=nothing'];
    for (const path of paths) expect(await dataOf(shop.reader, path), path).to.equal('403 FORBIDDEN');
  });

  it('leaves out hidden rows of nested lists, counts and filters on related items', async () => {
    expect(await dataOf(shop.reader, '/items/authors', { fields: ['name', 'books.title', 'count(books)'] })).to.deep.equal([
      { name: 'Ada', books_count: '1', books: [{ title: 'One' }] },
      { name: 'Bruno', books_count: '1', books: [{ title: 'Three' }] },
      { name: 'Clara', books_count: '0', books: [] },
    ]);
    const some = { fields: ['name'], filter: { books: { _some: { title: { _in: ['Two', 'Three', 'Five'] } } } } };
    expect(await dataOf(shop.reader, '/items/authors', some)).to.deep.equal([{ name: 'Bruno' }]);
  });

  it('names the rows of the caller in a rule', async () => {
    expect(await dataOf(shop.reader, '/items/notes', { fields: ['title'] })).to.deep.equal([{ title: 'Mine' }, { title: 'Mine too' }]);
  });

  it('or-s the rows of several policies, and shows a field where one of them gives it', async () => {
    expect(await dataOf(shop.editor, '/items/publishers', { fields: ['code', 'name', 'city'] })).to.deep.equal([
      { code: 'EIN', name: 'Einaudi', city: null },
      { code: 'NDP', name: 'New Directions', city: 'New York' },
      { code: 'TOR', name: 'Tor Books', city: 'New York' },
    ]);
  });

  it('takes a value that is hidden on a row for null, wherever a query uses it', async () => {
    const where = (query: ClientQuery): Promise<unknown> => dataOf(shop.editor, '/items/books', { fields: ['id'], ...query });
    expect(await dataOf(shop.editor, '/items/books', { fields: ['id', 'title', 'pages'] })).to.deep.equal([
      { id: 1, title: 'One', pages: 100 }, { id: 2, title: null, pages: 200 }, { id: 3, title: 'Three', pages: null },
      { id: 4, title: 'Four', pages: null }, { id: 5, title: null, pages: 500 },
    ]);
    expect(await where({ filter: { pages: { _gte: 200 } } })).to.deep.equal(ids(2, 5));
    expect(await where({ filter: { title: { _null: true } } })).to.deep.equal(ids(2, 5));
    expect(await where({ filter: { title: { _eq: 'Two' } } })).to.deep.equal([]);
    expect(await where({ search: 'th' })).to.deep.equal(ids(3));
    expect(await where({ sort: ['-pages'] })).to.deep.equal(ids(3, 4, 5, 2, 1));
    expect(await dataOf(shop.editor, '/items/books', { aggregate: { sum: 'pages', count: ['title', '*'], countDistinct: 'status' } })).to.deep.equal([
      { sum: { pages: '800' }, count: { 'title': '3', '*': '5' }, countDistinct: { status: '1' } },
    ]);
    expect(await dataOf(shop.editor, '/items/books', { groupBy: ['status'], aggregate: { count: '*' } })).to.deep.equal([
      { status: 'published', count: '3' }, { status: null, count: '2' },
    ]);
  });

  it('follows no reference that is hidden on a row, from either end', async () => {
    expect(await dataOf(shop.editor, '/items/books', { fields: ['id', 'author_id.name'] })).to.deep.equal([
      { id: 1, author_id: { name: 'Ada' } }, { id: 2, author_id: null }, { id: 3, author_id: { name: 'Bruno' } }, { id: 4, author_id: null },
      { id: 5, author_id: null },
    ]);
    expect(await dataOf(shop.editor, '/items/authors', { fields: ['name', 'books', 'count(books)'] })).to.deep.equal([
      { name: 'Ada', books_count: '1', books: [1] }, { name: 'Bruno', books_count: '1', books: [3] }, { name: 'Clara', books_count: '0', books: [] },
    ]);
    expect(await dataOf(shop.editor, '/items/books', { fields: ['id'], filter: { author_id: { name: { _null: true } } } }))
      .to.deep.equal([{ id: 2 }, { id: 4 }, { id: 5 }]);
    expect(await dataOf(shop.editor, '/items/books', { fields: ['id'], sort: ['-author_id.name', '-id'], limit: 3 }))
      .to.deep.equal([{ id: 5 }, { id: 4 }, { id: 2 }]);
  });

  it('leaves out what lies in a collection that is hidden, and gives the bare key of an item of which nothing is left', async () => {
    expect(await dataOf(shop.anonymous, '/items/books', { fields: ['title', 'publisher.name'] })).to.equal('403 FORBIDDEN');
    expect(await dataOf(shop.shopper, '/items/books', { fields: ['publisher_code.name', 'title'], limit: 1 })).to.deep.equal([{ title: 'One' }]);
    expect(await dataOf(shop.shopper, '/items/books', { fields: ['publisher_code'], limit: 1 })).to.deep.equal([{ publisher_code: 'TOR' }]);
    expect(await dataOf(shop.shopper, '/items/authors', { fields: ['books.publisher_code.name'], limit: 1 })).to.deep.equal([{ books: [1, 2] }]);
    for (const query of [{ filter: { publisher_code: { name: 'x' } } }, { sort: ['publisher_code.name'] }]) {
      expect(await dataOf(shop.shopper, '/items/books', query)).to.equal('403 FORBIDDEN');
    }
  });

  it('counts what may be seen', async () => {
    const { body } = await shop.reader.get('/items/books', { fields: ['id'], limit: 1, meta: '*' });
    expect(body).to.deep.equal({ meta: { total_count: 3, filter_count: 3 }, data: [{ id: 1 }] });
  });

  it('tells nothing of a hidden key, and orders by it all the same', async () => {
    expect(await dataOf(shop.anonymous, '/items/authors')).to.deep.equal([{ name: 'Ada' }, { name: 'Clara' }]);
    for (const path of ['/items/authors/1', '/items/authors?fields=id', '/items/authors?fields=books', '/items/authors?sort=id']) {
      expect(await dataOf(shop.anonymous, path), path).to.equal('403 FORBIDDEN');
    }
    // As for any field that is no relation.
    expect(await dataOf(shop.anonymous, '/items/books', { filter: { author_id: { name: 'Ada' } } })).to.equal('400 INVALID_QUERY');
    expect(await dataOf(shop.anonymous, '/items/books', { fields: ['author_id'], limit: 2 })).to.deep.equal([{ author_id: 1 }, { author_id: 1 }]);
  });

  it('lets a query name lists of the caller, and nothing that is known of them', async () => {
    expect(await dataOf(shop.reader, '/items/notes', { fields: ['id'], filter: { owner: { _in: '$CURRENT_POLICIES' } } })).to.have.lengthOf(2);
    expect(await dataOf(shop.reader, '/items/notes', { filter: { owner: { _eq: '$CURRENT_ROLES' } } })).to.equal('400 INVALID_QUERY');
    expect(await dataOf(shop.reader, '/items/notes', { filter: { owner: { _eq: '$CURRENT_USER.country' } } })).to.equal('400 INVALID_QUERY');
  });
});

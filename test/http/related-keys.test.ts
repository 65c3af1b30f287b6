import { expect } from 'chai';
import type { Explanation } from '../../core/index.js';
import { dataOf } from './graphql-server.js';
import { forEachBookshop } from './permissions-server.js';

const read = (collection: string, fields: readonly string[], permissions?: object) => (
  { collection, action: 'read' as const, fields: [...fields], ...(permissions && { permissions: { ...permissions } }) });

const access = {
  policies: {
    reader: { permissions: [read('books', ['*']), read('authors', ['id', 'name']), read('publishers', ['code'])] },
    limited: { permissions: [read('books', ['*']), read('authors', ['id', 'name'], { country: { _eq: 'US' } }), read('publishers', ['*'])] },
    masked: { permissions: [read('books', ['*']), read('authors', ['name']), read('authors', ['id'], { country: { _eq: 'US' } })] },
    own: { permissions: [read('books', ['id', 'title']), read('books', ['author_id'], { status: { _eq: 'published' } }), read('authors', ['*'])] },
    blind: { permissions: [read('books', ['*']), read('authors', ['name'])] },
  },
};

forEachBookshop('the key of a related item', access, (shop) => {
  const asked = '/items/books?sort=id';

  /** Whether the tables of related items are looked into. */
  async function looksAt(table: string, query: string, policies: string): Promise<boolean> {
    const { status, body, text } = await shop.admin.get(`${asked}&${query}`, {}, { 'Jackfield-Explain': policies });
    if (status !== 200) throw new Error(text);
    const { sql } = body.data as Explanation;
    if (sql === null) throw new Error(text);
    return sql.includes(table);
  }

  /** What a caller of some policies is answered. */
  async function answer(query: string): Promise<unknown> {
    return (await shop.reader.get(`${asked}&${query}`)).body.data;
  }

  const expected = [1, 1, 2, null, 3].map((id, index) => ({ id: index + 1, author_id: id === null ? null : { id } }));

  it('is the same by every route, whether or not its row is looked at', async () => {
    expect(await answer('fields=id,author_id.id')).to.deep.equal(expected);
    expect((await shop.admin.get(`${asked}&fields=id,author_id.id`)).body.data).to.deep.equal(expected);
    const { books } = await dataOf(shop.reader, '{ books(sort: ["id"]) { author_id { key: id __typename } publisher_code { code } } }');
    expect(books).to.deep.equal([[1, 'TOR'], [1, 'EIN'], [2, 'NDP'], [null, 'GAL'], [3, null]].map(([id, code]) => ({
      author_id: id === null ? null : { key: String(id), __typename: 'authors' }, publisher_code: code === null ? null : { code },
    })));
  });

  it('takes no look at the row where the database vouches for it', async () => {
    const looks = shop.database.dialect !== 'postgres';
    expect(await looksAt('authors', 'fields=id,author_id.id', 'policies=reader')).to.equal(looks);
    expect(await looksAt('authors', 'fields=id,author_id.id', 'policies=own')).to.equal(looks);
    expect(await looksAt('publishers', 'fields=publisher_code.code', 'policies=reader')).to.equal(looks);
  });

  it('looks at the row where more of it is asked, or not every row may be seen', async () => {
    for (const [query, policy] of [
      ['fields=author_id.name', 'reader'], ['fields=author_id.id,author_id.name', 'reader'], ['fields=author_id.id', 'limited'], ['fields=author_id.id', 'masked'],
      ['fields=author_id.id&deep[author_id][_filter][name]=Ada', 'reader'], ['fields=author_id.id&deep[author_id][_search]=Ada', 'reader'],
    ] as const) expect(await looksAt('authors', query, `policies=${policy}`), `${query} ${policy}`).to.equal(true);
  });
});

for (const [policy, authors] of [
  ['limited', [1, 1, null, null, 3]], ['masked', [1, 1, null, null, 3]], ['own', [1, null, 2, null, null]],
] as const) {
  forEachBookshop(`the key of a related item under the policy "${policy}"`, { policies: { reader: access.policies[policy] } }, (shop) => {
    it('is null where the item, its key or what refers to it is hidden', async () => {
      const { body } = await shop.reader.get('/items/books', { sort: 'id', fields: ['author_id.id'] });
      expect(body.data).to.deep.equal(authors.map((id) => ({ author_id: id === null ? null : { id } })));
    });
  });
}

forEachBookshop('the key of a related item that may not be read', { policies: { reader: access.policies.blind } }, (shop) => {
  it('is refused as one that is not there', async () => {
    const [hidden, missing] = await Promise.all(['id', 'nope'].map((name) => shop.reader.get('/items/books', { fields: [`author_id.${name}`] })));
    expect([hidden!.status, hidden!.text]).to.deep.equal([403, missing!.text]);
  });
});

forEachBookshop('a foreign key to an item that is not there', undefined, (shop) => {
  it('leads to nothing, as soon as the schema is read again', async () => {
    await shop.database.run({
      sqlite: 'pragma foreign_keys = off; update books set author_id = 99 where id = 1',
      postgres: `alter table books drop constraint books_author_id_fkey; update books set author_id = 99 where id = 1;
        alter table books add foreign key (author_id) references authors (id) not valid`,
      mysql: 'set foreign_key_checks = 0; update books set author_id = 99 where id = 1; set foreign_key_checks = 1',
    });
    expect((await shop.admin.post('/utils/cache/clear')).status).to.equal(200);
    const { body } = await shop.admin.get('/items/books', { sort: 'id', fields: ['author_id.id'], limit: 2 });
    expect(body.data).to.deep.equal([{ author_id: null }, { author_id: { id: 1 } }]);
    expect(await dataOf(shop.admin, '{ books_by_id(id: 1) { author_id { id } } }')).to.deep.equal({ books_by_id: { author_id: null } });
  });
});

import { expect } from 'chai';
import type { Answer } from '../../core/testing/testing.js';
import { forEachBookshop } from './permissions-server.js';

type Action = 'read' | 'create' | 'update' | 'delete';

const permit = (collection: string, action: Action, fields: readonly string[], more: object = {}) => ({ collection, action, fields: [...fields], ...more });

const access = {
  policies: {
    reader: {
      permissions: [
        permit('notes', 'read', ['*'], { permissions: { owner: { _eq: '$CURRENT_USER' } } }),
        permit('notes', 'create', ['title', 'body', 'priority'], {
          validation: { _and: [{ priority: { _lte: 5 } }, { title: { _nnull: true } }] },
          presets: { owner: '$CURRENT_USER', body: 'preset' },
        }),
        permit('notes', 'update', ['title', 'body', 'priority'], {
          permissions: { owner: { _eq: '$CURRENT_USER' } },
          validation: { title: { _neq: 'forbidden' }, _or: [{ priority: { _lt: 9 } }, { body: { _nempty: true } }] },
          presets: { shared: true },
        }),
        permit('notes', 'delete', [], { permissions: { owner: { _eq: '$CURRENT_USER' }, shared: { _eq: false } } }),
        permit('authors', 'read', ['id', 'name', 'books']),
        permit('authors', 'create', ['name', 'books', 'country'], { permissions: { country: { _in: ['US', 'PL'] } } }),
        permit('authors', 'update', ['name', 'books']),
        permit('books', 'read', ['id', 'title', 'author_id', 'publisher_code'], { permissions: { status: { _eq: 'published' } } }),
        permit('books', 'create', ['title', 'author_id', 'status']),
        permit('books', 'update', ['title', 'author_id'], { permissions: { publisher_code: { _neq: 'NDP' } } }),
        permit('publishers', 'read', ['code', 'name']),
      ],
    },
    editor: {
      permissions: [
        permit('publishers', 'update', ['name'], { permissions: { city: { _eq: 'New York' } } }),
        permit('notes', 'update', ['priority'], { permissions: { shared: { _eq: true } } }),
        permit('notes', 'read', ['id', 'title', 'priority'], { permissions: { shared: { _eq: true } } }),
        permit('authors', 'delete', []),
      ],
    },
  },
};

/** What is wrong, in short: `400 FAILED_VALIDATION priority lte`. */
function told({ status, body }: Answer): string {
  const errors = (body?.errors ?? []) as { extensions: { code: string; field?: string; type?: string } }[];
  const lines = errors.map(({ extensions: { code, field, type } }) => [code, field, type].filter((each) => each !== undefined).join(' '));
  return [String(status), ...lines.toSorted()].join(', ');
}

forEachBookshop('writing under policies', access, (shop) => {
  const all = async (collection: string, fields: string, filter: object = {}): Promise<unknown> => (
    (await shop.admin.get(`/items/${collection}`, { fields, filter, sort: ['-id'], limit: 3 })).body.data as unknown);

  describe('creating', () => {
    it('fills in what nobody sent, and takes what was', async () => {
      const { body } = await shop.reader.post('/items/notes', { title: 'New', priority: 5 });
      expect(body.data).to.deep.include({ title: 'New', body: 'preset', owner: 'reader', priority: 5 });
      const sent = await shop.reader.post('/items/notes', { title: 'Newer', body: null });
      expect(sent.body.data).to.deep.include({ title: 'Newer', body: null, owner: 'reader', priority: null });
    });

    it('refuses values that break a rule, each by its field and operator', async () => {
      expect(told(await shop.reader.post('/items/notes', { title: 'x', priority: 6 }))).to.equal('400, FAILED_VALIDATION priority lte');
      expect(told(await shop.reader.post('/items/notes', { priority: 6 }))).to.equal('400, FAILED_VALIDATION title required');
      expect(told(await shop.reader.post('/items/notes', [{ title: 'x', priority: 7 }, { title: 'y', priority: 8 }])))
        .to.equal('400, FAILED_VALIDATION priority lte, FAILED_VALIDATION priority lte');
    });

    it('refuses fields that are not permitted, preset ones too', async () => {
      expect(told(await shop.reader.post('/items/notes', { title: 'x', owner: 'reader' }))).to.equal('403, FORBIDDEN');
      expect(told(await shop.reader.post('/items/notes', { title: 'x', nothing: 1 }))).to.equal('403, FORBIDDEN');
      expect(told(await shop.reader.post('/items/publishers', { code: 'X', name: 'x' }))).to.equal('403, FORBIDDEN');
    });

    it('refuses an item that is not among the permitted rows once it is stored', async () => {
      const before = await all('authors', 'id,name');
      expect(told(await shop.reader.post('/items/authors', { name: 'Dora', country: 'DE' }))).to.equal('403, FORBIDDEN');
      expect(told(await shop.reader.post('/items/authors', [{ name: 'Dora', country: 'US' }, { name: 'Emil' }]))).to.equal('403, FORBIDDEN');
      expect(await all('authors', 'id,name')).to.deep.equal(before);
      expect(told(await shop.reader.post('/items/authors', { name: 'Dora', country: 'US' }))).to.equal('200');
    });

    it('answers 204 for an item that may not be read', async () => {
      const answer = await shop.reader.post('/items/books', { title: 'Draft' });
      expect([answer.status, answer.text]).to.deep.equal([204, '']);
      expect(await all('books', 'title,status')).to.deep.include({ title: 'Draft', status: 'draft' });
    });

    it('needs the permission of every step of a nested item, or creates nothing', async () => {
      const nested = { name: 'Never', country: 'US', books: [{ title: 'x', pages: 1 }] };
      expect(told(await shop.reader.post('/items/authors', nested))).to.equal('403, FORBIDDEN');
      expect(await all('authors', 'name', { name: { _eq: 'Never' } })).to.deep.equal([]);
      const permitted = await shop.reader.post('/items/authors', { name: 'Ever', country: 'PL', books: [{ title: 'x', status: 'published' }] });
      expect(permitted.status).to.equal(200);
      expect(await all('books', 'title,author_id.name', { author_id: { name: { _eq: 'Ever' } } })).to.deep.equal([{ title: 'x', author_id: { name: 'Ever' } }]);
    });
  });

  describe('updating', () => {
    it('changes permitted rows, and presets what was not sent', async () => {
      const { status, body } = await shop.reader.patch('/items/notes/2', { body: 'changed' });
      expect([status, body.data]).to.deep.equal([200, { id: 2, title: 'Mine too', body: 'changed', owner: 'reader', shared: true, priority: 2 }]);
    });

    it('answers alike for rows that are missing, hidden, or another\'s', async () => {
      for (const key of [3, 4, 99]) expect(told(await shop.reader.patch(`/items/notes/${key}`, { body: 'x' })), String(key)).to.equal('403, FORBIDDEN');
      expect(told(await shop.reader.patch('/items/notes', { keys: [1, 3], data: { body: 'x' } }))).to.equal('403, FORBIDDEN');
      expect(told(await shop.reader.patch('/items/notes', [{ id: 1, body: 'x' }, { id: 4, body: 'x' }]))).to.equal('403, FORBIDDEN');
      expect(await all('notes', 'body', { id: { _in: [1, 3, 4] } })).to.deep.equal([{ body: 'hidden' }, { body: 'theirs' }, { body: 'mine' }]);
    });

    it('holds rules against the values that result', async () => {
      expect(told(await shop.reader.patch('/items/notes/1', { title: 'forbidden' }))).to.equal('400, FAILED_VALIDATION title neq');
      expect(told(await shop.reader.patch('/items/notes/1', { priority: 9, body: '' })))
        .to.equal('400, FAILED_VALIDATION body nempty, FAILED_VALIDATION priority lt');
      expect(told(await shop.reader.patch('/items/notes/1', { priority: 9 }))).to.equal('200');
      expect(told(await shop.reader.patch('/items/notes/1', { body: '' })))
        .to.equal('400, FAILED_VALIDATION body nempty, FAILED_VALIDATION priority lt');
      expect(told(await shop.reader.patch('/items/notes/1', { body: '', priority: 1 }))).to.equal('200');
    });

    it('writes a field on a row only where one permission gives both', async () => {
      expect(told(await shop.editor.patch('/items/notes/3', { priority: 8 }))).to.equal('200');
      expect(told(await shop.editor.patch('/items/notes/3', { priority: 8, title: 'x' }))).to.equal('403, FORBIDDEN');
      expect(told(await shop.editor.patch('/items/notes/4', { priority: 8 }))).to.equal('403, FORBIDDEN');
    });

    it('selects by a query what the caller may read, and refuses what of it they may not change', async () => {
      const change = (filter: object) => shop.editor.patch('/items/publishers', { query: { filter }, data: { name: 'Renamed' } });
      expect(told(await change({ code: { _in: ['TOR', 'NDP'] } }))).to.equal('200');
      expect(told(await change({ code: { _in: ['TOR', 'EIN'] } }))).to.equal('403, FORBIDDEN');
      const hidden = await shop.reader.patch('/items/notes', { query: { filter: { title: { _in: ['Theirs', 'Hidden'] } } }, data: { body: 'x' } });
      expect([hidden.status, hidden.body]).to.deep.equal([200, { data: [] }]);
    });
  });

  describe('linking and unlinking', () => {
    it('leaves hidden items of a whole list where they are', async () => {
      expect(told(await shop.reader.patch('/items/authors/1', { books: [] }))).to.equal('200');
      expect(await all('books', 'id', { author_id: { _eq: 1 } })).to.deep.equal([{ id: 2 }]);
    });

    it('needs the permission to change what is linked, moved or unlinked', async () => {
      expect(told(await shop.reader.patch('/items/authors/1', { books: [1] }))).to.equal('200');
      expect(told(await shop.reader.patch('/items/authors/1', { books: [1, 3] }))).to.equal('403, FORBIDDEN');
      expect(told(await shop.reader.patch('/items/authors/2', { books: [] }))).to.equal('403, FORBIDDEN');
      expect(told(await shop.reader.patch('/items/authors/1', { books: { update: [{ id: 3, title: 'x' }] } }))).to.equal('403, FORBIDDEN');
      expect(await all('books', 'id', { author_id: { _eq: 2 } })).to.deep.equal([{ id: 3 }]);
    });

    it('tells a hidden item that is linked here from none in no way', async () => {
      const hidden = await shop.reader.patch('/items/authors/1', { books: { delete: [2] } });
      const missing = await shop.reader.patch('/items/authors/1', { books: { delete: [99] } });
      expect([hidden.status, hidden.text]).to.deep.equal([missing.status, missing.text]);
      expect(await all('books', 'author_id', { id: { _eq: 2 } })).to.deep.equal([{ author_id: 1 }]);
    });
  });

  describe('deleting', () => {
    it('deletes permitted rows alone', async () => {
      for (const key of [1, 3, 4, 99]) expect(told(await shop.reader.delete(`/items/notes/${key}`)), String(key)).to.equal('403, FORBIDDEN');
      expect(told(await shop.reader.delete('/items/books/1'))).to.equal('403, FORBIDDEN');
      const { body } = await shop.admin.post('/items/notes', { title: 'Short-lived', owner: 'reader' });
      expect(told(await shop.reader.delete(`/items/notes/${body.data.id}`))).to.equal('204');
    });
  });
});

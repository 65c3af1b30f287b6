import { expect } from 'chai';
import type { Explanation } from '../../core/index.js';
import { startServer } from '../../core/testing/testing.js';
import { forEachBookshop } from './permissions-server.js';

const access = {
  policies: {
    reader: {
      permissions: [{ collection: 'books', action: 'read' as const, fields: ['id', 'title', 'author_id'], permissions: { status: { _eq: 'published' } } }],
    },
    editor: { permissions: [{ collection: 'books', action: 'read' as const, fields: ['id', 'pages'] }] },
  },
};

forEachBookshop('explaining a read', access, (shop) => {
  const explain = async (path: string, who: string): Promise<Explanation> => {
    const { status, body, text } = await shop.admin.get(path, {}, { 'Jackfield-Explain': who });
    if (status !== 200) throw new Error(text);
    return body.data as Explanation;
  };

  it('says which policies give what was asked for, with the SQL and its plan', async () => {
    const { names, sql, plan, ...rest } = await explain('/items/books?fields=title&sort=pages', 'policies=reader,editor');
    expect(rest).to.deep.include({ admin: false, policies: ['reader', 'editor'], isPermitted: true, error: null });
    expect(names).to.deep.equal([
      { collection: 'books', name: 'title', isPermitted: true, policies: ['reader'] },
      { collection: 'books', name: 'pages', isPermitted: true, policies: ['editor'] },
    ]);
    expect(rest.collections).to.deep.equal([{
      collection: 'books', action: 'read', rows: 'all',
      permissions: [
        { policy: 'reader', fields: ['id', 'title', 'author_id'], permissions: { status: { _eq: 'published' } } },
        { policy: 'editor', fields: ['id', 'pages'], permissions: null },
      ],
    }]);
    expect(sql).to.contain('case when');
    // SQL Server tells a plan in place of an answer alone, for whatever a connection asks: its dialect has none.
    if (shop.database.dialect === 'mssql') expect(plan).to.equal(null);
    else expect(plan).to.match(/scan|access_type/i);
  });

  it('says what of a refused read nobody gives', async () => {
    const { isPermitted, error, sql } = await explain('/items/books?fields=title,author_id.name&filter[status]=draft', 'policies=reader');
    expect([isPermitted, error?.code, sql]).to.deep.equal([false, 'FORBIDDEN', null]);
    expect(error?.reason).to.contain('"status" of "books"').and.not.to.contain('"title"');
    expect((await explain('/items/notes', 'public')).error?.reason).to.equal('No policy lets read "notes".');
  });

  it('means nothing from anybody but an administrator', async () => {
    const asked = await shop.reader.get('/items/books', { fields: ['id'] }, { 'Jackfield-Explain': 'policies=editor' });
    const plain = await shop.reader.get('/items/books', { fields: ['id'] });
    expect([asked.status, asked.text]).to.deep.equal([plain.status, plain.text]);
  });

  it('refuses a question that it does not understand, and changes nothing', async () => {
    expect((await shop.admin.get('/items/books', {}, { 'Jackfield-Explain': 'everybody' })).status).to.equal(400);
    expect((await shop.admin.patch('/items/books/1', { title: 'x' }, { 'Jackfield-Explain': 'policies=reader' })).status).to.equal(400);
    expect((await shop.admin.get('/items/books/1', { fields: ['title'] })).body.data).to.deep.equal({ title: 'One' });
  });
});

describe('explaining what everybody may read', () => {
  it('tells of the public policies of the config, where no users are kept', async () => {
    const server = await startServer({ database: { url: ':memory:' }, access: { ...access, public: ['reader'] } });
    const { body } = await server.client.get('/items/books', {}, { 'Jackfield-Explain': 'public' });
    expect(body.data.policies).to.deep.equal(['reader']);
    await server.stop();
  });
});

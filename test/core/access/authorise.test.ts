import { expect } from 'chai';
import type { View } from '../../../core/access/access.js';
import { authorise } from '../../../core/access/authorise.js';
import { ApiError } from '../../../core/errors/api-error.js';
import { admin, limits, reader, shaped } from './bookshop-views.js';

type Input = Record<string, unknown>;

/** What a caller is told: the code and all that goes with it. */
function told(view: View, collection: string, input: Input): unknown {
  try {
    authorise(shaped(collection, input), view, limits);
    return 'nothing';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { code: error.code, message: error.message, details: error.details };
  }
}

const keysOf = (view: View, collection: string, input: Input): unknown => {
  const { selection } = authorise(shaped(collection, input), view, limits);
  return selection === 'key' ? 'key' : selection.map(({ key }) => key);
};

/** Every place in a query that a name can stand in. */
const places: Readonly<Record<string, (name: string) => Input>> = {
  fields: (name) => ({ fields: [name] }),
  'fields of a relation': (name) => ({ fields: [`author_id.${name}`] }),
  filter: (name) => ({ filter: { [name]: { _eq: 1 } } }),
  'filter of a relation': (name) => ({ filter: { author_id: { [name]: { _eq: 1 } } } }),
  'filter through it': (name) => ({ filter: { [name]: { id: { _eq: 1 } } } }),
  sort: (name) => ({ sort: [name] }),
  'sort through it': (name) => ({ sort: [`${name}.id`] }),
  alias: (name) => ({ fields: ['x'], alias: { x: name } }),
  'alias that is not used': (name) => ({ fields: ['id'], alias: { x: name } }),
  deep: (name) => ({ deep: { [name]: { _limit: 1 } } }),
  aggregate: (name) => ({ aggregate: { count: name } }),
  groupBy: (name) => ({ groupBy: [name] }),
  'fields beside a group': (name) => ({ groupBy: ['title'], fields: [name] }),
  function: (name) => ({ fields: [`count(${name})`] }),
};

describe('authorising a query', () => {
  for (const [place, inputOf] of Object.entries(places)) {
    it(`tells nothing that is hidden from nothing: ${place}`, () => {
      const hidden = told(reader, 'books', inputOf('editor_id'));
      expect(hidden).to.deep.equal(told(reader, 'books', inputOf('no_such_name')));
      expect(hidden).to.deep.include({ code: 'FORBIDDEN', details: {} });
    });
  }

  it('knows no collection that is not in the view', () => {
    expect(told(reader, 'tags', {})).to.deep.equal(told(reader, 'no_such_collection', {}));
    expect(told(admin, 'tags', {})).to.equal('nothing');
  });

  it('leaves paths into a collection that may not be seen out without a word, and refuses to look into it', () => {
    expect(keysOf(reader, 'books', { fields: ['id', 'book_tags.tag_id'] })).to.deep.equal(['id']);
    expect(told(reader, 'books', { filter: { book_tags: { tag_id: 1 } } })).to.deep.include({ code: 'FORBIDDEN' });
    expect(told(reader, 'books', { fields: ['count(book_tags)'] })).to.deep.include({ code: 'FORBIDDEN' });
    expect(told(reader, 'books', { sort: ['book_tags.tag_id'] })).to.deep.include({ code: 'FORBIDDEN' });
  });

  it('takes wildcards for what may be seen', () => {
    expect(keysOf(reader, 'books', {})).to.deep.equal(['id', 'title', 'author_id']);
    expect(keysOf(admin, 'books', {})).to.deep.equal(['id', 'title', 'author_id', 'editor_id']);
  });

  it('orders members: fields, then relations, then fields under an alias, each key once', () => {
    const alias = { a: 'title', w: 'author_id' };
    expect(keysOf(admin, 'books', { alias, fields: ['a', 'w.name', 'title', 'author_id.id', 'id', 'title'] })).to.deep.equal(['title', 'id', 'w', 'author_id', 'a']);
    expect(keysOf(admin, 'books', { alias: { title: 'id' }, fields: ['*'] })).to.deep.equal(['id', 'author_id', 'editor_id', 'title']);
    expect(keysOf(admin, 'books', { alias, fields: ['a'] })).to.equal('key');
  });

  it('says which operators, functions and aggregates do not fit', () => {
    for (const [input, path] of [
      [{ filter: { id: { _contains: 'x' } } }, 'filter.id._contains'],
      [{ filter: { 'year(title)': { _eq: 1 } } }, 'filter.year(title)._eq'],
      [{ fields: ['nope(title)'] }, 'nope(title)'],
      [{ aggregate: { sum: 'title' } }, 'aggregate.sum'],
      [{ filter: { book_tags: { _eq: 1 } } }, 'filter.book_tags._eq'],
    ] as const) expect(told(admin, 'books', input)).to.deep.nested.include({ code: 'INVALID_QUERY', 'details.path': path });
  });

  it('sorts groups by what is in them only', () => {
    expect(told(admin, 'books', { groupBy: ['author_id'], aggregate: { count: '*' }, sort: ['-count', 'author_id'] })).to.equal('nothing');
    expect(told(admin, 'books', { groupBy: ['author_id'], aggregate: { count: '*' }, sort: ['title'] })).to.deep.nested.include({ code: 'INVALID_QUERY', 'details.path': 'sort' });
  });

  it('bounds what wildcards grow to', () => {
    expect(() => authorise(shaped('authors', { fields: ['books_by_author_id.author_id.books_by_author_id.author_id.*'] }), admin, { maxMembers: 6 }))
      .to.throw(ApiError, 'more than 6 members');
  });
});

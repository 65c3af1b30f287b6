import { expect } from 'chai';
import { compileView } from '../../../core/access/compile-view.js';
import { parsePermission } from '../../../core/access/parse-permission.js';
import type { Policy } from '../../../core/access/policy.js';
import { readConfiguredAccess } from '../../../core/access/configured-access.js';
import { userPaths } from '../../../core/access/user-paths.js';
import { BootError } from '../../../core/errors/boot-error.js';
import { admin } from './bookshop-views.js';

const { schema } = admin;

function policy(id: string, ...permissions: Parameters<typeof parsePermission>[0][]): Policy {
  return {
    id, name: id, adminAccess: false, appAccess: false, enforceSecondFactor: false, addresses: [],
    permissions: permissions.map((each) => parsePermission({ action: 'read', ...each })),
  };
}

const compile = (...policies: Policy[]) => {
  const notices: string[] = [];
  const view = compileView(policies, schema, 'read', ({ reason }) => notices.push(reason));
  return { view, notices };
};

const relationsOf = (...permissions: Parameters<typeof parsePermission>[0][]): string[] =>
  [...compile(policy('one', ...permissions)).view.collections.get('books')?.collection.relations.keys() ?? []];

describe('compiling policies into a view', () => {
  it('makes equal views of what shows the same, whatever the policies are called', () => {
    const books = { collection: 'books', fields: ['id', 'title'] };
    expect(compile(policy('one', books)).view.id).to.equal(compile(policy('two', books), policy('three', books)).view.id);
    expect(compile(policy('one', books)).view.id).not.to.equal(compile(policy('one', { ...books, permissions: { id: 1 } })).view.id);
  });

  it('masks a field only where not every row shows it', () => {
    const { view } = compile(
      policy('one', { collection: 'books', fields: ['id', 'title'], permissions: { id: { _lt: 5 } } }),
      policy('two', { collection: 'books', fields: ['id'] }),
    );
    const books = view.collections.get('books')!;
    expect([books.rows, [...books.masks.keys()]]).to.deep.equal([null, ['title']]);
  });

  it('keeps relations whose both ends are shown, and references to what is hidden as plain keys', () => {
    const books = { collection: 'books', fields: ['id', 'author_id'] };
    expect(relationsOf(books, { collection: 'authors', fields: ['id'] })).to.deep.equal(['author_id']);
    expect(relationsOf(books, { collection: 'authors', fields: ['mentor_id'] })).to.deep.equal([]);
    expect(relationsOf(books)).to.deep.equal(['author_id']);
  });

  it('takes a collection whose key is hidden for one without a key', () => {
    expect(compile(policy('one', { collection: 'books', fields: ['title'] })).view.collections.get('books')?.collection.key).to.deep.equal([]);
  });

  it('presets no secret, which would be stored as the rule has it', () => {
    const books = schema.collections.get('books')!;
    const title = Object.assign({}, books.fields.get('title')!, { concealed: true });
    const concealing = { ...schema, collections: new Map(schema.collections).set('books', { ...books, fields: new Map(books.fields).set('title', title) }) };
    const notices: string[] = [];
    const policies = [policy('one', { collection: 'books', action: 'create', fields: ['title'], presets: { title: 'known', id: 7 } })];
    const view = compileView(policies, concealing, 'create', ({ reason }) => notices.push(reason));
    expect(Object.entries(view.collections.get('books')!.presets)).to.deep.equal([['id', 7]]);
    expect(notices).to.deep.equal(['There is no field "title" that can be preset.']);
  });

  it('passes over unknown fields, and drops permissions whose rules make no sense, saying so', () => {
    const { view, notices } = compile(
      policy('one', { collection: 'books', fields: ['id', 'nothing'] }),
      policy('two', { collection: 'authors', fields: ['*'], permissions: { nothing: { _eq: 1 } } }),
      policy('three', { collection: 'authors', fields: ['*'], permissions: { id: { _eq: 'many' } } }),
      policy('four', { collection: 'authors', fields: ['*'], permissions: { id: { _eq: '$CURRENT_ROLES' } } }),
      policy('five', { collection: 'gone', fields: ['*'] }),
    );
    expect([...view.collections.keys()]).to.deep.equal(['books']);
    expect(notices).to.have.lengthOf(4);
    expect(notices[0]).to.equal('There is no field or relation "nothing".');
    for (const notice of notices.slice(1)) expect(notice).to.contain('of no effect');
  });

  it('shows nothing where nothing is named', () => {
    expect(compile(policy('one', { collection: 'books', fields: [] })).view.collections.size).to.equal(0);
  });
});

describe('the section `access` of the config', () => {
  const options = { policies: {}, roles: {}, public: [] };
  const flags = { adminAccess: false, appAccess: false, enforceSecondFactor: false, addresses: [] };

  it('names what is wrong by its path', () => {
    const permissions = [{ collection: 'books', action: 'read' as const, fields: ['*'], permissions: { id: { _eqq: 1 } } }];
    expect(() => readConfiguredAccess({ ...options, policies: { reader: { ...flags, permissions } } }))
      .to.throw(BootError, '`access.policies.reader.permissions[0].permissions.id._eqq`');
    expect(() => readConfiguredAccess({ ...options, public: ['reder'], policies: { reader: { ...flags, permissions: [] } } }))
      .to.throw(BootError, '`access.public[0]`: there is no policy "reder". Did you mean "reader"?');
    const circle = { a: { policies: [], parent: 'b' }, b: { policies: [], parent: 'a' } };
    expect(() => readConfiguredAccess({ ...options, roles: circle })).to.throw(BootError, 'is above itself');
  });
});

describe('what rules say of users', () => {
  it('is listed by its paths, from rules and presets alike', () => {
    const one = policy('one', {
      collection: 'books', fields: ['*'], permissions: { _or: [{ id: { _eq: '$CURRENT_USER.team.id' } }, { id: { _in: ['$CURRENT_USER.books', '7'] } }] },
      presets: { title: '$CURRENT_USER.name', id: '$CURRENT_USER' },
    });
    expect(userPaths({ version: '1', policies: new Map([['one', one]]) })).to.deep.equal(['books', 'name', 'team.id']);
  });
});

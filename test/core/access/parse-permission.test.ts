import { expect } from 'chai';
import { parsePermission, type PermissionInput } from '../../../core/access/parse-permission.js';
import { ApiError } from '../../../core/errors/api-error.js';

const told = (input: PermissionInput): unknown => {
  try {
    return parsePermission(input, 'permissions[3]');
  } catch (error) {
    return error instanceof ApiError ? `${error.code} ${String(error.details.path)}` : error;
  }
};

describe('reading a permission', () => {
  it('takes lists, comma lists, objects and the JSON texts of such', () => {
    const rows = { kind: 'field', field: 'status', function: null, operator: '_eq', value: 'published', path: 'permissions.status._eq' };
    const asObjects = parsePermission({ collection: 'books', action: 'read', fields: ['id', 'title'], permissions: { status: { _eq: 'published' } }, presets: { a: 1 } });
    expect(asObjects).to.deep.equal({
      collection: 'books', action: 'read', fields: ['id', 'title'], rows, validation: null, presets: Object.assign(Object.create(null), { a: 1 }),
    });
    const asTexts = parsePermission({ collection: 'books', action: 'read', fields: 'id, title', permissions: '{"status":{"_eq":"published"}}', presets: '{"a":1}' });
    expect(asTexts).to.deep.equal(asObjects);
  });

  it('takes nothing for nothing', () => {
    const { fields, rows, validation, presets } = parsePermission({ collection: 'books', action: 'delete', fields: null, permissions: {}, validation: null, presets: null });
    expect([fields, rows, validation, Object.keys(presets)]).to.deep.equal([[], null, null, []]);
  });

  const wrong: readonly (readonly [PermissionInput, string])[] = [
    [{ action: 'read' }, 'collection'],
    [{ collection: 'books', action: 'reed' }, 'action'],
    [{ collection: 'books', action: 'read', fields: [1] }, 'fields'],
    [{ collection: 'books', action: 'read', permissions: { status: { _eqq: 1 } } }, 'permissions.status._eqq'],
    [{ collection: 'books', action: 'read', permissions: '{' }, 'permissions'],
    [{ collection: 'books', action: 'create', validation: { author_id: { name: { _eq: 'x' } } } }, 'validation'],
    [{ collection: 'books', action: 'create', validation: { 'year(at)': { _eq: 2000 } } }, 'validation'],
    [{ collection: 'books', action: 'create', presets: [] }, 'presets'],
  ];
  for (const [input, path] of wrong) {
    it(`refuses ${JSON.stringify(input)} at ${path}`, () => expect(told(input)).to.equal(`INVALID_PAYLOAD permissions[3].${path}`));
  }
});

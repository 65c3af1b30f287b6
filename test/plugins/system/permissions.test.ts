import { expect } from 'chai';
import { forEachSystem, refusal } from './system-server.js';

const script = 'create table notes (id integer primary key, body varchar(50)); insert into notes values (1, \'one\')';

forEachSystem('a permission that is written', (system) => {
  const write = async (permission: object): Promise<string> => {
    const { id } = await system.create('/policies', { name: 'Test' });
    const answer = await system.client.post('/permissions', { policy: id, collection: 'notes', action: 'read', fields: ['*'], ...permission });
    return answer.status === 200 ? '200' : `${refusal(answer)} ${answer.body.errors[0].extensions.reason}`;
  };

  it('is kept where it means something', async () => {
    for (const permission of [
      {}, { fields: ['id', 'body'] }, { permissions: { body: { _eq: '$CURRENT_USER' } } }, { action: 'create', presets: { body: 'x' } },
      { action: 'update', validation: { body: { _nnull: true } } }, { action: 'delete', fields: null }, { permissions: {} },
      { collection: 'directus_users', fields: ['id'] }, { collection: 'directus_fields' }, { collection: 'directus_files' }, { action: 'share' },
    ]) expect(await write(permission), JSON.stringify(permission)).to.equal('200');
  });

  it('is refused with its place where it means nothing', async () => {
    expect(await write({ collection: 'note' })).to.equal('400 FAILED_VALIDATION collection unknown There is no collection "note".');
    expect(await write({ fields: ['id', 'bdy'] })).to.equal('400 FAILED_VALIDATION fields unknown "notes" has no field or relation "bdy".');
    expect(await write({ action: 'create', presets: { bdy: 1 } })).to.match(/^400 FAILED_VALIDATION presets unknown "notes" has no field/);
    expect(await write({ permissions: { bdy: { _eq: 1 } } })).to.match(/^400 FAILED_VALIDATION permissions unknown A rule names a field/);
    expect(await write({ permissions: { id: { _eq: 'x' } } })).to.match(/^400 FAILED_VALIDATION permissions unknown /);
    expect(await write({ permissions: { id: { _like: 1 } } })).to.match(/^400 INVALID_PAYLOAD There is no operator "_like"/);
    expect(await write({ action: 'drop' })).to.match(/^400 FAILED_VALIDATION action/);
    expect(await write({ policy: null })).to.match(/^400 FAILED_VALIDATION policy/);
  });

  it('is checked when it changes, and when it comes along with a policy', async () => {
    const policy = await system.create('/policies', { name: 'Test', permissions: [{ collection: 'notes', action: 'read', fields: ['id'] }] });
    const [key] = policy['permissions'] as readonly number[];
    expect(refusal(await system.client.patch(`/permissions/${key}`, { collection: 'ghosts' }))).to.equal('400 FAILED_VALIDATION collection unknown');
    const nested = await system.client.post('/policies', { name: 'Bad', permissions: [{ collection: 'notes', action: 'read', fields: ['ghost'] }] });
    expect(refusal(nested)).to.equal('400 FAILED_VALIDATION fields unknown');
    expect((await system.client.get('/policies', { filter: { name: { _eq: 'Bad' } } })).body).to.deep.equal({ data: [] });
  });
}, { script });

forEachSystem('policies that are kept in the config', (system) => {
  it('are not to be changed in the tables', async () => {
    for (const [path, body] of [
      ['/policies', { name: 'New' }], ['/roles', { name: 'New' }], ['/permissions', { policy: 'x', collection: 'notes', action: 'read' }],
      ['/access', { policy: 'x' }],
    ] as const) {
      const answer = await system.client.post(path, body);
      expect(refusal(answer), path).to.equal('422 UNPROCESSABLE_ENTITY');
      expect(answer.body.errors[0].extensions).to.include({ hint: 'Change its section `access`.' });
    }
    expect(refusal(await system.client.patch('/policies', { query: { limit: 1 }, data: { name: 'x' } }))).to.equal('422 UNPROCESSABLE_ENTITY');
    expect(refusal(await system.client.delete('/roles', { query: { limit: 1 } }))).to.equal('422 UNPROCESSABLE_ENTITY');
  });
}, { script, config: { access: { policies: {}, roles: {}, public: [] } } });

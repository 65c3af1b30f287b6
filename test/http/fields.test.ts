import { expect } from 'chai';
import { forEachObservatory } from './observatory-server.js';

forEachObservatory('fields', (server) => {
  const keys = async (path: string, fields?: string): Promise<string[]> => {
    const data = await server.data(path, fields === undefined ? {} : { fields });
    return Object.keys((Array.isArray(data) ? data[0] : data) as object);
  };

  it('are all own columns and the declared ways back where nothing is asked for', async () => {
    const all = ['id', 'name', 'country', 'altitude', 'founded', 'telescopes'];
    for (const fields of [undefined, '', '*', '*,*', 'id,*', '*,name']) {
      expect(await keys('/items/observatories/1', fields), fields).to.deep.equal(all);
    }
    expect(await server.data('/items/observatories/2'))
      .to.deep.equal({ id: 2, name: 'Table Hill', country: 'ZA', altitude: 1798, founded: '1820-10-20', telescopes: [2, 6] });
  });

  it('come in the order asked for, relations after them, each once', async () => {
    expect(await keys('/items/telescopes/1', 'status,id,name,id')).to.deep.equal(['status', 'id', 'name']);
    expect(await keys('/items/telescopes/1', 'observatory_id.name,built,crew.duty,id'))
      .to.deep.equal(['built', 'id', 'observatory_id', 'crew']);
  });

  it('of a related item take the place of its key', async () => {
    expect(await server.data('/items/telescopes/1', { fields: 'observatory_id,observatory_id.name' }))
      .to.deep.equal({ observatory_id: { name: 'Northern Ridge' } });
    expect(await server.data('/items/telescopes/1', { fields: 'observatory_id.name,observatory_id' }))
      .to.deep.equal({ observatory_id: { name: 'Northern Ridge' } });
    expect(await server.data('/items/telescopes/1', { fields: 'successor_id.*,successor_id.observatory_id.name' }))
      .to.deep.include({ successor_id: {
      ...(await server.data('/items/telescopes/3') as object), observatory_id: { name: 'Northern Ridge' },
    } });
  });

  it('of related items can be asked for as a whole, with wildcards', async () => {
    const telescope = await server.data('/items/telescopes/6', { fields: '*.*' }) as Record<string, unknown>;
    expect(telescope['observatory_id']).to.deep.equal(await server.data('/items/observatories/2'));
    expect(telescope['successor_id']).to.equal(null);
    expect(telescope['name']).to.equal('Zeppelin "Z" O\'Hara');
    const observatory = await server.data('/items/observatories/2', { fields: '*.*' }) as { telescopes: unknown[] };
    expect(observatory.telescopes[1]).to.deep.equal(await server.data('/items/telescopes/6'));
    const deeper = await server.data('/items/telescopes/6', { fields: '*.*.*' }) as { observatory_id: { telescopes: unknown[] } };
    expect(deeper.observatory_id.telescopes).to.have.length(2);
    expect(deeper.observatory_id.telescopes[0]).to.include({ id: 2, name: 'Little Dome 50%_' });
  });

  it('hold a way back that is not declared where it is named, and only there', async () => {
    expect(await keys('/items/telescopes/1', '*')).not.to.include('crew');
    expect(await server.data('/items/telescopes/1', { fields: 'crew.*' })).to.deep.equal({
      crew: [{ telescope_id: 1, astronomer_id: 1, duty: 'lead' }, { telescope_id: 1, astronomer_id: 2, duty: 'night' }],
    });
  });

  it('can have other names', async () => {
    expect(await server.data('/items/telescopes/1', { fields: 'id,label', alias: { label: 'name' } }))
      .to.deep.equal({ id: 1, label: 'Great Refractor' });
    expect(await server.data('/items/telescopes/1', { fields: 'id,since', alias: { since: 'year(commissioned)' } }))
      .to.deep.equal({ id: 1, since: 1893 });
    expect(await server.data('/items/telescopes/1', { fields: 'id,home.name', alias: { home: 'observatory_id' } }))
      .to.deep.equal({ id: 1, home: { name: 'Northern Ridge' } });
    expect(await server.data('/items/observatories/2', { fields: 'id,scopes', alias: { scopes: 'telescopes' } }))
      .to.deep.equal({ id: 2, scopes: [2, 6] });
    const deep = { telescopes: { _alias: { label: 'status' } } };
    expect(await server.data('/items/observatories/2', { fields: 'telescopes.label', deep })).to.deep.equal({ telescopes: [2, 6] });
    expect(await server.data('/items/observatories/2', { fields: 'telescopes.id,telescopes.label', deep })).to.deep.equal({
      telescopes: [{ id: 2, label: 'active' }, { id: 6, label: 'active' }],
    });
  });

  it('that do not exist are refused like those that may not be seen, wherever they stand', async () => {
    const refused = [
      { fields: 'nope' }, { fields: 'id,Name' }, { fields: 'observatory_id.nope' }, { fields: 'nope.name' }, { fields: 'name.nope' },
      { fields: '*.country' }, { fields: 'year(nope)' },
      { fields: 'count(nope)' }, { filter: { nope: 1 } }, { filter: { observatory_id: { nope: 1 } } },
      { filter: { crew: { _some: { nope: 1 } } } }, { filter: { 'year(nope)': 1 } },
      { sort: 'nope' }, { sort: '-nope' }, { sort: 'observatory_id.nope' }, { sort: 'nope.id' }, { sort: 'count(nope)' },
      { deep: { nope: { _limit: 1 } } }, { fields: 'crew.duty', deep: { crew: { _filter: { nope: 1 } } } },
      { fields: 'crew.duty', deep: { crew: { _sort: 'nope' } } },
      { fields: 'id', deep: { crew: { _sort: 'nope' } } }, { fields: 'id,a', alias: { a: 'nope' } }, { fields: 'id', alias: { a: 'nope' } },
      { aggregate: { sum: 'nope' } },
      { aggregate: { count: 'nope' } }, { groupBy: 'nope' }, { groupBy: 'year(nope)' }, { groupBy: 'status', sort: 'nope' },
    ];
    for (const query of refused) {
      const { status, text } = await server.client.get('/items/telescopes', query);
      expect(`${status} ${text}`, JSON.stringify(query))
        .to.equal('403 {"errors":[{"message":"You don\'t have permission to access this.","extensions":{"code":"FORBIDDEN"}}]}');
    }
  });
});

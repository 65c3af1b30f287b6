import { expect } from 'chai';
import { forEachObservatory } from './observatory-server.js';

forEachObservatory('sort', (server) => {
  const sorted = (sort: unknown): Promise<unknown[]> => server.ids({ sort });

  it('takes a comma list, a list, and what is empty for the order of keys', async () => {
    expect(await sorted('status,-id')).to.deep.equal([6, 3, 2, 4, 5, 1]);
    expect(await sorted(['status', '-id'])).to.deep.equal([6, 3, 2, 4, 5, 1]);
    expect(await sorted('')).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect((await server.client.search('/items/telescopes', { query: { fields: ['id'], sort: ['-built', '-id'] } })).body.data[1])
      .to.deep.equal({ id: 3 });
  });

  it('orders by composite keys part by part where nothing else is said', async () => {
    expect(await server.data('/items/observations', { fields: 'telescope_id,number', sort: '-telescope_id' })).to.deep.equal([
      { telescope_id: 3, number: 1 }, { telescope_id: 3, number: 2 }, { telescope_id: 2, number: 1 }, { telescope_id: 1, number: 1 },
      { telescope_id: 1, number: 2 },
    ]);
  });

  it('orders nested lists, along relations and by functions, too', async () => {
    for (const [sort, ids] of [
      ['-count(crew),-id', [1, 3, 5]], ['successor_id.name,-built', [5, 1, 3]], ['-year(commissioned)', [3, 5, 1]],
    ] as const) {
      expect(await server.data('/items/observatories/1', { fields: 'telescopes', deep: { telescopes: { _sort: sort } } }), sort)
        .to.deep.equal({ telescopes: ids });
    }
  });

  it('orders along several paths at once, each with its own direction', async () => {
    expect(await sorted('observatory_id.country,-successor_id.built,commissioned')).to.deep.equal([3, 1, 5, 2, 6, 4]);
    expect(await sorted('-observatory_id.count(telescopes),id')).to.deep.equal([1, 3, 5, 2, 6, 4]);
  });

  it('is refused where there is nothing to order by', async () => {
    expect(await server.refusal('/items/telescopes', { sort: '-' })).to.equal('400 INVALID_QUERY sort');
    expect(await server.refusal('/items/telescopes', { sort: 'year(name)' })).to.equal('400 INVALID_QUERY year(name)');
    expect(await server.refusal('/items/telescopes', { sort: '{"built":1}' })).to.equal('403 FORBIDDEN');
    expect(await server.refusal('/items/telescopes', { sort: '--built' })).to.equal('403 FORBIDDEN');
  });
});

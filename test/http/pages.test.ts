import { expect } from 'chai';
import { startServer, type ClientQuery } from '../../core/testing/testing.js';
import { forEachObservatory } from './observatory-server.js';

forEachObservatory('limit, offset and page', (server) => {
  it('cut the list, a page beats an offset, and page 0 is the first', async () => {
    for (const [query, ids] of [
      [{ limit: 2 }, [1, 2]], [{ limit: '2' }, [1, 2]], [{ limit: 2, offset: 3 }, [4, 5]], [{ limit: 2, page: 2 }, [3, 4]],
      [{ limit: 2, page: 0 }, [1, 2]],
      [{ limit: 2, page: 2, offset: 5 }, [3, 4]], [{ limit: 0 }, []], [{ limit: -1 }, [1, 2, 3, 4, 5, 6]], [{ offset: 4 }, [5, 6]],
      [{ limit: -1, offset: 4 }, [5, 6]],
      [{ limit: -1, page: 3 }, [1, 2, 3, 4, 5, 6]], [{ limit: 5000 }, [1, 2, 3, 4, 5, 6]], [{ limit: 5000, offset: 5 }, [6]],
      [{ page: 2 }, []], [{ offset: 2147483647 }, []], [{ limit: '' }, [1, 2, 3, 4, 5, 6]],
    ] as const) expect(await server.ids(query), JSON.stringify(query)).to.deep.equal(ids);
  });

  it('are refused where they are no numbers of items', async () => {
    for (const name of ['limit', 'offset', 'page']) {
      for (const value of ['x', '1.5', '-2', '1e1', '0x10', '99999999999999999999', 'NaN', '[]']) {
        expect(await server.refusal('/items/telescopes', { [name]: value }), `${name}=${value}`).to.equal(`400 INVALID_QUERY ${name}`);
        const deep = { telescopes: { [`_${name}`]: value } };
        expect(await server.refusal('/items/observatories', { fields: 'telescopes.id', deep }), name)
          .to.equal(`400 INVALID_QUERY deep.telescopes._${name}`);
      }
    }
    expect(await server.refusal('/items/telescopes', { offset: -1 })).to.equal('400 INVALID_QUERY offset');
  });

  it('have defaults and a greatest length that the config sets, for nested lists too', async () => {
    const { url } = server.database;
    const short = await startServer({ database: { url }, query: { defaultLimit: 2, maxLimit: 3 } });
    try {
      for (const [query, length] of [[{}, 2], [{ limit: 3 }, 3], [{ limit: 4 }, 3], [{ limit: -1 }, 3]] as const) {
        expect((await short.client.get('/items/telescopes', query)).body.data, JSON.stringify(query)).to.have.length(length);
      }
      for (const [deep, length] of [[{}, 2], [{ telescopes: { _limit: 1 } }, 1], [{ telescopes: { _limit: -1 } }, 3]] as const) {
        const { body } = await short.client.get('/items/observatories/1', { fields: 'telescopes.id', deep });
        expect(body.data.telescopes, JSON.stringify(deep)).to.have.length(length);
      }
    } finally {
      await short.stop();
    }
  });
});

forEachObservatory('meta', (server) => {
  const meta = async (collection: string, query: ClientQuery): Promise<unknown> => {
    const { body } = await server.client.get(`/items/${collection}`, query);
    return body.meta as unknown;
  };

  it('counts all items, and those that meet the filter and the search, whatever the page', async () => {
    expect(await meta('telescopes', { meta: '*', limit: 1, filter: { built: 1978 } })).to.deep.equal({ total_count: 6, filter_count: 2 });
    expect(await meta('telescopes', { meta: 'filter_count', search: 'mirror', page: 9 })).to.deep.equal({ filter_count: 2 });
    expect(await meta('telescopes', { meta: 'total_count,filter_count', filter: { crew: { astronomer_id: { _nnull: true } } } }))
      .to.deep.equal({ total_count: 6, filter_count: 3 });
    expect(await meta('telescopes', { meta: ['total_count'], limit: 0 })).to.deep.equal({ total_count: 6 });
    expect(await meta('weather', { meta: '*' })).to.deep.equal({ total_count: 3, filter_count: 3 });
    expect(await meta('active_telescopes', { meta: '*', filter: { id: 99 } })).to.deep.equal({ total_count: 3, filter_count: 0 });
    expect(await meta('telescopes', {})).to.equal(undefined);
  });

  it('counts items beside groups of them', async () => {
    const { body } = await server.client.get(
      '/items/telescopes', { meta: '*', aggregate: { count: '*' }, groupBy: 'status', filter: { built: { _gt: 1900 } } },
    );
    expect(body)
      .to.deep.equal(
        { meta: { total_count: 6, filter_count: 4 }, data: [{ status: 'active', count: '3' }, { status: 'retired', count: '1' }] },
      );
  });

  it('is refused where there is no such count', async () => {
    expect(await server.refusal('/items/telescopes', { meta: 'nope' })).to.equal('400 INVALID_QUERY meta');
    expect(await server.refusal('/items/telescopes', { meta: 'total_count,nope' })).to.equal('400 INVALID_QUERY meta');
  });
});

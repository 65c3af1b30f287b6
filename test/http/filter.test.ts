import { expect } from 'chai';
import { forEachObservatory } from './observatory-server.js';

forEachObservatory('filter', (server) => {
  /** A filter and the ids of the telescopes that meet it. */
  const meets = async (cases: readonly (readonly [filter: unknown, ids: readonly number[]])[]): Promise<void> => {
    for (const [filter, expected] of cases.filter(server.asks)) expect(await server.ids({ filter }), JSON.stringify(filter)).to.deep.equal(expected);
  };

  it('is as good as none where it asks for nothing', () => {
    const all = [1, 2, 3, 4, 5, 6];
    return meets([
      [{}, all], ['', all], ['{}', all], [{ _and: [] }, all], [{ _or: [] }, all], [{ _and: [{}, { _or: [] }] }, all],
      [{ observatory_id: {} }, all], [{ name: {} }, all],
    ]);
  });

  it('takes a bare value for equality, and null for no value', () => meets([
    [{ built: 1978 }, [2, 6]], [{ built: '1978' }, [2, 6]], [{ name: 'Giant Mirror' }, [3]], [{ active: true }, [2, 3, 6]],
    [{ built: null }, [4]],
    [{ built: { _eq: null } }, [4]], [{ built: { _neq: null } }, [1, 2, 3, 5, 6]], [{ observatory_id: null }, [4]],
    [{ observatory_id: { name: 'Table Hill' } }, [2, 6]],
  ]));

  it('turns _null, _nnull, _empty and _nempty around by false', () => meets([
    [{ built: { _null: false } }, [1, 2, 3, 5, 6]], [{ built: { _nnull: false } }, [4]], [{ built: { _null: 'true' } }, [4]],
    [{ built: { _null: 'false' } }, [1, 2, 3, 5, 6]],
    [{ nickname: { _empty: false } }, [1, 4, 5, 6]], [{ nickname: { _nempty: false } }, [2, 3]],
    [{ nickname: { _nempty: 'true' } }, [1, 4, 5, 6]],
  ]));

  it('takes lists as comma texts, and texts of numbers as numbers', () => meets([
    [{ built: { _in: '1978,1893' } }, [1, 2, 6]], [{ built: { _nin: '1978' } }, [1, 3, 5]], [{ built: { _between: '1893,1948' } }, [1, 5]],
    [{ built: { _gt: '1978' } }, [3]],
    [{ status: { _in: 'planned,retired' } }, [1, 4, 5]], [{ id: { _in: Array.from({ length: 2000 }, (_, index) => index + 5) } }, [5, 6]],
  ]));

  it('meets all conditions of an object, and groups at any depth', () => meets([
    [{ status: { _eq: 'active' }, built: { _gt: 1900, _lt: 2000 } }, [2, 6]],
    [{ _or: [{ id: 1 }, { _and: [{ status: 'active' }, { _or: [{ built: 2009 }, { price: '104000000' }] }] }] }, [1, 3, 6]],
    [{ built: { _or: [{ _lt: 1900 }, { _gt: 2000 }] } }, [1, 3]], [{ built: { _and: [{ _gt: 1900 }, { _lt: 1950 }] } }, [5]],
    [{ _and: [{ _or: [{ id: 1 }, { id: 2 }] }, { _or: [{ id: 2 }, { id: 3 }] }] }, [2]],
    [{ observatory_id: { _or: [{ country: 'ZA' }, { altitude: { _gt: 2000 } }] } }, [1, 2, 3, 5, 6]],
    [{ crew: { _some: { _or: [{ duty: 'night' }, { astronomer_id: 3 }] } } }, [1, 3]],
  ]));

  it('never takes nothing for something, however it is negated', () => meets([
    [{ built: { _neq: 1 } }, [1, 2, 3, 5, 6]], [{ nickname: { _ncontains: 'zzz' } }, [1, 2, 4, 5, 6]],
    [{ nickname: { _nstarts_with: 'zzz' } }, [1, 2, 4, 5, 6]],
    [{ built: { _nbetween: [0, 1] } }, [1, 2, 3, 5, 6]], [{ built: { _nin: [0] } }, [1, 2, 3, 5, 6]], [{ active: { _neq: true } }, [1, 5]],
  ]));

  it('compares with the moment of the request and others from it', () => meets([
    [{ commissioned: { _lt: '$NOW' } }, [1, 2, 3, 5, 6]], [{ seen_at: { _gt: '$NOW' } }, []],
    [{ commissioned: { _gt: '$NOW(-40 years)' } }, [3, 6]],
    [{ commissioned: { _between: ['$NOW(-100 years)', '$NOW(+1 day)'] } }, [2, 3, 5, 6]],
    [{ installed_at: { _lte: '$NOW(-2 hours)' } }, [1, 2, 3, 5, 6]],
    [{ name: { _eq: '$CURRENT_USER' } }, []], [{ name: { _nin: ['$CURRENT_USER', 'Giant Mirror'] } }, [1, 2, 4, 5, 6]],
  ]));

  it('filters by functions', () => meets([
    [{ 'year(commissioned)': { _gte: 1978 } }, [2, 3, 6]], [{ 'year(commissioned)': 1948 }, [5]],
    [{ 'weekday(commissioned)': { _eq: 0 } }, [2]], [{ 'count(crew)': 0 }, [4, 5, 6]],
    [{ 'count(details)': { _gt: 0 } }, [1]], [{ 'hour(seen_at)': { _in: [8, 11] } }, [3, 5]],
    [{ 'month(commissioned)': { _null: true } }, [4]],
  ]));

  it('means the same in brackets, as JSON text, and in a body', async () => {
    const filter = {
      _or: [{ built: { _between: [1940, 1950] } }, { observatory_id: { country: { _in: ['ZA', 'XX'] } } }], status: { _neq: 'planned' },
    };
    const brackets = 'filter[_or][0][built][_between][]=1940&filter[_or][0][built][_between][]=1950'
      + '&filter[_or][1][observatory_id][country][_in]=ZA,XX&filter[status][_neq]=planned';
    const answers = await Promise.all([
      server.client.get('/items/telescopes', { fields: 'id', filter }),
      server.client.send('GET', `/items/telescopes?fields=id&${brackets}`),
      server.client.search('/items/telescopes', { query: { fields: ['id'], filter } }),
      server.client.query('/items/telescopes', { query: { fields: ['id'], filter: JSON.stringify(filter) } }),
    ]);
    for (const { text } of answers) expect(JSON.parse(text)).to.deep.equal({ data: [{ id: 2 }, { id: 5 }, { id: 6 }] });
  });

  it('is refused with the place where it cannot be read or does not fit', async () => {
    for (const [filter, place] of [
      [{ built: { _eqq: 1 } }, 'built._eqq'], [{ built: { _eq: '' } }, 'built._eq'], [{ built: { _in: [] } }, 'built._in'],
      [{ built: { _nin: '' } }, 'built._nin'],
      [{ built: { _eq: 'many' } }, 'built._eq'], [{ built: { _eq: 1.5 } }, 'built._eq'], [{ built: { _gt: 'many' } }, 'built._gt'],
      [{ built: { _eq: true } }, 'built._eq'],
      [{ built: { _between: [1] } }, 'built._between'], [{ built: { _contains: '1' } }, 'built._contains'],
      [{ built: { _empty: true } }, 'built._empty'],
      [{ active: { _eq: 'perhaps' } }, 'active._eq'], [{ active: { _gt: 1 } }, 'active._gt'], [{ serial: { _eq: 'abc' } }, 'serial._eq'],
      [{ price: { _eq: '1e3' } }, 'price._eq'],
      [{ commissioned: { _eq: '2023-02-29' } }, 'commissioned._eq'], [{ commissioned: { _gt: '2024-13-01' } }, 'commissioned._gt'],
      [{ opens_at: { _lt: '24:30' } }, 'opens_at._lt'],
      [{ seen_at: { _eq: 'yesterday' } }, 'seen_at._eq'], [{ commissioned: { _gt: '$NOW(-1 fortnight)' } }, 'commissioned._gt'],
      [{ details: { _contains: 'x' } }, 'details._contains'],
      [{ details: { _eq: '{}' } }, 'details._eq'], [{ plate: { _eq: 'A' } }, 'plate._eq'], [{ name: { _regex: '.' } }, 'name._regex'],
      [{ name: { _nicontains: 'x' } }, 'name._nicontains'],
      [{ 'year(name)': { _eq: 1 } }, 'year(name)._eq'], [{ 'nope(name)': { _eq: 1 } }, 'nope(name)'],
      [{ 'count(crew)': { _eq: 'x' } }, 'count(crew)._eq'], [{ _eq: 1 }, '_eq'], [{ name: { nope: { _eq: 1 } } }, 'name'],
      [{ _or: { id: 1 } }, '_or'], [{ crew: { _some: 1 } }, 'crew._some'], [{ crew: { _eq: 1 } }, 'crew._eq'],
      [{ _or: [{ id: 1 }, { observatory_id: { altitude: { _in: ['x'] } } }] }, 'observatory_id.altitude._in'],
    ] as const) {
      if (!server.asks(filter)) continue;
      const refusal = await server.refusal('/items/telescopes', { filter });
      expect(refusal, JSON.stringify(filter)).to.match(/^400 INVALID_QUERY filter\./);
      expect(refusal.split(' ')[2], JSON.stringify(filter)).to.equal(`filter.${place}`);
    }
    for (const filter of ['{', 'abc', '[]', '1', '"x"', 'null,']) {
      expect(await server.refusal('/items/telescopes', { filter }), filter).to.equal('400 INVALID_QUERY filter');
    }
  });
});

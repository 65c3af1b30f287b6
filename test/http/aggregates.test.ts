import { expect } from 'chai';
import { forEachObservatory } from './observatory-server.js';

forEachObservatory('aggregate and groupBy', (server) => {
  it('mean the same in brackets, as JSON text, and in a body', async () => {
    const query = { aggregate: { count: '*', max: ['built', 'price'] }, groupBy: ['status'], sort: ['-count'] };
    const answers = await Promise.all([
      server.client.get('/items/telescopes', query),
      server.client.send('GET', '/items/telescopes?aggregate[count]=*&aggregate[max]=built,price&groupBy[]=status&sort=-count'),
      server.client.send(
        'GET', '/items/telescopes?aggregate[count]=*&aggregate[max][]=built&aggregate[max][]=price&group=status&sort[]=-count',
      ),
      server.client.search('/items/telescopes', { query }),
    ]);
    for (const { text } of answers) {
      expect(text.replaceAll(/\s/g, '')).to.equal('{"data":['
        + '{"status":"active","count":"3","max":{"built":2009,"price":"9007199254740993"}},'
        + '{"status":"retired","count":"2","max":{"built":1948,"price":"120000"}},'
        + '{"status":"planned","count":"1","max":{"built":null,"price":null}}]}');
    }
  });

  it('count items once, however many related ones meet the filter', async () => {
    expect(await server.data('/items/astronomers', { aggregate: { count: '*' }, filter: { crew: { duty: { _in: ['lead', 'night'] } } } }))
      .to.deep.equal([{ count: '3' }]);
  });

  it('answer a list whatever is asked, without groups one, without items none', async () => {
    expect(await server.data('/items/telescopes', { aggregate: { count: '*' }, limit: 0 })).to.deep.equal([]);
    expect(await server.data('/items/telescopes', { groupBy: 'status', filter: { id: 99 } })).to.deep.equal([]);
    expect(await server.data('/items/telescopes', { aggregate: { max: 'built', count: 'id' }, filter: { id: 99 } }))
      .to.deep.equal([{ max: { built: null }, count: { id: '0' } }]);
    expect(await server.data('/items/weather', { groupBy: 'cloud', aggregate: { count: '*' } }))
      .to.deep.equal([{ cloud: 3, count: '2' }, { cloud: null, count: '1' }]);
  });

  it('are exact beyond 64 bits and beyond doubles', async () => {
    expect(await server.data('/items/telescopes', { aggregate: { sum: ['price', 'aperture'] }, filter: { id: { _in: [2, 5] } } }))
      .to.deep.equal([{ sum: { price: '9007199254740988', aperture: '5.580' } }]);
  });

  it('ignore fields, which make no sense beside them', async () => {
    expect(await server.data('/items/telescopes', { fields: 'name', aggregate: { count: '*' } })).to.deep.equal([{ count: '6' }]);
  });

  it('are refused with the place where they do not fit', async () => {
    for (const [query, refusal] of [
      [{ aggregate: { nope: 'id' } }, '400 INVALID_QUERY aggregate.nope'], [{ aggregate: { sum: '*' } }, '400 INVALID_QUERY aggregate.sum'],
      [{ aggregate: { sum: 'name' } }, '400 INVALID_QUERY aggregate.sum'],
      [{ aggregate: { min: 'active' } }, '400 INVALID_QUERY aggregate.min'],
      [{ aggregate: { max: 'details' } }, '400 INVALID_QUERY aggregate.max'],
      [{ aggregate: { countDistinct: 'details' } }, '400 INVALID_QUERY aggregate.countDistinct'],
      [{ aggregate: { count: '' } }, '400 INVALID_QUERY aggregate.count'], [{ aggregate: '{' }, '400 INVALID_QUERY aggregate'],
      [{ groupBy: 'count(crew)' }, '400 INVALID_QUERY groupBy'],
      [{ groupBy: 'observatory_id.country' }, '400 INVALID_QUERY groupBy'], [{ groupBy: 'year(name)' }, '400 INVALID_QUERY year(name)'],
      [{ groupBy: 'status', sort: 'built' }, '400 INVALID_QUERY sort'],
      [{ aggregate: { count: '*' }, sort: 'max.built' }, '403 FORBIDDEN'], [{ groupBy: 'details' }, '400 INVALID_QUERY groupBy'],
    ] as const) if (server.asks(query)) expect(await server.refusal('/items/telescopes', query), JSON.stringify(query)).to.equal(refusal);
  });
});

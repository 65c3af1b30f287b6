import { expect } from 'chai';
import { forEachObservatory } from './observatory-server.js';

forEachObservatory('an error', (server) => {
  it('says what was wrong, where, and what would be right', async () => {
    const { status, headers, body } = await server.client.get('/items/telescopes', { filter: { name: { _contain: 'x' } } });
    expect(status).to.equal(400);
    expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
    expect(body).to.deep.equal({
      errors: [{
        message: 'There is no operator "_contain".',
        extensions: {
          path: 'filter.name._contain', reason: 'There is no operator "_contain".', hint: 'Did you mean "_contains"?',
          code: 'INVALID_QUERY',
        },
      }],
    });
  });

  it('has the same shape wherever it comes from', async () => {
    const answers = await Promise.all([
      server.client.get('/nope'), server.client.send('PUT', '/items/telescopes'), server.client.get('/items/telescopes/%zz'),
      server.client.get('/items/telescopes', { limit: -2 }),
      server.client.send('SEARCH', '/items/telescopes', { body: '{', headers: { 'Content-Type': 'application/json' } }),
      server.client.send('QUERY', '/items/telescopes', { body: 'x', headers: { 'Content-Type': 'text/plain' } }),
      server.client.get('/items/telescopes', {}, { 'X-Request-Id': 'mine' }).then(() => server.client.get('/items/nope')),
    ]);
    expect(answers.map(({ status, body }) => `${status} ${body.errors[0].extensions.code as string}`)).to.deep.equal([
      '404 ROUTE_NOT_FOUND', '404 ROUTE_NOT_FOUND', '400 INVALID_QUERY', '400 INVALID_QUERY', '400 INVALID_PAYLOAD',
      '415 UNSUPPORTED_MEDIA_TYPE', '403 FORBIDDEN',
    ]);
    for (const { body, headers } of answers) {
      expect(Object.keys(body as object)).to.deep.equal(['errors']);
      expect(body.errors[0].message).to.be.a('string').that.is.not.empty;
      expect(headers.get('x-request-id')).to.be.a('string').that.is.not.empty;
    }
  });

  it('holds nothing of the database, its driver or the token', async () => {
    for (const query of [
      { filter: { price: { _eq: '99999999999999999999' } } }, { filter: { aperture: { _gt: '1e400' } } },
      { filter: { name: { _eq: "'; drop table telescopes; --" } } },
      { sort: 'year(name)' }, { aggregate: { sum: 'name' } }, { groupBy: 'details' }, { search: "%' or 1=1" },
      { access_token: 'secret-of-somebody' },
    ]) {
      const { status, text } = await server.client.get('/items/telescopes', query);
      expect(status, JSON.stringify(query)).to.be.below(500);
      expect(text).not.to.match(/select |from "|sqlite|postgres|syntax error|relation "|secret-of-somebody|\.ts:|\.js:/i);
    }
  });
});

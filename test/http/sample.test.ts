import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startServer, type TestServer } from 'jackfield/testing';
import announce from '../../config/sample/announce.js';
import { prepareSample, sampleMirror, sampleRequests } from '../../config/sample/sample.js';

describe('the sample, served', () => {
  let folder: string;
  let server: TestServer;

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'jackfield-sample-'));
    server = await startServer({ database: { url: await prepareSample(folder) }, mirror: sampleMirror }, { plugins: [announce] });
  });

  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const get = async (path: string): Promise<unknown> => {
    const answer = await server.client.send('GET', path);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body.data;
  };

  it('announces three requests: a nested read, a filter through a relation and an aggregate', async () => {
    const announced = await server.kernel.registry.hooks.filter('server.announce', [], { host: '127.0.0.1', port: 0 });
    expect(announced).to.include.deep.members(sampleRequests);
    const [nested, filtered, aggregated] = sampleRequests.map(({ path }) => path);
    expect(await get(nested ?? '')).to.deep.equal({
      name: 'Switzerland',
      capital: { name: 'Bern' },
      borders: ['Austria', 'Germany', 'France', 'Italy', 'Liechtenstein'].map((name) => ({ neighbour: { name } })),
      languages: [
        { language: { name: 'German' }, share_percent: '76' },
        { language: { name: 'Swiss German' }, share_percent: '66' },
        { language: { name: 'English' }, share_percent: '45' },
      ],
    });
    expect(await get(filtered ?? '')).to.deep.equal([
      { name: 'Kabul', population: 3_043_532, country: { name: 'Afghanistan' } },
      { name: 'Addis Ababa', population: 2_757_729, country: { name: 'Ethiopia' } },
      { name: 'Almaty', population: 2_000_900, country: { name: 'Kazakhstan' } },
      { name: 'Tashkent', population: 1_978_028, country: { name: 'Uzbekistan' } },
      { name: 'Minsk', population: 1_742_124, country: { name: 'Belarus' } },
    ]);
    expect(await get(aggregated ?? '')).to.deep.include.members([
      { used_from_year: 1999, count: '25' },
      { used_from_year: 2023, count: '1' },
    ]);
  });

  it('shows in "*" the ways back that it declares, and no cities', async () => {
    const country = await get('/items/countries/CH') as Record<string, unknown>;
    expect(country).to.deep.include({
      borders: ['CH,AT', 'CH,DE', 'CH,FR', 'CH,IT', 'CH,LI'],
      currencies: ['CH,CHF'],
      profile: ['CH'],
      statistics: ['CH'],
      domains: ['.ch'],
      landlocked: true,
      area_km2: '41284.00',
    });
    expect(country).not.to.have.property('cities');
    expect(await get('/items/countries/CH?fields=count(cities),cities.name&deep[cities][_sort]=-population&deep[cities][_limit]=1'))
      .to.deep.include({ cities: [{ name: 'Zürich' }] });
  });

  it('leads along every kind of relation', async () => {
    // To itself and back; one to one both ways; through a junction with a composite key; from a view.
    expect(await get('/items/regions?filter[name][_eq]=Western Europe&fields=parent.name,parent.parts.name&deep[parent][parts][_limit]=2'))
      .to.deep.equal([{ parent: { name: 'Europe', parts: [{ name: 'Central Europe' }, { name: 'Eastern Europe' }] } }]);
    expect(await get('/items/cities?filter[name][_eq]=Bern&fields=countries.code,country.statistics.population'))
      .to.deep.equal([{ countries: [{ code: 'CH' }], country: { statistics: [{ population: '8860570' }] } }]);
    expect(await get('/items/country_languages/CH,roh?fields=language.name,country.region.name,status'))
      .to.deep.equal({ language: { name: 'Romansh' }, country: { region: { name: 'Western Europe' } }, status: 'official_regional' });
    expect(await get('/items/country_profiles/CH?fields=continent,neighbours,country.capital.name'))
      .to.deep.equal({ continent: 'Europe', neighbours: 5, country: { capital: { name: 'Bern' } } });
  });

  it('shows nothing to who has no token', async () => {
    for (const collection of ['countries', 'nothing']) {
      const answer = await server.anonymous.get(`/items/${collection}`);
      expect(answer.status).to.equal(403);
      expect(answer.body.errors[0].extensions.code).to.equal('FORBIDDEN');
    }
  });
});

import { expect } from 'chai';
import { defineAuthStrategySuite } from 'jackfield/testing';
import apiKey from '../../examples/api-key/index.js';
import { outcome, startAuthServer, type AuthServer } from '../plugins/auth/auth-server.js';

const role = '0b6e2c1e-3c5a-4c39-9f0e-5d4f6a1b2c3d';
const key = 'the key of a partner';
const config = { plugins: { 'api-key': { keys: { [role]: key, 'f3e0b3a8-1f5b-4b63-8f3e-7d0a5f9c1e2b': 'the key of a role that is gone' } } } };

async function start(...[plugins, log]: [plugins: Parameters<typeof startAuthServer>[2], log?: Parameters<typeof startAuthServer>[3]]): Promise<AuthServer> {
  const server = await startAuthServer(':memory:', config, [apiKey, ...plugins ?? []], log);
  await server.client.post('/roles', { id: role, name: 'Partners' });
  return server;
}

defineAuthStrategySuite({
  title: 'of the example of an API key',
  start: ({ plugins, log }) => start(plugins, log),
  request: {
    valid: { 'X-Api-Key': key },
    invalid: [{ 'X-Api-Key': 'another key' }, { 'X-Api-Key': '' }, { 'X-Api-Key': 'the key of a role that is gone' }, { 'X-Api-Key': role }],
  },
});

describe('the example of an API key', () => {
  it('has the permissions of its role', async () => {
    const server = await start([]);
    const ask = () => server.anonymous.get('/roles', { fields: ['name'], filter: { name: { _eq: 'Partners' } } }, { 'X-Api-Key': key });
    expect(outcome(await ask())).to.equal('403 FORBIDDEN');
    await server.client.patch(`/roles/${role}`, { policies: [{ policy: {
      name: 'Partners', permissions: [{ collection: 'directus_roles', action: 'read', fields: ['name'] }],
    } }] });
    expect((await ask()).body).to.deep.equal({ data: [{ name: 'Partners' }] });
    await server.stop();
  });
});

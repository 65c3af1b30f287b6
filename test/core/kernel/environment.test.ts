import { expect } from 'chai';
import { configSchema } from '../../../core/kernel/config.js';
import { environmentName, readPrefixed, readShortNames, type Environment } from '../../../core/kernel/environment.js';

const read = (environment: Environment, present: unknown = {}): unknown =>
  readPrefixed({ schema: configSchema, environment, prefix: 'JACKFIELD_', present, openName: (part) => part.toLowerCase() });

describe('options in the environment', () => {
  const names: readonly [option: string, variable: string][] = [
    ['port', 'PORT'], ['rate-limit', 'RATE_LIMIT'], ['rateLimit', 'RATE_LIMIT'], ['maxUrlBytes', 'MAX_URL_BYTES'],
    ['jackfield-plugin-x', 'JACKFIELD_PLUGIN_X'], ['auth2Tokens', 'AUTH2_TOKENS'],
  ];
  for (const [option, variable] of names) {
    it(`calls ${option} ${variable}`, () => expect(environmentName(option)).to.equal(variable));
  }

  const rows: readonly [title: string, environment: Environment, options: unknown][] = [
    ['a number', { JACKFIELD_SERVER__PORT: '8080' }, { server: { port: 8080 } }],
    ['a boolean', { JACKFIELD_SERVER__COMPRESSION: 'false' }, { server: { compression: false } }],
    ['a text that looks like a number', { JACKFIELD_ADMIN__TOKEN: '1234567890123456' }, { admin: { token: '1234567890123456' } }],
    ['a nested section', { JACKFIELD_SERVER__CORS__MAX_AGE_SECONDS: '5' }, { server: { cors: { maxAgeSeconds: 5 } } }],
    ['a list with commas', { JACKFIELD_DATABASE__SCHEMAS: 'public, sales' }, { database: { schemas: ['public', 'sales'] } }],
    ['a list in JSON', { JACKFIELD_DATABASE__SCHEMAS: '["a,b"]' }, { database: { schemas: ['a,b'] } }],
    ['an object in JSON', { JACKFIELD_MIRROR__RELATIONS: '{"a.b":"c.d"}' }, { mirror: { relations: { 'a.b': 'c.d' } } }],
    ['an option at the root', { JACKFIELD_SECRET: 'x' }, { secret: 'x' }],
    ['a plugin that is switched off', { JACKFIELD_PLUGINS__REST: 'false' }, { plugins: { rest: false } }],
    ['a plugin with options in JSON', { JACKFIELD_PLUGINS__REST: '{"a":1}' }, { plugins: { rest: { a: 1 } } }],
    ['what is no number, for the check to refuse', { JACKFIELD_SERVER__PORT: 'http' }, { server: { port: 'http' } }],
    ['nothing from an empty variable', { JACKFIELD_SERVER__PORT: '' }, {}],
    ['nothing from variables of others', { JACKFIELD_PORT: 'tcp://10.0.0.1:80', JACKFIELD_SERVICE_HOST: '10.0.0.1', PATH: '/bin' }, {}],
    ['nothing from a plugin\'s own options, which its schema tells', { JACKFIELD_PLUGINS__REST__REMEMBERED_QUERIES: '1' }, {}],
  ];
  for (const [title, environment, options] of rows) {
    it(`reads ${title}`, () => expect(read(environment)).to.deep.equal(options));
  }

  it('recognises a name that is set below, whatever its spelling', () => {
    expect(read({ JACKFIELD_PLUGINS__MY_PLUGIN: 'false' }, { plugins: { 'my-plugin': {} } })).to.deep.equal(
      { plugins: { 'my-plugin': false } },
    );
    expect(read({ JACKFIELD_PLUGINS__MY_PLUGIN: 'false' }, { plugins: { myPlugin: {} } })).to.deep.equal({ plugins: { myPlugin: false } });
  });

  it('refuses a variable that names no option, and names the nearest', () => {
    expect(() => read({ JACKFIELD_SERVER__PROT: '1' })).to.throw(
      'The environment variable JACKFIELD_SERVER__PROT names no option. Did you mean JACKFIELD_SERVER__PORT?',
    );
    expect(() => read({ JACKFIELD_SERVER__PORT__NUMBER: '1' })).to.throw('names no option');
  });

  it('refuses an object that is no JSON', () => {
    expect(() => read({ JACKFIELD_MIRROR__RELATIONS: '{a' })).to.throw(
      'The environment variable JACKFIELD_MIRROR__RELATIONS must hold JSON.',
    );
  });

  it('reads the short names', () => {
    const environment = {
      DATABASE_URL: 'postgres://localhost/x', HOST: '0.0.0.0', PORT: '80', SECRET: 's',
      ADMIN_EMAIL: 'a@b', ADMIN_PASSWORD: 'p', ADMIN_TOKEN: 't', ACCESS_TOKEN_TTL: '6s', LOG_LEVEL: 'debug',
    };
    expect(readShortNames(configSchema, environment)).to.deep.equal({
      database: { url: 'postgres://localhost/x' }, server: { host: '0.0.0.0', port: 80 }, secret: 's',
      admin: { email: 'a@b', password: 'p', token: 't' }, auth: { accessTokenTtl: '6s' }, log: { level: 'debug' },
    });
  });
});

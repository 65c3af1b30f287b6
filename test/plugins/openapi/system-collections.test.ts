import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { openApiVersions } from 'jackfield';
import { forEachSystem } from '../system/system-server.js';

forEachSystem('the OpenAPI document of a server with users', (system) => {
  it('is valid in every version, and has the system collections under their own paths', async () => {
    for (const version of openApiVersions) {
      const { body } = await system.client.get('/server/specs/oas', { version });
      const { valid, errors } = await new Validator().validate({ ...structuredClone(body) });
      expect(errors, version).to.equal(undefined);
      expect(valid).to.equal(true);
      expect(body.paths).to.include.keys('/users', '/users/{key}', '/users/me', '/roles', '/settings', '/permissions/me', '/items/notes')
        .and.not.to.have.any.keys('/items/directus_users', '/settings/{key}');
    }
  });

  it('asks for nothing that the server fills in', async () => {
    const { body } = await system.client.get('/server/specs/oas');
    expect(body.components.schemas.directus_roles_create.required).to.deep.equal(['name']);
  });

  it('says how to sign in, to everybody, and what those who have signed in may do', async () => {
    const signingIn = ['/auth', '/auth/login', '/auth/refresh', '/auth/logout', '/auth/password/request', '/auth/password/reset', '/users/invite/accept',
      '/users/register', '/users/register/verify-email'];
    const signedIn = ['/users/invite', '/users/me/tfa/generate', '/users/me/tfa/enable', '/users/me/tfa/disable', '/users/{key}/tfa/disable'];
    const everybodys = (await system.server.anonymous.get('/server/specs/oas')).body.paths;
    expect(everybodys).to.include.keys(signingIn).and.not.to.have.any.keys(signedIn);
    const { body: { paths } } = await system.client.get('/server/specs/oas');
    expect(paths).to.include.keys([...signingIn, ...signedIn]);
    const { summary, security, requestBody, responses } = paths['/auth/login'].post;
    expect({ summary, security }).to.deep.equal({ summary: 'Signs in by e-mail address and password.', security: [] });
    expect(requestBody.content['application/json'].schema).to.deep.equal({
      type: 'object',
      properties: {
        email: { type: 'string' }, password: { type: 'string' }, mode: { type: 'string', enum: ['json', 'cookie', 'session'] }, otp: { type: 'string' },
      },
      required: ['email', 'password'],
    });
    expect(Object.keys(responses[200].content['application/json'].schema.properties.data.properties)).to.deep.equal(['access_token', 'refresh_token', 'expires']);
    expect(Object.keys(paths['/users/invite'].post.responses)).to.include('204');
  });

  it('of somebody with few permissions has what they may ask, and no trace of the rest', async () => {
    const token = 'token-of-somebody-with-few-permissions';
    await system.create('/users', {
      email: 'few@example.com', token,
      policies: [{ policy: { name: 'Few', permissions: [
        { collection: 'notes', action: 'read', fields: ['id', 'owner'] }, { collection: 'notes', action: 'create', fields: ['body'] },
      ] } }],
    });
    const { body, text } = await system.client.as(token).get('/server/specs/oas', { version: '3.2' });
    expect(Object.keys(body.paths['/items/notes'])).to.have.members(['get', 'query', 'additionalOperations', 'post']);
    expect(Object.keys(body.paths['/items/notes/{key}'])).to.deep.equal(['get']);
    expect(Object.keys(body.components.schemas.notes.properties)).to.deep.equal(['id', 'owner']);
    expect(Object.keys(body.components.schemas.notes_create.properties)).to.deep.equal(['body']);
    expect(body.paths).not.to.have.any.keys('/users', '/collections', '/items/secrets');
    expect(text).not.to.match(/secrets|hidden|directus_/);
  });
}, { script: `
  create table secrets (id integer primary key, hidden varchar(20));
  create table notes (id integer primary key, body varchar(50), owner integer references secrets (id), hidden integer);
` });

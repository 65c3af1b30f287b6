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

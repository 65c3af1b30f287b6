import { expect } from 'chai';
import createKnex from 'knex';
import { mirrorDefaults } from '../../../core/schema/mirror-options.js';
import { createModelsService } from '../../../core/schema/models-service.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import { bookshop, catalog, table } from './catalogs.js';

describe('The models service', () => {
  it('has the models of the schema as it is now', async () => {
    let { schema } = buildSchema(bookshop, mirrorDefaults);
    const knex = createKnex({ client: 'better-sqlite3', useNullAsDefault: true });
    const service = createModelsService({ current: () => schema }, knex);
    const books = service.current().get('books');
    expect(service.current().get('books')).to.equal(books);
    ({ schema } = buildSchema(catalog(...bookshop.tables, table('more', ['id'])), mirrorDefaults));
    expect(service.current().get('more')?.tableName).to.equal('more');
    expect(service.current().get('books')).to.not.equal(books);
    await knex.destroy();
  });
});

import { expect } from 'chai';
import { BootError } from '../../../core/errors/boot-error.js';
import type { Catalog } from '../../../core/schema/catalog.js';
import { mirrorDefaults, type MirrorOptions } from '../../../core/schema/mirror-options.js';
import type { Schema } from '../../../core/schema/schema.js';
import { createSchemaService } from '../../../core/schema/schema-service.js';
import { bookshop, catalog, table } from './catalogs.js';

/** A service over a database whose catalog the test changes. */
function setUp(options: Partial<MirrorOptions> = {}) {
  const database = { catalog: bookshop as Catalog | Error, reads: 0 };
  const logged: string[] = [];
  const swaps: [Schema, Schema][] = [];
  const service = createSchemaService({
    database: {
      async introspect() {
        database.reads += 1;
        await Promise.resolve();
        if (database.catalog instanceof Error) throw database.catalog;
        return database.catalog;
      },
    },
    options: { ...mirrorDefaults, ...options },
    log: { info: (_, message) => logged.push(message), warn: (_, message) => logged.push(message) },
    onRefreshed: (schema, previous) => swaps.push([schema, previous]),
  });
  return { database, logged, swaps, service };
}

describe('The schema service', () => {
  it('has a schema once it was read', async () => {
    const { service, swaps } = setUp();
    expect(() => service.current()).to.throw('not been mirrored');
    expect(() => service.notices()).to.throw('not been mirrored');
    const schema = await service.refresh();
    expect(service.current()).to.equal(schema);
    expect(service.notices()).to.deep.equal([]);
    expect(swaps).to.deep.equal([]);
  });

  it('swaps the schema whole, and tells both', async () => {
    const { service, swaps, database } = setUp();
    const before = await service.refresh();
    database.catalog = catalog(table('a', ['id']));
    const after = await service.refresh();
    expect([...before.collections.keys()]).to.include('books');
    expect([...after.collections.keys()]).to.deep.equal(['a']);
    expect(swaps).to.deep.equal([[after, before]]);
  });

  it('keeps the very schema of a database that has not changed', async () => {
    const { service, swaps } = setUp();
    const before = await service.refresh();
    expect(await service.refresh()).to.equal(before);
    expect(swaps).to.deep.equal([]);
  });

  it('shares one run between calls at the same time', async () => {
    const { service, database } = setUp();
    const [one, two] = await Promise.all([service.refresh(), service.refresh()]);
    expect(one).to.equal(two);
    expect(database.reads).to.equal(1);
    await service.refresh();
    expect(database.reads).to.equal(2);
  });

  it('keeps the schema it has when a run fails, and can run again', async () => {
    const { service, database } = setUp({ singletons: ['settings'] });
    const before = await service.refresh();
    const failure = async (): Promise<unknown> => service.refresh().catch((error: unknown) => error);
    database.catalog = new Error('Gone away.');
    expect(await failure()).to.equal(database.catalog);
    database.catalog = catalog(table('a', ['id']));
    expect(await failure()).to.be.instanceOf(BootError);
    expect(service.current()).to.equal(before);
    database.catalog = bookshop;
    expect(await service.refresh()).to.equal(before);
  });

  it('logs each notice once', async () => {
    const { service, database, logged } = setUp();
    const notice = { subject: 'x', reason: 'Is left out.' };
    database.catalog = { ...bookshop, notices: [notice] };
    await service.refresh();
    database.catalog = { tables: [...bookshop.tables, table('more', ['id'])], notices: [notice] };
    await service.refresh();
    expect(service.notices()).to.deep.equal([notice]);
    expect(logged.filter((message) => message === 'x: Is left out.')).to.have.length(1);
  });
});

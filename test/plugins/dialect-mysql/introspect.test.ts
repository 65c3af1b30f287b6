import { expect } from 'chai';
import type { Catalog, CatalogColumn, CatalogTable } from '../../../core/schema/catalog.js';
import { createDatabase, everywhere, type TestDatabase } from '../../support/databases.js';
import { mysqlUrl } from '../../support/mysql-database.js';
import { openDatabase } from '../../support/open-database.js';

const script = everywhere(`
  create table people (
    id bigint unsigned auto_increment primary key comment 'counted', mood enum('sad', 'it''s') not null, tags set('a', 'b'),
    flag bit(1) not null default b'1', old varchar(10) character set latin1, born timestamp null, changed datetime(6) default current_timestamp(6),
    details json, plain longtext, price decimal(8,3) unsigned default 1.5, twice bigint unsigned as (id * 2) virtual, note varchar(9) default 'it''s',
    unique beginnings (old(3)), unique pair (mood, flag), check (note in ('it''s', 'no'))
  ) comment 'all of them';
  create view moody as select id, mood from people;
  create view broken as select id from people;
  create table gone (id integer primary key);
  create or replace view broken as select id from gone;
  drop table gone;`);

const nameOf = ({ url }: TestDatabase): string => new URL(url).pathname.slice(1);

async function introspect(url: string, schemas: readonly string[] = []): Promise<Catalog> {
  const database = await openDatabase(url, { schemas });
  try {
    return await database.introspect();
  } finally {
    await database.close();
  }
}
const table = (name: string, from: Catalog): CatalogTable => from.tables.find((each) => each.name === name)!;

if (mysqlUrl !== undefined) describe('the catalog of MySQL', function () {
  this.timeout(60_000);
  let first: TestDatabase;
  let second: TestDatabase;
  let catalog: Catalog;

  before(async () => {
    first = await createDatabase('mysql', script);
    second = await createDatabase('mysql', everywhere(`create table pets (
      id integer primary key, owner_id bigint unsigned, foreign key (owner_id) references ${nameOf(first)}.people (id)
    );`));
    catalog = await introspect(first.url);
  });
  after(async () => {
    await second?.drop();
    await first?.drop();
  });

  const column = (name: string): CatalogColumn => table('people', catalog).columns.find((each) => each.name === name)!;

  it('has types, defaults, values and comments', () => {
    expect(table('people', catalog)).to.include({ schema: nameOf(first), comment: 'all of them', kind: 'table' });
    expect(column('id')).to.include({ type: 'bigInteger', sqlType: 'bigint unsigned', generated: 'identity', comment: 'counted', nullable: false });
    expect(column('mood')).to.deep.include({ type: 'string', values: ['sad', "it's"], nullable: false, comment: null });
    expect(column('tags')).to.include({ type: 'string', values: null });
    expect(column('flag')).to.include({ type: 'boolean', default: "b'1'" });
    expect(column('old')).to.include({ type: 'string', length: 10, sqlType: 'varchar(10) character set latin1' });
    expect(column('born')).to.include({ type: 'timestamp', default: null });
    expect(column('changed').default).to.match(/^current_timestamp\(6\)$/i);
    expect([column('details').type, column('plain').type]).to.deep.equal(['json', 'text']);
    expect(column('price')).to.include({ type: 'decimal', precision: 8, scale: 3, default: '1.500' });
    expect(column('twice')).to.include({ generated: 'computed', default: null });
    expect(column('note')).to.deep.include({ values: ["it's", 'no'], length: 9 });
  });

  it('has unique sets of whole columns only', () => {
    expect(table('people', catalog).uniques).to.deep.equal([['mood', 'flag']]);
  });

  it('leaves out a view that cannot be read, and says so', () => {
    expect(catalog.tables.map(({ name, kind }) => `${name} ${kind}`)).to.deep.equal(['moody view', 'people table']);
    expect(catalog.notices.map(({ subject }) => subject)).to.deep.equal([`${nameOf(first)}.broken`]);
  });

  it('has the tables of chosen databases, with foreign keys between them', async () => {
    const both = await introspect(first.url, [nameOf(first), nameOf(second)]);
    expect(both.defaultSchema).to.equal(nameOf(first));
    expect(table('pets', both).foreignKeys).to.deep.equal([
      { columns: ['owner_id'], referencedSchema: nameOf(first), referencedTable: 'people', referencedColumns: ['id'] },
    ]);
    const error: unknown = await introspect(first.url, ['nowhere']).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/`database.schemas` names "nowhere"/);
  });
});

import { expect } from 'chai';
import type { Catalog, CatalogTable } from '../../../core/schema/catalog.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { openDatabase } from '../../support/open-database.js';

const script = `
  create table Artists (Id integer primary key autoincrement, Name text);
  create table albums (
    id integer primary key desc, artist integer references ARTISTS, also references artists (ID), missing references nowhere
  );
  create table pairs (a int, b text, primary key (b, a)) without rowid;
  create table pair_notes (id int primary key, x int, y text, z int references pairs, foreign key (y, x) references PAIRS);
  create table tight (id integer primary key, x any, y text collate nocase unique) strict;
  create table named (
    id uuid primary key, "Status" varchar(9) constraint c check ([status] in ('a')), "check" text default (1 + 1),
    \`in\` text check (\`in\` is null or (\`in\` in ('q''q'))));
  create table bare (a, b blob, c);
  create virtual table words using fts5(body);
  create view totals as select artist, count(*) as n, cast(avg(id) as real) as mean from albums group by artist;
  create table doomed (id integer); create view broken as select id from doomed; create view fine as select id from artists;
  drop table doomed;`;

describe('The catalog of SQLite', () => {
  let test: TestDatabase;
  let catalog: Catalog;

  before(async () => {
    test = await createDatabase('sqlite', script);
    const database = await openDatabase(test.url);
    catalog = await database.introspect();
    await database.close();
  });
  after(() => test.drop());

  const table = (name: string): CatalogTable => {
    const found = catalog.tables.find((each) => each.name === name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };
  const generated = (name: string) => table(name).columns[0]?.generated;
  const types = (name: string) => table(name).columns.map((column) => `${column.name} ${column.type}`);

  it('has tables and views without what SQLite keeps for itself', () => {
    expect(catalog.tables.map(({ name, kind }) => `${name} ${kind}`)).to.have.members([
      'Artists table', 'albums table', 'bare table', 'fine view', 'named table', 'pair_notes table', 'pairs table', 'tight table',
      'totals view',
    ]);
    expect(catalog.tables.every(({ schema, comment }) => schema === null && comment === null)).to.equal(true);
  });

  it('says what it leaves out: virtual tables, broken views, foreign keys that fit no key', () => {
    expect(catalog.notices.map(({ subject }) => subject)).to.have.members([
      'broken', 'words', 'words_config', 'words_content', 'words_data', 'words_docsize', 'words_idx', 'pair_notes',
    ]);
    const reasons = new Map(catalog.notices.map(({ subject, reason }) => [subject, reason]));
    expect(reasons.get('broken')).to.equal('The view cannot be read: something it selects from does not exist.');
    expect(reasons.get('pair_notes')).to.equal('The foreign key (z) does not fit the primary key of pairs.');
  });

  it('finds referenced tables and columns whatever the case they are written in', () => {
    expect(table('albums').foreignKeys).to.have.deep.members([
      { columns: ['artist'], referencedSchema: null, referencedTable: 'Artists', referencedColumns: ['Id'] },
      { columns: ['also'], referencedSchema: null, referencedTable: 'Artists', referencedColumns: ['Id'] },
      { columns: ['missing'], referencedSchema: null, referencedTable: 'nowhere', referencedColumns: [] },
    ]);
    expect(table('pair_notes').foreignKeys).to.deep.equal([
      { columns: ['y', 'x'], referencedSchema: null, referencedTable: 'pairs', referencedColumns: ['b', 'a'] },
    ]);
  });

  it('takes a key for an identity only where SQLite makes its values', () => {
    expect(generated('Artists')).to.equal('identity');
    expect(generated('albums')).to.equal(null, 'DESC makes it a column like any other');
    expect(generated('pair_notes')).to.equal(null, 'INT is not INTEGER');
    expect(generated('pairs')).to.equal(null);
  });

  it('reads checks however their columns are quoted', () => {
    const values = new Map(table('named').columns.map((column) => [column.name, column.values]));
    expect(values.get('Status')).to.deep.equal(['a']);
    expect(values.get('in')).to.deep.equal(["q'q"]);
    expect(values.get('check')).to.equal(null);
  });

  it('has defaults as SQL', () => {
    expect(table('named').columns.find(({ name }) => name === 'check')?.default).to.equal('1 + 1');
  });

  it('knows nothing of a column without a type', () => {
    expect(types('bare')).to.deep.equal(['a unknown', 'b binary', 'c unknown']);
    expect(types('tight')).to.deep.equal(['id integer', 'x unknown', 'y text']);
    expect(types('totals')).to.deep.equal(['artist integer', 'n unknown', 'mean float']);
  });
});

import { expect } from 'chai';
import type { Database } from '../../core/dialect/dialect.js';
import type { Catalog, CatalogTable } from '../../core/schema/catalog.js';
import { manyTablesScript, oddNamesOf, oddNamesScript, oddNamesScriptOf, wideScript } from '../fixtures/odd-names.js';
import { everywhere, forEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDatabase } from '../support/open-database.js';
import { isSqlServer } from '../support/server-differences.js';
import { transactSql } from '../support/transact-sql.js';

/** Opens what `test` is, reads its catalog and closes it. */
async function introspect(test: TestDatabase): Promise<Catalog> {
  const database: Database = await openDatabase(test.url);
  try {
    return await database.introspect();
  } finally {
    await database.close();
  }
}

function table(catalog: Catalog, name: string): CatalogTable {
  const found = catalog.tables.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no ${name} among ${catalog.tables.map((each) => each.name).join(', ')}.`);
  return found;
}

function foreignKeys(catalog: Catalog, name: string): readonly string[] {
  return table(catalog, name).foreignKeys
    .map(({ columns, referencedTable, referencedColumns }) => `${columns.join()} > ${referencedTable}(${referencedColumns.join()})`).sort();
}

forEachDatabase('the catalog', (test) => {
  let catalog: Catalog;
  before(async () => {
    catalog = await introspect(test);
  });

  it('has keys of one column, of several in key order, and none', () => {
    expect(table(catalog, 'authors').primaryKey).to.deep.equal(['id']);
    expect(table(catalog, 'lines').primaryKey).to.deep.equal(['part', 'order_id']);
    expect(table(catalog, 'log').primaryKey).to.deep.equal([]);
  });

  it('has foreign keys with their columns in order, composite, to itself, several to one table, and to a unique column', () => {
    expect(foreignKeys(catalog, 'notes')).to.deep.equal(['o,p > lines(order_id,part)']);
    expect(foreignKeys(catalog, 'authors')).to.deep.equal(['mentor_id > authors(id)']);
    expect(foreignKeys(catalog, 'books')).to.deep.equal([
      'author_id > authors(id)', 'author_name > authors(name)', 'editor_id > authors(id)',
    ]);
  });

  it('has unique sets without the primary key, without partial indexes and such over expressions', () => {
    expect(table(catalog, 'books').uniques).to.have.deep.members([['title', 'author_id'], ['isbn']]);
    expect(table(catalog, 'authors').uniques).to.deep.equal([['name']]);
  });

  it('tells which columns can be null and what defaults they have', () => {
    const columns = new Map(table(catalog, 'books').columns.map((column) => [column.name, column]));
    expect(columns.get('title')).to.include({ nullable: false, default: null });
    expect(columns.get('isbn')).to.include({ nullable: true, default: null });
    expect(columns.get('pages')).to.include({ nullable: true, default: '100', generated: null });
    expect(columns.get('id')).to.include({ nullable: false, generated: 'identity' });
  });

  it('marks computed columns', () => {
    const column = table(catalog, 'books').columns.find(({ name }) => name === 'double_pages');
    expect(column).to.include({ generated: 'computed', default: null, type: 'integer' });
  });

  it('has the values that a check constraint lists', () => {
    const values = new Map(table(catalog, 'checked').columns.map((column) => [column.name, column.values]));
    expect(values.get('status')).to.deep.equal(['draft', "it's", 'done)']);
    expect(values.get('Kind')).to.deep.equal(['a', 'b']);
    expect(values.get('optional')).to.deep.equal(['x', 'y']);
    expect(values.get('single')).to.deep.equal(['only']);
    expect(values.get('stars')).to.equal(null, 'numbers are no texts');
    expect(values.get('free')).to.equal(null, 'the list is not all that is allowed');
    expect(values.get('twice')).to.deep.equal(['b', 'c'], 'what both lists hold');
  });

  it('has views with the types of their columns and without a key', () => {
    const view = table(catalog, 'book_titles');
    expect(view).to.include({ kind: 'view' });
    expect(view.primaryKey).to.deep.equal([]);
    expect(view.columns.map(({ name, type }) => `${name} ${type}`)).to.deep.equal(['id integer', 'title string']);
  });

  it('is the same when it is read again', async () => {
    expect(await introspect(test)).to.deep.equal(catalog);
  });
}, {
  sqlite: script('integer primary key', 'integer generated always as (pages * 2) virtual'),
  postgres: script('integer primary key generated always as identity', 'integer generated always as (pages * 2) stored'),
  // No partial indexes, no expressions in them; texts of any length have no default and no key; what is referenced is named.
  mysql: script('integer auto_increment primary key', 'integer generated always as (pages * 2) stored')
    .replaceAll(/create unique index .*;/g, '').replaceAll('references authors,', 'references authors (id),').replaceAll(' text', ' varchar(20)')
    .replace('constraint one check', 'check').replaceAll(' lines (', ' "lines" (').replace('primary key (part, order_id)', 'primary key (part, order_id), key (order_id, part)'),
  // Whose columns have to be unique in the order in which they are referred to.
  mssql: transactSql(script('integer identity primary key', 'as (pages * 2)'))
    .replaceAll(/create unique index lower_titles .*;/g, '').replaceAll('references authors,', 'references authors (id),').replace('double_pages integer as', 'double_pages as')
    .replace('length(', 'len(').replace('primary key (part, order_id)', 'primary key (part, order_id), unique (order_id, part)'),
});

function script(identity: string, computed: string): string {
  return `
    create table authors (id ${identity}, name varchar(50) not null unique, mentor_id integer references authors (id));
    create table books (
      id ${identity}, title varchar(100) not null, isbn char(13) unique, pages integer default 100, double_pages ${computed},
      author_id integer not null references authors (id), editor_id integer references authors,
      author_name varchar(50) references authors (name),
      unique (title, author_id)
    );
    create unique index long_books on books (title) where pages > 1000;
    create unique index lower_titles on books (lower(title));
    create table lines (order_id integer, part integer, primary key (part, order_id));
    create table notes (id ${identity}, o integer, p integer, foreign key (o, p) references lines (order_id, part));
    create table log (line text);
    create table checked (
      status varchar(10) check (status in ('draft', 'it''s', 'done)')), -- check (status in ('no'))
      "Kind" text, optional text check (optional is null or optional in ('x', 'y')), single text constraint one check (single in ('only')),
      stars integer check (stars in (1, 2, 3)), free text check (free in ('a', 'b') or length(free) > 5),
      twice text check (twice in ('a', 'b', 'c')), check ("Kind" in ('a', 'b')), check (twice in ('b', 'c', 'd'))
    );
    create view book_titles as select id, title from books;`;
}

forEachDatabase('a catalog of odd names', (test) => {
  const names = oddNamesOf(test.dialect);
  it('has every name as it is', async () => {
    const catalog = await introspect(test);
    expect(catalog.notices).to.deep.equal([]);
    expect(catalog.tables.map(({ name }) => name)).to.have.members(names.map((name) => `t ${name}`));
    for (const [index, name] of names.entries()) {
      const { columns, uniques, foreignKeys } = table(catalog, `t ${name}`);
      expect(columns.map((column) => column.name)).to.deep.equal(['id', name, `${name} parent`]);
      expect(columns[1]).to.include({ type: 'string', length: 20, nullable: false });
      expect(uniques).to.deep.equal([[name, `${name} parent`]]);
      const parent = `t ${names[Math.max(index - 1, 0)]}`;
      expect(foreignKeys.map(({ columns, referencedTable }) => [columns, referencedTable])).to.deep.equal([[[`${name} parent`], parent]]);
    }
  });

  it('gives names that quoteName makes whole', async () => {
    const database = await openDatabase(test.url);
    try {
      for (const name of names) {
        const sql = `select ${database.quoteName(name)} as value from ${database.quoteName(`t ${name}`)}`;
        expect(await database.read({ sql, parameters: [], answers: 'rows' }, [])).to.deep.equal([[name]]);
      }
    } finally {
      await database.close();
    }
  });
}, { sqlite: oddNamesScript, postgres: oddNamesScript, mysql: oddNamesScriptOf('mysql'), mssql: oddNamesScriptOf('mssql') });

forEachDatabase('a catalog of great size', (test) => {
  it('has a table of 200 columns in their order', async () => {
    const { columns } = table(await introspect(test), 'wide');
    expect(columns.map(({ name }) => name)).to.deep.equal(Array.from({ length: 200 }, (_, index) => `c${index}`));
  });

  it('is read whole where there are a thousand tables', async function () {
    this.timeout(120_000);
    // A table is a file of MySQL, which takes its time, as the catalog of a server does that is only like SQL Server.
    const isSlow = test.dialect === 'mysql' || (test.dialect === 'mssql' && !isSqlServer);
    const count = isSlow ? 200 : 1000;
    await test.run(manyTablesScript(count));
    const database = await openDatabase(test.url);
    try {
      const start = performance.now();
      const { tables } = await database.introspect();
      this.test!.title += `: ${Math.round(performance.now() - start)} ms`;
      expect(tables).to.have.length(count + 1);
      expect(tables.reduce((sum, { columns }) => sum + columns.length, 0)).to.equal(count * 20 + 200);
      expect(tables.reduce((sum, { foreignKeys }) => sum + foreignKeys.length, 0)).to.equal(count - 1);
    } finally {
      await database.close();
    }
  });
}, everywhere(wideScript));

import { expect } from 'chai';
import { BootError } from '../../../core/errors/boot-error.js';
import type { ColumnRow, IndexRow, TableRow } from '../../../plugins/dialect-mssql/catalog-queries.js';
import { indexName } from '../../../plugins/dialect-mssql/errors.js';
import { toCatalog, type CatalogRows } from '../../../plugins/dialect-mssql/introspect.js';

let position = 0;
const column = (id: number, name: string, given: Partial<ColumnRow> = {}): ColumnRow => {
  position += 1;
  return {
    id, name, position, type: 'int', length: 4, precision: 10, scale: 0, nullable: true, identity: false, computed: false, comment: null,
    collation: null, selectable: true, ...given,
  };
};
const table = (id: number, name: string, given: Partial<TableRow> = {}): TableRow =>
  ({ id, schema: 'dbo', name, kind: 'U', comment: null, selectable: true, triggered: false, ...given });
const index = (id: number, name: string, of: string, given: Partial<IndexRow> = {}): IndexRow =>
  ({ id, name, column: of, isPrimary: false, isFiltered: false, ...given });
const text = (length: number) => ({ type: 'nvarchar', length });

/** Rows as the queries give them. */
const rows: CatalogRows = {
  schemas: [{ name: 'dbo', isDefault: true }, { name: 'sales', isDefault: false }],
  tables: [
    table(1, 'authors', { comment: 'Who writes' }), table(2, 'books', { triggered: true }), table(3, 'lines', { schema: 'sales' }), table(4, 'titles', { kind: 'V' }),
    table(5, 'secrets'),
  ],
  columns: [
    column(1, 'id', { identity: true, nullable: false }), column(1, 'name', { ...text(100), comment: 'In full', collation: 'Greek_CI_AS' }), column(1, 'mentor_id'),
    column(2, 'id', { nullable: false }), column(2, 'title', { ...text(-1), nullable: false, position: 101 }),
    column(2, 'status', { type: 'varchar', length: 10 }), column(2, 'price', { type: 'money', length: 8, precision: 19, scale: 4 }),
    column(2, 'pages', { position: 102 }), column(2, 'twice', { computed: true }), column(2, 'version', { type: 'timestamp', length: 8, computed: true }),
    column(2, 'details', text(-1)), column(2, 'hidden', { selectable: false }),
    column(3, 'order_id', { nullable: false }), column(3, 'part', { type: 'tinyint', nullable: false }), column(3, 'book_id'),
    column(4, 'id', { identity: true }), column(4, 'title', text(-1)),
    column(5, 'id', { selectable: false }),
  ],
  defaults: [{ id: 2, position: 101, definition: "(N'none')" }, { id: 2, position: 102, definition: '((100))' }, { id: 1, position: 101, definition: '((1))' }],
  indexes: [
    index(1, 'PK_authors', 'id', { isPrimary: true }), index(1, 'UQ_name', 'name'), index(1, 'UX_name', 'name'),
    index(1, 'UX_mentor', 'mentor_id', { isFiltered: true }),
    index(2, 'PK_books', 'id', { isPrimary: true }), index(2, 'UQ_hidden', 'hidden'),
    index(3, 'PK_lines', 'part', { isPrimary: true }), index(3, 'PK_lines', 'order_id', { isPrimary: true }),
  ],
  foreignKeys: [
    { id: 1, name: 'FK_mentor', column: 'mentor_id', referencedSchema: 'dbo', referencedTable: 'authors', referencedColumn: 'id' },
    { id: 3, name: 'FK_lines', column: 'order_id', referencedSchema: 'sales', referencedTable: 'parts', referencedColumn: 'o' },
    { id: 3, name: 'FK_lines', column: 'part', referencedSchema: 'sales', referencedTable: 'parts', referencedColumn: 'p' },
  ],
  checks: [
    { id: 2, name: 'CK_status', definition: "([status]='done' OR [status]='draft')" }, { id: 2, name: 'CK_json', definition: '(isjson([details])=(1))' },
    { id: 2, name: 'CK_pages', definition: '([pages]>(0))' },
  ],
};

describe('the catalog of SQL Server', () => {
  const { catalog, constraints, facts } = toCatalog(rows, []);
  const named = (name: string) => catalog.tables.find((each) => each.name === name)!;
  const field = (name: string, of = 'books') => named(of).columns.find((each) => each.name === name)!;

  it('has tables and views with their schemas, comments and keys in key order', () => {
    expect(catalog.tables.map(({ schema, name, kind, primaryKey }) => [schema, name, kind, primaryKey])).to.deep.equal([
      ['dbo', 'authors', 'table', ['id']], ['dbo', 'books', 'table', ['id']], ['sales', 'lines', 'table', ['part', 'order_id']], ['dbo', 'titles', 'view', []],
    ]);
    expect(named('authors').comment).to.equal('Who writes');
    expect(field('name', 'authors').comment).to.equal('In full');
    expect(catalog.defaultSchema).to.equal('dbo');
    expect(toCatalog(rows, ['sales']).catalog.defaultSchema).to.equal('sales');
  });

  it('has foreign keys of one column and of several, and unique sets once', () => {
    expect(named('authors').foreignKeys).to.deep.equal([{ columns: ['mentor_id'], referencedSchema: 'dbo', referencedTable: 'authors', referencedColumns: ['id'] }]);
    expect(named('lines').foreignKeys).to.deep.equal([
      { columns: ['order_id', 'part'], referencedSchema: 'sales', referencedTable: 'parts', referencedColumns: ['o', 'p'] },
    ]);
    expect(named('authors').uniques).to.deep.equal([['name']]);
  });

  it('has types as one declares them', () => {
    expect(named('books').columns.map(({ sqlType, type }) => `${sqlType} ${type}`)).to.deep.equal([
      'int integer', 'nvarchar(max) text', 'varchar(10) string', 'money decimal', 'int integer', 'int integer', 'rowversion binary', 'nvarchar(max) json',
    ]);
    expect(field('name', 'authors')).to.include({ sqlType: 'nvarchar(50)', length: 50 });
    expect(field('price')).to.include({ precision: 19, scale: 4 });
  });

  it('has identities, what is computed, defaults without their parentheses, and the values that a check lists', () => {
    expect(field('id', 'authors').generated).to.equal('identity');
    expect(field('id', 'titles').generated).to.equal(null, 'a view numbers nothing');
    expect([field('twice').generated, field('version').generated]).to.deep.equal(['computed', 'computed']);
    expect([field('title').default, field('pages').default, field('twice').default]).to.deep.equal(["N'none'", '100', null]);
    expect([field('status').values, field('details').values, field('pages').values]).to.deep.equal([['draft', 'done'], null, null]);
  });

  it('says what the login may not read', () => {
    expect(catalog.notices).to.deep.equal([
      { subject: 'dbo.books.hidden', reason: 'The login may not SELECT this column.' }, { subject: 'dbo.secrets', reason: 'The login may not SELECT from it.' },
    ]);
    expect(named('books').uniques).to.deep.equal([]);
  });

  it('knows constraints for errors', () => {
    expect(constraints.get(indexName('sales.lines', 'PK_lines'))).to.deep.equal({ table: 'lines', kind: 'unique', columns: ['part', 'order_id'] });
    expect(constraints.get(indexName('dbo.authors', 'UX_mentor')), 'of some rows only').to.deep.equal({ table: 'authors', kind: 'unique', columns: ['mentor_id'] });
    expect(constraints.get('FK_lines')).to.deep.equal({ table: 'lines', kind: 'foreign key', columns: ['order_id', 'part'] });
    expect(constraints.get('CK_pages')).to.deep.equal({ table: 'books', kind: 'check', columns: [] });
  });

  it('knows what writes have to know of tables', () => {
    expect(facts.get('dbo.authors')).to.deep.equal({ key: ['id'], identity: 'id', isTriggered: false, collations: new Map([['name', 'Greek_CI_AS']]) });
    expect(facts.get('dbo.books')).to.deep.equal({ key: ['id'], identity: null, isTriggered: true, collations: new Map() });
  });

  it('refuses schemas that are not there', () => {
    expect(() => toCatalog(rows, ['dbo', 'sale'])).to.throw(BootError, '`database.schemas` names "sale", which does not exist or may not be used by this login. Did you mean "sales"?');
  });
});

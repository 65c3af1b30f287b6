import type { ApiType, Catalog, CatalogColumn, CatalogForeignKey, CatalogTable } from '../../../core/schema/catalog.js';

/** A column: nullable text but for what is given. */
export function column(name: string, given: Partial<CatalogColumn> = {}): CatalogColumn {
  const type: ApiType = given.type ?? 'text';
  return {
    name, type, sqlType: type, elementType: null, nullable: true, default: null, generated: null, values: null, length: null,
    precision: null, scale: null, comment: null, ...given,
  };
}

/** A column that numbers its rows. */
export function id(name = 'id'): CatalogColumn {
  return column(name, { type: 'integer', nullable: false, generated: 'identity' });
}

/** A foreign key in short: `reference('author_id', 'authors')`, `reference(['order_id', 'part'], 'order_lines', ['order_id', 'part'])`. */
export function reference(columns: string | readonly string[], table: string, referenced: string | readonly string[] = 'id'): CatalogForeignKey {
  const [referencedSchema, referencedTable] = table.includes('.') ? table.split('.', 2) as [string, string] : [null, table];
  return { columns: [columns].flat(), referencedSchema, referencedTable, referencedColumns: [referenced].flat() };
}

/** A table in short. Columns that are only named are integers; the key is `id` where there is such a column. */
export function table(name: string, columns: readonly (string | CatalogColumn)[], given: Partial<CatalogTable> = {}): CatalogTable {
  const full = columns.map((item) => {
    if (typeof item !== 'string') return item;
    return item === 'id' ? id() : column(item, { type: 'integer' });
  });
  return {
    schema: null, name, kind: 'table', comment: null, columns: full, primaryKey: columns.includes('id') ? ['id'] : [], uniques: [],
    foreignKeys: [], ...given,
  };
}

/** A catalog of tables. */
export function catalog(...tables: readonly CatalogTable[]): Catalog {
  return { tables, notices: [] };
}

/** A bookshop: authors with mentors, books with authors and editors, tags through a junction. */
export const bookshop = catalog(
  table('authors', ['id', column('name', { nullable: false }), 'mentor_id'], { foreignKeys: [reference('mentor_id', 'authors')] }),
  table('books', ['id', column('title', { nullable: false, length: 60, type: 'string' }), 'author_id', 'editor_id'], {
    foreignKeys: [reference('author_id', 'authors'), reference('editor_id', 'authors')],
  }),
  table('tags', ['id', column('name')]),
  table('book_tags', ['book_id', 'tag_id'], {
    primaryKey: ['book_id', 'tag_id'], foreignKeys: [reference('book_id', 'books'), reference('tag_id', 'tags')],
  }),
  table('settings', ['id', column('currency')]),
);

import { BootError, suggest, type Catalog, type CatalogColumn, type CatalogForeignKey, type CatalogTable, type Notice } from 'jackfield';
import { types, type ClientBase, type QueryResultRow } from 'pg';
import {
  columnsQuery, constraintsQuery, indexesQuery, relationsQuery, schemasQuery, typesQuery,
  type ColumnRow, type ConstraintRow, type IndexRow, type RelationRow, type TypeRow,
} from './catalog-queries.js';
import { columnType, narrow } from './types.js';

/** A catalog, and what errors need to name columns: the server tells the name of a constraint alone. */
export interface Introspection {
  readonly catalog: Catalog;
  /** `schema.constraint` → its columns. */
  readonly constraints: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the catalog as of one moment, in six queries however many tables there are. The login needs nothing but the right to
 * select what is to be mirrored.
 *
 * @param schemas only these; empty for all that the login may use
 * @throws {BootError} when one of `schemas` does not exist or may not be used
 */
export async function introspect(client: ClientBase, schemas: readonly string[]): Promise<Introspection> {
  await client.query('begin transaction isolation level repeatable read, read only');
  try {
    const { rows: [server] } = await client.query<{ version: string }>(prepareQuery);
    return await readCatalog(client, schemas, isPostgres(server!.version));
  } finally {
    await client.query('rollback');
  }
}

/** Compiling the catalog queries would take longer than to run them. */
const prepareQuery = `select pg_catalog.version() as version, ${Object.entries({ search_path: 'pg_catalog', statement_timeout: '0', jit: 'off' })
  .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`).join(', ')}`;

/** Whether a server says that it is PostgreSQL, and nothing that speaks like it: `PostgreSQL 15.2-YB-2.25.0.0-b0 on …` is not. */
export function isPostgres(version: string): boolean {
  return /^PostgreSQL [\w.]+ /.test(version);
}

async function readCatalog(client: ClientBase, schemas: readonly string[], isPostgresItself: boolean): Promise<Introspection> {
  const read = async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>({ text: sql, values: [...values], types: catalogTypes })).rows;

  checkSchemas(schemas, (await read<{ name: string }>(schemasQuery)).map(({ name }) => name));
  const notices: Notice[] = [];
  const relations = (await read<RelationRow>(relationsQuery, [schemas])).filter((relation) => {
    const reason = whyNot(relation);
    if (reason !== null) notices.push({ subject: `${relation.schema}.${relation.name}`, reason });
    return reason === null;
  });
  const oids = relations.map(({ oid }) => oid);
  const allColumns = await read<ColumnRow>(columnsQuery, [oids, relations.filter(({ selectable }) => !selectable).map(({ oid }) => oid)]);
  const typeOids = [...new Set(allColumns.map(({ typeOid }) => typeOid))];
  const typeRows = new Map((await read<TypeRow>(typesQuery, [typeOids])).map((type) => [type.oid, type]));
  const columns = groupBy(allColumns);
  const indexes = groupBy(await read<IndexRow>(indexesQuery, [oids]));
  const constraints = groupBy(await read<ConstraintRow>(constraintsQuery(isPostgresItself), [oids]));

  const tables = relations.map((relation) => {
    const { oid } = relation;
    return table(relation, columns.get(oid) ?? [], indexes.get(oid) ?? [], constraints.get(oid) ?? [], typeRows, notices);
  });
  const named = relations.flatMap(({ oid, schema }) =>
    [...indexes.get(oid) ?? [], ...constraints.get(oid) ?? []].map(({ name, columns }) => [`${schema}.${name}`, columns ?? []] as const));
  return { catalog: { defaultSchema: schemas[0] ?? 'public', tables, notices }, constraints: new Map(named) };
}

function checkSchemas(schemas: readonly string[], usable: readonly string[]): void {
  for (const schema of schemas) {
    if (usable.includes(schema)) continue;
    const near = suggest(schema, usable);
    const hint = near === null ? `The login may use: ${usable.join(', ') || 'none'}.` : `Did you mean "${near}"?`;
    const name = JSON.stringify(schema);
    throw new BootError(`\`database.schemas\` names ${name}, which does not exist or may not be used by this login. ${hint}`);
  }
}

function whyNot({ extension, partly }: RelationRow): string | null {
  if (extension !== null) return `It belongs to the extension ${extension}.`;
  return partly ? null : 'The login may not SELECT from it.';
}

function table(
  relation: RelationRow, allColumns: readonly ColumnRow[], indexes: readonly IndexRow[], constraints: readonly ConstraintRow[],
  types: ReadonlyMap<string, TypeRow>, notices: Notice[],
): CatalogTable {
  const hidden = new Set<string>();
  for (const { name, selectable } of allColumns) {
    if (selectable) continue;
    hidden.add(name);
    notices.push({ subject: `${relation.schema}.${relation.name}.${name}`, reason: 'The login may not SELECT this column.' });
  }
  const isVisible = (names: readonly string[] | null): boolean => names !== null && names.every((name) => !hidden.has(name));
  const primaryKey = indexes.find(({ isPrimary, columns }) => isPrimary && isVisible(columns))?.columns ?? [];
  return {
    schema: relation.schema,
    name: relation.name,
    kind: kinds[relation.kind] ?? 'table',
    comment: relation.comment,
    columns: allColumns.filter(({ name }) => !hidden.has(name)).map((row) => column(row, constraints, types)),
    primaryKey,
    uniques: uniques(indexes.filter(({ isPrimary, columns }) => !isPrimary && isVisible(columns))),
    foreignKeys: constraints.filter(({ kind, columns }) => kind === 'f' && isVisible(columns)).map(foreignKey),
  };
}

const kinds: Readonly<Record<string, CatalogTable['kind']>> = { v: 'view', m: 'materialized view' };

function column(row: ColumnRow, constraints: readonly ConstraintRow[], types: ReadonlyMap<string, TypeRow>): CatalogColumn {
  const { type, elementType, values, length, precision, scale, notNull } = columnType(row.typeOid, row.typeModifier, types);
  const checks = constraints.filter(({ kind, columns }) => kind === 'c' && columns?.[0] === row.name);
  const isIdentity = row.identity !== '' || row.default?.startsWith('nextval(') === true;
  return {
    name: row.name,
    // `public` goes without saying.
    sqlType: row.sqlType.replace(/^public\./, ''),
    type,
    elementType,
    nullable: !row.notNull && !notNull,
    default: row.generated === '' ? row.default : null,
    generated: row.generated !== '' ? 'computed' : isIdentity ? 'identity' : null,
    values: narrow(values, type, checks.map(({ definition }) => definition ?? '')),
    length,
    precision,
    scale,
    comment: row.comment,
  };
}

function foreignKey({ columns, referencedSchema, referencedTable, referencedColumns, isEnforced }: ConstraintRow): CatalogForeignKey {
  return { columns: columns ?? [], referencedSchema, referencedTable: referencedTable ?? '', referencedColumns: referencedColumns ?? [], isEnforced };
}

/** Two indexes over the same columns say the same. */
function uniques(indexes: readonly IndexRow[]): readonly (readonly string[])[] {
  return [...new Map(indexes.map(({ columns }) => [JSON.stringify(columns), columns])).values()];
}

function groupBy<Row extends { readonly relation: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.relation);
    if (group === undefined) groups.set(row.relation, [row]);
    else group.push(row);
  }
  return groups;
}

/** How these queries' columns are read, whatever parsers anybody has set for the driver as a whole. */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [types.builtins.BOOL, (text) => text === 't'],
  [types.builtins.INT4, Number],
  [types.builtins.JSON, (text) => JSON.parse(text) as unknown],
]);
const catalogTypes = { getTypeParser: (oid: number) => parsers.get(oid) ?? ((text: string) => text) };

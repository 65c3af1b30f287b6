/**
 * The catalog queries: one for each kind of thing, whatever the number of tables. `?` are the databases that are mirrored. Names of the
 * columns are given in small letters here: MySQL gives its own in capitals.
 */

export interface TableRow { readonly schema: string; readonly name: string; readonly kind: string; readonly comment: string }

/** Tables and views. The rest (sequences, system views) is left out. */
export const tablesQuery = `
  select table_schema as \`schema\`, table_name as name, table_type as kind, table_comment as comment
  from information_schema.tables
  where table_schema in (?) and table_type in ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
  order by table_schema, table_name`;

/** Databases that the login may use. */
export const schemasQuery = `
  select schema_name as name from information_schema.schemata
  where schema_name not in ('information_schema', 'performance_schema', 'mysql', 'sys') order by 1`;

export interface ColumnRow {
  readonly schema: string; readonly table: string; readonly name: string; readonly type: string; readonly set: string | null;
  readonly length: number | null; readonly precision: number | null; readonly scale: number | null; readonly nullable: string;
  readonly default: string | null; readonly extra: string; readonly expression: string | null; readonly comment: string;
  readonly privileges: string;
}

export const columnsQuery = `
  select table_schema as \`schema\`, table_name as \`table\`, column_name as name, column_type as type, character_set_name as \`set\`,
    character_maximum_length as length, numeric_precision as \`precision\`, numeric_scale as scale, is_nullable as nullable,
    column_default as \`default\`, extra, generation_expression as expression, column_comment as comment, privileges
  from information_schema.columns where table_schema in (?)
  order by table_schema, table_name, ordinal_position`;

export interface IndexRow { readonly schema: string; readonly table: string; readonly name: string; readonly column: string | null; readonly part: number | null }

/** Primary keys and unique sets. */
export const indexesQuery = `
  select table_schema as \`schema\`, table_name as \`table\`, index_name as name, column_name as \`column\`, sub_part as part
  from information_schema.statistics where table_schema in (?) and non_unique = 0
  order by table_schema, table_name, index_name, seq_in_index`;

export interface ForeignKeyRow {
  readonly schema: string; readonly table: string; readonly name: string; readonly column: string;
  readonly referencedSchema: string; readonly referencedTable: string; readonly referencedColumn: string;
}

export const foreignKeysQuery = `
  select table_schema as \`schema\`, table_name as \`table\`, constraint_name as name, column_name as \`column\`,
    referenced_table_schema as referencedSchema, referenced_table_name as referencedTable, referenced_column_name as referencedColumn
  from information_schema.key_column_usage where table_schema in (?) and referenced_table_name is not null
  order by table_schema, table_name, constraint_name, ordinal_position`;

export interface CheckRow { readonly schema: string; readonly table: string; readonly clause: string }

/** Checks of MariaDB, whose columns have some of their own. */
export const mariaDbChecksQuery = `
  select constraint_schema as \`schema\`, table_name as \`table\`, check_clause as clause
  from information_schema.check_constraints where constraint_schema in (?)`;

/** Checks of MySQL. Such that are not enforced say nothing. */
export const mysqlChecksQuery = `
  select t.table_schema as \`schema\`, t.table_name as \`table\`, c.check_clause as clause
  from information_schema.check_constraints c
    join information_schema.table_constraints t on t.constraint_schema = c.constraint_schema and t.constraint_name = c.constraint_name
  where t.table_schema in (?) and t.constraint_type = 'CHECK' and t.enforced = 'YES'`;

import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Connection } from 'mysql2/promise';
import type { Client } from 'pg';

/** A hash of all that a SQLite file declares: tables, views, indexes, triggers, with their SQL. */
export function hashSqliteCatalog(connection: Database): string {
  return hash(connection.prepare('select type, name, tbl_name, sql from sqlite_schema order by type, name').raw().all());
}

/** What a PostgreSQL database declares. Rows are objects of the catalog as text, without what counts use. */
const catalogQuery = `
  select 'namespace', nspname || coalesce(nspacl::text, '') from pg_namespace where nspname !~ '^pg_(toast|temp)'
  union all select 'relation', c.oid::regclass::text || c.relkind::text || coalesce(c.relacl::text, '') || coalesce(c.reloptions::text, '')
    || case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) else '' end
    from pg_class c where c.relnamespace::regnamespace::text !~ '^pg_(toast|temp)'
  union all select 'column', a.attrelid::regclass::text || ' ' || a.attnum::text || ' ' || a.attname || ' '
    || format_type(a.atttypid, a.atttypmod) || a.attnotnull::text || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
  union all select 'constraint', conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace::regnamespace::text !~ '^(pg_|information_schema)'
  union all select 'index', pg_get_indexdef(i.indexrelid)
    from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace::regnamespace::text !~ '^pg_'
  union all select 'function', oid::regprocedure::text from pg_proc where pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
  union all select 'trigger', pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all select 'type', oid::regtype::text || typtype::text from pg_type
    where typnamespace::regnamespace::text !~ '^(pg_|information_schema)'
  union all select 'extension', extname from pg_extension
  union all select 'comment', description from pg_description d where classoid = 'pg_class'::regclass
  union all select 'setting', setconfig::text from pg_db_role_setting
    where setdatabase = (select oid from pg_database where datname = current_database())
  order by 1, 2`;

/** A hash of all that a PostgreSQL database declares: schemas, tables, columns, indexes, functions, types, grants, settings… */
export async function hashPostgresCatalog(client: Client): Promise<string> {
  const { rows } = await client.query({ text: catalogQuery, rowMode: 'array' });
  return hash(rows);
}

/** A hash of all that a MySQL or MariaDB database declares: tables, columns, indexes, constraints, views, triggers, routines. */
export async function hashMysqlCatalog(connection: Connection, isMariaDb: boolean): Promise<string> {
  const queries = [
    'select table_name, table_type, engine, table_collation, table_comment from information_schema.tables where table_schema = database() order by 1',
    `select table_name, ordinal_position, column_name, column_type, column_default, is_nullable, extra, generation_expression, column_comment,
      collation_name from information_schema.columns where table_schema = database() order by 1, 2`,
    `select table_name, index_name, seq_in_index, column_name, non_unique, sub_part from information_schema.statistics
      where table_schema = database() order by 1, 2, 3`,
    `select table_name, constraint_name, column_name, ordinal_position, referenced_table_name, referenced_column_name
      from information_schema.key_column_usage where table_schema = database() order by 1, 2, 4`,
    `select constraint_name, check_clause${isMariaDb ? ', table_name' : ''} from information_schema.check_constraints
      where constraint_schema = database() order by 2, 1`,
    'select table_name, view_definition from information_schema.views where table_schema = database() order by 1',
    'select trigger_name, action_statement from information_schema.triggers where trigger_schema = database() order by 1',
    'select routine_name, routine_definition from information_schema.routines where routine_schema = database() order by 1',
  ];
  const rows: unknown[] = [];
  for (const sql of queries) rows.push((await connection.query({ sql, rowsAsArray: true }))[0]);
  return hash(rows);
}

function hash(rows: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

/**
 * The catalog queries: one for each kind of thing, whatever the number of tables. The server shows no more than what the login has some
 * right to. `@p1` is a JSON array of schemas, an empty one for all.
 */

export interface TableRow {
  readonly id: number; readonly schema: string; readonly name: string;
  /** `U` or `V`. */
  readonly kind: string;
  readonly comment: string | null;
  /** Whether the login may select every column of which nobody says otherwise. */
  readonly selectable: boolean;
  /** Whether a trigger may change what is inserted or updated. */
  readonly triggered: boolean;
}

const inSchemas = `(@p1 = N'[]' or s.name in (select value collate database_default from openjson(@p1)))`;

/** A join with the description of a table, or of a column, as tools write it. */
const description = (id: string, column: string): string =>
  `left join sys.extended_properties as e on e.class = 1 and e.major_id = ${id} and e.minor_id = ${column} and e.name = N'MS_Description'`;

const objectName = "quotename(s.name) + N'.' + quotename(o.name)";

export const tablesQuery = `
  select o.object_id as id, s.name as [schema], o.name, rtrim(o.type) as kind, convert(nvarchar(4000), e.value) as comment,
    convert(bit, isnull(has_perms_by_name(${objectName}, N'OBJECT', N'SELECT'), 1)) as selectable,
    convert(bit, case when exists (select 1 from sys.triggers as t where t.parent_id = o.object_id and t.is_disabled = 0) then 1 else 0 end) as triggered
  from sys.objects as o join sys.schemas as s on s.schema_id = o.schema_id
    ${description('o.object_id', '0')}
  where o.type in ('U', 'V') and o.is_ms_shipped = 0 and s.name not in (N'sys', N'INFORMATION_SCHEMA') and ${inSchemas}
  order by s.name, o.name`;

/** Schemas that hold something the login may see, and the login's own default. */
export const schemasQuery = `
  select s.name, convert(bit, case when s.name = schema_name() then 1 else 0 end) as isDefault
  from sys.schemas as s
  where s.name = schema_name() or exists (select 1 from sys.objects as o where o.schema_id = s.schema_id and o.type in ('U', 'V'))
  order by s.name`;

export interface ColumnRow {
  readonly id: number; readonly name: string; readonly position: number;
  /** The name of the type, of a type of the owner that of what it stands on. */
  readonly type: string;
  /** In bytes; -1 for `max`. */
  readonly length: number; readonly precision: number; readonly scale: number;
  readonly nullable: boolean; readonly identity: boolean; readonly computed: boolean;
  readonly comment: string | null;
  /** Of a text, where it is not that of the database. */
  readonly collation: string | null;
  /** Whether the login may select it; null for as its table. */
  readonly selectable: boolean | null;
}

/** A right to single columns is asked for only in tables where somebody gave or took one, since it takes its time. Their names stand in no brackets. */
export const columnsQuery = `
  select c.object_id as id, c.name, c.column_id as position,
    case when t.is_user_defined = 1 or t.name = N'sysname' then isnull(b.name, t.name) else t.name end as type,
    c.max_length as length, c.precision, c.scale, c.is_nullable as nullable,
    convert(bit, case when o.type = 'U' then c.is_identity else 0 end) as [identity],
    convert(bit, case when c.is_computed = 1 or c.generated_always_type > 0 or t.name = N'timestamp' then 1 else 0 end) as computed,
    convert(nvarchar(4000), e.value) as comment,
    nullif(c.collation_name, convert(nvarchar(128), databasepropertyex(db_name(), N'Collation'))) as collation,
    convert(bit, case when g.id is not null then isnull(has_perms_by_name(${objectName}, N'OBJECT', N'SELECT', c.name, N'COLUMN'), 0) end) as selectable
  from sys.columns as c join sys.objects as o on o.object_id = c.object_id join sys.schemas as s on s.schema_id = o.schema_id
    join sys.types as t on t.user_type_id = c.user_type_id
    left join sys.types as b on b.user_type_id = t.system_type_id
    left join (select distinct p.major_id as id from sys.database_permissions as p where p.class = 1 and p.minor_id > 0) as g on g.id = c.object_id
    ${description('c.object_id', 'c.column_id')}
  where o.type in ('U', 'V') and o.is_ms_shipped = 0 and ${inSchemas}
  order by c.object_id, c.column_id`;

export interface DefaultRow {
  readonly id: number;
  /** The `position` of its column. */
  readonly position: number; readonly definition: string | null;
}

/** By itself, since joined with the columns it makes servers look through all defaults for each of them. */
export const defaultsQuery = `
  select d.parent_object_id as id, d.parent_column_id as position, d.definition
  from sys.default_constraints as d join sys.schemas as s on s.schema_id = d.schema_id
  where d.is_ms_shipped = 0 and ${inSchemas}
  order by d.parent_object_id, d.parent_column_id`;

export interface IndexRow {
  readonly id: number; readonly name: string; readonly isPrimary: boolean; readonly column: string;
  /** Whether it is about some rows only: it makes nothing unique, but can refuse a row. */
  readonly isFiltered: boolean;
}

/** Primary keys and unique sets, a row for each column in key order. */
export const indexesQuery = `
  select i.object_id as id, i.name, i.is_primary_key as isPrimary, c.name as [column], i.has_filter as isFiltered
  from sys.indexes as i join sys.objects as o on o.object_id = i.object_id join sys.schemas as s on s.schema_id = o.schema_id
    join sys.index_columns as k on k.object_id = i.object_id and k.index_id = i.index_id and k.key_ordinal > 0
    join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
  where i.is_unique = 1 and i.is_disabled = 0 and o.type = 'U' and o.is_ms_shipped = 0 and ${inSchemas}
  order by i.object_id, i.name, k.key_ordinal`;

export interface ForeignKeyRow {
  readonly id: number; readonly name: string; readonly column: string;
  readonly referencedSchema: string; readonly referencedTable: string; readonly referencedColumn: string;
}

/** A row for each column in order. */
export const foreignKeysQuery = `
  select f.parent_object_id as id, f.name, c.name as [column], rs.name as referencedSchema, r.name as referencedTable, rc.name as referencedColumn
  from sys.foreign_keys as f join sys.foreign_key_columns as k on k.constraint_object_id = f.object_id
    join sys.columns as c on c.object_id = k.parent_object_id and c.column_id = k.parent_column_id
    join sys.columns as rc on rc.object_id = k.referenced_object_id and rc.column_id = k.referenced_column_id
    join sys.objects as r on r.object_id = f.referenced_object_id join sys.schemas as rs on rs.schema_id = r.schema_id
    join sys.objects as o on o.object_id = f.parent_object_id join sys.schemas as s on s.schema_id = o.schema_id
  where ${inSchemas}
  order by f.parent_object_id, f.name, k.constraint_column_id`;

export interface CheckRow {
  readonly id: number; readonly name: string; readonly definition: string | null;
}

/** The checks that hold for every row. */
export const checksQuery = `
  select k.parent_object_id as id, k.name, k.definition
  from sys.check_constraints as k join sys.objects as o on o.object_id = k.parent_object_id join sys.schemas as s on s.schema_id = o.schema_id
  where k.is_disabled = 0 and k.is_not_trusted = 0 and ${inSchemas}
  order by k.parent_object_id, k.name`;

export interface SchemaRow {
  readonly name: string; readonly isDefault: boolean;
}

/**
 * The catalog queries: one for each kind of thing, whatever the number of tables. They run in a transaction whose search path is
 * `pg_catalog` alone, so that every name outside of it comes out with its schema. PostgreSQL 13 and later.
 */

export interface RelationRow {
  readonly oid: string; readonly schema: string; readonly name: string; readonly kind: string; readonly comment: string | null;
  readonly selectable: boolean; readonly partly: boolean; readonly extension: string | null;
}

/** Tables, views, materialised views, foreign tables; a partitioned table without its partitions. `$1` are schemas, none for all. */
export const relationsQuery = `
  select c.oid, n.nspname as schema, c.relname as name, c.relkind as kind, obj_description(c.oid, 'pg_class') as comment,
    has_table_privilege(c.oid, 'select') as selectable, has_any_column_privilege(c.oid, 'select') as partly,
    (select e.extname from pg_depend d join pg_extension e on e.oid = d.refobjid
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass
      limit 1) as extension
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and c.relpersistence <> 't'
    and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'usage')
    and (cardinality($1::text[]) = 0 or n.nspname = any ($1::text[]))
  order by n.nspname, c.relname`;

/** Schemas that the login may use. */
export const schemasQuery = `
  select n.nspname as name from pg_namespace n
  where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'usage')
  order by 1`;

export interface ColumnRow {
  readonly relation: string; readonly name: string; readonly typeOid: string; readonly typeModifier: number; readonly sqlType: string;
  readonly notNull: boolean; readonly identity: string; readonly generated: string; readonly default: string | null;
  readonly comment: string | null; readonly selectable: boolean;
}

/** `$1` are the relations' oids here and below; `$2` those of which the login may select some columns only. */
export const columnsQuery = `
  select a.attrelid as relation, a.attname as name, a.atttypid as "typeOid", a.atttypmod as "typeModifier",
    format_type(a.atttypid, a.atttypmod) as "sqlType", a.attnotnull as "notNull", a.attidentity as identity, a.attgenerated as generated,
    pg_get_expr(d.adbin, d.adrelid) as default, s.description as comment,
    a.attrelid <> all ($2::oid[]) or has_column_privilege(a.attrelid, a.attnum, 'select') as selectable
  from pg_attribute a
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_description s on s.classoid = 'pg_class'::regclass and s.objoid = a.attrelid and s.objsubid = a.attnum
  where a.attrelid = any ($1::oid[]) and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`;

export interface TypeRow {
  readonly oid: string; readonly schema: string; readonly name: string; readonly kind: string;
  /** Of arrays: the type of an element. Otherwise `0`. */
  readonly element: string;
  /** Of domains: what they stand on. Otherwise `0`. */
  readonly base: string; readonly baseModifier: number; readonly notNull: boolean;
  /** Of enums: the values in order. */
  readonly labels: readonly string[] | null;
  /** Of domains: the definitions of their checks. */
  readonly checks: readonly string[] | null;
}

/** The types of the columns, and those that arrays and domains stand on. `$1` are the types' oids. */
export const typesQuery = `
  with recursive used as (
    select t.oid, t.typtype, t.typcategory, t.typelem, t.typbasetype from pg_type t where t.oid = any ($1::oid[])
    union
    select t.oid, t.typtype, t.typcategory, t.typelem, t.typbasetype
    from used u join pg_type t on t.oid = case when u.typtype = 'd' then u.typbasetype when u.typcategory = 'A' then u.typelem end
  )
  select t.oid, n.nspname as schema, t.typname as name, t.typtype as kind,
    case when t.typtype <> 'd' and t.typcategory = 'A' then t.typelem else 0 end as element,
    t.typbasetype as base, t.typtypmod as "baseModifier", t.typnotnull as "notNull",
    (select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as labels,
    (select json_agg(pg_get_constraintdef(k.oid) order by k.conname) from pg_constraint k
      where k.contypid = t.oid and k.contype = 'c' and k.convalidated) as checks
  from used u join pg_type t on t.oid = u.oid join pg_namespace n on n.oid = t.typnamespace`;

export interface IndexRow {
  readonly relation: string; readonly name: string; readonly isPrimary: boolean; readonly columns: readonly string[];
}

/** Primary keys and unique sets. Partial indexes and such over expressions make nothing unique by its name. */
export const indexesQuery = `
  select i.indrelid as relation, x.relname as name, i.indisprimary as "isPrimary",
    (select json_agg(a.attname order by k.position)
      from unnest(i.indkey::int2[]) with ordinality k (number, position)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
      where k.position <= i.indnkeyatts) as columns
  from pg_index i join pg_class x on x.oid = i.indexrelid
  where i.indrelid = any ($1::oid[]) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
  order by i.indrelid, x.relname`;

export interface ConstraintRow {
  readonly relation: string; readonly name: string; readonly kind: string; readonly columns: readonly string[] | null;
  readonly referencedSchema: string | null; readonly referencedTable: string | null; readonly referencedColumns: readonly string[] | null;
  /** Of checks: their text. */
  readonly definition: string | null;
  /** Of foreign keys: whether every row meets it, in the strictest sense, and finds what it refers to. */
  readonly isEnforced: boolean;
}

/**
 * Whether the foreign key `c` of `t` to `r` holds for all that a reader sees. It does not where it was never validated, or is not looked at: its
 * triggers are off, the rows come by replication or belong to a table that inherits; nor for rows that policies hide. Values may be equal without
 * being the same in types of extensions, in `bpchar`, and in collations that are not deterministic.
 */
const isEnforced = `c.convalidated and t.relkind = 'r' and r.relkind = 'r' and not t.relhassubclass and not row_security_active(r.oid)
      and not exists (select from pg_trigger g where g.tgconstraint = c.oid and g.tgenabled not in ('O', 'A'))
      and not exists (select from pg_subscription_rel s where s.srrelid in (t.oid, r.oid))
      and not exists (select from pg_operator o where o.oid = any (c.conpfeqop)
        and (o.oprnamespace <> 'pg_catalog'::regnamespace or o.oprleft = 'bpchar'::regtype))
      and not exists (select from pg_attribute a join pg_collation l on l.oid = a.attcollation
        where a.attrelid = r.oid and a.attnum = any (c.confkey) and not l.collisdeterministic)`;

/**
 * The query for foreign keys and the checks that hold for every row. Left out are the copies of a foreign key that PostgreSQL keeps for each
 * partition, and keys over a period (PostgreSQL 18), which are no equality.
 *
 * @param isPostgres - whether the server is PostgreSQL itself: others know too little of its catalog to say what a foreign key is worth
 */
export const constraintsQuery = (isPostgres: boolean): string => `
  select c.conrelid as relation, c.conname as name, c.contype as kind,
    (select json_agg(a.attname order by k.position) from unnest(c.conkey) with ordinality k (number, position)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number) as columns,
    n.nspname as "referencedSchema", r.relname as "referencedTable",
    (select json_agg(a.attname order by k.position) from unnest(c.confkey) with ordinality k (number, position)
      join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number) as "referencedColumns",
    case when c.contype = 'c' then pg_get_constraintdef(c.oid) end as definition,
    c.contype = 'f' and ${isPostgres ? isEnforced : 'false'} as "isEnforced"
  from pg_constraint c join pg_class t on t.oid = c.conrelid left join pg_class r on r.oid = c.confrelid left join pg_namespace n on n.oid = r.relnamespace
  where c.conrelid = any ($1::oid[]) and c.conparentid = 0
    and (c.contype = 'f' or c.contype = 'c' and c.convalidated and cardinality(c.conkey) = 1)
    and coalesce(to_jsonb(c) ->> 'conperiod', 'false') = 'false'
  order by c.conrelid, c.conname`;

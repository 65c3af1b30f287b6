import type { ApiType, Collection, Field, Relation } from 'jackfield';

/** The fields of a collection as `/fields` answers them: those of its table, then relations that are no field of it, as aliases. */
export function describeFields(collection: Collection): object[] {
  const aliases = [...collection.relations.values()].filter(({ name }) => !collection.fields.has(name));
  return [
    ...[...collection.fields.values()].map((field, index) => describeColumn(field, index + 1, collection)),
    ...aliases.map((relation, index) => describeAlias(relation, collection.fields.size + index + 1)),
  ];
}

/** One of them; null where there is none of this name. */
export function describeField(name: string, collection: Collection): object | null {
  const place = [...collection.fields.keys()].indexOf(name);
  const field = collection.fields.get(name);
  if (field) return describeColumn(field, place + 1, collection);
  const relation = collection.relations.get(name);
  return relation ? describeAlias(relation, collection.fields.size + 1) : null;
}

function describeColumn(field: Field, sort: number, collection: Collection): object {
  const relation = collection.relations.get(field.name);
  const sets = [collection.key, ...collection.uniques];
  return {
    collection: collection.name,
    field: field.name,
    type: field.type,
    schema: {
      name: field.column,
      table: collection.table.name,
      schema: collection.table.schema,
      data_type: field.sqlType.replace(/\s*\([^)]*\)/, ''),
      default_value: defaultValue(field.default),
      generation_expression: null,
      max_length: field.length,
      numeric_precision: field.precision,
      numeric_scale: field.scale,
      is_generated: field.generated === 'computed',
      is_nullable: field.nullable,
      is_unique: sets.some((set) => set.length === 1 && set[0] === field.name),
      is_primary_key: collection.key.includes(field.name),
      has_auto_increment: field.generated === 'identity',
      foreign_key_schema: null,
      foreign_key_table: relation?.relatedCollection ?? null,
      foreign_key_column: relation?.relatedFields[0] ?? null,
      comment: field.comment,
    },
    meta: describeMeta(field.name, collection.name, sort, {
      special: specialOf(field, relation !== undefined),
      readonly: field.generated === 'computed',
      required: !field.nullable && field.default === null && field.generated === null && !field.filled,
      note: field.comment,
      options: field.values === null ? null : { choices: field.values.map((value) => ({ text: value, value })) },
    }),
  };
}

function describeAlias({ name, kind, collection }: Relation, sort: number): object {
  return {
    collection, field: name, type: 'alias', schema: null,
    meta: describeMeta(name, collection, sort, { special: [kind], readonly: false, required: false, note: null, options: null }),
  };
}

interface Meta {
  readonly special: readonly string[] | null;
  readonly readonly: boolean;
  readonly required: boolean;
  readonly note: string | null;
  readonly options: object | null;
}

function describeMeta(field: string, collection: string, sort: number, { special, options, ...rest }: Meta): object {
  return {
    collection, field, special, interface: null, options, display: null, display_options: null, hidden: false, sort, width: 'full',
    translations: null, conditions: null, group: null, validation: null, validation_message: null, ...rest,
  };
}

const casts: Partial<Record<ApiType, string>> = { boolean: 'cast-boolean', json: 'cast-json', timestamp: 'cast-timestamp' };

function specialOf({ type, concealed }: Field, isRelation: boolean): readonly string[] | null {
  if (isRelation) return ['m2o'];
  if (concealed) return ['conceal'];
  const cast = casts[type];
  return cast === undefined ? null : [cast];
}

/** A default that is a literal as its value, any other as the database writes it. */
function defaultValue(sql: string | null): unknown {
  if (sql === null || /^null\b/i.test(sql)) return null;
  const bare = sql.replace(/^\((.*)\)$/s, '$1');
  const text = /^[NEe]?'((?:[^']|'')*)'(?:::[\w\s".]+(?:\(\d+(?:,\d+)?\))?(?:\[\])?)?$/.exec(bare)?.[1];
  if (text !== undefined) return text.replaceAll("''", "'");
  if (/^(?:true|false)$/i.test(bare)) return bare.toLowerCase() === 'true';
  const isExact = /^-?\d{1,15}(?:\.\d{1,10})?$/.test(bare) && bare.length <= 16;
  return isExact ? Number(bare) : sql;
}

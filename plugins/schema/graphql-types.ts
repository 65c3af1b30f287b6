type Fields = Readonly<Record<string, string>>;

/** Fields of one type. */
function of(type: string, ...names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, type]));
}

/** The types of what describes the schema, by their names: what the routes answer, field by field. */
export const descriptionTypes: Readonly<Record<string, Record<string, string>>> = {
  directus_collections_meta: {
    ...of('String', 'collection', 'icon', 'note', 'display_template'), ...of('Boolean', 'hidden', 'singleton'), translations: 'JSON',
    ...of('String', 'archive_field', 'archive_value', 'unarchive_value'), archive_app_filter: 'Boolean',
    ...of('String', 'sort_field', 'accountability', 'color'), item_duplication_fields: 'JSON', sort: 'Int',
    ...of('String', 'group', 'collapse', 'preview_url'), ...of('Boolean', 'versioning', 'system'),
  },
  directus_collections_schema: { ...of('String', 'name', 'schema', 'comment', 'kind'), primary_key: '[String!]' },
  directus_collections: { collection: 'String', meta: 'directus_collections_meta', schema: 'directus_collections_schema' },
  directus_fields_meta: {
    ...of('String', 'collection', 'field'), special: '[String!]', interface: 'String', options: 'JSON', display: 'String',
    display_options: 'JSON', ...of('Boolean', 'readonly', 'hidden'), sort: 'Int', width: 'String', translations: 'JSON', note: 'String',
    conditions: 'JSON', required: 'Boolean', group: 'String', validation: 'JSON', validation_message: 'String',
  },
  directus_fields_schema: {
    ...of('String', 'name', 'table', 'schema', 'data_type', 'default_value'),
    ...of('Int', 'max_length', 'numeric_precision', 'numeric_scale'),
    is_generated: 'Boolean', generation_expression: 'String',
    ...of('Boolean', 'is_nullable', 'is_unique', 'is_primary_key', 'has_auto_increment'),
    ...of('String', 'foreign_key_schema', 'foreign_key_table', 'foreign_key_column', 'comment'),
  },
  directus_fields: { ...of('String', 'collection', 'field', 'type'), meta: 'directus_fields_meta', schema: 'directus_fields_schema' },
  directus_relations_meta: {
    ...of('String', 'many_collection', 'many_field', 'one_collection', 'one_field', 'one_collection_field'),
    one_allowed_collections: 'JSON',
    ...of('String', 'junction_field', 'sort_field', 'one_deselect_action'),
  },
  directus_relations_schema: {
    table: 'String', column: 'JSON', ...of('String', 'foreign_key_schema', 'foreign_key_table'), foreign_key_column: 'JSON',
  },
  directus_relations: {
    ...of('String', 'collection', 'field', 'related_collection'), meta: 'directus_relations_meta', schema: 'directus_relations_schema',
  },
};

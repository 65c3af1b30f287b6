import type { Collection } from 'jackfield';

/** A collection as `/collections` answers it. What Jackfield has no notion of (icons, archiving…) has the value that means nothing. */
export function describeCollection({ name, table, comment, singleton, system, kind, key }: Collection): object {
  return {
    collection: name,
    meta: {
      collection: name, icon: null, note: comment, display_template: null, hidden: false, singleton, translations: null,
      archive_field: null, archive_value: null, unarchive_value: null, archive_app_filter: true, sort_field: null, accountability: 'all',
      color: null, item_duplication_fields: null, sort: null, group: null, collapse: 'open', preview_url: null, versioning: false,
      ...system ? { system } : {},
    },
    schema: { name: table.name, schema: table.schema, comment, kind, primary_key: key },
  };
}

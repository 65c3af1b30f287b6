import type { Collection, Relation } from '../../core/schema/schema.js';
import type { DatabaseDescription } from '../parity/generate-schema.js';

/** The option `mirror.relations`. */
export type RelationOptions = Record<string, { readonly fields: string[]; readonly references: string; readonly wayBack?: string }>;

/** Names every relation in both directions, so that a copy of a part of the database has the same names. */
export function stageMirror({ tables, views }: DatabaseDescription): { relations: RelationOptions; keys: Record<string, string[]> } {
  const relations: RelationOptions = {};
  for (const { name, foreignKeys, key } of tables) {
    for (const [index, { columns, table }] of foreignKeys.entries()) {
      const wayBack = key.length === 0 ? `listless ${name}` : `ways ${index} ${name}`;
      relations[`${name}.${columns.length === 1 ? columns[0] : `the slot of ${table}`}`] = { fields: [...columns], references: table, wayBack };
    }
  }
  return { relations, keys: Object.fromEntries(views.filter(({ key }) => key.length > 0).map(({ name, key }) => [name, [...key]])) };
}

/** An entry of that option. Of a relation whose name is not to be there it has one that nobody asks for. */
export function relationOptions(
  { name, collection, fields, relatedFields }: Relation, parent: Collection, hasName: boolean, wayBack: string | null,
): [string, RelationOptions[string]][] {
  const references = parent.key.length === relatedFields.length ? parent.name : `${parent.name}.(${relatedFields.join(',')})`;
  return [[`${collection}.${hasName ? name : 'nobody asks for this'}`, { fields: [...fields], references, ...(wayBack !== null && { wayBack }) }]];
}

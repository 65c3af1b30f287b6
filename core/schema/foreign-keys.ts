import type { CatalogForeignKey, Notice } from './catalog.js';
import { fieldsOf, type Draft } from './collections.js';
import { compareNames } from './names.js';
import { qualifiedName } from './selection.js';

/** Fields of one collection that refer to fields of another: two relations, one for each direction, while they are being named. */
export interface Link {
  readonly child: Draft;
  /** `fields[i]` of the child equals `parentFields[i]` of the parent. */
  readonly fields: readonly string[];
  readonly parent: Draft;
  readonly parentFields: readonly string[];
  /** Whether the database vouches for it. */
  readonly isEnforced: boolean;
  /** The name of the m2o that the config gives; null for the default one. */
  toParent: DeclaredName | null;
  /** The name of the o2m that the config gives; null for the default one. */
  toChildren: DeclaredName | null;
}

/** A name from the config, and its place there for messages. */
export interface DeclaredName {
  readonly name: string;
  readonly path: string;
  /** Which entry of the config it is. */
  readonly position: number;
}

/**
 * Makes a link of every foreign key whose two ends are mirrored; the others get a notice. The links do not depend on the order of the
 * catalog.
 */
export function linkForeignKeys(collections: ReadonlyMap<string, Draft>, notices: Notice[]): Link[] {
  const byTable = new Map([...collections.values()].map((draft) => [tableKey(draft.source, draft.table.schema, draft.table.name), draft]));
  const links = new Map<string, Link>();
  for (const child of collections.values()) {
    for (const foreignKey of child.table.foreignKeys) {
      const parent = byTable.get(tableKey(child.source, foreignKey.referencedSchema, foreignKey.referencedTable));
      const link = parent === undefined ? 'the table it refers to is not mirrored' : linkOf(child, foreignKey, parent);
      if (typeof link === 'string') notices.push({ subject: subjectOf(child, foreignKey), reason: `${describe(foreignKey)} is left out: ${link}.` });
      else links.set(orderOf(link), link);
    }
  }
  return sortLinks([...links.values()]);
}

/** Whether a child can have at most one row for each parent. */
export function isUnique({ child, fields }: Pick<Link, 'child' | 'fields'>): boolean {
  return isUniqueIn(child, fields);
}

/** Whether at most one row has given values in these fields: they hold the key or a unique set. */
export function isUniqueIn(collection: Draft, fields: readonly string[]): boolean {
  const sets = collection.key.length > 0 ? [collection.key, ...collection.uniques] : collection.uniques;
  return sets.some((set) => set.every((field) => fields.includes(field)));
}

function linkOf(child: Draft, foreignKey: CatalogForeignKey, parent: Draft): Link | string {
  const fields = fieldsOf(foreignKey.columns, child.fieldOf);
  const parentFields = fieldsOf(foreignKey.referencedColumns, parent.fieldOf);
  if (fields === null) return 'not all of its columns are mirrored';
  if (parentFields === null) return 'not all of the columns it refers to are mirrored';
  if (fields.length === 0 || fields.length !== parentFields.length) return 'it does not refer to as many columns as it has';
  if (!isUniqueIn(parent, parentFields)) return 'the columns it refers to are not unique, so that it may lead to several rows';
  return { child, fields, parent, parentFields, isEnforced: foreignKey.isEnforced ?? false, toParent: null, toChildren: null };
}

/** Sorts by child and fields, links to the parent's key before others: an order that says which link gets a name that several want. */
export function sortLinks(links: readonly Link[]): Link[] {
  return links.map((link) => ({ link, order: orderOf(link) })).toSorted((a, b) => compareNames(a.order, b.order)).map(({ link }) => link);
}

function orderOf({ child, fields, parent, parentFields }: Link): string {
  const refersToKey = parentFields.length === parent.key.length && parentFields.every((field) => parent.key.includes(field));
  return JSON.stringify([child.name, fields, refersToKey ? 0 : 1, parent.name, parentFields]);
}

function tableKey(source: Draft['source'], schema: string | null, name: string): string {
  return JSON.stringify([source, schema, name]);
}

function subjectOf(child: Draft, { columns }: CatalogForeignKey): string {
  return columns.length === 1 ? `${qualifiedName(child.table)}.${columns[0]}` : qualifiedName(child.table);
}

function describe({ columns, referencedSchema, referencedTable }: CatalogForeignKey): string {
  const referenced = qualifiedName({ schema: referencedSchema, name: referencedTable });
  return `The foreign key (${columns.join(', ')}) to "${referenced}"`;
}

import { createHash } from 'node:crypto';
import type { Catalog, Notice } from './catalog.js';
import { draftCollections, type Draft, type NamedTable } from './collections.js';
import { declareRelations } from './declared-relations.js';
import { linkForeignKeys } from './foreign-keys.js';
import { freezeDeep } from './freeze.js';
import type { MirrorOptions } from './mirror-options.js';
import { nameCollections } from './names.js';
import { nameRelations } from './relations.js';
import { findOwnTables, type OwnCollection } from './own-tables.js';
import type { Collection, Relation, Schema } from './schema.js';
import { selectTables } from './selection.js';
import { waysBackOf } from './ways-back.js';

/** A schema, and what of the catalog is not in it as it was. */
export interface Snapshot {
  readonly schema: Schema;
  readonly notices: readonly Notice[];
}

/** Jackfield's own collections, and the catalog of the database that they are in; null where it is the mirrored one. */
export interface OwnCatalog {
  readonly collections: readonly OwnCollection[];
  readonly catalog: Catalog | null;
}

const elsewhere = 'Jackfield\'s own tables are in another database: no relation leads to them, and a reference to a user is a plain key.';

/**
 * Makes the schema of a catalog. Frozen, and the same whatever the order of tables and foreign keys in the catalog.
 *
 * What cannot be mirrored is left out with a notice: that never fails.
 *
 * @throws {BootError} where the options name something that is not there, or give one name twice
 */
export function buildSchema(catalog: Catalog, options: MirrorOptions, own: OwnCatalog | null = null): Snapshot {
  const notices: Notice[] = catalog.notices.map(({ subject, reason }) => ({ subject, reason }));
  const ownTables = own === null ? [] : findOwnTables(own.collections, own.catalog ?? catalog, notices);
  const shown = own?.catalog ? [] : ownTables.map(({ table }) => table.name);
  const { tables, notices: selected } = selectTables(catalog.tables, options, new Set(shown));
  notices.push(...selected);
  if (own?.catalog) notices.push({ subject: 'system.connection', reason: elsewhere });
  const reserved = new Set(ownTables.map(({ collection }) => collection.name));
  const named = new Map<string, NamedTable>([
    ...[...nameCollections(tables, catalog.defaultSchema ?? null, notices, reserved)]
      .map(([name, table]): [string, NamedTable] => [name, { table, own: null, source: 'mirrored' }]),
    ...ownTables.map(({ collection, table }): [string, NamedTable] =>
      [collection.name, { table, own: collection, source: own?.catalog ? 'system' : 'mirrored' }]),
  ]);
  const { collections: drafts, relationNames } = draftCollections(named, options, notices);
  const waysBack = waysBackOf(ownTables, drafts);
  const links = declareRelations(linkForeignKeys(drafts, notices), { ...waysBack.relations, ...options.relations }, drafts, notices);
  const relations = waysBack.complete(nameRelations(drafts, links, relationNames));

  const collections = new Map([...drafts].map(([name, draft]) => [name, collectionOf(draft, relations.get(name) ?? new Map())]));
  return freezeDeep({ schema: { version: hash(collections), collections }, notices });
}

function collectionOf(
  { name, table, key, fields, uniques, singleton, own, source }: Draft, relations: ReadonlyMap<string, Relation>,
): Collection {
  const { schema, kind, comment } = table;
  return { name, table: { schema, name: table.name }, kind, comment, key, fields, relations, singleton, system: own !== null, source, uniques };
}

function hash(collections: ReadonlyMap<string, Collection>): string {
  const sha = createHash('sha256');
  for (const { fields, relations, ...collection } of collections.values()) {
    sha.update(JSON.stringify([collection, [...fields.values()], [...relations.values()]]));
  }
  return sha.digest('hex').slice(0, 32);
}

import { createHash } from 'node:crypto';
import type { Catalog, Notice } from './catalog.js';
import { draftCollections, type Draft } from './collections.js';
import { declareRelations } from './declared-relations.js';
import { linkForeignKeys } from './foreign-keys.js';
import { freezeDeep } from './freeze.js';
import type { MirrorOptions } from './mirror-options.js';
import { nameCollections } from './names.js';
import { nameRelations } from './relations.js';
import type { Collection, Relation, Schema } from './schema.js';
import { selectTables } from './selection.js';

/** A schema, and what of the catalog is not in it as it was. */
export interface Snapshot {
  readonly schema: Schema;
  readonly notices: readonly Notice[];
}

/**
 * Makes the schema of a catalog. Frozen, and the same whatever the order of tables and foreign keys in the catalog.
 *
 * What cannot be mirrored is left out with a notice: that never fails.
 *
 * @throws {BootError} where the options name something that is not there, or give one name twice
 */
export function buildSchema(catalog: Catalog, options: MirrorOptions): Snapshot {
  const { tables, notices: selected } = selectTables(catalog.tables, options);
  const notices: Notice[] = [...catalog.notices.map(({ subject, reason }) => ({ subject, reason })), ...selected];
  const { collections: drafts, relationNames } = draftCollections(nameCollections(tables, catalog.defaultSchema ?? null, notices), options, notices);
  const links = declareRelations(linkForeignKeys(drafts, notices), options.relations, drafts);
  const relations = nameRelations(drafts, links, relationNames);

  const collections = new Map([...drafts].map(([name, draft]) => [name, collectionOf(draft, relations.get(name) ?? new Map())]));
  return freezeDeep({ schema: { version: hash(collections), collections }, notices });
}

function collectionOf({ name, table, key, fields, uniques, singleton }: Draft, relations: ReadonlyMap<string, Relation>): Collection {
  const { schema, kind, comment } = table;
  return { name, table: { schema, name: table.name }, kind, comment, key, fields, relations, singleton, system: false, uniques };
}

function hash(collections: ReadonlyMap<string, Collection>): string {
  const sha = createHash('sha256');
  for (const { fields, relations, ...collection } of collections.values()) {
    sha.update(JSON.stringify([collection, [...fields.values()], [...relations.values()]]));
  }
  return sha.digest('hex').slice(0, 32);
}

import { BootError } from '../errors/boot-error.js';
import type { CatalogColumn, CatalogTable, Notice } from './catalog.js';
import type { MirrorOptions } from './mirror-options.js';
import { compareNames } from './names.js';
import { checkField, entryPath, resolveCollection, resolveMember } from './references.js';
import type { Collection, Field } from './schema.js';
import type { OwnCollection } from './own-tables.js';
import { qualifiedName } from './selection.js';

/** A collection while it is being made: everything but its relations. */
export interface Draft {
  readonly name: string;
  readonly table: CatalogTable;
  readonly fields: ReadonlyMap<string, Field>;
  /** Column → field. */
  readonly fieldOf: ReadonlyMap<string, string>;
  readonly key: readonly string[];
  /** The key not among them. */
  readonly uniques: readonly (readonly string[])[];
  readonly singleton: boolean;
  /** What it is of Jackfield's own; null for the owner's tables. */
  readonly own: OwnCollection | null;
  readonly source: Collection['source'];
}

/** A table under its default name. */
export interface NamedTable {
  readonly table: CatalogTable;
  readonly own: OwnCollection | null;
  readonly source: Collection['source'];
}

/** Collections by name, sorted by it, and the entries of `mirror.names` that are left for relations. */
export interface Drafts {
  readonly collections: ReadonlyMap<string, Draft>;
  readonly relationNames: readonly RelationName[];
}

/** An entry of `mirror.names` that names no collection and no field: it must be a relation's. */
export interface RelationName {
  readonly path: string;
  readonly collection: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Makes collections of named tables: applies `names`, `keys` and `singletons`.
 *
 * @throws {BootError} where they name something that is not there, or one name is given twice
 */
export function draftCollections(
  named: ReadonlyMap<string, NamedTable>, options: Pick<MirrorOptions, 'names' | 'keys' | 'concealed' | 'singletons'>, notices: Notice[],
): Drafts {
  const renames = splitNames(options.names, named);
  const collections = new Map<string, Draft>();
  const sorted = [...named].map(([byDefault, table]) => ({ byDefault, table, name: renames.collections.get(byDefault) ?? byDefault }));
  for (const { byDefault, name, table } of sorted.toSorted((a, b) => compareNames(a.name, b.name))) {
    if (collections.has(name)) throw new BootError(`\`mirror.names\`: two collections would be named "${name}".`);
    collections.set(name, draft(name, table, renames.fields.get(byDefault) ?? new Map(), notices));
  }
  applyKeys(collections, options.keys);
  conceal(collections, options.concealed);
  for (const [index, name] of options.singletons.entries()) {
    const collection = resolveCollection(name, collections, `mirror.singletons[${index}]`);
    collections.set(name, { ...collection, singleton: true });
  }
  const relationNames = renames.relations.map(({ path, collection, from, to }) => (
    { path, collection: renames.collections.get(collection) ?? collection, from, to }));
  return { collections, relationNames };
}

interface Renames {
  /** Default name → name. */
  readonly collections: ReadonlyMap<string, string>;
  /** Default name of the collection → column → name. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly relations: readonly RelationName[];
}

function splitNames(names: MirrorOptions['names'], tables: ReadonlyMap<string, NamedTable>): Renames {
  const named = new Map([...tables].map(([name, { table }]) => [name, table]));
  const collections = new Map<string, string>();
  const fields = new Map<string, Map<string, string>>();
  const relations: RelationName[] = [];
  const byTable = new Map([...named].map(([name, table]) => [table, name]));
  for (const [from, to] of Object.entries(names)) {
    const path = entryPath('names', from);
    if (named.has(from) || !from.includes('.')) {
      resolveCollection(from, named, path);
      refuseOwn(tables.get(from), path);
      collections.set(from, to);
      continue;
    }
    const { collection, member } = resolveMember(from, named, path);
    const name = byTable.get(collection) ?? collection.name;
    if (collection.columns.some((column) => column.name === member)) {
      refuseOwn(tables.get(name), path);
      fields.set(name, (fields.get(name) ?? new Map<string, string>()).set(member, to));
    } else {
      relations.push({ path, collection: name, from: member, to });
    }
  }
  return { collections, fields, relations };
}

/** @throws {BootError} for one of Jackfield's own, which others rely on */
function refuseOwn(table: NamedTable | undefined, path: string): void {
  if (table?.own) throw new BootError(`\`${path}\`: "${table.own.name}" is Jackfield's own and keeps its names.`);
}

function draft(name: string, { table, own, source }: NamedTable, names: ReadonlyMap<string, string>, notices: Notice[]): Draft {
  const fields = new Map<string, Field>();
  const fieldOf = new Map<string, string>();
  for (const described of table.columns) {
    const column = described.name;
    const field = names.get(column) ?? column;
    if (field === '' || fieldOf.has(column)) {
      const reason = field === '' ? 'A column without a name cannot be addressed.' : 'Another column has the same name.';
      notices.push({ subject: `${qualifiedName(table)}.${column}`, reason });
      continue;
    }
    if (fields.has(field)) throw new BootError(`\`mirror.names\`: two fields of "${name}" would be named "${field}".`);
    fieldOf.set(column, field);
    const { isConcealed = false, isFilled = false } = own?.fields.get(field) ?? {};
    fields.set(field, fieldOfColumn(field, described, isConcealed, isFilled));
  }
  const key = fieldsOf(table.primaryKey, fieldOf);
  if (key === null) notices.push({ subject: qualifiedName(table), reason: 'Has no key, since not all columns of its primary key are mirrored.' });
  const uniques = table.uniques.map((columns) => fieldsOf(columns, fieldOf)).filter((unique) => unique !== null);
  return {
    name, table, own, source, fields, fieldOf, key: key ?? [], singleton: own?.isSingleton ?? false,
    uniques: uniques.toSorted((a, b) => compareNames(JSON.stringify(a), JSON.stringify(b))),
  };
}

/** Written out: spreading twenty thousand columns takes a quarter of a second. */
function fieldOfColumn(name: string, column: CatalogColumn, concealed: boolean, filled: boolean): Field {
  return {
    name,
    column: column.name,
    type: column.type,
    elementType: column.elementType,
    sqlType: column.sqlType,
    nullable: column.nullable,
    default: column.default,
    generated: column.generated,
    values: column.values === null ? null : [...column.values],
    length: column.length,
    precision: column.precision,
    scale: column.scale,
    comment: column.comment,
    concealed,
    filled,
  };
}

/** The fields of columns; null where not all are mirrored. */
export function fieldsOf(columns: readonly string[], fieldOf: ReadonlyMap<string, string>): string[] | null {
  const fields = columns.map((column) => fieldOf.get(column));
  return fields.every((field) => field !== undefined) ? fields : null;
}

function applyKeys(collections: Map<string, Draft>, keys: MirrorOptions['keys']): void {
  for (const [name, key] of Object.entries(keys)) {
    const path = entryPath('keys', name);
    const collection = resolveCollection(name, collections, path);
    for (const field of key) checkField(field, collection, path);
    if (new Set(key).size < key.length) throw new BootError(`\`${path}\`: names a field twice.`);
    const primary = collection.key.length > 0 ? [collection.key] : [];
    const uniques = [...primary, ...collection.uniques].filter((unique) => JSON.stringify(unique) !== JSON.stringify(key));
    collections.set(name, { ...collection, key: [...key], uniques });
  }
}

function conceal(collections: Map<string, Draft>, concealed: MirrorOptions['concealed']): void {
  for (const [index, entry] of concealed.entries()) {
    const path = `mirror.concealed[${index}]`;
    const { collection, member } = resolveMember(entry, collections, path);
    checkField(member, collection, path);
    if (collection.key.includes(member)) throw new BootError(`\`${path}\`: "${entry}" is part of the key, by which items are known.`);
    const fields = new Map([...collection.fields].map(([name, field]) => [name, name === member ? { ...field, concealed: true } : field]));
    collections.set(collection.name, { ...collection, fields });
  }
}

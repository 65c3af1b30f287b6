import { parsePermission } from '../../core/access/parse-permission.js';
import type { Filter } from '../../core/query/filter.js';
import type { Collection, Relation } from '../../core/schema/schema.js';
import { meets } from '../parity/evaluate-filter.js';
import type { DatabaseDescription, TableDescription } from '../parity/generate-schema.js';
import type { Row } from '../parity/values.js';
import { collectionOf, rowsOf, type World } from '../parity/world.js';
import { currentUser, type RawPermission, type RawPolicies } from './generate-policies.js';
import { relationOptions, stageMirror, type RelationOptions } from './stage-mirror.js';

/** A database that holds what some policies show of another one, and nothing else. */
export interface Copy {
  readonly description: DatabaseDescription;
  readonly data: ReadonlyMap<string, readonly Row[]>;
  readonly mirror: { readonly relations: RelationOptions; readonly keys: Record<string, string[]> };
  /** Fields of each collection without hidden keys, which are copied all the same: lists are in their order. */
  readonly shown: ReadonlyMap<string, readonly string[]>;
  readonly hasHiddenKey: boolean;
}

interface Grant {
  readonly names: ReadonlySet<string>;
  readonly rule: Filter | null;
}

/** Copies what policies show. All that decides about it is written here anew: nothing of it is the product's. */
export function copyOf(world: World, description: DatabaseDescription, policies: RawPolicies): Copy {
  const grants = new Map<string, Grant[]>();
  for (const permission of Object.values(policies).flat()) {
    const collection = collectionOf(world, permission.collection);
    const known = grants.get(collection.name) ?? [];
    known.push(grantOf(permission, collection));
    grants.set(collection.name, known);
  }
  const names = new Map([...grants].map(([name, granted]) => [name, union(granted)]));
  const shown = new Map([...names].map(([name, given]) => [name, [...collectionOf(world, name).fields.keys()].filter((field) => given.has(field))]));
  const tables = [...names.keys()].map((name) => tableOf(collectionOf(world, name), description, shown.get(name)!));
  const data = new Map(tables.map((table) => [table.name, rowsShown(world, table, grants.get(table.name)!)]));
  // In the order of the original's config, in which the ways back stand.
  const ways = Object.values(stageMirror(description).relations).map(({ wayBack }) => wayBack);
  const relations = [...names.keys()].flatMap((name) => toOne(collectionOf(world, name))).flatMap((relation) => declared(relation, world, names))
    .toSorted(([, a], [, b]) => ways.indexOf(a.wayBack) - ways.indexOf(b.wayBack));
  const keys = tables.filter(({ key }) => key.length > 0).map(({ name, key }): [string, string[]] => [name, key.slice()]);
  const hasHiddenKey = tables.some(({ name, key }) => key.some((field) => !shown.get(name)!.includes(field)));
  return {
    description: { tables: tables.map(({ name, columns, foreignKeys }) => ({ name, columns, foreignKeys, key: [] })), views: [] },
    data, shown, hasHiddenKey,
    mirror: { relations: Object.fromEntries(relations), keys: Object.fromEntries(keys) },
  };
}

function grantOf({ permissions, ...permission }: RawPermission, { fields, relations }: Collection): Grant {
  // Whoever asks is one person: their name can stand in the rule itself.
  const text = permissions && JSON.stringify(permissions).replaceAll('$CURRENT_USER', currentUser);
  const { rows } = parsePermission({ ...permission, permissions: text });
  const names = permission.fields.includes('*') ? [...fields.keys(), ...relations.keys()] : permission.fields;
  return { names: new Set(names), rule: rows };
}

function toOne({ relations }: Collection): Relation[] {
  return [...relations.values()].filter(({ kind }) => kind === 'm2o');
}

function union(grants: readonly Grant[]): Set<string> {
  const names = new Set<string>();
  for (const grant of grants) for (const name of grant.names) names.add(name);
  return names;
}

/** Columns that are shown, and the key; nothing that binds. */
function tableOf({ name, key, fields }: Collection, description: DatabaseDescription, shown: readonly string[]): TableDescription {
  const described = description.tables.find((table) => table.name === name)
    ?? description.tables.find((table) => table.name === description.views.find((view) => view.name === name)?.table);
  const columns = [...fields.keys()].filter((field) => shown.includes(field) || key.includes(field)).map((field) => {
    const column = described?.columns.find((each) => each.name === field);
    if (!column) throw new Error(`No column "${field}" in "${name}".`);
    return { name: column.name, type: column.type, nullable: true };
  });
  return { name, columns, key, foreignKeys: [] };
}

function rowsShown(world: World, table: TableDescription, grants: readonly Grant[]): Row[] {
  const collection = collectionOf(world, table.name);
  return rowsOf(world, table.name).flatMap((row) => {
    const holding = grants.filter(({ rule }) => rule === null || meets(world, collection, rule, row));
    if (holding.length === 0) return [];
    const isShown = (field: string): boolean => collection.key.includes(field) || holding.some(({ names }) => names.has(field));
    return [new Map(table.columns.map(({ name }) => [name, isShown(name) ? row.get(name) ?? null : null]))];
  });
}

/** A relation with the ways along it that are shown: both of its ends must be. */
function declared(relation: Relation, world: World, names: ReadonlyMap<string, ReadonlySet<string>>): [string, RelationOptions[string]][] {
  const near = names.get(relation.collection);
  const far = names.get(relation.relatedCollection);
  const isTied = near && far && relation.fields.every((name) => near.has(name)) && relation.relatedFields.every((name) => far.has(name));
  if (!isTied) return [];
  const hasWay = near.has(relation.name);
  const wayBack = relation.inverse !== null && far.has(relation.inverse) ? relation.inverse : null;
  if (!hasWay && wayBack === null) return [];
  return relationOptions(relation, collectionOf(world, relation.relatedCollection), hasWay, wayBack);
}

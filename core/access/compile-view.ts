import { hash } from 'node:crypto';
import type { Filter } from '../query/filter.js';
import type { Collection, Relation, Schema } from '../schema/schema.js';
import type { CollectionView, View } from './access.js';
import type { Action, Permission, Policy } from './policy.js';
import { checkRule } from './check-rule.js';
import { emptyView } from './views.js';

/** What of a policy is of no effect, and why. */
export interface PolicyNotice {
  readonly policy: string;
  readonly collection: string;
  readonly action: Action;
  readonly reason: string;
}

/**
 * Compiles what policies let do into one view: rows are or-ed, fields united, and where a field is not on all of the rows its mask says on
 * which it is. A permission whose rule speaks of what is not there is of no effect at all: it would say something else without that.
 *
 * @param note - told what is of no effect
 */
export function compileView(policies: readonly Policy[], schema: Schema, action: Action, note: (notice: PolicyNotice) => void): View {
  const grants = new Map<Collection, Grant[]>();
  for (const { name: policy, permissions } of policies) {
    for (const permission of permissions) {
      const collection = schema.collections.get(permission.collection);
      if (permission.action !== action || !collection) continue;
      const grant = grantOf(permission, collection, schema, (reason) => note({ policy, collection: collection.name, action, reason }));
      if (grant) grants.set(collection, [...grants.get(collection) ?? [], grant]);
    }
  }
  if (grants.size === 0) return emptyView(schema);
  const visible = new Map([...grants].map(([{ name }, granted]) => [name, new Set(granted.flatMap(({ names }) => [...names]))]));
  const collections = new Map([...schema.collections.values()].flatMap((collection): [string, CollectionView][] => {
    const granted = grants.get(collection);
    return granted ? [[collection.name, viewOf(collection, granted, visible, action)]] : [];
  }));
  return { id: identify(collections), schema, collections };
}

/** What one permission gives. */
interface Grant extends Pick<Permission, 'rows' | 'validation' | 'presets'> {
  /** Fields and relations. */
  readonly names: ReadonlySet<string>;
}

function grantOf(permission: Permission, collection: Collection, schema: Schema, note: (reason: string) => void): Grant | null {
  const { fields, relations } = collection;
  const { action, rows, validation, presets } = permission;
  for (const rule of [rows, validation]) {
    const problem = rule && checkRule(rule, collection, schema);
    if (!problem) continue;
    note(`${problem} The whole permission is of no effect.`);
    return null;
  }
  const isThere = (name: string): boolean => fields.has(name) || relations.has(name);
  const isForAll = action === 'delete' || permission.fields.includes('*');
  const missing = permission.fields.filter((name) => name !== '*' && !isThere(name));
  if (missing.length > 0) note(`There is no field or relation ${missing.map((name) => `"${name}"`).join(', ')}.`);
  const names = new Set(isForAll ? [...fields.keys(), ...relations.keys()] : permission.fields.filter(isThere));
  // A secret that stands in a rule is none, and would be stored as it stands there.
  const canPreset = (name: string): boolean => fields.get(name)?.concealed === false;
  const lost = Object.keys(presets).filter((name) => !canPreset(name));
  if (lost.length > 0) note(`There is no field ${lost.map((name) => `"${name}"`).join(', ')} that can be preset.`);
  // Nothing of these rows would be seen: not even that they are there.
  if (action === 'read' && names.size === 0) return null;
  return { names, rows, validation, presets: Object.fromEntries(Object.entries(presets).filter(([name]) => canPreset(name))) };
}

function viewOf(whole: Collection, grants: readonly Grant[], visible: ReadonlyMap<string, ReadonlySet<string>>, action: Action): CollectionView {
  const names = visible.get(whole.name)!;
  const fields = new Map([...whole.fields].filter(([name]) => names.has(name)));
  const isRelation = (relation: Relation): boolean => names.has(relation.name) && (action !== 'read' || canFollow(relation, visible));
  const relations = new Map([...whole.relations].filter(([, relation]) => isRelation(relation)));
  const isKnown = (name: string): boolean => fields.has(name);
  const collection: Collection = {
    ...whole, fields, relations,
    key: action !== 'read' || whole.key.every(isKnown) ? whole.key : [],
    uniques: whole.uniques.filter((unique) => unique.every(isKnown)),
  };
  const rows = anyOf(grants);
  const masks = new Map<string, Filter>();
  for (const name of names) {
    const where = anyOf(grants.filter((grant) => grant.names.has(name)));
    if (where && JSON.stringify(where) !== JSON.stringify(rows)) masks.set(name, where);
  }
  const presets: Record<string, unknown> = Object.create(null);
  for (const grant of grants.toReversed()) for (const [name, value] of Object.entries(grant.presets)) presets[name] = value;
  return { collection, rows, masks, validation: grants.flatMap(({ validation }) => validation ?? []), presets };
}

/**
 * Whether a reader can look along a relation: what ties the two ends must be theirs to see on both. One that leads to a collection of which
 * they see nothing is a plain key.
 */
function canFollow(
  { kind, collection, fields, relatedCollection, relatedFields }: Relation, visible: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const near = visible.get(collection);
  const far = visible.get(relatedCollection);
  if (!near || !fields.every((name) => near.has(name))) return false;
  return far ? relatedFields.every((name) => far.has(name)) : kind === 'm2o';
}

/** The rows of any of the grants; null for all. */
function anyOf(grants: readonly Grant[]): Filter | null {
  const rules = new Map<string, Filter>();
  for (const { rows } of grants) {
    if (!rows) return null;
    rules.set(JSON.stringify(rows), rows);
  }
  const [only, ...others] = [...rules.values()];
  return only && others.length > 0 ? { kind: 'or', filters: [only, ...others] } : only ?? null;
}

/** Equal for views that are equal, whatever policies they were made of. */
function identify(collections: ReadonlyMap<string, CollectionView>): string {
  return hash('sha256', JSON.stringify([...collections.values()].map(({ collection, rows, masks, validation, presets }) => [
    collection.name, [...collection.fields.keys()], [...collection.relations.keys()], rows, [...masks], validation, presets,
  ])), 'base64url');
}


import {
  ApiError, checkRule, parsePermission, suggest, systemCollections as names, userPathsOf, type AccessService, type Collection, type CollectionView,
  type Identity, type ItemsChange, type Permission, type Schema, type System,
} from 'jackfield';
import type { Knex } from 'knex';
import { rowsOf, type TableRow } from './administrators.js';
import { isUserPath } from '../user-paths.js';
import { jsonOf } from './row-values.js';

/** What permissions are checked with. */
export interface GrantParts {
  readonly identity: Identity;
  readonly system: System;
  readonly schema: Schema;
  readonly access: AccessService;
  readonly knex: Knex;
}

/**
 * Checks permissions that were written: each must be one that means something, and no more than its writer has.
 *
 * @throws {ApiError} `FORBIDDEN` for one that gives more, `INVALID_PAYLOAD` for one that cannot be read, `FAILED_VALIDATION` for one that names
 *   what is not there
 */
export async function checkGrants(changes: readonly ItemsChange[], parts: GrantParts): Promise<void> {
  for (const { collection, items } of changes) {
    if (collection !== names.permissions) continue;
    const rows = await rowsOf('jackfield_permissions', items.flatMap(({ key }) => key ?? []), parts.system, parts.knex);
    for (const row of rows) checkGrant(row, parts);
  }
}

function checkGrant(row: TableRow, { identity, schema, access }: GrantParts): void {
  // Sharing is unknown here: such a permission lets nobody do anything.
  if (row['action'] === 'share') return;
  const permission = parsePermission({
    collection: row['collection'], action: row['action'], fields: jsonOf(row['fields']), permissions: jsonOf(row['permissions']),
    validation: jsonOf(row['validation']), presets: jsonOf(row['presets']),
  });
  const collection = schema.collections.get(permission.collection);
  if (!identity.admin) {
    const isCovered = collection
      ? covers(access.view(identity, schema, permission.action).collections.get(permission.collection), permission, collection)
      : access.policies(identity).some(({ permissions }) => permissions.some((own) => isSameTarget(own, permission) && own.rows === null));
    if (!isCovered) throw new ApiError('FORBIDDEN');
  }
  checkMeaning(permission, collection, schema);
}

/** Whether what somebody may do holds all that a permission gives: all rows, and each of its fields on all of them. */
function covers(view: CollectionView | undefined, { action, fields, presets }: Permission, { fields: known, relations }: Collection): boolean {
  if (!view || view.rows !== null || view.validation.length > 0) return false;
  if (action === 'delete') return true;
  const given = fields.includes('*') ? [...known.keys(), ...relations.keys()] : fields;
  const isOwn = (name: string): boolean => (
    (view.collection.fields.has(name) || view.collection.relations.has(name)) && !view.masks.has(name));
  return [...given, ...Object.keys(presets)].every(isOwn);
}

function isSameTarget(a: Permission, b: Permission): boolean {
  return a.collection === b.collection && a.action === b.action;
}

function checkMeaning(
  { collection: name, fields, rows, validation, presets }: Permission, collection: Collection | undefined, schema: Schema,
): void {
  if (!collection) {
    // A name of the contract that is no collection here: such permissions are kept, and open the description of the schema at most.
    if (name.startsWith('directus_')) return;
    const nearest = suggest(name, schema.collections.keys());
    throw misfit('collection', `There is no collection "${name}".`, nearest);
  }
  const known = [...collection.fields.keys(), ...collection.relations.keys()];
  for (const [field, listed] of [['fields', fields], ['presets', Object.keys(presets)]] as const) {
    const unknown = listed.find((each) => each !== '*' && !known.includes(each));
    if (unknown !== undefined) throw misfit(field, `"${name}" has no field or relation "${unknown}".`, suggest(unknown, known));
  }
  const strange = userPathsOf({ rows, validation, presets }).find((path) => !isUserPath(path, schema));
  if (strange !== undefined) throw misfit('permissions', `"$CURRENT_USER.${strange}" is nothing that users have.`, null);
  for (const [field, rule] of [['permissions', rows], ['validation', validation]] as const) {
    const problem = rule && checkRule(rule, collection, schema);
    if (problem) throw misfit(field, problem, null);
  }
}

function misfit(field: string, reason: string, nearest: string | null): ApiError {
  return new ApiError('FAILED_VALIDATION', {
    collection: names.permissions, field, type: 'unknown', reason, ...nearest === null ? {} : { hint: `Did you mean "${nearest}"?` },
  });
}

import { Value } from 'typebox/value';
import { ApiError } from '../errors/api-error.js';
import { suggest } from '../errors/suggest.js';
import type { Filter } from '../query/filter.js';
import { isObject, type Reading } from '../query/input.js';
import { queryLimits } from '../query/limits.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Action, Permission } from './policy.js';

/** Every action that a permission can be for. */
export const actions: readonly Action[] = ['read', 'create', 'update', 'delete'];

/** A permission in the contract's form, as a row of `directus_permissions` and the config have it. Nothing in it is trusted. */
export interface PermissionInput {
  readonly collection?: unknown;
  readonly action?: unknown;
  /** Names, or a comma list of them; null for none. */
  readonly fields?: unknown;
  /** The rule on rows: a filter, or its JSON text; null or `{}` for all rows. */
  readonly permissions?: unknown;
  readonly validation?: unknown;
  readonly presets?: unknown;
}

/** Rules are their owner's, not a client's: nothing but the call stack bounds them. */
const limits = Value.Create(queryLimits);

/**
 * Reads a permission in the contract's form.
 *
 * @param path - where it stands, for errors: `access.policies.editor.permissions[2]`; empty for a permission by itself
 * @throws {ApiError} `INVALID_PAYLOAD` with the exact path, for whatever cannot be read. Names are not looked up.
 */
export function parsePermission(input: PermissionInput, path = ''): Permission {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const { collection } = input;
  if (typeof collection !== 'string' || collection === '') throw wrong(at('collection'), 'This must be the name of a collection.');
  const validation = parseRule(input.validation, 'validation', at);
  if (validation && !isAboutFields(validation)) {
    throw wrong(at('validation'), 'A validation rule speaks about fields of the item itself, not about related items or functions of a field.');
  }
  return Object.freeze({
    collection,
    action: parseAction(input.action, at('action')),
    fields: parseFields(input.fields, at('fields')),
    rows: parseRule(input.permissions, 'permissions', at),
    validation,
    presets: parsePresets(input.presets, at('presets')),
  });
}

function parseAction(value: unknown, path: string): Action {
  const action = actions.find((each) => each === value);
  if (action) return action;
  const nearest = typeof value === 'string' ? suggest(value, actions) : null;
  throw wrong(path, `This must be one of ${actions.join(', ')}.`, nearest === null ? undefined : `Did you mean "${nearest}"?`);
}

function parseFields(value: unknown, path: string): readonly string[] {
  if (value === null || value === undefined || value === '') return noFields;
  const names: unknown = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
  if (!Array.isArray(names) || !names.every((name): name is string => typeof name === 'string' && name !== '')) {
    throw wrong(path, 'This must be a list of names of fields and relations, or "*" for all of them.');
  }
  return Object.freeze([...new Set(names)]);
}

const noFields: readonly string[] = Object.freeze([]);

function parseRule(value: unknown, name: string, at: (name: string) => string): Filter | null {
  const reading: Reading = { limits, takesIndexedLists: false, names: 0, conditions: 0 };
  try {
    // The path in the rule itself does not depend on where the permission stands: equal rules are equal values.
    return parseFilter(value, name, reading);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { path = name, reason, hint } = error.details;
    throw wrong(at(path), reason ?? error.message, hint);
  }
}

function parsePresets(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined || value === '') return noPresets;
  let object: unknown = value;
  if (typeof value === 'string') {
    try {
      object = JSON.parse(value);
    } catch {
      throw wrong(path, 'This is not valid JSON.');
    }
  }
  if (!isObject(object)) throw wrong(path, 'This must be an object: field → value.');
  const presets: Record<string, unknown> = Object.create(null);
  for (const [name, preset] of Object.entries(object)) presets[name] = preset;
  return Object.freeze(presets);
}

const noPresets: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null) as Record<string, unknown>);

function isAboutFields(filter: Filter): boolean {
  if (filter.kind === 'field') return filter.function === null;
  return filter.kind !== 'relation' && filter.filters.every(isAboutFields);
}

function wrong(path: string, reason: string, hint?: string): ApiError {
  return new ApiError('INVALID_PAYLOAD', { path, reason, ...(hint !== undefined && { hint }) });
}

import type { Filter } from '../query/filter.js';
import type { Permission, PolicySet } from './policy.js';

const prefix = '$CURRENT_USER.';

/**
 * The paths that rules and presets name as `$CURRENT_USER.<path>`: what has to be known of a user as `Identity.attributes`, and no more.
 */
export function userPaths({ policies }: PolicySet): readonly string[] {
  const paths = new Set([...policies.values()].flatMap(({ permissions }) => permissions.flatMap(userPathsOf)));
  return [...paths].toSorted();
}

/** Those of one permission. */
export function userPathsOf({ rows, validation, presets }: Pick<Permission, 'rows' | 'validation' | 'presets'>): readonly string[] {
  const paths = new Set<string>();
  for (const rule of [rows, validation]) if (rule) collectFromRule(rule, paths);
  collect(presets, paths);
  return [...paths];
}

function collectFromRule(filter: Filter, paths: Set<string>): void {
  if (filter.kind === 'field') collect(filter.value, paths);
  else if (filter.kind === 'relation') collectFromRule(filter.filter, paths);
  else for (const each of filter.filters) collectFromRule(each, paths);
}

function collect(value: unknown, paths: Set<string>): void {
  if (typeof value === 'string' && value.startsWith(prefix) && value.length > prefix.length) paths.add(value.slice(prefix.length));
  else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) collect(member, paths);
}

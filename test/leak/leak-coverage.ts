import { wanted as everything, type Coverage, count } from '../parity/coverage.js';
import type { LeakStage } from './leak-stage.js';

/** What of the query language has nothing to do with policies, or cannot be asked of a copy. */
const elsewhere: ReadonlySet<string> = new Set(['route GET', 'route SEARCH', 'route QUERY', 'refused', 'key that is missing', 'no fields', 'limit 0', '$NOW']);

/** What the policies and the queries under them must have had in them, each at least once. */
export const wanted: readonly string[] = [
  ...everything.filter((name) => !elsewhere.has(name)),
  'a collection in no policy', 'a collection in two policies', 'a field that some rows show', 'a field that no row shows', 'a hidden key', 'every field',
  'a rule', 'a rule along m2o', 'a rule along o2m', 'a rule on the current user', 'a row that no rule shows',
];

/** What never occurred. */
export function leakGaps(coverage: Coverage): readonly string[] {
  return wanted.filter((name) => !coverage.has(name));
}

/** How often each thing occurred, for people. */
export function leakReport(coverage: Coverage): string {
  return `      ${wanted.map((name) => `${name} ${coverage.get(name) ?? 0}`).join(', ')}\n`;
}

/** Counts what kinds of permission there are. */
export function coverPolicies(coverage: Coverage, { world, policies, copy }: LeakStage): void {
  const permissions = Object.values(policies).flat();
  const seen = (name: string, isThere: boolean): void => {
    if (isThere) count(coverage, name);
  };
  for (const { name, fields, key, relations } of world.schema.collections.values()) {
    const own = permissions.filter(({ collection }) => collection === name);
    seen('a collection in no policy', own.length === 0);
    seen('a collection in two policies', own.length === 2);
    if (own.length === 0) continue;
    const shown = copy.shown.get(name) ?? [];
    seen('a field that no row shows', shown.length < fields.size);
    seen('a field that some rows show', shown.some((field) => !own.every((permission) => permission.fields.includes(field) || permission.fields.includes('*'))));
    seen('a hidden key', key.some((field) => !shown.includes(field)));
    seen('a row that no rule shows', (copy.data.get(name)?.length ?? 0) < (world.data.get(name)?.length ?? 0));
    for (const { fields: named, permissions: rule } of own) {
      seen('every field', named.includes('*'));
      if (!rule) continue;
      const text = JSON.stringify(rule);
      seen('a rule', true);
      seen('a rule on the current user', text.includes('$CURRENT_USER'));
      for (const relation of relations.values()) seen(`a rule along ${relation.kind}`, text.includes(JSON.stringify(relation.name)));
    }
  }
}

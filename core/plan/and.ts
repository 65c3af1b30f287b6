import type { Condition } from './plan.js';

/** All of them; what is null or true is left out. */
export function and(conditions: readonly (Condition | null)[]): Condition {
  const parts = conditions.filter((each) => each !== null).flatMap((each) => (each.kind === 'and' ? each.conditions : [each]));
  const needed = parts.filter((each) => each.kind !== 'constant' || !each.value);
  return needed.length === 1 ? needed[0]! : needed.length === 0 ? { kind: 'constant', value: true } : { kind: 'and', conditions: needed };
}

import { ApiError } from '../errors/api-error.js';
import type { Filter, Scalar } from '../query/filter.js';
import { convertValue, descriptions } from '../plan/convert.js';
import { isListVariable, isVariable } from '../plan/variables.js';
import type { Collection, Schema } from '../schema/schema.js';
import { resolveRule } from './authorise.js';
import type { ResolvedFilter } from './authorised.js';

/** Why a rule cannot be held against the items of a collection, as a sentence; null where it can. */
export function checkRule(rule: Filter, { name }: Collection, schema: Schema): string | null {
  try {
    return misfit(resolveRule(rule, name, schema));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.code === 'FORBIDDEN'
      ? `A rule names a field or relation that is not there: ${namesIn(rule)}.`
      : `${error.details.path ?? 'A rule'}: ${error.message}`;
  }
}

function misfit(filter: ResolvedFilter): string | null {
  if (filter.kind === 'relation') return filter.filter && misfit(filter.filter);
  if (filter.kind !== 'compare') return filter.filters.map(misfit).find((each) => each !== null) ?? null;
  const { operand, operator, value, path } = filter;
  if (!('constant' in value) || value.constant === null) return null;
  const type = operand.kind === 'field' ? operand.field.type : 'decimal';
  const values: readonly Scalar[] = typeof value.constant === 'object' ? value.constant : [value.constant];
  if (operator !== '_in' && operator !== '_nin' && values.some(isListVariable)) {
    return `${path}: the variable stands for several values, it goes with _in and _nin.`;
  }
  const wrong = values.find((each) => !isVariable(each) && convertValue(each, type) === undefined);
  return wrong === undefined ? null : `${path}: ${JSON.stringify(wrong)} is not ${descriptions[type]}.`;
}

/** The names that a rule is about, for whoever wrote it. */
function namesIn(filter: Filter): string {
  const names = new Set<string>();
  const collect = (each: Filter): void => {
    if (each.kind === 'field') names.add(each.path);
    else if (each.kind === 'relation') collect(each.filter);
    else each.filters.forEach(collect);
  };
  collect(filter);
  return [...names].join(', ');
}

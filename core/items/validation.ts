import { ApiError } from '../errors/api-error.js';
import type { Filter, FilterValue, Operator, Scalar } from '../query/filter.js';
import { convertValue } from '../plan/convert.js';
import { resolveVariable, type VariableContext } from '../plan/variables.js';
import type { Collection, Field } from '../schema/schema.js';
import { compareStored } from './compare-stored.js';

/** What is known of an item: the value of a field, null for none; undefined where it is not known yet. */
export type KnownValue = (field: string) => unknown;

/** What an item is held against rules with. */
export interface Validated {
  readonly collection: Collection;
  /** Where the item stands in the request, for errors. */
  readonly path: string;
  /** In the form that `convertValue` gives. */
  readonly valueOf: KnownValue;
  /** Whether somebody gave the field a value, be it null: one that nobody did may stay empty, unless the rule asks for something. */
  readonly isGiven: (field: string) => boolean;
}

/**
 * Holds the values of an item against the validation rules of policies. What is not known yet breaks no rule.
 *
 * @returns what is wrong: `FAILED_VALIDATION` with the field and the operator that is not met (`lte`)
 */
export function brokenRules(rules: readonly Filter[], item: Validated, context: VariableContext): ApiError[] {
  const broken = new Map<string, ApiError>();
  for (const rule of rules) {
    for (const leaf of verdict(rule, item, context) ?? []) {
      const type = leaf.operator.slice(1);
      broken.set(`${leaf.field} ${type}`, new ApiError('FAILED_VALIDATION', {
        collection: item.collection.name, field: leaf.field, type, path: `${item.path}.${leaf.field}`,
        reason: `The value of ${leaf.field} does not meet the rule "${type}".`,
      }));
    }
  }
  return [...broken.values()];
}

/** The fields that rules speak about. */
export function fieldsOfRules(rules: readonly Filter[]): string[] {
  const names = (filter: Filter): string[] => {
    if (filter.kind === 'field') return [filter.field];
    return filter.kind === 'relation' ? [] : filter.filters.flatMap(names);
  };
  return [...new Set(rules.flatMap(names))];
}

type Leaf = Extract<Filter, { kind: 'field' }>;

/** The comparisons that are not met; empty where all is well, undefined where that cannot be said yet. */
function verdict(rule: Filter, item: Validated, context: VariableContext): Leaf[] | undefined {
  switch (rule.kind) {
    case 'and': {
      const verdicts = rule.filters.map((each) => verdict(each, item, context));
      const broken = verdicts.flatMap((each) => each ?? []);
      return broken.length === 0 && verdicts.includes(undefined) ? undefined : broken;
    }
    case 'or': {
      const verdicts = rule.filters.map((each) => verdict(each, item, context));
      if (verdicts.some((each) => each?.length === 0)) return [];
      return verdicts.includes(undefined) ? undefined : verdicts.flatMap((each) => each ?? []);
    }
    case 'relation':
      throw new Error('A validation rule speaks about fields of the item itself.');
    case 'field': {
      const field = item.collection.fields.get(rule.field)!;
      const value = item.valueOf(rule.field);
      if (value === undefined) return undefined;
      return meets(rule, value, field, item.isGiven(rule.field), context) ? [] : [rule];
    }
  }
}

/** What an empty value meets. */
const metByNull: ReadonlySet<Operator> = new Set([
  '_null', '_empty', '_neq', '_nin', '_nbetween', '_ncontains', '_nstarts_with', '_nistarts_with', '_nends_with', '_niends_with',
]);
const asksForSomething: ReadonlySet<Operator> = new Set(['_nnull', '_nempty']);

function meets({ operator, value: expected, path }: Leaf, value: unknown, field: Field, isGiven: boolean, context: VariableContext): boolean {
  if (value === null) return metByNull.has(operator) || (!isGiven && !asksForSomething.has(operator));
  const wanted = expectedValues(expected, field, path, context);
  const [first, second] = wanted;
  const order = (other: unknown): number => compareStored(value, other, field.type);
  const isBetween = (): boolean => first !== undefined && second !== undefined && order(first) >= 0 && order(second) <= 0;
  switch (operator) {
    case '_null': return false;
    case '_nnull': return true;
    case '_empty': return value === '';
    case '_nempty': return value !== '';
    case '_eq': case '_in': return wanted.some((each) => order(each) === 0);
    case '_neq': case '_nin': return wanted.every((each) => order(each) !== 0);
    case '_lt': return first !== undefined && order(first) < 0;
    case '_lte': return first !== undefined && order(first) <= 0;
    case '_gt': return first !== undefined && order(first) > 0;
    case '_gte': return first !== undefined && order(first) >= 0;
    case '_between': return isBetween();
    case '_nbetween': return !isBetween();
    default: return hasText(operator, value, first);
  }
}

/** Without those that are null: variables without a value. */
function expectedValues(expected: FilterValue, field: Field, path: string, context: VariableContext): unknown[] {
  const scalars: readonly Scalar[] = expected === null ? [] : typeof expected === 'object' ? expected : [expected];
  return scalars.flatMap((each) => resolveVariable(each, context, path, 'rule'))
    .flatMap((each) => (each === null ? [] : convertValue(each, field.type) ?? []));
}

/** `_starts_with`, `_nistarts_with` and so on: negated by `n`, without case by `i`. */
function hasText(operator: Operator, text: unknown, part: unknown): boolean {
  const [, negated, caseless, place] = /^_(n?)(i?)(contains|starts_with|ends_with)$/.exec(operator) ?? [];
  if (typeof text !== 'string' || typeof part !== 'string') return negated === 'n';
  const [whole, sought] = caseless === 'i' ? [text.toLowerCase(), part.toLowerCase()] : [text, part];
  const found = place === 'contains' ? whole.includes(sought) : place === 'starts_with' ? whole.startsWith(sought) : whole.endsWith(sought);
  return found !== (negated === 'n');
}

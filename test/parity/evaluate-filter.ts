import type { Filter, FilterValue, Operator, Scalar } from '../../core/query/filter.js';
import type { Collection } from '../../core/schema/schema.js';
import { fieldValue } from './evaluate-expression.js';
import { compareValues, read, type Row, type Typed } from './values.js';
import { collectionOf, missing, related, type World } from './world.js';

/**
 * Whether an item meets a filter. SQL's "unknown" is taken for "no" at each comparison: the language has no negation around a
 * condition (`_none` asks for rows that surely meet one), so that the two cannot be told apart.
 */
export function meets(world: World, collection: Collection, filter: Filter, row: Row): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((part) => meets(world, collection, part, row));
    case 'or':
      return filter.filters.length === 0 || filter.filters.some((part) => meets(world, collection, part, row));
    case 'field': {
      const relation = collection.relations.get(filter.field);
      if (relation && filter.function === null && !collection.fields.has(filter.field)) {
        return (related(world, relation, row).length === 0) === (filter.operator === '_null');
      }
      return compares(filter.operator, fieldValue(world, collection, filter.field, filter.function, row), filter.value, world.now);
    }
    case 'relation': {
      const relation = collection.relations.get(filter.relation);
      if (!relation) throw new Error(`No relation "${filter.relation}" in "${collection.name}".`);
      const target = collectionOf(world, relation.relatedCollection);
      const rows = related(world, relation, row);
      const met = (candidate: Row): boolean => meets(world, target, filter.filter, candidate);
      if (filter.quantifier === 'none') return world.defect === 'none read as some' ? rows.some(met) : !rows.some(met);
      if (filter.quantifier === 'some' || rows.length > 0) return rows.some(met);
      return world.defect === 'missing related item meets nothing' ? false : met(missing);
    }
  }
}

/** One comparison. A null meets nothing but `_null` and `_empty`. */
function compares(operator: Operator, { type, value }: Typed, operand: FilterValue, now: Date): boolean {
  if (operator === '_null') return value === null;
  if (operator === '_nnull') return value !== null;
  if (operator === '_empty') return value === null || value === '';
  if (operator === '_nempty') return value !== null && value !== '';
  if (value === null) return false;
  const operands = (Array.isArray(operand) ? operand : [operand]) as readonly Scalar[];
  const order = (index: number): number => compareValues(type, value, read(type, operands[index] ?? '', now));
  const text = String(value);
  const sought = String(operands[0]);
  switch (operator) {
    case '_eq':
      return order(0) === 0;
    case '_neq':
      return order(0) !== 0;
    case '_lt':
      return order(0) < 0;
    case '_lte':
      return order(0) <= 0;
    case '_gt':
      return order(0) > 0;
    case '_gte':
      return order(0) >= 0;
    case '_in':
      return operands.some((_, index) => order(index) === 0);
    case '_nin':
      return operands.every((_, index) => order(index) !== 0);
    case '_between':
      return order(0) >= 0 && order(1) <= 0;
    case '_nbetween':
      return order(0) < 0 || order(1) > 0;
    case '_contains':
      return text.includes(sought);
    case '_ncontains':
      return !text.includes(sought);
    case '_icontains':
      return folded(text).includes(folded(sought));
    case '_starts_with':
      return text.startsWith(sought);
    case '_nstarts_with':
      return !text.startsWith(sought);
    case '_istarts_with':
      return folded(text).startsWith(folded(sought));
    case '_nistarts_with':
      return !folded(text).startsWith(folded(sought));
    case '_ends_with':
      return text.endsWith(sought);
    case '_nends_with':
      return !text.endsWith(sought);
    case '_iends_with':
      return folded(text).endsWith(folded(sought));
    case '_niends_with':
      return !folded(text).endsWith(folded(sought));
  }
}

/**
 * Whether a search finds an item: as a phrase without case in its texts (not those with a list of allowed values), or whole in
 * its exact numbers and uuids.
 */
export function found(collection: Collection, search: string, row: Row): boolean {
  return [...collection.fields.values()].some((field) => {
    const value = row.get(field.name) ?? null;
    if (value === null) return false;
    switch (field.type) {
      case 'string':
      case 'text':
        return field.values === null && folded(String(value)).includes(folded(search));
      case 'integer':
      case 'bigInteger':
      case 'decimal':
        return isExactNumber(search) && compareValues('decimal', String(value), search) === 0;
      case 'uuid':
        return String(value) === search.toLowerCase();
      default:
        return false;
    }
  });
}

/** Only ASCII letters lose their case: beyond them each database folds in its own way. */
function folded(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function isExactNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

import type { AuthorisedLevel, AuthorisedQuery, ResolvedFilter, Selection, SortBy } from '../access/authorised.js';
import type { FilterValue } from '../query/filter.js';
import type { ValueReference } from '../query/parametrise.js';

/** What parts of a query cost, in thousandths of a point. They say how things compare, not how long a database takes. */
const weights = {
  read: 1000,
  /** An item of a list, and each member of it. */
  item: 10,
  member: 1,
  /** A related item that is joined, and a nested list, for each item around them. */
  toOne: 5,
  nestedList: 20,
  /** What looks at rows that are not answered. In a nested list these are the rows of one parent only: a part of it, for each. */
  comparison: 100,
  relation: 500,
  search: 5000,
  sort: 50,
  group: 2000,
  aggregate: 2000,
  meta: 2000,
  skippedItem: 1,
} as const;

const partOfNested = 1 / 20;

/** A count for each item, within an answer or a condition. */
const countOfRelated = 20;

/** What a read costs with its values, in whole points. */
export type ReadCost = (values: readonly FilterValue[]) => number;

/**
 * Says what a query costs: a point, and what it asks for at each level, times the items around it. Two callers who see the same pay the
 * same, whatever the tables hold.
 *
 * @param assumedItems - how many items a list without any limit counts as
 */
export function costOfRead({ query, ...root }: AuthorisedQuery, assumedItems: number): ReadCost {
  const { keys } = query;
  const most = query.key === null ? keys?.count ?? Infinity : 1;
  const cost = listCost(root, assumedItems, 1, most);
  return (values) => Math.ceil((weights.read + weights.meta * query.meta.length + cost(values)) / 1000);
}

/** @param most - items that there can be at most, whatever the limit says */
function listCost(level: AuthorisedLevel, assumedItems: number, part: number, most = Infinity): ReadCost {
  const { shaped, selection, filter, sort, group } = level;
  const conditions = part * (
    filterCost(filter) + (shaped.search ? weights.search : 0) + sortCost(sort)
    + (group ? weights.group * (group.keys.length + 1) + weights.aggregate * group.aggregates.length : 0));
  // Whoever aggregates everything gets one item.
  const mostItems = group && group.keys.length === 0 ? 1 : most;
  const item = selection === 'key' ? () => weights.item + weights.member : membersCost(selection, assumedItems);
  return (values) => {
    const items = Math.min(mostItems, numberOf(shaped.limit, values, assumedItems));
    const skipped = numberOf(shaped.offset, values, 0);
    return conditions + part * weights.skippedItem * skipped + items * (weights.item + item(values));
  };
}

function numberOf(value: ValueReference | number | null, values: readonly FilterValue[], otherwise: number): number {
  if (value === null) return otherwise;
  return typeof value === 'number' ? value : Number(values[value.request]);
}

function membersCost(members: readonly Selection[], assumedItems: number): ReadCost {
  let fixed = 0;
  const nested: ReadCost[] = [];
  for (const member of members) {
    if (member.kind === 'object') nested.push(membersCost(member.members, assumedItems));
    else if (member.kind === 'related') {
      const { level, step } = member;
      const isList = step.relation.kind === 'o2m';
      fixed += isList ? weights.nestedList : weights.toOne + filterCost(level.filter) * partOfNested;
      if (isList) nested.push(listCost(level, assumedItems, partOfNested));
      else if (level.selection !== 'key') nested.push(membersCost(level.selection, assumedItems));
    } else fixed += member.kind === 'operand' && member.operand.kind === 'count' ? countOfRelated : weights.member;
  }
  return nested.length === 0 ? () => fixed : (values) => nested.reduce((sum, cost) => sum + cost(values), fixed);
}

function filterCost(filter: ResolvedFilter | null): number {
  if (filter === null) return 0;
  switch (filter.kind) {
    case 'compare': return weights.comparison + (filter.operand.kind === 'count' ? countOfRelated : 0);
    case 'relation': return weights.relation + filterCost(filter.filter);
    default: return filter.filters.reduce((sum, each) => sum + filterCost(each), 0);
  }
}

function sortCost(sort: readonly SortBy[]): number {
  return sort.reduce((sum, by) => sum + weights.sort + (by.kind === 'path' ? weights.relation * by.relations.length : 0), 0);
}

import type { AuthorisedLevel, Operand, ResolvedFilter, Selection, Step } from './authorised.js';

/** A field or relation that a query names, and the collection it is in. */
export interface UsedName {
  readonly collection: string;
  readonly name: string;
}

/**
 * What a query names, each once, in the order of first mention.
 *
 * @param isSelected - whether what of each item is asked for at the top counts: not where it is only what `*` stands for
 */
export function usedNames(level: AuthorisedLevel, isSelected: boolean): readonly UsedName[] {
  const names = new Map<string, UsedName>();
  const use: Use = (collection, name) => void names.set(JSON.stringify([collection, name]), { collection, name });
  useLevel(level, isSelected, use);
  return [...names.values()];
}

type Use = (collection: string, name: string) => void;

function useLevel({ collection: { collection }, selection, filter, sort, group }: AuthorisedLevel, isSelected: boolean, use: Use): void {
  if (isSelected && selection !== 'key') for (const each of selection) useSelection(each, collection.name, use);
  if (filter) useFilter(filter, collection.name, use);
  for (const by of sort) {
    if (by.kind !== 'path') continue;
    const end = by.relations.reduce((from, step) => useStep(step, from, use), collection.name);
    useOperand(by.operand, end, use);
  }
  for (const { operand } of group?.keys ?? []) useOperand(operand, collection.name, use);
  for (const { field } of group?.aggregates ?? []) if (field) use(collection.name, field.name);
}

function useSelection(selection: Selection, collection: string, use: Use): void {
  switch (selection.kind) {
    case 'operand':
      return useOperand(selection.operand, collection, use);
    case 'related':
      useStep(selection.step, collection, use);
      return useLevel(selection.level, true, use);
    case 'object':
      for (const each of selection.members) useSelection(each, collection, use);
      return;
    default:
  }
}

function useFilter(filter: ResolvedFilter, collection: string, use: Use): void {
  if (filter.kind === 'compare') return useOperand(filter.operand, collection, use);
  if (filter.kind !== 'relation') return filter.filters.forEach((each) => useFilter(each, collection, use));
  const related = useStep(filter.step, collection, use);
  if (filter.filter) useFilter(filter.filter, related, use);
}

function useOperand(operand: Operand, collection: string, use: Use): void {
  if (operand.kind === 'count') useStep(operand.step, collection, use);
  else use(collection, operand.field.name);
}

/** @returns the collection that the step leads to */
function useStep({ relation }: Step, collection: string, use: Use): string {
  use(collection, relation.name);
  return relation.relatedCollection;
}

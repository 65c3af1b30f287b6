import {
  GraphQLError, Kind, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import type { GraphQLOptions } from './options.js';

type Limits = Pick<GraphQLOptions, 'introspection' | 'maxDepth' | 'maxAliases' | 'maxRootFields'>;

/** What is beyond a limit in a document that is valid: its fragments are known to be there and to have no cycles. */
export function beyondLimits(document: DocumentNode, limits: Limits): GraphQLError[] {
  const fragments = new Map(document.definitions.flatMap((each) => (
    each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])));
  const errors: GraphQLError[] = [];
  const refuse = (limit: number, what: string, limited: number): void => {
    if (limited > limit) errors.push(new GraphQLError(`There can be at most ${limit} ${what}.`));
  };
  const counted = count(document);
  refuse(limits.maxAliases, 'aliases in a document', counted.aliases);
  if (!limits.introspection && counted.introspection) errors.push(new GraphQLError('Introspection is switched off.'));
  const depths = new Map<SelectionSetNode, number>();
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    refuse(limits.maxDepth, 'levels of fields', depthOf(operation.selectionSet, fragments, depths));
    refuse(limits.maxRootFields, `fields of ${rootName(operation)}`, rootFields(operation.selectionSet, fragments, new Set()));
  }
  return errors;
}

function rootName({ operation }: OperationDefinitionNode): string {
  return operation[0]!.toUpperCase() + operation.slice(1);
}

function count(document: DocumentNode): { aliases: number; introspection: boolean } {
  const counted = { aliases: 0, introspection: false };
  const walk = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) counted.aliases += 1;
        if (selection.name.value === '__schema' || selection.name.value === '__type') counted.introspection = true;
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) walk(selection.selectionSet);
    }
  };
  for (const definition of document.definitions) if ('selectionSet' in definition) walk(definition.selectionSet);
  return counted;
}

/** Levels of fields, those of introspection left out. Each selection is looked at once, however often its fragment is used. */
function depthOf(
  set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, known: Map<SelectionSetNode, number>,
): number {
  const depth = known.get(set);
  if (depth !== undefined) return depth;
  let deepest = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value.startsWith('__')) continue;
      deepest = Math.max(deepest, 1 + (selection.selectionSet ? depthOf(selection.selectionSet, fragments, known) : 0));
    } else {
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)!.selectionSet : selection.selectionSet;
      deepest = Math.max(deepest, depthOf(inner, fragments, known));
    }
  }
  known.set(set, deepest);
  return deepest;
}

function rootFields(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, visited: Set<string>): number {
  let fields = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) fields += 1;
    else if (selection.kind === Kind.INLINE_FRAGMENT) fields += rootFields(selection.selectionSet, fragments, visited);
    else if (!visited.has(selection.name.value)) {
      visited.add(selection.name.value);
      fields += rootFields(fragments.get(selection.name.value)!.selectionSet, fragments, visited);
    }
  }
  return fields;
}

import {
  getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, isAbstractType, Kind, type FieldNode, type FragmentDefinitionNode,
  type GraphQLObjectType, type GraphQLSchema, type SelectionNode, type SelectionSetNode,
} from 'graphql';

/** What a document's selections are read with. */
export interface Reading {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The fields that are selected of an object, by the key of the answer and in its order: fragments opened, equal keys merged, what
 * `@skip` and `@include` leave out left out. Directives are looked at here for the last time.
 */
export function collectFields(
  sets: readonly (SelectionSetNode | undefined)[], type: GraphQLObjectType, reading: Reading,
): ReadonlyMap<string, readonly FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const set of sets) if (set) collect(set, type, reading, fields, visited);
  return fields;
}

function collect(
  { selections }: SelectionSetNode, type: GraphQLObjectType, reading: Reading, fields: Map<string, FieldNode[]>, visited: Set<string>,
): void {
  for (const selection of selections) {
    if (!isIncluded(selection, reading)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const known = fields.get(key);
      if (known) known.push(selection);
      else fields.set(key, [selection]);
      continue;
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const name = selection.name.value;
      const fragment = visited.has(name) ? undefined : reading.fragments[name];
      visited.add(name);
      if (fragment && applies(fragment.typeCondition.name.value, type, reading)) {
        collect(fragment.selectionSet, type, reading, fields, visited);
      }
      continue;
    }
    const condition = selection.typeCondition?.name.value;
    if (condition === undefined || applies(condition, type, reading)) collect(selection.selectionSet, type, reading, fields, visited);
  }
}

function isIncluded(selection: SelectionNode, { variables }: Reading): boolean {
  if (!selection.directives || selection.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false;
}

function applies(condition: string, type: GraphQLObjectType, { schema }: Reading): boolean {
  if (condition === type.name) return true;
  const other = schema.getType(condition);
  return isAbstractType(other) && schema.isSubType(other, type);
}

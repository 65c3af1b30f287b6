import { getNamedType, type FieldNode, type GraphQLObjectType } from 'graphql';
import {
  ApiError, createLevelParser, type AggregateFunction, type QueryInput, type QueryLevel, type QueryLimits, type SelectedMember,
} from 'jackfield';
import { argumentsOf, listParameters } from './arguments.js';
import { collectFields, type Reading } from './collect.js';
import { meaningOf } from './meaning.js';

/** What one field of `Query` or `Mutation` is translated with. */
export interface Selecting extends Reading {
  /** Which of the items' types have been met, by collection. */
  readonly collections: Set<string>;
  readonly parseLevel: (parameters: QueryInput) => QueryLevel;
  /** Counts members of the answer. Throws `INVALID_QUERY` beyond the limit. */
  readonly count: (members: number) => void;
  /** Whether there is something that the database cannot answer: graphql-js has to walk the answer. */
  needsWalk: boolean;
}

/** Starts the translation of one field. The limits of queries hold for all of it. */
export function startSelecting(reading: Reading, limits: QueryLimits): Selecting {
  let members = 0;
  return {
    ...reading,
    collections: new Set(),
    parseLevel: createLevelParser(limits),
    count(more) {
      members += more;
      // Counted here too, before a document of a few fragments has grown to millions of members.
      if (members > limits.maxMembers) {
        const reason = `An item of the answer would have more than ${limits.maxMembers} members.`;
        throw new ApiError('INVALID_QUERY', { path: 'fields', reason });
      }
    },
    needsWalk: false,
  };
}

/**
 * What is selected of an item, in the order of the answer. A plugin's own fields are left to graphql-js: what they need of the item is
 * selected for them.
 */
export function selectItem(
  nodes: readonly FieldNode[], type: GraphQLObjectType, collection: string, selecting: Selecting,
): SelectedMember[] {
  selecting.collections.add(collection);
  const selected = collectFields(nodes.map(({ selectionSet }) => selectionSet), type, selecting);
  selecting.count(selected.size);
  const fields = type.getFields();
  const members: SelectedMember[] = [];
  const needed = new Set<string>();
  for (const [key, same] of selected) {
    const name = same[0]!.name.value;
    const isAlias = key !== name;
    if (name === '__typename') {
      members.push({ kind: 'text', key, isAlias, text: type.name });
      continue;
    }
    const field = fields[name]!;
    const meaning = meaningOf(field);
    switch (meaning?.kind) {
      case 'field':
        // As an array or an object it is no String yet.
        if (meaning.field.type === 'array' || meaning.field.type === 'binary') selecting.needsWalk = true;
        members.push({ kind: 'field', key, isAlias, field: meaning.field.name });
        break;
      case 'related': {
        const { name: relation, relatedCollection } = meaning.relation;
        const level = selecting.parseLevel(listParameters(field, argumentsOf(field, same[0]!, selecting)));
        const related = selectItem(same, getNamedType(field.type) as GraphQLObjectType, relatedCollection, selecting);
        members.push({ kind: 'related', key, isAlias, relation, level: { ...level, members: related } });
        break;
      }
      case 'functions': {
        const functions = selectFunctions(same, getNamedType(field.type) as GraphQLObjectType, meaning.of, selecting);
        members.push({ kind: 'object', key, isAlias, members: functions });
        break;
      }
      default: {
        selecting.needsWalk = true;
        for (const each of needsOf(field)) needed.add(each);
      }
    }
  }
  return [...members, ...neededMembers(needed, members)];
}

/** The fields of an item that a plugin's field needs. */
export function needsOf({ extensions }: { readonly extensions?: Readonly<Record<string, unknown>> | undefined }): readonly string[] {
  return (extensions?.['needs'] as readonly string[] | undefined) ?? [];
}

/** The key under which a needed field is read where a client has given its name to something else. */
export function neededKey(field: string): string {
  return `@${field}`;
}

function neededMembers(needed: ReadonlySet<string>, members: readonly SelectedMember[]): SelectedMember[] {
  return [...needed].flatMap((field): SelectedMember[] => {
    const same = members.find(({ key }) => key === field);
    if (same?.kind === 'field' && same.field === field) return [];
    return [{ kind: 'field', key: same ? neededKey(field) : field, isAlias: true, field }];
  });
}

function selectFunctions(nodes: readonly FieldNode[], type: GraphQLObjectType, of: string, selecting: Selecting): SelectedMember[] {
  return selectObject(nodes, type, selecting, (key, name, isAlias, same) => {
    const field = type.getFields()[name]!;
    const meaning = meaningOf(field);
    if (meaning?.kind === 'aggregated') {
      const level = selecting.parseLevel(listParameters(field, argumentsOf(field, same[0]!, selecting)));
      const groups = selectGroup(same, getNamedType(field.type) as GraphQLObjectType, meaning.collection, level, selecting);
      return { kind: 'related', key, isAlias, relation: of, level: { ...level, ...groups } };
    }
    if (meaning?.kind !== 'function') return null;
    return { kind: 'function', key, isAlias, function: meaning.function, field: of };
  });
}

/** Groups: what is selected of them, and which aggregates that takes. */
export interface SelectedGroup {
  readonly members: readonly SelectedMember[];
  readonly aggregate: Readonly<Partial<Record<AggregateFunction, readonly string[]>>>;
}

/** What is selected of a group of items; of all of them where nothing makes groups of them. */
export function selectGroup(
  nodes: readonly FieldNode[], type: GraphQLObjectType, collection: string, { groupBy }: QueryLevel, selecting: Selecting,
): SelectedGroup {
  selecting.collections.add(collection);
  const aggregates = new Map<AggregateFunction, Set<string>>();
  const aggregated = (function_: AggregateFunction, field: string): void => {
    aggregates.set(function_, (aggregates.get(function_) ?? new Set()).add(field));
  };
  const members = selectObject(nodes, type, selecting, (key, name, isAlias, same) => {
    const field = type.getFields()[name]!;
    const meaning = meaningOf(field);
    if (meaning?.kind === 'groupKeys') return { kind: 'groupKeys', key, isAlias };
    if (meaning?.kind === 'countAll') {
      aggregated('countAll', '*');
      return { kind: 'aggregate', key, isAlias, function: 'countAll', field: null };
    }
    if (meaning?.kind !== 'aggregate') return null;
    const { function: function_ } = meaning;
    const fieldsType = getNamedType(field.type) as GraphQLObjectType;
    const within = selectObject(same, fieldsType, selecting, (innerKey, innerName, isInnerAlias) => {
      const inner = meaningOf(fieldsType.getFields()[innerName]!);
      if (inner?.kind !== 'field') return null;
      aggregated(function_, inner.field.name);
      return { kind: 'aggregate', key: innerKey, isAlias: isInnerAlias, function: function_, field: inner.field.name };
    });
    return { kind: 'object', key, isAlias, members: within };
  });
  if (aggregates.size === 0 && groupBy.length === 0) aggregated('countAll', '*');
  return { members, aggregate: Object.fromEntries([...aggregates].map(([name, names]) => [name, [...names]])) };
}

/** What is selected of an object that is no item; `member` answers null for what a plugin added to it. */
function selectObject(
  nodes: readonly FieldNode[], type: GraphQLObjectType, selecting: Selecting,
  member: (key: string, name: string, isAlias: boolean, same: readonly FieldNode[]) => SelectedMember | null,
): SelectedMember[] {
  const selected = collectFields(nodes.map(({ selectionSet }) => selectionSet), type, selecting);
  selecting.count(selected.size);
  return [...selected].flatMap(([key, same]): SelectedMember[] => {
    const name = same[0]!.name.value;
    const isAlias = key !== name;
    if (name === '__typename') return [{ kind: 'text', key, isAlias, text: type.name }];
    const made = member(key, name, isAlias, same);
    if (made) return [made];
    selecting.needsWalk = true;
    return [];
  });
}


import { getNamedType, type FieldNode, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { ApiError, plainLevel, type Collection, type Query, type QueryLimits, type Schema } from 'jackfield';
import { argumentsOf, listParameters } from './arguments.js';
import type { Reading } from './collect.js';
import { meaningOf } from './meaning.js';
import { namesOf } from './names.js';
import { selectGroup, selectItem, startSelecting, type Selecting } from './select.js';

/** What fields of `Query` are translated with. */
export interface Translating extends Reading {
  readonly mirror: Schema;
  readonly limits: QueryLimits;
}

/** A field that reads a collection, as a query. */
export interface RootRead {
  readonly query: Query;
  /** Whose items are in the answer. */
  readonly collections: ReadonlySet<string>;
  /** Whether graphql-js has to walk the answer. */
  readonly needsWalk: boolean;
}

/**
 * Translates a field of `Query` into one query; null for a field that a plugin made.
 *
 * @throws {ApiError} `INVALID_QUERY`
 */
export function translateRead(
  field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[], translating: Translating,
): RootRead | null {
  const meaning = meaningOf(field);
  if (meaning?.kind !== 'root') return null;
  const selecting = startSelecting(translating, translating.limits);
  const args = argumentsOf(field, nodes[0]!, translating);
  const { collection, root } = meaning;
  const type = getNamedType(field.type) as GraphQLObjectType;
  const whole = { collection, key: null, keys: null, meta: [], representation: 'graphql' } as const;
  const query = ((): Query => {
    switch (root) {
      case 'aggregated': {
        const level = selecting.parseLevel(listParameters(field, args));
        return { ...level, ...whole, ...selectGroup(nodes, type, collection, level, selecting) };
      }
      case 'item': {
        const key = keyOf(args, translating.mirror.collections.get(collection)!, translating.mirror);
        return { ...plainLevel, ...whole, key, members: selectItem(nodes, type, collection, selecting) };
      }
      case 'singleton':
        return { ...plainLevel, ...whole, members: selectItem(nodes, type, collection, selecting) };
      default:
        return { ...selecting.parseLevel(listParameters(field, args)), ...whole, members: selectItem(nodes, type, collection, selecting) };
    }
  })();
  return { query, collections: selecting.collections, needsWalk: selecting.needsWalk };
}

/** The query that reads back what was written: with the order that the arguments ask for. */
export function translateAnswer(
  collection: string, field: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[], translating: Translating,
): Query {
  const selecting: Selecting = startSelecting(translating, translating.limits);
  const level = selecting.parseLevel(listParameters(field, argumentsOf(field, nodes[0]!, translating)));
  const members = selectItem(nodes, getNamedType(field.type) as GraphQLObjectType, collection, selecting);
  return { ...level, collection, key: null, keys: null, meta: [], representation: 'graphql', members };
}

/**
 * A key in URL form, from the arguments that name it.
 *
 * @throws {ApiError} `FORBIDDEN` for a text that no item can have as its key
 */
export function keyOf(args: Readonly<Record<string, unknown>>, { name, key }: Collection, mirror: Schema): string {
  if (key.length === 1) return encoded(args['id']);
  const { fields } = namesOf(mirror).collections.get(name)!;
  return key.map((part) => encoded(args[fields.get(part)!])).join(',');
}

function encoded(part: unknown): string {
  try {
    return encodeURIComponent(String(part));
  } catch {
    // Half of a surrogate pair.
    throw new ApiError('FORBIDDEN');
  }
}

import type { Field, FunctionName } from 'jackfield';

/** The functions of a field, by the set that its type has. */
export const functionSets = {
  date: ['year', 'month', 'week', 'day', 'weekday'],
  time: ['hour', 'minute', 'second'],
  datetime: ['year', 'month', 'week', 'day', 'weekday', 'hour', 'minute', 'second'],
  count: ['count'],
} as const satisfies Readonly<Record<string, readonly FunctionName[]>>;

export type FunctionSet = keyof typeof functionSets;

/** null for a field that has none. */
export function functionSetOf({ type, concealed }: Field): FunctionSet | null {
  if (concealed) return null;
  switch (type) {
    case 'date':
    case 'time':
      return type;
    case 'dateTime':
    case 'timestamp':
      return 'datetime';
    case 'json':
      return 'count';
    default:
      return null;
  }
}

/** Names of types that every schema has: a collection of that name gets another. */
export const fixedTypeNames: ReadonlySet<string> = new Set([
  'Query', 'Mutation', 'Subscription', 'ID', 'String', 'Int', 'Float', 'Boolean',
  'GraphQLBigInt', 'GraphQLStringOrFloat', 'Date', 'JSON', 'Hash', 'Void', 'EventEnum', 'delete_one', 'delete_many', 'graphql_sdl_scope',
  ...Object.keys(functionSets).flatMap((set) => [`${set}_functions`, `${set}_function_filter_operators`]),
  ...['id', 'string', 'boolean', 'date', 'number', 'big_int', 'hash'].map((type) => `${type}_filter_operators`),
]);

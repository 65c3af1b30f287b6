import { systemCollections as names, type Collection, type Field, type Schema, type SchemaService } from 'jackfield';

/** Sessions, for reads of our own: to everybody else they are no collection. */
export const sessions = 'jackfield_sessions';

/** The schema with sessions that lead to their users, so that one statement finds both. */
export function withSessions(schema: SchemaService): SchemaService {
  const made = new WeakMap<Schema, Schema>();
  return {
    ...schema,
    current() {
      const current = schema.current();
      const known = made.get(current) ?? extended(current);
      made.set(current, known);
      return known;
    },
  };
}

function extended(schema: Schema): Schema {
  const users = schema.collections.get(names.users);
  const key = users?.fields.get('id');
  return users && key ? { ...schema, collections: new Map([...schema.collections, [sessions, collectionOf(users, key)]]) } : schema;
}

function collectionOf(users: Collection, key: Field): Collection {
  return {
    ...users,
    name: sessions,
    table: { ...users.table, name: sessions },
    fields: new Map<string, Field>([
      ['id', key],
      ['user', { ...key, name: 'user', column: 'user' }],
      ['expires_at', { ...key, name: 'expires_at', column: 'expires_at', type: 'bigInteger', sqlType: 'bigint', length: null }],
    ]),
    relations: new Map([['user', {
      name: 'user', kind: 'm2o', collection: sessions, relatedCollection: names.users, fields: ['user'], relatedFields: ['id'], inverse: null,
      isUnique: false, isEnforced: true, inWildcard: true, isOwner: false,
    }]]),
    uniques: [],
  };
}

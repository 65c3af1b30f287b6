import { LRUCache } from 'lru-cache';
import type { AccessService, GraphQLScope, HookCalls, Identity, Schema } from 'jackfield';
import type { LazySchema } from './lazy-schema.js';
import type { GraphQLOptions } from './options.js';
import { makeSchema } from './schema.js';
import type { Views } from './types.js';

/** A schema that is kept, with what it was made of. */
export interface KnownSchema {
  /** A number that no other schema has. */
  readonly id: number;
  readonly schema: LazySchema;
  readonly mirror: Schema;
}

/** Finds the schema of somebody: one for all who may see and write the same. */
export type FindSchema = (scope: GraphQLScope, identity: Identity, mirror: Schema) => Promise<KnownSchema>;

/** Makes the finder of schemas, which keeps some of them. */
export function createSchemas(access: AccessService, hooks: HookCalls, options: GraphQLOptions): FindSchema {
  const known = new LRUCache<string, Promise<KnownSchema>>({ max: options.rememberedSchemas });
  let schemas = 0;

  return (scope, identity, mirror) => {
    const view = (action: 'read' | 'create' | 'update' | 'delete') => access.view(identity, mirror, action);
    const views: Views = { read: view('read'), create: view('create'), update: view('update'), delete: view('delete') };
    const key = JSON.stringify([scope, mirror.version, ...Object.values(views).map(({ id }) => id)]);
    let schema = known.get(key);
    if (!schema) {
      schemas += 1;
      const id = schemas;
      schema = makeSchema(scope, mirror, views, hooks, options).then((made) => ({ id, schema: made, mirror }));
      known.set(key, schema);
      // A plugin may have failed for a reason that passes.
      schema.catch(() => known.delete(key));
    }
    return schema;
  };
}

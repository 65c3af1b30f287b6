import type { GraphQLResolveInfo } from 'graphql';
import type { InputTypeComposer, ObjectTypeComposer, SchemaComposer } from 'graphql-compose';
import type { View } from '../access/access.js';
import type { Action } from '../access/policy.js';
import type { HttpContext } from '../http/http.js';
import type { ItemsContext } from '../items/items.js';
import type { Mutation, Payload } from '../query/mutation.js';
import type { Query } from '../query/query.js';

/** Which collections stand at the root: the owner's at `/graphql`, Jackfield's own at `/graphql/system`. The types below are the same. */
export type GraphQLScope = 'items' | 'system';

/**
 * What resolvers are given as their context: who asks, and the way to the items. It is a context for the `items` service.
 */
export interface GraphQLContext extends ItemsContext {
  /** The request: for cookies and the like. null where it did not come by HTTP. */
  readonly http: HttpContext | null;
  /** A query of a collection with what the client selects of the field that is being resolved, whose type is that of the collection. */
  query(collection: string, info: GraphQLResolveInfo): Query;
  /** Values that an argument of an `inputType` holds, under the names of fields and relations. */
  payload(argument: string, info: GraphQLResolveInfo): Payload;
  /**
   * Reads items as the resolver of such a field gives them: an item, or a list.
   *
   * @throws {ApiError} as `read` of the items service
   */
  read(query: Query): Promise<unknown>;
  /**
   * Writes items, and reads them back with what the client selects.
   *
   * @returns the item, or the list of items; null where there is nothing to tell
   * @throws {ApiError} as `write` of the items service
   */
  write(mutation: Mutation, answer: Query): Promise<unknown>;
}

/**
 * A schema while it is made, as the handlers of `graphql.extend` are given it. It is made once for all callers who see the same: nothing in
 * it may depend on who asks.
 *
 * A field that is added to a type of a collection computes its value from `source`. Name the fields of the item that it needs in
 * `extensions: { needs: ['pages'] }`: they are read along, and `source` holds them under their names.
 */
export interface GraphQLExtension {
  readonly scope: GraphQLScope;
  /** Holds `Query` and `Mutation`, and makes types. */
  readonly composer: SchemaComposer<GraphQLContext>;
  /** What those may see and write whom the schema is for. */
  readonly views: Readonly<Record<Action, View>>;
  /** The type of a collection's items; undefined where the view has none. */
  readonly type: <Item = unknown>(collection: string) => ObjectTypeComposer<Item, GraphQLContext> | undefined;
  /** The input type of an item that is written; undefined where nobody may write one. */
  readonly inputType: (collection: string, action: 'create' | 'update') => InputTypeComposer<GraphQLContext> | undefined;
}

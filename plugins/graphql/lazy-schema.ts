import {
  GraphQLObjectType, GraphQLSchema, type GraphQLAbstractType, type GraphQLField, type GraphQLFieldConfig, type GraphQLFieldMap,
  type GraphQLInterfaceType, type GraphQLNamedType,
} from 'graphql';
import type { GraphQLContext } from 'jackfield';

/** A field of `Query` or `Mutation`. */
export type RootField = GraphQLFieldConfig<unknown, GraphQLContext>;

/** Where the fields of a root type come from. */
export interface RootSource {
  find(name: string): RootField | undefined;
  all(): readonly string[];
  isEmpty(): boolean;
}

/**
 * `Query`, `Mutation` or `Subscription`, whose fields are made when they are used: with a thousand collections there are eleven thousand.
 *
 * @param added - what plugins added: it comes first
 */
export class LazyRootType extends GraphQLObjectType {
  readonly #fields: GraphQLFieldMap<unknown, GraphQLContext>;
  readonly #all: () => readonly string[];
  readonly #isEmpty: () => boolean;

  constructor(name: string, added: () => GraphQLFieldMap<unknown, GraphQLContext>, source: RootSource) {
    super({ name, fields: {} });
    const made = new Map<string, GraphQLField<unknown, GraphQLContext>>();
    const find = (field: string): GraphQLField<unknown, GraphQLContext> | undefined => {
      const known = made.get(field) ?? added()[field];
      if (known) return known;
      const config = source.find(field);
      if (!config) return undefined;
      const complete = new GraphQLObjectType({ name, fields: { [field]: config } }).getFields()[field]!;
      made.set(field, complete);
      return complete;
    };
    this.#isEmpty = () => source.isEmpty() && Object.keys(added()).length === 0;
    this.#all = () => [...new Set([...source.all(), ...Object.keys(added())])];
    this.#fields = lazyMap(find, this.#all);
  }

  isEmpty(): boolean {
    return this.#isEmpty();
  }

  override getFields(): GraphQLFieldMap<unknown, GraphQLContext> {
    return this.#fields;
  }
}

/** A map that finds its members when they are asked for. */
function lazyMap<Member>(find: (name: string) => Member | undefined, all: () => readonly string[]): Record<string, Member> {
  return new Proxy(Object.create(null) as Record<string, Member>, {
    get: (_, name) => (typeof name === 'string' ? find(name) : undefined),
    has: (_, name) => typeof name === 'string' && find(name) !== undefined,
    ownKeys: () => [...all()],
    getOwnPropertyDescriptor: (_, name) => {
      const value = typeof name === 'string' ? find(name) : undefined;
      return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: false };
    },
  });
}

/** The types of a lazy schema. */
export interface SchemaParts {
  readonly query: LazyRootType;
  readonly mutation: LazyRootType;
  readonly subscription: LazyRootType;
  /** A type by its name, other than those of GraphQL itself. */
  named(name: string): GraphQLNamedType | undefined;
}

/**
 * A schema whose types are found when they are asked for by name. What asks for all of them (introspection, printing, questions about
 * interfaces) makes all of them, once.
 */
export class LazySchema extends GraphQLSchema {
  readonly #parts: SchemaParts;
  readonly #typeMap: ReturnType<GraphQLSchema['getTypeMap']>;
  #whole: GraphQLSchema | null = null;

  constructor(parts: SchemaParts) {
    // What is made of catalogs needs no check; a plugin's mistake shows when it is used.
    super({ assumeValid: true });
    this.#parts = parts;
    this.#typeMap = lazyMap((name) => this.getType(name), () => Object.keys(this.whole().getTypeMap()));
  }

  override getQueryType(): GraphQLObjectType {
    return this.#parts.query;
  }

  override getMutationType(): GraphQLObjectType | undefined {
    return this.#parts.mutation.isEmpty() ? undefined : this.#parts.mutation;
  }

  override getSubscriptionType(): GraphQLObjectType | undefined {
    return this.#parts.subscription.isEmpty() ? undefined : this.#parts.subscription;
  }

  override getType(name: string): GraphQLNamedType | undefined {
    const { query, mutation, subscription } = this.#parts;
    if (name === query.name) return query;
    if (name === mutation.name) return this.getMutationType();
    if (name === subscription.name) return this.getSubscriptionType();
    return super.getTypeMap()[name] ?? this.#parts.named(name);
  }

  override getTypeMap(): ReturnType<GraphQLSchema['getTypeMap']> {
    return this.#typeMap;
  }

  override getPossibleTypes(type: GraphQLAbstractType): ReadonlyArray<GraphQLObjectType> {
    return this.whole().getPossibleTypes(type);
  }

  override getImplementations(type: GraphQLInterfaceType): ReturnType<GraphQLSchema['getImplementations']> {
    return this.whole().getImplementations(type);
  }

  override isSubType(abstract: GraphQLAbstractType, maybe: GraphQLObjectType | GraphQLInterfaceType): boolean {
    return this.whole().isSubType(abstract, maybe);
  }

  /** The same types as an ordinary schema. */
  whole(): GraphQLSchema {
    const mutation = this.getMutationType();
    const subscription = this.getSubscriptionType();
    this.#whole ??= new GraphQLSchema({
      query: this.getQueryType(), assumeValid: true, ...(mutation && { mutation }), ...(subscription && { subscription }),
    });
    return this.#whole;
  }
}

import { GraphQLInputObjectType, GraphQLObjectType, type GraphQLFieldMap, type GraphQLInputFieldMap } from 'graphql';
import { SchemaComposer, type InputTypeComposer, type ObjectTypeComposer } from 'graphql-compose';
import type { GraphQLContext } from 'jackfield';

type ObjectFields = Parameters<ObjectTypeComposer<unknown, GraphQLContext>['addFields']>[0];
type InputFields = Parameters<InputTypeComposer<GraphQLContext>['addFields']>[0];

/** A composer that knows which names plugins gave to types of their own: a type of a collection takes the place of one of the same name. */
export class NotingComposer extends SchemaComposer<GraphQLContext> {
  readonly #names = new Set<string>();

  override set(...[key, type]: Parameters<SchemaComposer<GraphQLContext>['set']>): this {
    // oxlint-disable-next-line no-underscore-dangle -- `getType` would make the fields, which name types that are still to come
    const made: unknown = type._gqType;
    if (typeof key === 'string' && !(made instanceof LazyObjectType) && !(made instanceof LazyInputType)) this.#names.add(key);
    return super.set(key, type);
  }

  /** The names of all types but those of collections. */
  get otherNames(): ReadonlySet<string> {
    return this.#names;
  }
}

/**
 * An object type that is composed when its fields are first asked for. Until then it is a name: a schema of a thousand collections costs
 * what is used of it.
 */
export class LazyObjectType extends GraphQLObjectType {
  readonly #composer: SchemaComposer<GraphQLContext>;
  #fields: (() => ObjectFields) | null;

  constructor(name: string, description: string | null, composer: SchemaComposer<GraphQLContext>, fields: () => ObjectFields) {
    super({ name, description, fields: {} });
    this.#composer = composer;
    this.#fields = fields;
  }

  /** The type's composer, for those who add to it. */
  composed(): ObjectTypeComposer<unknown, GraphQLContext> {
    const composer = this.#composer.createObjectTC(this) as ObjectTypeComposer<unknown, GraphQLContext>;
    const fields = this.#fields;
    this.#fields = null;
    if (fields) composer.addFields(fields());
    return composer;
  }

  override getFields(): GraphQLFieldMap<unknown, GraphQLContext> {
    this.composed().getType();
    return super.getFields();
  }
}

/** The same for an input type. */
export class LazyInputType extends GraphQLInputObjectType {
  readonly #composer: SchemaComposer<GraphQLContext>;
  #fields: (() => InputFields) | null;

  constructor(name: string, composer: SchemaComposer<GraphQLContext>, fields: () => InputFields) {
    super({ name, fields: {} });
    this.#composer = composer;
    this.#fields = fields;
  }

  /** The type's composer, for those who add to it. */
  composed(): InputTypeComposer<GraphQLContext> {
    const composer = this.#composer.createInputTC(this);
    const fields = this.#fields;
    this.#fields = null;
    if (fields) composer.addFields(fields());
    return composer;
  }

  override getFields(): GraphQLInputFieldMap {
    this.composed().getType();
    return super.getFields();
  }
}

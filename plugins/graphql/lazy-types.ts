import { GraphQLInputObjectType, GraphQLObjectType, type GraphQLFieldMap, type GraphQLInputFieldMap } from 'graphql';
import type { InputTypeComposer, ObjectTypeComposer, SchemaComposer } from 'graphql-compose';
import type { GraphQLContext } from 'jackfield';

type ObjectFields = Parameters<ObjectTypeComposer<unknown, GraphQLContext>['addFields']>[0];
type InputFields = Parameters<InputTypeComposer<GraphQLContext>['addFields']>[0];

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

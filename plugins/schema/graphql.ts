import {
  ApiError, type AccessService, type Collection, type GraphQLContext, type GraphQLExtension, type SchemaService, type View,
} from 'jackfield';
import { describeCollection } from './collections.js';
import { describeField, describeFields } from './fields.js';
import { descriptionTypes } from './graphql-types.js';
import { mayDescribe, type Description } from './permitted.js';
import { describeRelation, describeRelations } from './relations.js';

/** What describes the schema. */
export interface DescriptionParts {
  readonly schema: () => SchemaService;
  readonly access: () => AccessService;
}

/** Adds `collections`, `fields`, `relations` and the like to `/graphql/system`: what the routes of these names answer. */
export function extendGraphQL({ schema, access }: DescriptionParts): (extension: GraphQLExtension) => void {
  /** @throws {ApiError} `FORBIDDEN` for those who may not know how the database is made, and for what does not exist */
  const describe = <Described>(
    description: Description, { identity }: GraphQLContext, what: (view: View) => Described | null | undefined,
  ): Described => {
    const described = mayDescribe(description, identity, access()) ? what(access().view(identity, schema().current())) : undefined;
    if (described === undefined || described === null) throw new ApiError('FORBIDDEN');
    return described;
  };

  return ({ scope, composer }) => {
    if (scope !== 'system') return;
    for (const [name, fields] of Object.entries(descriptionTypes)) composer.createObjectTC({ name, fields });
    composer.Query.addFields({
      collections: {
        type: '[directus_collections!]!',
        resolve: (_source, _args, context) => describe('directus_collections', context, (view) => all(view).map(describeCollection)),
      },
      collections_by_name: {
        type: 'directus_collections',
        args: { name: 'String!' },
        resolve: (_source, { name }: { name: string }, context) => describe('directus_collections', context, (view) => {
          const collection = named(name, view);
          return collection && describeCollection(collection);
        }),
      },
      fields: {
        type: '[directus_fields!]!',
        resolve: (_source, _args, context) => describe('directus_fields', context, (view) => all(view).flatMap(describeFields)),
      },
      fields_in_collection: {
        type: '[directus_fields!]!',
        args: { collection: 'String!' },
        resolve: (_source, args: { collection: string }, context) => describe('directus_fields', context, (view) => {
          const collection = named(args.collection, view);
          return collection && describeFields(collection);
        }),
      },
      fields_by_name: {
        type: 'directus_fields',
        args: { collection: 'String!', field: 'String!' },
        resolve: (_source, args: { collection: string; field: string }, context) => describe('directus_fields', context, (view) => {
          const collection = named(args.collection, view);
          return collection && describeField(args.field, collection);
        }),
      },
      relations: {
        type: '[directus_relations!]!',
        resolve: (_source, _args, context) => describe('directus_relations', context, (view) => (
          all(view).flatMap((collection) => describeRelations(collection, view)))),
      },
      relations_in_collection: {
        type: '[directus_relations!]!',
        args: { collection: 'String!' },
        resolve: (_source, args: { collection: string }, context) => describe('directus_relations', context, (view) => {
          const collection = named(args.collection, view);
          return collection && describeRelations(collection, view);
        }),
      },
      relations_by_name: {
        type: 'directus_relations',
        args: { collection: 'String!', field: 'String!' },
        resolve: (_source, args: { collection: string; field: string }, context) => describe('directus_relations', context, (view) => {
          const collection = named(args.collection, view);
          const relation = collection?.relations.get(args.field);
          return collection && relation && describeRelation(relation, collection, view);
        }),
      },
    });
  };
}

function all({ collections }: View): Collection[] {
  return [...collections.values()].map(({ collection }) => collection);
}

function named(name: string, { collections }: View): Collection | undefined {
  return collections.get(name)?.collection;
}

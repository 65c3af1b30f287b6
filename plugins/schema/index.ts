import { ApiError, decodeSegment, definePlugin, respond, type Collection, type HttpContext, type View } from 'jackfield';
import { describeCollection } from './collections.js';
import { describeField, describeFields } from './fields.js';
import { extendGraphQL } from './graphql.js';
import { schemaOperations } from './operations.js';
import { mayDescribe, type Description } from './permitted.js';
import { describeRelation, describeRelations } from './relations.js';

/**
 * `GET /collections`, `/fields` and `/relations`: the schema as the caller sees it, for those who may know how it is made. It is read only:
 * the database is its owner's.
 */
export default definePlugin({
  name: 'schema',
  description: 'Describes collections, fields and relations.',
  needs: ['http', 'schema', 'access'],
  setup({ get, on }) {
    const http = get('http');

    /** Each handler answers what `describe` makes; undefined and null are what does not exist. */
    function serve(path: string, description: Description, describe: (view: View, names: readonly string[]) => unknown): void {
      http.route(['GET'], path, async (context: HttpContext, segments) => {
        const { identity } = context.state;
        if (!mayDescribe(description, identity, get('access'))) throw new ApiError('FORBIDDEN');
        const described = describe(get('access').view(identity, get('schema').current()), segments.map(decodeSegment));
        if (described === undefined || described === null) throw new ApiError('FORBIDDEN');
        await respond(context, { data: JSON.stringify(described), meta: null });
      });
    }

    serve('/collections', 'directus_collections', (view) => collectionsOf(view).map(describeCollection));
    serve('/collections/:collection', 'directus_collections', (view, [name = '']) => {
      const collection = named(name, view);
      return collection && describeCollection(collection);
    });
    serve('/fields', 'directus_fields', (view) => collectionsOf(view).flatMap(describeFields));
    serve('/fields/:collection', 'directus_fields', (view, [name = '']) => {
      const collection = named(name, view);
      return collection && describeFields(collection);
    });
    serve('/fields/:collection/:field', 'directus_fields', (view, [name = '', field = '']) => {
      const collection = named(name, view);
      return collection && describeField(field, collection);
    });
    serve('/relations', 'directus_relations', (view) => collectionsOf(view).flatMap((each) => describeRelations(each, view)));
    serve('/relations/:collection', 'directus_relations', (view, [name = '']) => {
      const collection = named(name, view);
      return collection && describeRelations(collection, view);
    });
    serve('/relations/:collection/:field', 'directus_relations', (view, [name = '', field = '']) => {
      const collection = named(name, view);
      const relation = collection?.relations.get(field);
      return collection && relation && describeRelation(relation, collection, view);
    });

    on('graphql.extend', extendGraphQL({ schema: () => get('schema'), access: () => get('access') }));

    on('openapi.operations', (operations, { identity }) => {
      const permitted = schemaOperations.filter(({ path }) => mayDescribe(descriptionAt(path), identity, get('access')));
      return [...operations, ...permitted];
    });
  },
});

function collectionsOf({ collections }: View): Collection[] {
  return [...collections.values()].map(({ collection }) => collection);
}

function named(name: string, { collections }: View): Collection | undefined {
  return collections.get(name)?.collection;
}

/** What a path such as `/fields/{collection}` describes. */
function descriptionAt(path: string): Description {
  return `directus_${path.split('/')[1] as 'collections' | 'fields' | 'relations'}`;
}

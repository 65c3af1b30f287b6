import type { Collection, Schema } from '../../core/schema/schema.js';
import { namesOf } from '../../plugins/graphql/names.js';
import { graphqlFilter } from '../parity/generate-graphql.js';
import type { RawRequest } from '../parity/generate-query.js';

/** What is asked for by GraphQL. */
export interface GraphQLRead {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A probe as GraphQL asks for it; null for one that GraphQL has other words for. */
export function graphqlProbe({ collection: name, query }: RawRequest, schema: Schema): GraphQLRead | null {
  const collection = schema.collections.get(name)!;
  const { types } = namesOf(schema).collections.get(name)!;
  const variables: Record<string, unknown> = {};
  const args: string[] = [];
  if (query['filter'] !== undefined) {
    variables['filter'] = graphqlFilter(query['filter'] as Record<string, unknown>, collection, schema);
    if (variables['filter'] === null) return null;
    args.push('filter: $filter');
  }
  for (const parameter of ['search', 'sort', 'limit', 'groupBy']) {
    if (query[parameter] !== undefined) args.push(`${parameter}: ${JSON.stringify(query[parameter])}`);
  }
  const aggregate = query['aggregate'] as Record<string, string | readonly string[]> | undefined;
  const selection = aggregate ? aggregatesOf(aggregate, collection, schema) : selectionOf(query['fields'] as readonly string[], collection, schema);
  const declared = query['filter'] === undefined ? '' : `($filter: ${types.filter})`;
  return { document: `query ${declared} { read: ${types[aggregate ? 'aggregated' : 'object']}(${args.join(', ')}) { ${selection} } }`, variables };
}

function aggregatesOf(aggregate: Readonly<Record<string, string | readonly string[]>>, collection: Collection, schema: Schema): string {
  const { fields } = namesOf(schema).collections.get(collection.name)!;
  const parts = Object.entries(aggregate).map(([name, given]) => {
    const named = [given].flat().filter((field) => field !== '*').map((field) => fields.get(field)!);
    return named.length === 0 ? '' : `${name} { ${named.join(' ')} }`;
  });
  return ['group countAll', ...parts].join(' ');
}

/** `*`, `relation.*` and `count(relation)`. */
function selectionOf(paths: readonly string[], collection: Collection, schema: Schema): string {
  const { members } = namesOf(schema).collections.get(collection.name)!;
  const parts = paths.flatMap((path) => {
    if (path === '*') return plainFields(collection, schema);
    const counted = members.find(({ functions }) => path === `count(${functions?.of})`);
    if (counted) return `${counted.name} { count }`;
    const member = members.find(({ field, relation }) => path === (field?.name ?? relation?.name) || path === `${relation?.name}.*`)!;
    if (!path.endsWith('.*')) return member.relation ? `${member.name} { __typename }` : member.name;
    const related = schema.collections.get(member.relation!.relatedCollection)!;
    const all = member.relation!.kind === 'o2m' ? '(limit: -1)' : '';
    return `${member.name}_all: ${member.name}${all} { ${plainFields(related, schema).join(' ')} }`;
  });
  return [...parts, '__typename'].join(' ');
}

function plainFields({ name: collection }: Collection, schema: Schema): string[] {
  const { members } = namesOf(schema).collections.get(collection)!;
  const own = members.filter(({ field }) => field !== null).map(({ name, relation }) => (relation ? `${name} { __typename }` : name));
  return [...own, '__typename'];
}

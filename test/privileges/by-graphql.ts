import type { Answer, Client } from 'jackfield/testing';

/** Relations of system collections to one item: a bare key may stand in them over REST. */
const toOne: ReadonlySet<string> = new Set(['user', 'role', 'policy', 'parent']);
/** Relations to many. */
const toMany: ReadonlySet<string> = new Set(['users', 'roles', 'policies', 'permissions', 'children']);

type Values = Readonly<Record<string, unknown>>;

/** What REST takes and GraphQL has no words for: changes by a query, files. */
export class Untranslatable extends Error {}

/** A client that sends writes to system collections as mutations: the same values, as GraphQL has them. */
export function byGraphql(client: Client): Client {
  const mutate = (name: string, args: Readonly<Record<string, readonly [type: string, value: unknown]>>, selection = '__typename'): Promise<Answer> => {
    const names = Object.keys(args);
    const declared = names.map((each) => `$${each}: ${args[each]![0]}`).join(', ');
    return client.post('/graphql/system', {
      query: `mutation (${declared}) { done: ${name}(${names.map((each) => `${each}: $${each}`).join(', ')}) { ${selection} } }`,
      variables: Object.fromEntries(names.map((each) => [each, args[each]![1]])),
    });
  };

  return {
    ...client,
    send: () => Promise.reject(new Untranslatable()),
    post(path, body) {
      const { collection } = placeOf(path);
      const type = `create_directus_${collection}_input!`;
      if (Array.isArray(body)) return mutate(`create_${collection}_items`, { data: [`[${type}]`, body.map((each) => values(each as Values, true))] });
      const { data, links } = linked(body as Values);
      return mutate(`create_${collection}_item`, { data: [type, data], links: ['JSON', links] });
    },
    patch(path, body) {
      const { collection, key } = placeOf(path);
      const type = `update_directus_${collection}_input!`;
      if (key === 'me') return mutate('update_users_me', { data: [type, values(body as Values, false)] });
      if (key !== null) return mutate(`update_${collection}_item`, { id: ['ID!', key], data: [type, values(body as Values, false)] });
      if (Array.isArray(body)) return mutate(`update_${collection}_batch`, { data: [`[${type}]`, body.map((each) => values(each as Values, false))] });
      const { keys, data, query } = body as { readonly keys?: readonly string[]; readonly data: Values; readonly query?: unknown };
      if (query !== undefined) return Promise.reject(new Untranslatable());
      return mutate(`update_${collection}_items`, { ids: ['[ID]!', keys], data: [type, values(data, false)] });
    },
    delete(path, body) {
      const { collection, key } = placeOf(path);
      if (key !== null) return mutate(`delete_${collection}_item`, { id: ['ID!', key] }, 'id');
      if (!Array.isArray(body)) return Promise.reject(new Untranslatable());
      return mutate(`delete_${collection}_items`, { ids: ['[ID]!', body] }, 'ids');
    },
  };
}

function placeOf(path: string): { collection: string; key: string | null } {
  const [, collection, key] = path.split('/');
  return { collection: collection!, key: key ?? null };
}

/** Existing items are linked by their keys: the input of a new one asks for more. */
function linked(body: Values): { data: Values; links: Values } {
  const entries = Object.entries(body);
  return { data: values(Object.fromEntries(entries.filter((entry) => !isLink(entry))), true), links: Object.fromEntries(entries.filter(isLink)) };
}

function isLink([name, value]: readonly [string, unknown]): boolean {
  return toOne.has(name) && typeof value === 'string';
}

function values(given: Values, isNew: boolean): Values {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => {
    if (toOne.has(name)) return [name, related(value, isNew)];
    if (toMany.has(name) && isList(value)) return [name, itemsOf(value).map((each) => related(each, isNew))];
    return [name, value];
  }));
}

/** A list, or `{create, update}`. */
function isList(value: unknown): value is readonly unknown[] | Values {
  return Array.isArray(value) || (typeof value === 'object' && value !== null && ('create' in value || 'update' in value));
}

function itemsOf(value: readonly unknown[] | Values): readonly unknown[] {
  return Array.isArray(value) ? value : Object.values(value as Values).flat();
}

function related(value: unknown, isNew: boolean): unknown {
  if (typeof value === 'string') return { id: value, ...(isNew && { name: 'Mine' }) };
  return value === null ? null : values(value as Values, isNew);
}

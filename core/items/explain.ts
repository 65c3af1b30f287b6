import type { AccessService } from '../access/access.js';
import { authorise } from '../access/authorise.js';
import type { Action, Policy } from '../access/policy.js';
import { usedNames } from '../access/used-names.js';
import { wholeView } from '../access/views.js';
import { ApiError } from '../errors/api-error.js';
import { parametrise } from '../query/parametrise.js';
import type { Query } from '../query/query.js';
import { filterBody } from '../query/serialise.js';
import type { ExplainedCollection, Explanation } from './explanation.js';
import type { ItemsContext } from './items.js';
import type { PreparationOptions, Prepare } from './prepare.js';

/** What is explained with. */
export interface ExplainOptions extends Pick<PreparationOptions, 'schema' | 'limits'> {
  readonly access: AccessService;
  readonly prepare: Prepare;
}

/** Makes `explain` of the items service. */
export function createExplain({ schema, access, limits, prepare }: ExplainOptions) {
  return async (query: Query, context: ItemsContext): Promise<Explanation> => {
    const { identity } = context;
    const current = schema.current();
    const policies = access.policies(identity);
    const view = access.view(identity, current);
    const names = namesOf(query);
    const touched = [...new Set([query.collection, ...names.map(({ collection }) => collection)])];
    const explained = {
      user: identity.user,
      admin: identity.admin,
      policies: policies.map(({ name }) => name),
      names: names.map(({ collection, name }) => {
        const seen = view.collections.get(collection)?.collection;
        const isPermitted = seen !== undefined && (seen.fields.has(name) || seen.relations.has(name));
        return { collection, name, isPermitted, policies: giving(policies, collection, name) };
      }),
      collections: touched.filter((name) => current.collections.has(name)).map((name) => explainCollection(name, 'read', context, policies)),
    };
    try {
      const { read: { statement, database }, values } = await prepare(query, context);
      return { ...explained, isPermitted: true, error: null, sql: statement.sql, plan: await database.explain?.(statement, values) ?? null };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { ...explained, isPermitted: false, error: { code: error.code, reason: reasonOf(error, explained) }, sql: null, plan: null };
    }
  };

  /** What the query names, looked up in the whole schema; nothing where it makes no sense even there. */
  function namesOf(query: Query): ReturnType<typeof usedNames> {
    const explicit = query.fields.filter((path) => !/(^|\.)\*(\.|$)/.test(path));
    try {
      const { query: shaped } = parametrise({ ...query, fields: explicit }, limits);
      return usedNames(authorise(shaped, wholeView(schema.current()), limits), explicit.length > 0);
    } catch (error) {
      if (error instanceof ApiError) return [];
      throw error;
    }
  }

  function explainCollection(name: string, action: Action, { identity }: ItemsContext, policies: readonly Policy[]): ExplainedCollection {
    const seen = access.view(identity, schema.current(), action).collections.get(name);
    const own = policies.flatMap(({ name: policy, permissions }) => permissions.flatMap((permission) => (
      permission.collection === name && permission.action === action
        ? [{ policy, fields: permission.fields, permissions: permission.rows && filterBody(permission.rows) }] : [])));
    return { collection: name, action, rows: !seen ? 'none' : seen.rows ? 'some' : 'all', permissions: own };
  }
}

function giving(policies: readonly Policy[], collection: string, name: string): string[] {
  return policies.filter(({ adminAccess, permissions }) => adminAccess || permissions.some((permission) =>
    permission.collection === collection && permission.action === 'read' && (permission.fields.includes('*') || permission.fields.includes(name)),
  )).map((policy) => policy.name);
}

function reasonOf({ code, message }: ApiError, { names, collections }: Pick<Explanation, 'names' | 'collections'>): string {
  if (code !== 'FORBIDDEN') return message;
  const [asked] = collections;
  if (!asked) return 'There is no such collection.';
  if (asked.rows === 'none') return `No policy lets read "${asked.collection}".`;
  const hidden = names.filter(({ isPermitted }) => !isPermitted);
  if (hidden.length === 0) return 'The query names something that is not there, or a key in no form that an item of the collection has.';
  const list = hidden.map(({ collection, name }) => `"${name}" of "${collection}"`).join(', ');
  return `Not given by any policy, or tied to what none gives: ${list}.`;
}

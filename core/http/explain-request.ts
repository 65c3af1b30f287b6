import { anonymous, type Identity } from '../access/access.js';
import { identityOfEverybody, readConfiguredAccess } from '../access/configured-access.js';
import { ApiError } from '../errors/api-error.js';
import type { ItemsService } from '../items/items.js';
import type { Query } from '../query/query.js';
import type { Config } from '../kernel/config.js';
import type { Users } from '../system/system.js';
import type { HttpContext } from './http.js';

const header = 'Jackfield-Explain';
const form = 'It must be `user=<key>`, `policies=<key>,<key>` or `public`.';

/** What a request is explained with. */
export interface Explainer {
  readonly items: Pick<ItemsService, 'explain'>;
  /** null where nobody knows users. */
  readonly users: Users | null;
  /** The config's policies, if any. */
  readonly access: Config['access'];
}

/**
 * Answers an administrator's question why somebody else is answered as they are, asked by the header `Jackfield-Explain` on a read: which
 * policies, fields and rules decide, with the SQL and its plan. Nothing is read.
 *
 * @returns false where it is not asked; the header of anybody else is passed over, as one that means nothing
 * @throws {ApiError} `INVALID_QUERY` where the header cannot be read, or names nobody
 */
export async function answerExplanation(context: HttpContext, query: Query, { items, ...known }: Explainer): Promise<boolean> {
  const value = askedExplanation(context);
  if (value === null) return false;
  const identity = await identityOf(value, context, known);
  context.set('Cache-Control', 'no-store');
  context.body = { data: await items.explain(query, { identity, now: new Date() }) };
  return true;
}

/** @throws {ApiError} `INVALID_QUERY` where an administrator asks for an explanation of what changes something: it would be done */
export function refuseExplanation(context: HttpContext): void {
  if (askedExplanation(context) !== null) {
    throw new ApiError('INVALID_QUERY', { path: header, reason: 'Only reads are explained: send GET, SEARCH or QUERY.' });
  }
}

function askedExplanation(context: HttpContext): string | null {
  const value = context.get(header);
  return value !== '' && context.state.identity.admin ? value : null;
}

async function identityOf(value: string, context: HttpContext, { users, access }: Omit<Explainer, 'items'>): Promise<Identity> {
  const [, kind, given = ''] = /^(user|policies|public)(?:=(.+))?$/.exec(value) ?? [];
  if (kind === 'policies' && given !== '') return { ...anonymous, policies: given.split(',').map((each) => each.trim()) };
  if (kind === 'public') return identityOfEverybody(users, readConfiguredAccess(access), context.ip);
  if (kind !== 'user' || given === '') throw new ApiError('INVALID_QUERY', { path: header, reason: form });
  const identity = await users?.identify(given, context.ip) ?? null;
  if (!identity) throw new ApiError('INVALID_QUERY', { path: header, reason: 'There is no such active user.' });
  return identity;
}

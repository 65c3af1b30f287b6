import { anonymous, type Identity } from '../access/access.js';
import { identityOfEverybody, readConfiguredAccess } from '../access/configured-access.js';
import { ApiError } from '../errors/api-error.js';
import { BootError } from '../errors/boot-error.js';
import type { Explanation } from '../items/explanation.js';
import { createKernel, type Kernel } from '../kernel/boot.js';
import { createLog } from '../kernel/log.js';
import { isObject, type QueryInput } from '../query/input.js';
import { parseQuery } from '../query/parse.js';
import { configOf, UsageError, type CommandLine } from './command-line.js';
import { print } from './print.js';

/** The address that a person at the machine itself would have. */
const localAddress = '127.0.0.1';

/** `jackfield explain COLLECTION`: why a read is answered to somebody as it is. Nothing is read, and nobody is served. */
export async function explain(line: CommandLine): Promise<void> {
  const [collection = ''] = line.operands;
  const input = readQuery(line.query);
  const { config, directory } = await configOf(line);
  const kernel = createKernel(config, { directory, environment: process.env, log: createLog({ ...config.log, level: 'error' }) });
  // Those who know users have to be started.
  await kernel.start({ listen: false });
  try {
    const query = parseQuery(input, { collection, representation: 'rest', limits: kernel.config.query, source: 'body' });
    const explanation = await kernel.registry.get('items').explain(query, { identity: await identityOf(line, kernel), now: new Date() });
    print(line.json ? JSON.stringify(explanation, null, 2) : textOf(explanation));
  } catch (error) {
    throw error instanceof ApiError ? new BootError(`This cannot be explained: ${error.message} (${error.code})`, { cause: error }) : error;
  } finally {
    await kernel.stop();
  }
}

function readQuery(text: string | null): QueryInput {
  try {
    const query: unknown = JSON.parse(text ?? '{}');
    if (isObject(query)) return query;
  } catch { /* Said below. */ }
  throw new UsageError('--query must be the query of a SEARCH as JSON: {"fields": ["id"], "filter": {…}}.');
}

async function identityOf({ user, policies }: CommandLine, { registry, config: { access } }: Kernel): Promise<Identity> {
  if (policies) return { ...anonymous, policies };
  const users = registry.has('users') ? registry.get('users') : null;
  if (user === null) return identityOfEverybody(users, readConfiguredAccess(access), localAddress);
  const identity = await users?.identify(user, localAddress) ?? null;
  if (!identity) throw new BootError(`There is no active user "${user}".`);
  return identity;
}

function textOf({ admin, policies, isPermitted, error, names, collections, sql, plan }: Explanation): string {
  const who = admin ? 'Has admin access: sees everything.' : `Policies: ${policies.join(', ') || 'none'}.`;
  const lines = [who, '', isPermitted ? 'The read is permitted.' : `The read is refused with ${error?.code}: ${error?.reason}`];
  if (names.length > 0) lines.push('', 'Names:');
  for (const { collection, name, isPermitted, policies } of names) {
    const by = policies.length > 0 ? `, by ${policies.join(', ')}` : '';
    lines.push(`  ${isPermitted ? 'shown ' : 'hidden'} ${collection}.${name}${by}`);
  }
  for (const { collection, rows, permissions } of collections) {
    lines.push('', `${collection}: ${rows} of its rows.`);
    for (const { policy, fields, permissions: rule } of permissions) {
      lines.push(`  ${policy}: ${fields.join(', ')}${rule ? ` where ${JSON.stringify(rule)}` : ''}`);
    }
  }
  if (sql !== null) lines.push('', 'SQL:', `  ${sql}`);
  if (plan !== null) lines.push('', 'Plan:', ...plan.split('\n').map((text) => `  ${text}`));
  return lines.join('\n');
}

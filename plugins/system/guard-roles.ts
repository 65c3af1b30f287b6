import { ApiError, isAddressOrNetwork, systemCollections as names, type Payload, type PluginContext, type System } from 'jackfield';

/** Keeps roles a tree, what belonged to a deleted one in order, and lists of addresses readable. */
export function guardRoles(on: PluginContext<never, never, never, never>['on'], system: () => System): void {
  // As it has become, whichever way it was written.
  on('items.commit', async (changes, { transaction: { knex } }) => {
    const written = changes.filter(({ kind, collection }) => collection === names.roles && kind !== 'deleted').flatMap(({ items }) => items);
    if (written.length === 0) return;
    const rows: Record<string, unknown>[] = await system().table('jackfield_roles', knex).forShare().select('id', 'parent');
    const parents = new Map(rows.map(({ id, parent }) => [keyOf(id), keyOf(parent)]));
    if (!written.some(({ key }) => isAboveItself(keyOf(key), parents))) return;
    throw new ApiError('FAILED_VALIDATION', { collection: names.roles, field: 'parent', type: 'cycle', reason: 'A role cannot be above itself.' });
  });

  // Whoever had the role must not go on with what others give them before somebody has looked.
  on('items.delete', async (keys, { transaction: { knex } }) => {
    await system().table('jackfield_users', knex).whereIn('role', [...keys]).update({ role: null, status: 'suspended' });
    await system().table('jackfield_roles', knex).whereIn('parent', [...keys]).update({ parent: null });
  }, { collection: names.roles });

  for (const collection of [names.users, names.policies]) {
    on('items.create', (payload) => checkAddresses(payload, collection), { collection });
    on('items.update', (payload) => checkAddresses(payload, collection), { collection });
  }
}

function isAboveItself(role: string | null, parents: ReadonlyMap<string | null, string | null>): boolean {
  const seen = new Set<string>();
  for (let above = parents.get(role) ?? null; above !== null && !seen.has(above); above = parents.get(above) ?? null) {
    if (above === role) return true;
    seen.add(above);
  }
  return false;
}

/** Databases write uuids in either case. */
function keyOf(value: unknown): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null;
}

/** What cannot be read would be in no list: a policy without a readable address would hold for nobody. */
function checkAddresses(payload: Payload, collection: string): Payload {
  const { ip_access: list } = payload;
  if (list === undefined || list === null) return payload;
  const texts: unknown = typeof list === 'string' ? list.split(',').map((text) => text.trim()).filter((text) => text !== '') : list;
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string' && isAddressOrNetwork(text))) {
    throw new ApiError('FAILED_VALIDATION', {
      collection, field: 'ip_access', type: 'address', reason: 'This must be a list of addresses and networks such as "10.0.0.0/8".',
    });
  }
  return { ...payload, ip_access: texts };
}

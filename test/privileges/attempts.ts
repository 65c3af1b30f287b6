import { expect } from 'chai';
import type { Answer, Client } from 'jackfield/testing';
import { secrets, type Attacker, type PrivilegesWorld } from './privileges-server.js';

/** A request that would give its sender what they lack. */
export interface Attempt {
  readonly title: string;
  send(client: Client, world: PrivilegesWorld, self: Attacker): Promise<Answer>;
}

const attempt = (title: string, send: Attempt['send']): Attempt => ({ title, send });

const importFile = (client: Client, path: string, items: readonly object[]): Promise<Answer> => client.send('POST', path, {
  headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(items),
});

/** A policy that says so in every form that a boolean is taken in. */
const adminForms = [true, 'true', 1];

const onPolicies: readonly Attempt[] = [
  ...adminForms.map((form) => attempt(`makes a policy with admin_access ${JSON.stringify(form)}`, (client) => (
    client.post('/policies', { name: 'Mine', admin_access: form })))),
  attempt('makes several policies, one with admin access', (client) => (
    client.post('/policies', [{ name: 'Harmless' }, { name: 'Mine', admin_access: true }]))),
  attempt('gives admin access to the own policy', (client, _, { policy }) => client.patch(`/policies/${policy}`, { admin_access: true })),
  attempt('gives it by keys', (client, _, { policy }) => client.patch('/policies', { keys: [policy], data: { admin_access: true } })),
  attempt('gives it by a query', (client, _, { policy }) => (
    client.patch('/policies', { query: { filter: { id: { _eq: policy } } }, data: { admin_access: true } }))),
  attempt('gives it in a list', (client, _, { policy }) => client.patch('/policies', [{ id: policy, admin_access: true }])),
  attempt('gives it through the role', (client, _, { role, access, policy }) => (
    client.patch(`/roles/${role}`, { policies: [{ id: access, policy: { id: policy, admin_access: true } }] }))),
  attempt('gives it through the own user', (client, _, { user }) => (
    client.patch(`/users/${user}`, { policies: { create: [{ policy: { name: 'Mine', admin_access: true } }] } }))),
  attempt('lets itself into administration pages', (client, _, { policy }) => client.patch(`/policies/${policy}`, { app_access: true })),
  attempt('makes a policy that lets into administration pages', (client) => client.post('/policies', { name: 'Mine', app_access: true })),
  attempt('lifts the limits of a policy', (client, _, { policy }) => client.patch(`/policies/${policy}`, { ip_access: null })),
  attempt('lifts the second factor of a policy', (client, _, { policy }) => client.patch(`/policies/${policy}`, { enforce_tfa: false })),
  attempt('renames the administrators\' policy', (client, { admin }) => client.patch(`/policies/${admin.policy}`, { name: 'Mine' })),
  attempt('takes admin access away', (client, { admin }) => client.patch(`/policies/${admin.policy}`, { admin_access: false })),
  attempt('deletes the administrators\' policy', (client, { admin }) => client.delete(`/policies/${admin.policy}`)),
  attempt('deletes it by keys', (client, { admin }) => client.delete('/policies', [admin.policy])),
  attempt('deletes all policies', (client) => client.delete('/policies', { query: { limit: -1 } })),
  attempt('gives the administrators\' policy to itself from its side', (client, { admin }, { user }) => (
    client.patch(`/policies/${admin.policy}`, { users: { create: [{ user }] } }))),
  attempt('gives it to the role from its side', (client, { admin }, { role }) => (
    client.patch(`/policies/${admin.policy}`, { roles: { create: [{ role }] } }))),
];

const onAccess: readonly Attempt[] = [
  attempt('gives itself the administrators\' policy', (client, { admin }, { user }) => client.post('/access', { user, policy: admin.policy })),
  attempt('gives it in upper case', (client, { admin }, { user }) => client.post('/access', { user, policy: admin.policy.toUpperCase() })),
  attempt('gives it to the own role', (client, { admin }, { role }) => client.post('/access', { role, policy: admin.policy })),
  attempt('gives it to everybody', (client, { admin }) => client.post('/access', { policy: admin.policy })),
  attempt('gives it as an object', (client, { admin }, { user }) => client.post('/access', { user, policy: { id: admin.policy } })),
  attempt('gives a policy made along with it', (client, _, { user }) => (
    client.post('/access', { user, policy: { name: 'Mine', admin_access: true } }))),
  attempt('puts the administrators\' policy in an own row', (client, { admin }, { access }) => (
    client.patch(`/access/${access}`, { policy: admin.policy }))),
  attempt('puts the own policy in the administrators\' row', (client, { admin }, { policy }) => client.patch(`/access/${admin.access}`, { policy })),
  attempt('puts itself in the administrators\' row', (client, { admin }, { user }) => client.patch(`/access/${admin.access}`, { user })),
  attempt('puts the own role in the administrators\' row', (client, { admin }, { role }) => client.patch(`/access/${admin.access}`, { role })),
  attempt('makes the administrators\' row everybody\'s', (client, { admin }) => client.patch(`/access/${admin.access}`, { role: null })),
  attempt('makes an own row everybody\'s', (client, _, { access }) => client.patch(`/access/${access}`, { role: null, user: null })),
  attempt('takes the administrators\' row away', (client, { admin }) => client.delete(`/access/${admin.access}`)),
  attempt('takes all rows away', (client) => client.delete('/access', { query: { limit: -1 } })),
];

const onRoles: readonly Attempt[] = [
  attempt('puts the own role below the administrators\'', (client, { admin }, { role }) => client.patch(`/roles/${role}`, { parent: admin.role })),
  attempt('puts it there as an object', (client, { admin }, { role }) => client.patch(`/roles/${role}`, { parent: { id: admin.role } })),
  attempt('makes a role below the administrators\'', (client, { admin }) => client.post('/roles', { name: 'Mine', parent: admin.role })),
  attempt('takes the own role as a child', (client, { admin }, { role }) => (
    client.patch(`/roles/${admin.role}`, { children: { update: [{ id: role }] } }))),
  attempt('takes itself as a user of it', (client, { admin }, { user }) => client.patch(`/roles/${admin.role}`, { users: [admin.user, user] })),
  attempt('makes a role with the administrators\' policy', (client, { admin }) => (
    client.post('/roles', { name: 'Mine', policies: [{ policy: admin.policy }] }))),
  attempt('makes a role that takes over an administrator', (client, { admin }) => client.post('/roles', { name: 'Mine', users: [admin.user] })),
  attempt('makes a role with a policy and itself', (client, { admin }, { user }) => (
    client.post('/roles', { name: 'Mine', users: [user], policies: [{ policy: admin.policy }] }))),
  attempt('gives the own role the administrators\' policy', (client, { admin }, { role }) => (
    client.patch(`/roles/${role}`, { policies: { create: [{ policy: admin.policy }] } }))),
  attempt('takes a role out from below the administrators\'', (client, { admin }) => client.patch(`/roles/${admin.roleBelow}`, { parent: null })),
  attempt('renames the administrators\' role', (client, { admin }) => client.patch(`/roles/${admin.role}`, { name: 'Mine' })),
  attempt('deletes the administrators\' role', (client, { admin }) => client.delete(`/roles/${admin.role}`)),
  attempt('puts a role made along with it below the administrators\'', (client, { admin }, { role }) => (
    client.patch(`/roles/${role}`, { parent: { name: 'Between', parent: admin.role } }))),
];

/** Values of fields that take no text. */
const others: ReadonlyMap<string, unknown> = new Map<string, unknown>([['status', 'suspended'], ['ip_access', ['10.0.0.1']], ['role', null]]);

const onUsers: readonly Attempt[] = [
  attempt('takes the administrators\' role', (client, { admin }, { user }) => client.patch(`/users/${user}`, { role: admin.role })),
  attempt('takes it in upper case', (client, { admin }, { user }) => client.patch(`/users/${user}`, { role: admin.role.toUpperCase() })),
  attempt('takes it at /users/me', (client, { admin }) => client.patch('/users/me', { role: admin.role })),
  attempt('takes it as an object', (client, { admin }) => client.patch('/users/me', { role: { id: admin.role } })),
  attempt('takes a role made along with it', (client, { admin }) => (
    client.patch('/users/me', { role: { name: 'Mine', policies: [{ policy: admin.policy }] } }))),
  attempt('takes a role below it', (client, { admin }) => client.patch('/users/me', { role: { name: 'Mine', parent: admin.role } })),
  attempt('takes the administrators\' policy', (client, { admin }) => client.patch('/users/me', { policies: [{ policy: admin.policy }] })),
  attempt('moves the administrators\' row to itself', (client, { admin }) => client.patch('/users/me', { policies: [{ id: admin.access }] })),
  attempt('moves it there by its key', (client, { admin }) => client.patch('/users/me', { policies: [admin.access] })),
  attempt('makes an administrator', (client, { admin }) => (
    client.post('/users', { email: 'made@example.com', password: 'x', token: 'token-of-a-made-one', role: admin.role }))),
  attempt('makes one by a policy', (client, { admin }) => (
    client.post('/users', { email: 'made@example.com', token: 'token-of-a-made-one', policies: [{ policy: admin.policy }] }))),
  attempt('makes one among others', (client, { admin }) => (
    client.post('/users', [{ email: 'harmless@example.com' }, { email: 'made@example.com', role: admin.role }]))),
  attempt('makes one by an import', (client, { admin }) => importFile(client, '/utils/import/directus_users', [{ email: 'made@example.com', role: admin.role }])),
  attempt('makes a policy by an import', (client) => importFile(client, '/utils/import/directus_policies', [{ name: 'Mine', admin_access: true }])),
  ...['password', 'email', 'token', 'status', 'role', 'provider', 'external_identifier', 'ip_access', 'auth_data', 'first_name'].map((field) => (
    attempt(`changes ${field} of an administrator`, (client, { admin }) => (
      client.patch(`/users/${admin.user}`, { [field]: others.has(field) ? others.get(field) : 'taken@example.com' })))),
  ),
  attempt('changes an administrator\'s password by a query', (client, { admin }) => (
    client.patch('/users', { query: { filter: { id: { _eq: admin.user } } }, data: { password: 'taken' } }))),
  attempt('changes everybody\'s password', (client) => client.patch('/users', { query: { limit: -1 }, data: { password: 'taken' } })),
  attempt('changes an administrator in a list', (client, { admin }) => client.patch('/users', [{ id: admin.user, password: 'taken' }])),
  attempt('changes one through the role', (client, { admin }, { role }) => (
    client.patch(`/roles/${role}`, { users: { update: [{ id: admin.user, password: 'taken' }] } }))),
  attempt('deletes an administrator', (client, { admin }) => client.delete(`/users/${admin.user}`)),
  attempt('sets up a second factor for an administrator', (client, { admin }) => client.patch(`/users/${admin.user}`, { tfa_secret: 'JBSWY3DPEHPK3PXP' })),
];

const onPermissions: readonly Attempt[] = [
  attempt('permits itself to create users', (client, _, { policy }) => (
    client.post('/permissions', { policy, collection: 'directus_users', action: 'create', fields: ['*'] }))),
  attempt('permits itself to change others', (client, _, { policy }) => (
    client.post('/permissions', { policy, collection: 'directus_users', action: 'update', fields: ['password'] }))),
  attempt('permits itself to read others\' fields', (client, _, { policy }) => (
    client.post('/permissions', { policy, collection: 'directus_users', action: 'read', fields: ['id', 'last_name'] }))),
  attempt('permits itself to read all of the owner\'s rows', (client, _, { policy }) => (
    client.post('/permissions', { policy, collection: 'notes', action: 'read', fields: ['id', 'body'] }))),
  attempt('permits itself the rows that it may read, and a field that it may not', (client, _, { policy }) => (
    client.post('/permissions', { policy, collection: 'notes', action: 'read', fields: ['place'], permissions: { place: { _eq: 'Rome' } } }))),
  attempt('permits everybody to read settings', (client, _, { policy }) => (
    client.post('/permissions', { policy, collection: 'directus_settings', action: 'read', fields: ['*'] }))),
  attempt('permits in the policy that it makes', (client) => (
    client.post('/policies', { name: 'Mine', permissions: [{ collection: 'notes', action: 'delete' }] }))),
  attempt('permits what does not exist', (client, _, { policy }) => (
    client.post('/permissions', { policy, collection: 'ghosts', action: 'read', fields: ['*'] }))),
  attempt('permits in a new policy of its own user', (client) => (
    client.patch('/users/me', { policies: [{ policy: { name: 'Mine', permissions: [{ collection: 'notes', action: 'update', fields: ['*'] }] } }] }))),
  attempt('widens a permission that it has', async (client, { client: administrator }, { policy }) => {
    const { body: { data: [row] } } = await administrator.get('/permissions', { filter: { policy: { _eq: policy }, collection: { _eq: 'notes' } }, fields: 'id' });
    return client.patch(`/permissions/${row.id}`, { permissions: null });
  }),
  attempt('turns a permission that it has to another action', async (client, { client: administrator }, { policy }) => {
    const { body: { data: [row] } } = await administrator.get('/permissions', { filter: { policy: { _eq: policy }, collection: { _eq: 'directus_roles' }, action: { _eq: 'read' } }, fields: 'id' });
    return client.patch(`/permissions/${row.id}`, { collection: 'notes', action: 'delete' });
  }),
];

/** What the server itself notes, as somebody could make it up. */
const records: readonly (readonly [string, object])[] = [
  ['activity', { action: 'create', collection: 'notes', item: '1', timestamp: '2026-01-01T00:00:00Z' }],
  ['revisions', { collection: 'notes', item: '1', data: {} }],
];

const onRecords: readonly Attempt[] = records.flatMap(([name, made]) => [
  attempt(`makes up ${name}`, (client) => client.post(`/${name}`, made)),
  attempt(`changes ${name}`, (client) => client.patch(`/${name}`, { query: { limit: 1 }, data: { item: '2' } })),
  attempt(`takes ${name} away`, async (client, { client: administrator }) => {
    const { body: { data: [row] } } = await administrator.get(`/${name}`, { fields: 'id', limit: 1 });
    return client.delete(`/${name}/${row.id}`);
  }),
]);

/** What each of the attackers tries. */
export const attacks = {
  /** Who may write everything. */
  delegate: [...onPolicies, ...onAccess, ...onRoles, ...onUsers, ...onRecords],
  /** Who may write policies. */
  keeper: [...onPolicies, ...onAccess, ...onRoles, ...onUsers, ...onPermissions],
} as const;

/**
 * Tries it, and answers with which code it was refused.
 *
 * @throws where it was not refused
 */
export async function attack(world: PrivilegesWorld, self: Attacker, client: Client, attempted: Attempt): Promise<string> {
  const { title } = attempted;
  const { status, body, text } = await attempted.send(client, world, self);
  const code: unknown = body?.errors?.[0].extensions.code;
  // GraphQL answers 200 with an error that comes while it runs.
  const isRefused = status < 500 && code !== undefined && (status >= 400 || body.data !== undefined);
  // What nothing was found for is done without an effect.
  const changedNothing = status === 200 && Array.isArray(body.data) && body.data.length === 0;
  expect(isRefused || changedNothing || (status === 204 && title.startsWith('deletes')), `${title}: ${status} ${text}`).to.equal(true);
  expect(text, title).not.to.include(secrets.password).and.not.to.include('$argon2');
  return String(code);
}

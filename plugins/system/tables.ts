import { systemCollections as names } from 'jackfield';
import { column, numberKey, reference, uuidKey, type Table } from './define-table.js';

const table = (name: string, columns: Table['columns'], more: Partial<Table> = {}): Table => (
  { name: `jackfield_${name}`, columns, collection: null, isSingleton: false, waysBack: [], ...more });

const required = { isNullable: false };
const flag = column('boolean', { isNullable: false, default: false });
const json = column('json');
const text = column('text');
const string = column('string');
const uuid = column('uuid');

/**
 * All tables of our own, in an order in which they can be made: the first migration and the collections come from this one description.
 * A change to it needs a migration of its own.
 *
 * Moments of tables that are no collections are milliseconds since 1970: the same in every dialect.
 */
export const tables: readonly Table[] = [
  table('roles', {
    id: uuidKey,
    name: column('string', { ...required, length: 100 }),
    icon: column('string', { length: 64, isNullable: false, default: 'supervised_user_circle' }),
    description: text,
    parent: reference('uuid', 'jackfield_roles', 'restrict'),
  }, { collection: names.roles, waysBack: [{ collection: names.roles, name: 'children', column: 'parent', owns: false }] }),

  table('policies', {
    id: uuidKey,
    name: column('string', { ...required, length: 100 }),
    icon: column('string', { length: 64, isNullable: false, default: 'badge' }),
    description: text,
    ip_access: json,
    enforce_tfa: flag,
    admin_access: flag,
    app_access: flag,
  }, { collection: names.policies }),

  table('users', {
    id: uuidKey,
    first_name: column('string', { length: 50 }),
    last_name: column('string', { length: 50 }),
    email: column('string', { length: 128, isUnique: true }),
    password: column('string', { isConcealed: true }),
    location: string,
    title: column('string', { length: 50 }),
    description: text,
    tags: json,
    avatar: uuid,
    language: string,
    tfa_secret: column('string', { isConcealed: true }),
    status: column('string', {
      length: 16, isNullable: false, default: 'active', values: ['draft', 'invited', 'unverified', 'active', 'suspended', 'archived'],
    }),
    role: reference('uuid', 'jackfield_roles', 'restrict'),
    token: column('string', { isConcealed: true, isUnique: true }),
    last_access: column('timestamp'),
    last_page: string,
    provider: column('string', { length: 128, isNullable: false, default: 'default' }),
    // Unique with the provider: a later migration changes what the first one makes.
    external_identifier: column('string', { isUnique: true }),
    auth_data: json,
    email_notifications: column('boolean', { default: true }),
    appearance: string,
    theme_dark: string,
    theme_light: string,
    theme_light_overrides: json,
    theme_dark_overrides: json,
    text_direction: column('string', { isNullable: false, default: 'auto' }),
    ip_access: json,
  }, { collection: names.users, waysBack: [{ collection: names.roles, name: 'users', column: 'role', owns: false }] }),

  table('access', {
    id: uuidKey,
    role: reference('uuid', 'jackfield_roles', 'cascade'),
    user: reference('uuid', 'jackfield_users', 'cascade'),
    policy: reference('uuid', 'jackfield_policies', 'cascade', required),
    sort: column('integer'),
  }, {
    collection: names.access,
    waysBack: [
      { collection: names.roles, name: 'policies', column: 'role', owns: true },
      { collection: names.users, name: 'policies', column: 'user', owns: true },
      { collection: names.policies, name: 'users', column: 'policy', owns: true },
      { collection: names.policies, name: 'roles', column: 'policy', owns: true },
    ],
  }),

  table('permissions', {
    id: numberKey,
    collection: column('string', required),
    action: column('string', { ...required, length: 10, values: ['create', 'read', 'update', 'delete', 'share'] }),
    permissions: json,
    validation: json,
    presets: json,
    fields: json,
    policy: reference('uuid', 'jackfield_policies', 'cascade', required),
  }, { collection: names.permissions, waysBack: [{ collection: names.policies, name: 'permissions', column: 'policy', owns: true }] }),

  table('settings', {
    id: numberKey,
    project_name: column('string', { length: 100, isNullable: false, default: 'Jackfield' }),
    project_url: string,
    project_color: column('string', { length: 50, isNullable: false, default: '#6644FF' }),
    project_logo: uuid,
    public_foreground: uuid,
    public_background: uuid,
    public_favicon: uuid,
    public_note: text,
    project_descriptor: column('string', { length: 100 }),
    default_language: column('string', { isNullable: false, default: 'en-US' }),
    default_appearance: column('string', { isNullable: false, default: 'auto' }),
    default_theme_light: string,
    default_theme_dark: string,
    theme_light_overrides: json,
    theme_dark_overrides: json,
    custom_css: text,
    module_bar: json,
    basemaps: json,
    report_error_url: string,
    report_bug_url: string,
    report_feature_url: string,
  }, { collection: names.settings, isSingleton: true }),

  table('activity', {
    id: numberKey,
    action: column('string', { ...required, length: 45 }),
    user: reference('uuid', 'jackfield_users', 'none'),
    timestamp: column('timestamp', { ...required, isIndexed: true }),
    ip: column('string', { length: 50 }),
    user_agent: text,
    collection: column('string', required),
    item: column('string', required),
    origin: string,
  }, { collection: names.activity }),

  table('revisions', {
    id: numberKey,
    activity: reference('integer', 'jackfield_activity', 'cascade'),
    collection: column('string', required),
    item: column('string', { ...required, isIndexed: true }),
    data: json,
    delta: json,
    parent: reference('integer', 'jackfield_revisions', 'none', { isIndexed: false }),
  }, { collection: names.revisions, waysBack: [{ collection: names.activity, name: 'revisions', column: 'activity', owns: false }] }),

  // A session goes on while its refresh token is exchanged for the next one; who sends an earlier one again ends it.
  table('sessions', {
    id: uuidKey,
    user: reference('uuid', 'jackfield_users', 'cascade', required),
    token_hash: column('string', { ...required, length: 64, isUnique: true }),
    previous_hash: column('string', { length: 64, isIndexed: true }),
    rotated_at: column('bigInteger'),
    created_at: column('bigInteger', required),
    expires_at: column('bigInteger', { ...required, isIndexed: true }),
    mode: column('string', { ...required, length: 10 }),
    ip: column('string', { length: 50 }),
    user_agent: text,
    origin: string,
    provider: column('string', { length: 128 }),
    data: json,
  }),

  // Every refresh token that was exchanged, for as long as its session lasts.
  table('used_tokens', {
    token_hash: column('string', { length: 64, isNullable: false, isKey: true }),
    session: reference('uuid', 'jackfield_sessions', 'cascade', required),
    used_at: column('bigInteger', required),
  }),

  table('idempotency', {
    key_hash: column('string', { length: 64, isNullable: false, isKey: true }),
    request_hash: column('string', { ...required, length: 64 }),
    // Of what was written, JSON; null for an answer without a body.
    answer: text,
    is_list: flag,
    created_at: column('bigInteger', { ...required, isIndexed: true }),
  }),

  // How much of a limit somebody has used, until a window ends.
  table('rate_limits', {
    key_hash: column('string', { length: 64, isNullable: false, isKey: true }),
    used: column('bigInteger', required),
    expires_at: column('bigInteger', { ...required, isIndexed: true }),
  }),

  // `access`: changes with every change of policies, permissions, access, roles and users. `administrator`: the first one.
  table('state', {
    name: column('string', { length: 50, isNullable: false, isKey: true }),
    value: column('string', { ...required, length: 36 }),
  }),
];

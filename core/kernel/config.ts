import { Type, type Static } from 'typebox';
import { durationPattern } from '../auth/duration.js';
import { accessOptions } from '../access/access-options.js';
import { queryLimits } from '../query/limits.js';
import { mutationLimits } from '../query/mutation-limits.js';
import { mirrorOptions } from '../schema/mirror-options.js';
import { checkOptions } from './check-options.js';
import { logLevels } from './log.js';
import { freeze } from './merge.js';

/** A section is filled with its defaults where it is missing, and takes no option that it does not know. */
const section = <Properties extends Parameters<typeof Type.Object>[0]>(description: string, properties: Properties) =>
  Type.Object(properties, { description, default: {}, additionalProperties: false });

const seconds = (initial: number, minimum: number, description: string) => Type.Number({ minimum, default: initial, description });

const duration = (initial: string, description: string) => Type.String({ pattern: durationPattern, default: initial, description });

const pluginSection = Type.Union([Type.Boolean(), Type.Object({}, { additionalProperties: true })]);

const databaseOptions = {
  url: Type.Optional(Type.String({ minLength: 1, writeOnly: true, description:
    '`postgres://user:password@host/name`, `sqlite:file.sqlite`, or the path of a SQLite file. Environment: `DATABASE_URL`.' })),
  poolSize: Type.Integer({ minimum: 1, default: 10, description: 'Most connections open at a time.' }),
  schemas: Type.Array(Type.String(), { default: [], description:
    'Database schemas to mirror. Empty: all that the login may use, but for the system\'s.' }),
  preparedStatements: Type.Boolean({ default: true, description:
    'Whether statements get a name, so that the server plans them once. Off for connection poolers that cannot keep them.' }),
  statementTimeoutSeconds: seconds(30, 0, 'A statement that runs for longer is cancelled and answered `SERVICE_UNAVAILABLE`. 0: never.'),
  lockTimeoutSeconds: seconds(5, 0,
    'A statement that waits for longer for what another transaction has locked is answered `SERVICE_UNAVAILABLE`. 0: never.'),
  transactionTimeoutSeconds: seconds(60, 0, 'A write that takes longer as a whole, with its hooks, is rolled back and answered '
    + '`SERVICE_UNAVAILABLE`. Imports may take any time. 0: never.'),
  writeConnections: Type.Optional(Type.Integer({ minimum: 1, description:
    'Most connections that writes use at a time: the others are left to reads. Default: three quarters of `poolSize`.' })),
  queueSize: Type.Integer({ minimum: 0, default: 100, description:
    'Most requests that wait for a connection, reads, streams and writes each. More are answered `SERVICE_UNAVAILABLE` at once.' }),
  acquireTimeoutSeconds: seconds(5, 0.01, 'How long a request waits for a connection before it is answered `SERVICE_UNAVAILABLE`.'),
};

/** Of the mirrored database alone. */
const replicaOptions = {
  replicas: Type.Array(Type.String({ minLength: 1 }), { default: [], writeOnly: true, description:
    'URLs of replicas of the database, which take reads in turn. A client that has written reads from the primary for a while.' }),
  replicaMaxLagSeconds: seconds(10, 0, 'A replica that is further behind is not used. A client that has written reads from the primary for that long.'),
  replicaCheckSeconds: seconds(2, 0.01, 'How often replicas are asked whether they answer, and how far they are behind.'),
};

/** The configuration: one schema for validation, defaults, the static type, `docs/configuration.md` and the JSON Schema for editors. */
export const configSchema = Type.Object({
  database: section('The database to mirror.', { ...databaseOptions, ...replicaOptions }),
  system: section('Jackfield\'s own tables: users, policies, sessions and so on.', {
    connection: section('Another database for them. Without a `url` they are in the mirrored one, in the first of `database.schemas`.', databaseOptions),
  }),
  server: section('Where and how HTTP is served.', {
    host: Type.String({ minLength: 1, default: '127.0.0.1', description:
      'Address to listen on. `0.0.0.0` for every network. Environment: `HOST`.' }),
    port: Type.Integer({ minimum: 0, maximum: 65535, default: 8055, description:
      'Port to listen on; 0 for any free one. Environment: `PORT`.' }),
    publicUrl: Type.Optional(Type.String({ pattern: '^https?://', description:
      'Where clients reach the server, for links in answers and messages. Environment: `PUBLIC_URL`.' })),
    trustedProxies: Type.Array(Type.String(), { default: [], description:
      'Addresses or networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is believed.' }),
    maxBodyBytes: Type.Integer({ minimum: 1, default: 1_048_576, description:
      'Longest request body. Longer ones answer `CONTENT_TOO_LARGE`.' }),
    maxUrlBytes: Type.Integer({ minimum: 256, default: 16_384, description: 'Longest URL, with its query.' }),
    requestTimeoutSeconds: seconds(60, 0, 'How long a client may take to send its request. 0: any time.'),
    stopTimeoutSeconds: seconds(10, 0, 'How long running requests may take to end when the server stops.'),
    compression: Type.Boolean({ default: true, description: 'Whether large answers are compressed for clients that ask for it.' }),
    cors: section('Cross-origin requests. Off until origins are listed.', {
      origins: Type.Array(Type.String(), { default: [], description:
        'Origins whose pages may ask, such as `https://app.example.com`; `*` for any.' }),
      credentials: Type.Boolean({ default: false, description: 'Whether cookies may come along. Never with the origin `*`.' }),
      maxAgeSeconds: seconds(600, 0, 'How long a browser may remember the answer to its preflight.'),
    }),
  }),
  log: section('What is logged, and how: JSON lines on standard error.', {
    level: Type.Enum([...logLevels], { default: 'info', description:
      'The least important kind of line that is written. Environment: `LOG_LEVEL`.' }),
    pretty: Type.Optional(Type.Boolean({ description: 'Whether lines are written for people instead. Default: on a terminal only.' })),
  }),
  secret: Type.Optional(Type.String({ minLength: 32, writeOnly: true, description:
    'Signs what the server issues. At least 32 characters. Environment: `SECRET`.' })),
  admin: section('The first administrator.', {
    email: Type.Optional(Type.String({ minLength: 3, description: 'Environment: `ADMIN_EMAIL`.' })),
    password: Type.Optional(Type.String({ minLength: 8, writeOnly: true, description:
      'At least 8 characters. Environment: `ADMIN_PASSWORD`.' })),
    token: Type.Optional(Type.String({ minLength: 16, writeOnly: true, description:
      'Sees everything. At least 16 characters. `jackfield start` makes one where there is none. Environment: `ADMIN_TOKEN`.' })),
  }),
  auth: section('What holds for every way to sign in.', {
    accessTokenTtl: duration('15m', 'How long an issued access token is valid: a number and `ms`, `s`, `m`, `h` or `d`. Environment: '
      + '`ACCESS_TOKEN_TTL`.'),
    refreshTokenTtl: duration('7d', 'How long a session lasts after it was last renewed, in the modes `json` and `cookie`. Environment: '
      + '`REFRESH_TOKEN_TTL`.'),
    sessionTtl: duration('1d', 'The same in the mode `session`. Environment: `SESSION_COOKIE_TTL`.'),
    cacheSeconds: seconds(1, 0, 'How long what is known of a user is believed before the database is asked again: so long may a suspended '
      + 'user still be served by other instances. 0: never.'),
  }),
  access: Type.Optional(accessOptions),
  mirror: mirrorOptions,
  query: section('What one request may ask for.', queryLimits.properties),
  mutation: section('What one request may write.', mutationLimits.properties),
  lifecycle: section('How long a plugin may take for each step before the start fails.', {
    setupTimeoutSeconds: seconds(10, 0.01, 'For `setup`.'),
    startTimeoutSeconds: seconds(60, 0.01, 'For `start`, and for reading the database\'s catalog.'),
    stopTimeoutSeconds: seconds(10, 0.01, 'For `stop`, and for disposing of a service.'),
  }),
  plugins: Type.Record(Type.String(), pluginSection, { default: {}, description:
    'Plugin → its options, `true` for its defaults, or `false` to switch it off. A plugin is named (`rest`), a package '
    + '(`jackfield-plugin-x`) or a path from this file (`./plugins/mine.ts`). `defaults: false` starts from none.' }),
  services: Type.Record(Type.String(), Type.String(), { default: {}, description:
    'Service → the plugin that provides it, where several could.' }),
}, { additionalProperties: false });

/** The configuration, whole: every section with its defaults. */
export type Config = Static<typeof configSchema>;

/** The configuration as one writes it: every option may be left out. */
export type ConfigInput = DeepPartial<Config>;

type DeepPartial<Value> = Value extends readonly unknown[] ? Value
  : Value extends object ? { readonly [Name in keyof Value]?: DeepPartial<Value[Name]> | undefined }
  : Value;

/** What a config file exports: the configuration, or a function that makes it. */
export type ConfigExport = ConfigInput | (() => ConfigInput | Promise<ConfigInput>);

/** Only checks the type: for `jackfield.config.ts`. */
export function defineConfig<Export extends ConfigExport>(config: Export): Export {
  return config;
}

/**
 * Checks a configuration and fills in its defaults.
 *
 * @throws {BootError} naming every wrong option
 */
export function completeConfig(input: ConfigInput): Config {
  return freeze(checkOptions(configSchema, input, '')) as Config;
}

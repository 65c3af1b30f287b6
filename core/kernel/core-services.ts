import { createAccess } from '../access/create-access.js';
import { identityOfEverybody, readConfiguredAccess, type ConfiguredAccess } from '../access/configured-access.js';
import type { PolicySource } from '../access/policy.js';
import { createBroadcast } from '../broadcast/create-broadcast.js';
import { admitted } from '../dialect/admitted.js';
import type { Database } from '../dialect/dialect.js';
import type { ApiError } from '../errors/api-error.js';
import { BootError } from '../errors/boot-error.js';
import { createCollectionPaths } from '../http/collection-paths.js';
import { createHttp } from '../http/http.js';
import { noticingChanges } from '../items/noticing.js';
import { createItems } from '../items/read.js';
import { kernelName, type Registry } from '../registry/registry.js';
import type { ServiceName } from '../registry/services.js';
import type { OwnTables } from '../schema/own-tables.js';
import { createModelsService } from '../schema/models-service.js';
import { createSchemaService } from '../schema/schema-service.js';
import { builtInPluginNames } from './built-in.js';
import type { Config } from './config.js';
import type { Log } from './log.js';

/** Services that the kernel provides unless the config chooses a plugin for one. */
export const kernelServices: readonly ServiceName[] = ['config', 'log', 'http', 'access', 'database', 'schema', 'models', 'items', 'paths'];

/** Services that the kernel provides where no plugin does: a plugin's takes their place without being chosen. */
export const fallbackServices: readonly ServiceName[] = ['broadcast'];

/** Offers what is ready before plugins are set up. */
export function provideEarlyServices(registry: Registry, config: Config, log: Log): void {
  const { hooks } = registry;
  const configured = readConfiguredAccess(config.access);
  const source = policySource(registry, configured);
  registry.provide(kernelName, 'config', () => config);
  registry.provide(kernelName, 'log', () => log);
  registry.provide(kernelName, 'access', () => createAccess({ source, log }));
  registry.provide(kernelName, 'paths', createCollectionPaths);
  registry.provide(kernelName, 'http', () => createHttp({
    options: config.server,
    log,
    mapError: (error) => unavailable(registry, error),
    identify: async (context) => {
      const identity = hooks.has('http.identify') ? await hooks.first('http.identify', context) : undefined;
      if (identity || context.state.token !== null) return identity;
      return identityOfEverybody(registry.has('users') ? registry.get('users') : null, configured, context.ip);
    },
  }));
}

/** What plugins ask a database for themselves fails like what the `items` service asks: a database that is away is no bug. */
function unavailable(registry: Registry, error: unknown): ApiError | null {
  const databases = [
    ...(registry.isMade('database') ? [registry.get('database')] : []), ...(registry.isMade('system') ? [registry.get('system').database] : []),
  ];
  const mapped = databases.map((database) => database.mapError(error)).find((each) => each?.code === 'SERVICE_UNAVAILABLE');
  return mapped ?? null;
}

/** The config's policies where it has some, else those of whoever provides them. */
export function policySource(registry: Registry, configured: ConfiguredAccess | null): () => PolicySource | null {
  if (configured) return () => ({ current: () => configured.set });
  return () => (registry.has('policies') ? registry.get('policies') : null);
}

/** Offers the open database. It is closed with the server, whatever comes next. */
export function provideDatabase(registry: Registry, database: Database): void {
  registry.provide(kernelName, 'database', () => database, () => database.close());
  registry.get('database');
}

/** Offers what rests on the open database. */
export function provideDataServices(registry: Registry, config: Config, log: Log, database: Database, own: OwnTables | null): void {
  const { hooks } = registry;
  registry.provide(kernelName, 'broadcast', () => createBroadcast(database.notifications ?? null, log));
  registry.provide(kernelName, 'schema', () => createSchemaService({
    database,
    options: config.mirror,
    own,
    log,
    onRefreshed: (schema) => void hooks.emit('schema.refreshed', schema),
  }));
  registry.provide(kernelName, 'models', () => createModelsService(registry.get('schema'), registry.get('database').knex));
  registry.provide(kernelName, 'items', () => {
    const schema = registry.get('schema');
    const noticing = noticingChanges(database, schema, log);
    return createItems({
      database: noticing,
      systemDatabase: own && own.database !== database ? own.database : noticing,
      schema,
      access: registry.get('access'),
      limits: config.query,
      mutationLimits: config.mutation,
      hooks,
    });
  });
}

/**
 * Opens the configured database by asking the dialects.
 *
 * @throws {BootError} where no database is named, or no dialect knows its URL
 */
export async function openDatabase(registry: Registry, { url, ...options }: Config['system']['connection']): Promise<Database> {
  if (url === undefined) {
    throw new BootError('Which database? Name it on the command line (`jackfield start postgres://…`, `jackfield start file.sqlite`), '
      + 'in DATABASE_URL, or as `database.url` in the config.');
  }
  const database = await registry.hooks.first('database.open', { url, ...options });
  if (database) return admitted(database, options);
  const enabled = registry.hooks.pluginsOf('database.open');
  const dialects = builtInPluginNames().filter((name) => name.startsWith('dialect-') && !enabled.includes(name));
  throw new BootError([
    `No dialect answers to the database ${shownUrl(url)}.`,
    enabled.length > 0 ? `Enabled: ${list(enabled)}.` : 'None is enabled.',
    ...(dialects.length > 0 ? [`Built in, but switched off: ${list(dialects)}.`] : []),
  ].join(' '));
}

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** What stands before `:` tells which dialect is missing; what follows may be a password. */
function shownUrl(url: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0];
  return scheme ? `\`${scheme}…\`` : `\`${url}\``;
}

import type { QueryLimits } from '../../core/query/limits.js';
import type { Schema } from '../../core/schema/schema.js';
import { anonymous } from '../../core/access/access.js';
import type { Plugin } from '../../core/index.js';
import { startServer, type Client, type TestServer } from '../../core/testing/testing.js';
import type { Choices } from '../parity/choices.js';
import { databaseSql } from '../parity/database-sql.js';
import { generateData } from '../parity/generate-data.js';
import { generateSchema } from '../parity/generate-schema.js';
import type { World } from '../parity/world.js';
import { createDatabase, type EmbeddedName } from '../support/databases.js';
import { knowing } from '../support/identities.js';
import { copyOf, type Copy } from './copy.js';
import { currentUser, generatePolicies, type RawPolicies } from './generate-policies.js';
import { stageMirror } from './stage-mirror.js';

/** A generated database under generated policies, and a copy of what they show. */
export interface LeakStage {
  /** The whole database. */
  readonly world: World;
  /** The whole database under the names that the policies show: what to ask for, with values that may be hidden. */
  readonly shownWorld: World;
  /** Names of relations that show themselves to be some, though what they lead to is hidden. */
  readonly plainKeys: readonly string[];
  readonly policies: RawPolicies;
  readonly copy: Copy;
  readonly servers: Readonly<Record<EmbeddedName, Pair>>;
  readonly limits: QueryLimits;
  /** Another server of the same SQLite database under the same policies, with one more plugin. Stop it after use. */
  again(plugin: Plugin): Promise<TestServer>;
  stop(): Promise<void>;
}

/** Who asks the database under policies, and who asks the copy. */
export interface Pair {
  readonly limited: Client;
  readonly copied: Client;
  readonly server: TestServer;
  readonly url: string;
}

const defaultLimit = 6;

/** Those who ask: somebody with two policies, and whoever sees a copy whole but for hidden keys. */
const people = knowing({
  'limited': { user: currentUser, policies: ['one', 'two'] },
  'keys are hidden': { user: null, policies: ['copy'] },
});

/** Generates a database, policies, and the copy of what they show; serves both on every dialect. */
export async function buildLeakStage(choices: Choices): Promise<LeakStage> {
  const description = generateSchema(choices);
  const data = generateData(choices, description);
  const mirror = stageMirror(description);
  const opened: (() => Promise<unknown>)[] = [];

  const start = (url: string, config: object, plugins: readonly Plugin[] = []): Promise<TestServer> => startServer(
    { database: { url }, query: { defaultLimit }, plugins: { graphql: { nestedAggregates: true } }, ...config }, { plugins: [people, ...plugins] },
  );

  async function serve(dialect: EmbeddedName, sql: string, config: object): Promise<{ server: TestServer; url: string }> {
    const database = await createDatabase(dialect, sql);
    opened.unshift(() => database.drop());
    const server = await start(database.url, config);
    opened.unshift(() => server.stop());
    return { server, url: database.url };
  }

  const schema = await mirrored(databaseSql(description, data, 'sqlite'), mirror);
  const world: World = { schema, data, now: new Date(), defaultLimit, defect: null };
  const policies = generatePolicies(choices, world);
  const copy = copyOf(world, description, policies);
  const shownAlone = [...copy.shown].map(([collection, fields]) => ({ collection, action: 'read', fields: fields.concat(waysOf(copy, collection)) }));

  const access = { policies: Object.fromEntries(Object.entries(policies).map(([name, permissions]) => [name, { permissions: [...permissions] }])) };

  async function pair(dialect: EmbeddedName): Promise<Pair> {
    const { server, url } = await serve(dialect, databaseSql(description, data, dialect), { mirror, access });
    const { server: other } = await serve(dialect, databaseSql(copy.description, copy.data, dialect), {
      mirror: copy.mirror, access: { policies: { copy: { permissions: shownAlone } } },
    });
    return { limited: server.client.as('limited'), copied: copy.hasHiddenKey ? other.client.as('keys are hidden') : other.client, server, url };
  }

  const servers = { sqlite: await pair('sqlite'), postgres: await pair('postgres') };
  const { registry } = servers.sqlite.server.kernel;
  const view = registry.get('access').view({ ...anonymous, user: currentUser, policies: ['one', 'two'] }, schema);
  const isShown = (name: string): boolean => view.collections.has(name);
  const collections = new Map([...view.collections].map(([name, { collection }]) => [name, {
    ...collection, relations: new Map([...collection.relations].filter(([, { relatedCollection }]) => isShown(relatedCollection))),
  }]));
  const plainKeys = [...view.collections.values()].flatMap(({ collection }) =>
    [...collection.relations.values()].filter(({ relatedCollection }) => !isShown(relatedCollection)).map(({ name }) => name));
  return {
    world, shownWorld: { ...world, schema: { ...schema, collections } }, plainKeys, policies, copy, servers,
    limits: registry.get('config').query,
    again: (plugin) => start(servers.sqlite.url, { mirror, access }, [plugin]),
    stop: async () => {
      for (const close of opened) await close();
    },
  };
}

/** Every relation of the copy, both ways. */
function waysOf({ mirror }: Copy, collection: string): string[] {
  const ways: string[] = [];
  for (const [entry, { references, wayBack }] of Object.entries(mirror.relations)) {
    if (entry.startsWith(`${collection}.`)) ways.push(entry.slice(collection.length + 1));
    if (wayBack !== undefined && (references === collection || references.startsWith(`${collection}.(`))) ways.push(wayBack);
  }
  return ways;
}

/** The schema as the product mirrors it. */
async function mirrored(sql: string, mirror: object): Promise<Schema> {
  const database = await createDatabase('sqlite', sql);
  const server = await startServer({ database: { url: database.url }, mirror });
  const schema = server.kernel.registry.get('schema').current();
  await server.stop();
  await database.drop();
  return schema;
}


import {
  createOwnRead, definePlugin, readConfiguredAccess, systemCollections, Type, type Database, type OwnRead, type System,
} from 'jackfield';
import { activityOptions, noteActivity } from './activity.js';
import { collections } from './collections.js';
import { createDirectoryCache, type DirectoryCache } from './directory-cache.js';
import { routeEndpoints } from './endpoints/endpoints.js';
import { ownOperations } from './endpoints/operations.js';
import { extendGraphQL } from './endpoints/graphql.js';
import { firstAdministrator, loginLines, prepareFirstStart, type MadeLogin } from './first-start.js';
import { guardRoles } from './guard-roles.js';
import { guardUsers } from './guard-users.js';
import { isMigrated, migrate } from './migrations.js';
import { deleteActivity } from './old-activity.js';
import { noticeChanges } from './notice-changes.js';
import { guardPrivileges } from './privileges/guard-privileges.js';
import { refuseWritesOfPolicies, refuseWritesOfRecords } from './privileges/refuse-writes.js';
import { publicSettings } from './public-settings.js';
import { createUserPaths } from './user-paths.js';
import { withSessions } from './session-users.js';
import { createUsers, type CachedUsers } from './users.js';

/**
 * Users, roles, policies and all else that Jackfield itself has to keep, in tables of its own: it makes them, shows them as collections, and
 * says who somebody is and which policies hold for them.
 */
export default definePlugin({
  name: 'system',
  description: 'Keeps users, roles, policies and settings, in tables of its own.',
  needs: ['config', 'http', 'paths', 'schema', 'database', 'items', 'access'],
  wants: ['broadcast'],
  provides: ['system', 'users', 'policies'],
  options: Type.Object({ activity: activityOptions }),
  setup({ options, get, want, provide, on, hooks, log, repeat }) {
    const { system: { connection }, database: { schemas }, query: limits, auth, admin, access } = get('config');
    const configured = readConfiguredAccess(access);
    let login: MadeLogin | null = null;
    let opened: { readonly database: Database; readonly isShared: boolean; readonly schema: string | null } | null = null;

    on('database.opened', async (own, { database, mayMigrate, open }) => {
      const isShared = connection.url === undefined;
      opened = { database: isShared ? database : await open(connection), isShared, schema: (isShared ? schemas : connection.schemas)[0] ?? null };
      // Made at once, so that its database is closed whatever comes next.
      get('system');
      if (mayMigrate) await migrate(opened.database, opened.schema);
      return own ?? (await isMigrated(opened.database, opened.schema) ? { database: opened.database, collections } : null);
    });

    provide('system', makeSystem, ({ isShared, database }) => (isShared ? undefined : database.close()));

    function makeSystem(): System {
      if (!opened) throw new Error('The database is not open yet.');
      const { database, isShared, schema } = opened;
      return {
        database,
        isShared,
        table(name, knex = database.knex) {
          return schema === null ? knex(name) : knex(name).withSchema(schema);
        },
        async changed(knex) {
          await parts().directory.changed(knex);
          if (!knex) parts().directory.committed();
        },
      };
    }

    let made: { readonly directory: DirectoryCache; readonly users: CachedUsers; readonly read: OwnRead } | null = null;

    /** What rests on the schema: made when it is first asked for, in `start` and later. */
    function parts(): NonNullable<typeof made> {
      if (made) return made;
      const read = createOwnRead({ database: get('system').database, schema: withSessions(get('schema')), limits, hooks });
      const directory: DirectoryCache = createDirectoryCache({
        system: () => get('system'), read, broadcast: want('broadcast'), configured, log, onStale: () => users.forget(),
      });
      const users = createUsers({
        read, broadcast: want('broadcast'), directory: () => directory.get(), attributes: createUserPaths(get('schema'), log),
        cacheSeconds: auth.cacheSeconds,
        administratorToken: admin.token, administrator: () => firstAdministrator(get('system')),
      });
      return made = { directory, users, read };
    }

    provide('users', () => parts().users, () => made?.users.close());
    provide('policies', () => ({ current: () => parts().directory.current() }), () => made?.directory.close());

    for (const [name, collection] of Object.entries(systemCollections)) get('paths').add(`/${name}`, collection);
    guardUsers(on);
    guardRoles(on, () => get('system'));
    on('server.welcome', (lines) => (login ? [...lines, ...loginLines(login)] : lines));
    on('server.project', async (project) => ({ ...project, ...await publicSettings(parts().read) }));
    refuseWritesOfRecords(on);
    if (get('config').access) refuseWritesOfPolicies(on);
    guardPrivileges({ on, system: () => get('system'), schema: () => get('schema'), access: get('access') });
    noticeChanges(on, () => parts().directory);
    noteActivity({
      options: options.activity, on, use: (middleware) => get('http').use('limit', middleware), system: () => get('system'),
      schema: () => get('schema').current(), log,
    });
    routeEndpoints({
      http: get('http'), limits: get('config'), items: () => get('items'), schema: () => get('schema'), access: get('access'),
    });
    on('openapi.operations', (operations, { identity }) => (identity.user === null ? operations : [...operations, ...ownOperations]));
    on('graphql.extend', extendGraphQL({ limits: get('config'), schema: () => get('schema'), access: get('access') }));

    return {
      async start() {
        login = await prepareFirstStart(get('system'), admin);
        await parts().directory.get();
        const { keepDays } = options.activity;
        if (keepDays === 0) return;
        repeat({ everySeconds: 3600, beginsAtOnce: true, failure: 'Old activity could not be deleted.' }, (signal) => (
          deleteActivity(new Date(Date.now() - keepDays * dayMilliseconds), get('system'), parts().read, signal)));
      },
    };
  },
});

const dayMilliseconds = 86_400_000;

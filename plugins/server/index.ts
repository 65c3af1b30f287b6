import { ApiError, definePlugin, Type, type HealthCheck, type HealthReport, type Identity } from 'jackfield';
import { extendGraphQL } from './graphql.js';
import { createHealthCheck } from './health.js';
import { describeServer, type ServerInfo } from './info.js';
import { publicOperations } from './operations.js';

/** `/server/ping`, `/server/health`, `/server/info` and `POST /utils/cache/clear`. */
export default definePlugin({
  name: 'server',
  description: 'Tells whether and what the server is.',
  needs: ['http', 'database', 'schema'],
  options: Type.Object({
    projectName: Type.Optional(Type.String({ description:
      'The name that `/server/info` tells everybody. Where it is not set, what `/settings` says, if there are any, or `Jackfield`.' })),
    healthTimeoutSeconds: Type.Number({ exclusiveMinimum: 0, default: 2, description:
      'How long the database may take to answer before `/server/health` says 503.' }),
  }),
  setup({ options, get, log, on, hooks }) {
    const http = get('http');
    const isHealthy = createHealthCheck(() => get('database').ping(), options.healthTimeoutSeconds, log);

    http.route(['GET'], '/server/ping', (context) => {
      context.set('Content-Type', 'text/plain; charset=utf-8');
      context.body = 'pong';
    });

    http.route(['GET'], '/server/health', async (context) => {
      const database: HealthCheck = await isHealthy() ? { status: 'ok' } : { status: 'error', message: 'The database does not answer.' };
      const checks = await hooks.filter('server.health', { database }, undefined);
      const status = worst(checks);
      context.status = status === 'error' ? 503 : 200;
      context.body = { status, ...(context.state.identity.admin && { checks }) };
    });

    async function describe({ admin }: Identity): Promise<ServerInfo> {
      const { projectName: project_name } = options;
      const project = await hooks.filter('server.project', { project_name: 'Jackfield' }, undefined);
      return describeServer(project_name === undefined ? project : { ...project, project_name }, admin);
    }

    http.route(['GET'], '/server/info', async (context) => {
      context.body = { data: await describe(context.state.identity) };
    });

    /** @throws {ApiError} `FORBIDDEN` for all but administrators */
    async function refresh({ admin }: Identity): Promise<void> {
      if (!admin) throw new ApiError('FORBIDDEN');
      await get('schema').refresh();
    }

    on('graphql.extend', extendGraphQL({ isHealthy, describe, refresh }));

    http.route(['POST'], '/utils/cache/clear', async (context) => {
      await refresh(context.state.identity);
      context.body = '';
      context.remove('Content-Type');
    });

    on('openapi.operations', (operations) => [...operations, ...publicOperations]);
  },
});

function worst(checks: HealthReport): HealthCheck['status'] {
  const statuses = new Set(Object.values(checks).map(({ status }) => status));
  return statuses.has('error') ? 'error' : statuses.has('warn') ? 'warn' : 'ok';
}

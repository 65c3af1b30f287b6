import type { GraphQLExtension, Identity } from 'jackfield';
import type { ServerInfo } from './info.js';

/** What the fields tell and do. */
export interface ServerFacts {
  /** Reads the schema anew. */
  readonly refresh: (identity: Identity) => Promise<void>;
  readonly isHealthy: () => Promise<boolean>;
  readonly describe: (identity: Identity) => Promise<ServerInfo>;
}

/**
 * Adds `server_ping`, `server_health` and `server_info` to `/graphql/system`: what the routes under `/server` tell; and `utils_cache_clear`.
 */
export function extendGraphQL({ isHealthy, describe, refresh }: ServerFacts): (extension: GraphQLExtension) => void {
  return ({ scope, composer }) => {
    if (scope !== 'system') return;
    composer.createObjectTC({ name: 'server_info_project', fields: {
      project_name: 'String', project_descriptor: 'String', project_color: 'String', project_logo: 'String', public_note: 'String',
      default_language: 'String', default_appearance: 'String',
    } });
    composer.createObjectTC({ name: 'server_info_node', fields: { version: 'String', uptime: 'Int' } });
    composer.createObjectTC({
      name: 'server_info', fields: { project: 'server_info_project', version: 'String', node: 'server_info_node' },
    });
    composer.Query.addFields({
      server_ping: { type: 'String', resolve: () => 'pong' },
      server_health: { type: 'JSON', resolve: async () => ({ status: await isHealthy() ? 'ok' : 'error' }) },
      server_info: { type: 'server_info', resolve: (_source, _args, { identity }) => describe(identity) },
    });
    composer.Mutation.addFields({
      utils_cache_clear: { type: 'Void', resolve: (_source, _args, { identity }) => refresh(identity).then(() => null) },
    });
  };
}

import { ApiError, systemCollections as names, type PluginContext } from 'jackfield';

type On = PluginContext<never, never, never, never>['on'];

/** Refuses to change what the server itself notes: activity and revisions are read only. */
export function refuseWritesOfRecords(on: On): void {
  refuse(on, [names.activity, names.revisions], () => new ApiError('FORBIDDEN'));
}

/** Refuses to change policies and roles in the tables, where those of the config are all that holds. */
export function refuseWritesOfPolicies(on: On): void {
  refuse(on, [names.policies, names.permissions, names.access, names.roles], () => new ApiError('UNPROCESSABLE_ENTITY', {
    reason: 'Policies, permissions and roles are kept in the configuration of this server.', hint: 'Change its section `access`.',
  }));
}

function refuse(on: On, collections: readonly string[], error: () => ApiError): void {
  const refused = (): never => {
    throw error();
  };
  for (const collection of collections) {
    on('items.create', refused, { collection });
    on('items.update', refused, { collection });
    on('items.delete', refused, { collection });
  }
}

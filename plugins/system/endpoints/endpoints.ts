import type { AccessService, Config, Http, ItemsService, SchemaService } from 'jackfield';
import { routeItemPermissions } from './item-permissions.js';
import { routeOwnPermissions } from './own-permissions.js';
import { routeOwnRoles } from './own-roles.js';
import { routeOwnUser } from './own-user.js';

/** What routes about the caller work with. */
export interface EndpointParts {
  readonly http: Http;
  readonly limits: Pick<Config, 'query' | 'mutation'>;
  /** Ready in `start`, as the next one is. */
  readonly items: () => ItemsService;
  readonly schema: () => SchemaService;
  readonly access: AccessService;
}

/** Routes what is asked about oneself: `/users/me`, `/roles/me`, `/policies/me/globals`, `/permissions/me`, and of one item. */
export function routeEndpoints(parts: EndpointParts): void {
  routeOwnUser(parts);
  routeOwnRoles(parts);
  routeOwnPermissions(parts);
  routeItemPermissions(parts);
}

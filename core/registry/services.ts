import type { AccessService } from '../access/access.js';
import type { PolicySource } from '../access/policy.js';
import type { Auth } from '../auth/auth.js';
import type { Broadcast } from '../broadcast/broadcast.js';
import type { Database } from '../dialect/dialect.js';
import type { CollectionPaths } from '../http/collection-paths.js';
import type { Http } from '../http/http.js';
import type { ItemsService } from '../items/items.js';
import type { Config } from '../kernel/config.js';
import type { Log } from '../kernel/log.js';
import type { ModelsService } from '../schema/models-service.js';
import type { OpenApi } from '../openapi/openapi.js';
import type { SchemaService } from '../schema/schema-service.js';
import type { RedisConnection } from '../redis/redis.js';
import type { System, Users } from '../system/system.js';

/**
 * Every service by its name. A plugin adds its own by declaration merging:
 *
 * @example declare module 'jackfield' { interface Services { rateLimitStore: RateLimitStore } }
 */
export interface Services {
  /** The whole configuration after files, environment and flags. Frozen. Holds secrets: never log it. */
  config: Config;
  /** The log of the process. Plugins have one of their own in `setup`, which names them. */
  log: Log;
  /** Routes and middlewares. Ready in `setup`. */
  http: Http;
  /** The mirrored database. Ready in `start`, not in `setup`. */
  database: Database;
  /** The mirrored schema. Ready in `start`, not in `setup`. */
  schema: SchemaService;
  /** One Objection model class for each collection. Unrestricted: no permission is checked. Ready in `start`. */
  models: ModelsService;
  /** What an identity may see. */
  access: AccessService;
  /** The one way to read items, with permissions. Ready in `start`, not in `setup`. */
  items: ItemsService;
  /** Which collections are served under which paths. Ready in `setup`; complete in `start`. */
  paths: CollectionPaths;
  /** Where policies come from. */
  policies: PolicySource;
  /** Where Jackfield keeps its own tables. Ready in `start`, not in `setup`. */
  system: System;
  /** Who the users are. Ready in `start`, not in `setup`. */
  users: Users;
  /** Where ways to authenticate are added. Ready in `setup`. */
  auth: Auth;
  /** The API as an OpenAPI document. Ready in `start`, not in `setup`. */
  openapi: OpenApi;
  /** Messages between instances. Ready in `start`, not in `setup`. */
  broadcast: Broadcast;
  /** The connection to Redis. Ready in `start`, not in `setup`. */
  redis: RedisConnection;
}

/** The name of a service that some plugin or the kernel has declared. */
export type ServiceName = Extract<keyof Services, string>;

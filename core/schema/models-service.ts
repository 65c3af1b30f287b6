import type { Knex } from 'knex';
import type { Model } from 'objection';
import { createModels } from './models.js';
import type { SchemaService } from './schema-service.js';

/** The `models` service. Unrestricted: its models read and write past every permission. */
export interface ModelsService {
  /** One Objection model class for each collection of the current schema, by its name. Ask again after a refresh. */
  current(): ReadonlyMap<string, typeof Model>;
}

/** Makes the `models` service: models are made anew when the schema has been swapped. */
export function createModelsService(schema: Pick<SchemaService, 'current'>, knex: Knex): ModelsService {
  let made: { readonly version: string; readonly models: ReadonlyMap<string, typeof Model> } | null = null;
  return {
    current() {
      const now = schema.current();
      if (made?.version !== now.version) made = { version: now.version, models: createModels(now, knex) };
      return made.models;
    },
  };
}

import type { ApiType } from '../schema/catalog.js';
import { observatoryTables } from './observatory.js';
import type { TestServer } from './server.js';
import { createTables, type DeclaredTypes } from './tables.js';

/** Makes the observatory's tables and view in a server's empty database, through the knex of its dialect, and has them mirrored. */
export async function createObservatory(
  { kernel: { registry } }: TestServer, types: DeclaredTypes, cast: readonly ApiType[] = [],
): Promise<void> {
  const { knex } = registry.get('database');
  await createTables(knex, observatoryTables, types, cast);
  await knex.schema.createView(
    'active_telescopes', (view) => view.as(knex('telescopes').select('id', 'status').where('status', 'active')),
  );
  await registry.get('schema').refresh();
}

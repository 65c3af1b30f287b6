import type { Plugin } from '../kernel/plugin.js';
import type { ConfigInput } from '../kernel/config.js';
import { merge } from '../kernel/merge.js';
import { observatoryMirror, observatoryTables } from './observatory.js';
import { createTables, type DeclaredTypes } from './tables.js';
import { startServer, type TestServer } from './server.js';

/**
 * Starts a server on an empty database and makes the observatory's tables and view in it, through the knex of its dialect.
 * A plugin takes the place of the built-in one that has its name.
 */
export async function openObservatory(
  { url, plugin }: { readonly url: string; readonly plugin?: Plugin }, types: DeclaredTypes, config: ConfigInput = {},
): Promise<TestServer> {
  // The way back that the config declares has no table yet.
  const empty = await startServer({ database: { url } }, { plugins: plugin ? [plugin] : [] });
  try {
    const { knex } = empty.kernel.registry.get('database');
    await createTables(knex, observatoryTables, types);
    await knex.schema.createView(
      'active_telescopes', (view) => view.as(knex('telescopes').select('id', 'status').where('status', 'active')),
    );
  } finally {
    await empty.stop();
  }
  return startServer(merge({ database: { url }, mirror: observatoryMirror }, config) as ConfigInput, { plugins: plugin ? [plugin] : [] });
}

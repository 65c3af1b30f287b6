import type { Database } from '../dialect/dialect.js';
import { withReplicas } from '../dialect/replicas.js';
import type { Registry } from '../registry/registry.js';
import type { Config } from './config.js';
import { openDatabase } from './core-services.js';
import type { Log } from './log.js';

/**
 * Opens the mirrored database. Its replicas are opened meanwhile: the start waits for none of them.
 *
 * @throws {BootError} as `openDatabase` does, for the primary
 */
export async function openWithReplicas(
  registry: Registry, { replicas, replicaMaxLagSeconds: maxLagSeconds, replicaCheckSeconds: checkSeconds, ...options }: Config['database'], log: Log,
): Promise<Database> {
  const primary = await openDatabase(registry, options);
  if (replicas.length === 0) return primary;
  return withReplicas(primary, replicas.map((url, index) => ({
    name: `database.replicas[${index}]`,
    open: () => openDatabase(registry, { ...options, url }),
  })), { maxLagSeconds, checkSeconds, log });
}

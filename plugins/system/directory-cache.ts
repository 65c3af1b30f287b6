import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Broadcast, ConfiguredAccess, Log, OwnRead, PolicySet, System } from 'jackfield';
import { readDirectory, type Directory } from './directory.js';

/** The row that changes with every change of the directory. */
export const stateName = 'access';

const channel = 'access';

/** How long a change that another instance made may go unnoticed, where it cannot tell us. */
const mostAgeMilliseconds = 1000;

/** What the cache of the directory works with. */
export interface DirectoryCacheOptions {
  readonly system: () => System;
  readonly read: OwnRead;
  readonly broadcast: Broadcast | undefined;
  readonly log: Log;
  /** The policies of the config, which take the place of the tables'. */
  readonly configured: ConfiguredAccess | null;
  /** Called when what was known is no longer so. */
  readonly onStale: () => void;
}

/** Roles and policies in memory, read again when they have changed, here or on another instance. */
export interface DirectoryCache {
  /** The directory as it is now: at most one second behind other instances that cannot tell us, never behind this one. */
  get(): Promise<Directory>;
  /** The policies as they were last read. */
  current(): PolicySet;
  /** Notes a change, in the transaction that makes it. */
  changed(knex?: Knex): Promise<void>;
  /** Takes notice of a change after its commit, and tells the others. */
  committed(): void;
  close(): void;
}

const nothingKnown: PolicySet = { version: '', policies: new Map() };

/** Makes the cache. It reads nothing before it is asked. */
export function createDirectoryCache({ system, read, broadcast, configured, log, onStale }: DirectoryCacheOptions): DirectoryCache {
  let known: Directory | null = null;
  let loading: Promise<Directory> | null = null;
  let checkedAt = 0;
  let isStale = true;
  const unsubscribe = broadcast?.subscribe(channel, () => {
    isStale = true;
    onStale();
  });

  async function versionNow(): Promise<string> {
    // Not through knex, whose connection may be a long transaction's: a request would wait for it.
    const sql = system().table('jackfield_state').where({ name: stateName }).select('value').toQuery();
    const [row] = await system().database.read({ sql, parameters: [], answers: 'rows' }, []);
    return row?.[0] ?? '';
  }

  async function load(): Promise<Directory> {
    const wasStale = isStale;
    isStale = false;
    try {
      // Before the rest: what changes meanwhile is read again.
      const version = await versionNow();
      checkedAt = performance.now();
      if (known?.version === version && !wasStale) return known;
      onStale();
      known = await readDirectory(read, version, configured, log);
      return known;
    } catch (error) {
      isStale = true;
      throw error;
    }
  }

  return {
    async get() {
      const isOld = !broadcast?.reachesOthers && performance.now() - checkedAt > mostAgeMilliseconds;
      if (known && !isStale && !isOld) return known;
      const running = loading;
      if (running) {
        const read = await running.catch(() => null);
        // Who asks after a change must not be given what was being read before it.
        return read && !isStale ? read : this.get();
      }
      loading = load().finally(() => {
        loading = null;
      });
      return loading;
    },
    current: () => known?.policySet ?? nothingKnown,
    async changed(knex) {
      await system().table('jackfield_state', knex).where({ name: stateName }).update({ value: randomUUID() });
    },
    committed() {
      isStale = true;
      onStale();
      broadcast?.publish(channel, '');
    },
    close: () => unsubscribe?.(),
  };
}

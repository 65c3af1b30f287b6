import { createRequire } from 'node:module';
import type { ProjectFacts } from 'jackfield';

/** What `/server/info` tells: everybody of the project, an administrator what runs. */
export interface ServerInfo {
  readonly project: ProjectFacts;
  readonly version?: string;
  readonly node?: { readonly version: string; readonly uptime: number };
}

const { version } = createRequire(import.meta.url)('jackfield/package.json') as { version: string };

/** Uptime is in whole seconds. */
export function describeServer(project: ProjectFacts, isAdmin: boolean): ServerInfo {
  if (!isAdmin) return { project };
  return { project, version, node: { version: process.version, uptime: Math.round(process.uptime()) } };
}

import { createRequire } from 'node:module';

/** What `/server/info` tells: everybody the name, an administrator what runs. */
export interface ServerInfo {
  readonly project: { readonly project_name: string };
  readonly version?: string;
  readonly node?: { readonly version: string; readonly uptime: number };
}

const { version } = createRequire(import.meta.url)('jackfield/package.json') as { version: string };

/** Uptime is in whole seconds. */
export function describeServer(projectName: string, isAdmin: boolean): ServerInfo {
  const project = { project_name: projectName };
  if (!isAdmin) return { project };
  return { project, version, node: { version: process.version, uptime: Math.round(process.uptime()) } };
}
